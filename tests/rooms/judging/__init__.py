"""Deeds on people, on both databases."""
