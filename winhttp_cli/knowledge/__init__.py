"""The tables behind `whttp explain`: data in our own words, no logic. Knows only errors."""
