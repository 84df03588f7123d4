"""From scores to results: DataFrames in, DataFrames out; no database, no Flask, no clock."""
