"""Files by content: a digest names them, size and digest are checked on every read."""
