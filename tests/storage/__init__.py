"""Files by content, in a folder and in object storage."""
