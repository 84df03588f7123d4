"""Who judges what: pure optimisation on plain values; no database, no Flask, no clock."""
