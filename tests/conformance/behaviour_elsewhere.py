"""Behaviour e1 to e18, f1 to f22, i1 to i13: proxies, authentication and WebSocket, whose tests come with
the work on them."""

from __future__ import annotations

from tests.conformance.facts import Fact, api_only, later

_PROXY = "proxies"
_AUTH = "authentication"
_WEBSOCKET = "WebSocket"

PROXY: tuple[Fact, ...] = (
    later(
        "e1", "D", "The grammar of a proxy list: scheme=, scheme://, host, port; `;` or blanks.", _PROXY
    ),
    later("e2", "O8 S", "The reimplementation understands host[:port] only.", _PROXY),
    later("e3", "D", "Without a port it is the proxy scheme's: 80 or 443.", _PROXY),
    later("e4", "O8 D", "A bypass list is divided by `;` or blanks, not by commas.", _PROXY),
    later("e5", "O8 D", "Bypass entries: a host, `<local>`, `*.suffix`.", _PROXY),
    later("e6", "O8", "Several wildcards and ports in bypass entries: not known.", _PROXY),
    later("e7", "O8 C", "Absolute form, normal Host, Keep-Alive, no Proxy-Connection.", _PROXY),
    later("e8", "O8", "One kept proxy connection serves several hosts.", _PROXY),
    later("e9", "O8", "https asks the proxy by CONNECT host:443.", _PROXY),
    later("e10", "O8 D", "A refused CONNECT is handed over as the answer when asked for.", _PROXY),
    later("e11", "O8 T", "407 leads to one retry with Proxy-Authorization, never before.", _PROXY),
    later("e12", "O8 T", "Without credentials the 407 is the answer.", _PROXY),
    later("e13", "O8 S", "Option PROXY is a stub in the reimplementation.", _PROXY),
    api_only("e14", "D", "NAMED_PROXY without a name is 87.", "WinHttpOpen"),
    later("e15", "T S", "The machine's default: bad types and names are 87.", _PROXY),
    later("e16", "T", "PAC functions see a lower-case scheme and the host's own case.", _PROXY),
    api_only(
        "e17",
        "T",
        "Detection without flags is 87, nothing found 12180.",
        "WinHttpDetectAutoProxyConfigUrl",
    ),
    later("e18", "O8", "POST through a proxy keeps its length and body.", _PROXY),
)

AUTH: tuple[Fact, ...] = (
    later(
        "f1",
        "T O8",
        "Several WWW-Authenticate lines are one set; the first known scheme is named.",
        _AUTH,
    ),
    later("f2", "T O8", "Unknown schemes are left out.", _AUTH),
    later("f3", "O8", "Scheme names are compared without case.", _AUTH),
    api_only("f4", "T O8", "Without a 401 asking for schemes fails 4317.", "WinHttpQueryAuthSchemes"),
    later(
        "f5", "O8 S", "With option credentials: the first supported scheme; Windows is not known.", _AUTH
    ),
    later("f6", "O8 T", "A named scheme that is not offered: the 401 is the answer.", _AUTH),
    later("f7", "T", "WinHttpSetCredentials beats the options, and USERNAME stays unread.", _AUTH),
    later("f8", "T", "Basic and Digest need user and password.", _AUTH),
    later("f9", "O8 T", "A named Basic needs one round trip, options two.", _AUTH),
    later("f10", "O8", "A wrong password: one retry, then the 401.", _AUTH),
    later("f11", "O8 D", "The next request is challenged again.", _AUTH),
    later("f12", "O8 T", "A body given whole is sent again with the answer.", _AUTH),
    later("f13", "O8 D", "A streamed body is not: error.", _AUTH),
    later("f14", "T", "A 401's body of 10 KB is drained and its connection kept.", _AUTH),
    later("f15", "O8", "Basic encodes in UTF-8; DOMAIN\\user stays.", _AUTH),
    later("f16", "O8 D", "With authentication disabled the 401 comes untouched.", _AUTH),
    later("f17", "D", "NTLM and Negotiate need a kept connection.", _AUTH),
    later("f18", "D", "Digest never goes out before a challenge.", _AUTH),
    later("f19", "T", "With Passport on, its 302 is shown as 401.", _AUTH),
    later("f20", "O8", "A user name without a password sends nothing.", _AUTH),
    later("f21", "D", "Autologon: MEDIUM inside the intranet, LOW everywhere, HIGH nowhere.", _AUTH),
    later("f22", "D", "12032 asks for the request to be sent again.", _AUTH),
)

WEBSOCKET: tuple[Fact, ...] = (
    later("i1", "O8 T", "The handshake's headers.", _WEBSOCKET),
    later("i2", "T", "Each handshake has a new key.", _WEBSOCKET),
    api_only("i3", "T O8", "Completing twice gives two handles.", "WinHttpWebSocketCompleteUpgrade"),
    later("i4", "O8", "The reimplementation checks neither status nor Accept key.", _WEBSOCKET),
    later("i5", "O8", "Frames are masked; a ping is answered.", _WEBSOCKET),
    later("i6", "O8 T", "Closing waits for the peer's close frame.", _WEBSOCKET),
    later("i7", "T", "A reason above 123 bytes is 87.", _WEBSOCKET),
    api_only("i8", "T", "A partial read reports a fragment.", "WinHttpWebSocketReceive"),
    api_only("i9", "T", "Closing ends a pending receive with 12017.", "WinHttpWebSocketClose"),
    later("i10", "T O8", "The peer's close is a message of its own kind.", _WEBSOCKET),
    later("i11", "T O8", "A send buffer below 16 bytes fails with 8.", _WEBSOCKET),
    later("i12", "O8", "A peer that vanishes while closing: 12152.", _WEBSOCKET),
    later("i13", "O8 D", "Close waits 10000 ms, keep-alive is 30000, at least 15000.", _WEBSOCKET),
)
