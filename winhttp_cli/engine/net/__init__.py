"""Sockets and TLS: names to addresses, addresses to streams, streams to TLS streams.

Promise: the only room that opens a socket or knows OpenSSL. Every wait has a timer and a name, every
step has an event. Must not know HTTP, redirects, proxies' grammar, options or the screen.
"""
