"""Deeds on programmes, on both databases."""
