"""Timers, in milliseconds; 0 and 0xFFFFFFFF both mean no limit (semantics T2)."""

from __future__ import annotations

from winhttp_cli.options.kinds import INFINITE, Number
from winhttp_cli.options.option import Access, Fate, Handle, Option, Topic

_SESSION_OR_REQUEST = Handle.SESSION | Handle.REQUEST
_SET_AND_QUERY = Access.SET | Access.QUERY
_MILLISECONDS = Number(unit="ms", infinite=True)

RESOLVE_TIMEOUT = Option(
    name="RESOLVE_TIMEOUT",
    number=2,
    topic=Topic.TIMEOUTS,
    kind=_MILLISECONDS,
    default=INFINITE,
    handles=_SESSION_OR_REQUEST,
    access=_SET_AND_QUERY,
    fate=Fate.WORKS,
    summary="Time allowed for looking up the host name.",
    doc=(
        "Unlimited by default; the resolver of the system has its own patience. Documentation "
        "writes the unlimited default as 0 in one place and as 0xFFFFFFFF in another, and both "
        "mean no limit here. When it runs out the request ends with 12002."
    ),
    example="whttp get https://example.org/ --resolve-timeout 2000",
)

CONNECT_TIMEOUT = Option(
    name="CONNECT_TIMEOUT",
    number=3,
    topic=Topic.TIMEOUTS,
    kind=_MILLISECONDS,
    default=60000,
    handles=_SESSION_OR_REQUEST,
    access=_SET_AND_QUERY,
    fate=Fate.WORKS,
    summary="Time allowed for each address that is tried.",
    doc=(
        "A host with several addresses gets the whole time for each of them, up to "
        "CONNECT_RETRIES addresses, so the wait can be several times this value. The operating "
        "system may give up on an address sooner. 0 and 0xFFFFFFFF mean no limit."
    ),
    example="whttp get https://example.org/ --connect-timeout 5000",
)

SEND_TIMEOUT = Option(
    name="SEND_TIMEOUT",
    number=5,
    topic=Topic.TIMEOUTS,
    kind=_MILLISECONDS,
    default=30000,
    handles=_SESSION_OR_REQUEST,
    access=_SET_AND_QUERY,
    fate=Fate.WORKS,
    summary="Time allowed for each piece that is sent.",
    doc=(
        "It runs anew for every piece of the request that is handed to the network, so a slow but "
        "moving upload does not hit it; a peer that stops reading does. 0 and 0xFFFFFFFF mean no "
        "limit."
    ),
    example="whttp put http://example.org/big --upload-file big.iso --send-timeout 10000",
)

RECEIVE_TIMEOUT = Option(
    name="RECEIVE_TIMEOUT",
    number=6,
    topic=Topic.TIMEOUTS,
    kind=_MILLISECONDS,
    default=30000,
    handles=_SESSION_OR_REQUEST,
    access=_SET_AND_QUERY,
    fate=Fate.WORKS,
    summary="Time allowed for each piece of the answer: an idle timer.",
    doc=(
        "Every byte that arrives starts it anew, so it bounds silence and not the whole transfer. "
        "It is also the timer that notices a server which never answers at all. 0 and 0xFFFFFFFF "
        "mean no limit."
    ),
    example="whttp get https://example.org/slow --receive-timeout 5000",
)

RECEIVE_RESPONSE_TIMEOUT = Option(
    name="RECEIVE_RESPONSE_TIMEOUT",
    number=7,
    topic=Topic.TIMEOUTS,
    kind=_MILLISECONDS,
    default=90000,
    handles=_SESSION_OR_REQUEST,
    access=_SET_AND_QUERY,
    fate=Fate.WORKS,
    summary="Time allowed until the whole head of the answer is there.",
    doc=(
        "It is looked at only when bytes arrive: a server that drips header lines meets it, a "
        "silent one meets RECEIVE_TIMEOUT. The documented default is 90 seconds, and that is what "
        "happens here; real Windows reads back 0xFFFFFFFF when nothing was set. Reading it gives "
        "the larger of this value and RECEIVE_TIMEOUT, as on Windows. 0 and 0xFFFFFFFF mean no "
        "limit."
    ),
    example="whttp get https://example.org/ --receive-response-timeout 90000",
)

OPTIONS = (
    RESOLVE_TIMEOUT,
    CONNECT_TIMEOUT,
    SEND_TIMEOUT,
    RECEIVE_TIMEOUT,
    RECEIVE_RESPONSE_TIMEOUT,
)
