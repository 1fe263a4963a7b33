"""How fast, and beside whom: whole processes, measured in turn, told as ratios.

Promise: `python -m bench` (or `make bench`) starts servers of its own on loopback, runs whttp and the
peers that are installed, and writes `bench/RESULTS.md`. Absolute times belong to one machine and one
hour; the ratios are what may be quoted. Knows whttp only as a command.
"""
