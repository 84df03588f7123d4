"""Imports: cities and entries that come from a spreadsheet, looked at first, all or nothing, and undone.

Words: Import, Fault, dry run.
Never: writes a row of a table that has a fault; deletes what the portal promised to keep.
"""
