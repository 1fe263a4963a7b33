"""HTTP/1 by our own hand: exact bytes out, exact bytes in.

Promise: `policy` says in words what happens to every malformed shape. `section`, `fields`, `head`,
`framing`, `body`, `writer`, `persistence` and `machine` are a codec without I/O that keeps to it, in
bounded memory whatever the peer does; it knows no socket, no timer and no option. `sending`,
`receiving` and `handover` drive it over a wire, and `connection` is what httpcore's pools see.
"""
