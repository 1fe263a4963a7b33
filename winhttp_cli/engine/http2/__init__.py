"""HTTP/2 over h2: many exchanges on one connection, told like those of HTTP/1.

Promise: loaded only when a server has chosen h2 by ALPN. Without I/O: `frames` cuts the wire into
frames, `fields` translates heads, `inbox` keeps what came for a stream, `protocol` joins them to h2,
`faults` names what went wrong. With it: `conversation` shares a connection among threads, `exchange` is
one request and its response, `connection` what httpcore's pools see. h2 does the protocol; the timers,
the bounds and the events are ours.

Why not httpcore's own HTTP2Connection: it drops interim responses and trailers, hides reset codes,
lets a GOAWAY kill the exchange that it announces to finish (h2 closes its state at one), waits without
a timer for a free stream and, once a server lowers its stream limit, for ever; and it goes on with an
upload after the server has answered it (RFC 9113 sections 6.8 and 8.1).
"""
