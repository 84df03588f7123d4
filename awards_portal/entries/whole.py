"""What the deeds on an entry's life load with it."""

from sqlalchemy.orm import joinedload

from .models import Entry

WHOLE = (
    joinedload(Entry.edition),
    joinedload(Entry.city),
    joinedload(Entry.category),
    joinedload(Entry.form_version),
)
