"""The account door."""
