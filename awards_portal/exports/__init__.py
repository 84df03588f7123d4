"""Exports: everything of an edition, of a city or of a person, as one ZIP of CSV and JSON files.

Words: Export, Part.
Never: holds a password, a token or the text of a letter; shows a city who judged it.
"""
