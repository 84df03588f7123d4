"""What a server runs: `gunicorn wsgi:app`, `flask --app wsgi …`."""

from awards_portal import create_app

app = create_app()
