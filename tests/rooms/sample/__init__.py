"""The sample edition, on both databases."""
