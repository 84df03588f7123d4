"""The doors: the only code that knows a request. One blueprint an audience, closed by default."""
