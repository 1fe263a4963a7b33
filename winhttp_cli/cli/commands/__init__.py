"""One module per command; each has `command(row)`, which returns its click command. A callback holds
the one permitted in-function import: its action."""
