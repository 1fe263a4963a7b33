"""Behaviour c1 to c19: the status notifications, whose time is the work on them."""

from __future__ import annotations

from tests.conformance.facts import Fact, api_only, later

_SUBJECT = "status notifications"

CALLBACKS: tuple[Fact, ...] = (
    later("c1", "O8 O10 T", "The order of a plain GET.", _SUBJECT),
    later("c2", "O8 O10 T", "On a kept connection nothing is resolved or connected.", _SUBJECT),
    later("c3", "T", "Connections are shared by all sessions of a process.", _SUBJECT),
    later("c4", "O8 T", "A closed connection is made again without resolving again.", _SUBJECT),
    later("c5", "O8 O10 T", "A redirect to the same host: REDIRECT, then sending.", _SUBJECT),
    later("c6", "O8 T", "A redirect elsewhere: REDIRECT, resolving, connecting, sending.", _SUBJECT),
    later("c7", "O8", "An answered 401 looks like a redirect without REDIRECT.", _SUBJECT),
    later("c8", "O8 T", "An unknown name: RESOLVING_NAME alone.", _SUBJECT),
    later("c9", "O8 T", "A refused connection ends after CONNECTING.", _SUBJECT),
    later("c10", "O8", "A response timeout ends after RECEIVING_RESPONSE.", _SUBJECT),
    later("c11", "O8 D", "A TLS failure brings SECURE_FAILURE with its bits.", _SUBJECT),
    later("c12", "O8 T", "Each written piece has its WRITE_COMPLETE.", _SUBJECT),
    later("c13", "T O10", "`Connection: close` brings CLOSING_CONNECTION, CONNECTION_CLOSED.", _SUBJECT),
    later("c14", "O8 D", "What the notifications carry: names, addresses, counts, URLs.", _SUBJECT),
    later("c15", "O8 D", "REQUEST_ERROR names the call by number.", _SUBJECT),
    later("c16", "O8", "The context is 0 until the request is sent.", _SUBJECT),
    later("c17", "S", "What the reimplementation never sends.", _SUBJECT),
    api_only(
        "c18",
        "T",
        "A second asynchronous receive ends in REQUEST_ERROR.",
        "WinHttpReceiveResponse, twice",
    ),
    api_only(
        "c19",
        "T",
        "The unload event is set only when the session closes.",
        "WinHttpSetOption (UNLOAD_NOTIFY_EVENT)",
    ),
)
