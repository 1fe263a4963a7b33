"""WebSocket (RFC 6455) behind a 101: the opening, frames, and the conversation with its timers.

Promise: the handshake is a request like any other (same headers, proxies, TLS, redirects,
authentication); what a server sends is checked strictly and handed over in bounded pieces. Loaded only
for a request that asks for the upgrade. Must not know options, screens, or where lines come from.
"""
