"""Scores candidates against a query: pure functions, no input or output, no clock."""
