"""Mailings: one text to exactly those who match a filter, counted before it is sent.

Words: audience (the people of entries, or judges), recipient (a person with what the letter is about), mailing.
Never: writes to anybody who was not counted, or twice to anybody who was.
"""
