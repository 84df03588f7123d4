"""The sample edition: an invented cast for trying the portal out, and documents to begin a real edition from."""
