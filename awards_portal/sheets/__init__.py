"""Spreadsheets and CSV files: cells from people are text, formulas are ours and carry cached values."""
