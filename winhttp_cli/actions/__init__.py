"""One file per thing a user does; wires the rooms. Knows no click."""
