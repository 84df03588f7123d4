"""Entries: what a city writes, attaches and submits, and every version of it.

Words: Entry, Answer, Attachment, Submission, Reopening, Change request, Withdrawal, Extension.
Never: loses or overwrites a text; knows who judges.
"""
