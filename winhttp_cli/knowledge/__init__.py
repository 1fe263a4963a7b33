"""The tables behind `whttp explain`: data in our own words, with their lookups. Knows only errors."""
