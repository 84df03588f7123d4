"""The awards portal. `create_app` is the front door."""
