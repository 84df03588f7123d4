"""Open to anyone: home, the call, categories, winners."""
