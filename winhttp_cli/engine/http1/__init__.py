"""HTTP/1 by our own hand: exact bytes out, exact bytes in.

Promise: `policy` says in words what happens to every malformed shape; `section`, `fields`, `head`,
`body`, `writer`, `persistence` and `machine` are a codec without I/O that keeps to it, in bounded
memory whatever the peer does; `connection` drives the codec over any httpcore `NetworkStream`.
The codec knows no socket, no timer and no option.
"""
