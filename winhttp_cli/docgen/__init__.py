"""Completions, man pages and README tables, written from the catalogue."""
