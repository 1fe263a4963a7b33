"""Connections: how many, to which addresses, and the limits on what an answer may cost."""

from __future__ import annotations

from winhttp_cli.options.kinds import INFINITE, Number, Opaque
from winhttp_cli.options.option import Access, Fate, Handle, Option, Topic

_SESSION_OR_REQUEST = Handle.SESSION | Handle.REQUEST
_SET_AND_QUERY = Access.SET | Access.QUERY

CONNECT_RETRIES = Option(
    name="CONNECT_RETRIES",
    number=4,
    topic=Topic.CONNECTIONS,
    kind=Number(unit="addresses"),
    default=5,
    handles=_SESSION_OR_REQUEST,
    access=_SET_AND_QUERY,
    fate=Fate.WORKS,
    summary="How many addresses of a host are tried before giving up with 12029.",
    doc=(
        "In spite of the name nothing is tried twice: each address of the host gets one attempt, "
        "and a number beyond the count of addresses changes nothing. Each attempt has the whole "
        "CONNECT_TIMEOUT. What 0 means is not documented; here the first address is still tried."
    ),
    example="whttp get https://example.org/ --connect-retries 2",
)

MAX_CONNS_PER_SERVER = Option(
    name="MAX_CONNS_PER_SERVER",
    number=73,
    topic=Topic.CONNECTIONS,
    kind=Number(unit="connections", infinite=True),
    default=INFINITE,
    handles=Handle.SESSION,
    access=_SET_AND_QUERY,
    fate=Fate.WORKS,
    summary="How many connections one HTTP/1.1 server may have at once.",
    doc=(
        "Unlimited by default. 0 is not unlimited but stands for two, the old advice of HTTP/1.1. "
        "It matters where requests run side by side, as `whttp batch` does; servers that speak "
        "HTTP/1.0 are counted by MAX_CONNS_PER_1_0_SERVER."
    ),
    example="whttp batch jobs.txt --max-conns-per-server 4",
)

MAX_CONNS_PER_1_0_SERVER = Option(
    name="MAX_CONNS_PER_1_0_SERVER",
    number=74,
    topic=Topic.CONNECTIONS,
    kind=Number(unit="connections", infinite=True),
    default=INFINITE,
    handles=Handle.SESSION,
    access=_SET_AND_QUERY,
    fate=Fate.WORKS,
    summary="How many connections one HTTP/1.0 server may have at once.",
    doc=(
        "The older twin of MAX_CONNS_PER_SERVER, for servers that answer with HTTP/1.0. One page "
        "calls it obsolete on Vista SP1 and Server 2008, the newer one says it is available from "
        "there on; nothing settles it."
    ),
    example="whttp batch jobs.txt --max-conns-per-1-0-server 2",
)

CONNECTION_INFO = Option(
    name="CONNECTION_INFO",
    number=93,
    topic=Topic.CONNECTIONS,
    kind=Opaque("WINHTTP_CONNECTION_INFO"),
    default=None,
    handles=Handle.REQUEST,
    access=Access.QUERY,
    fate=Fate.WORKS,
    summary="Local and remote address and port that carried the answer.",
    doc=(
        "Prints one line of JSON. Through a proxy the remote side is the proxy. After redirects "
        "it describes the connection of the first answer that was not a redirect. Before there is "
        "a connection WinHTTP answers 12019. One table spells it CONNECT_INFO."
    ),
    example="whttp get https://example.org/ --query connection_info",
    aliases=("CONNECT_INFO",),
)

MAX_HTTP_STATUS_CONTINUE = Option(
    name="MAX_HTTP_STATUS_CONTINUE",
    number=90,
    topic=Topic.CONNECTIONS,
    kind=Number(unit="answers"),
    default=10,
    handles=_SESSION_OR_REQUEST,
    access=_SET_AND_QUERY,
    fate=Fate.WORKS,
    summary="How many 1xx answers are passed over before the final one.",
    doc=(
        "Interim answers (100, 102, 103) are shown in the trace and otherwise skipped. Which "
        "error comes when there are more is not documented; whttp ends with 12152. Known from "
        "Windows XP SP2 on; the page that calls it obsolete there most likely means not yet "
        "available."
    ),
    example="whttp post http://example.org/ --data x --max-http-status-continue 3",
)

MAX_RESPONSE_HEADER_SIZE = Option(
    name="MAX_RESPONSE_HEADER_SIZE",
    number=91,
    topic=Topic.CONNECTIONS,
    kind=Number(unit="bytes"),
    default=65536,
    handles=_SESSION_OR_REQUEST,
    access=_SET_AND_QUERY,
    fate=Fate.WORKS,
    summary="The largest head an answer may have.",
    doc=(
        "A larger one ends the request with 12182 according to the list of errors, with 12152 "
        "according to the release notes of WinHTTP 5.1; whttp gives 12182, which names the cause. "
        "The limit is kept to the byte, however the head is cut into packets."
    ),
    example="whttp get https://example.org/ --max-response-header-size 4096",
)

MAX_RESPONSE_DRAIN_SIZE = Option(
    name="MAX_RESPONSE_DRAIN_SIZE",
    number=92,
    topic=Topic.CONNECTIONS,
    kind=Number(unit="bytes"),
    default=1048576,
    handles=_SESSION_OR_REQUEST,
    access=_SET_AND_QUERY,
    fate=Fate.WORKS,
    summary="How much of an unwanted body is read to keep its connection.",
    doc=(
        "The body of a redirect or of a 401 is read and thrown away so that the next request can "
        "use the connection. When more than this remains, the connection is closed instead; the "
        "request does not fail because of it."
    ),
    example="whttp get https://example.org/ --max-response-drain-size 0",
)

OPTIONS = (
    CONNECT_RETRIES,
    MAX_CONNS_PER_SERVER,
    MAX_CONNS_PER_1_0_SERVER,
    CONNECTION_INFO,
    MAX_HTTP_STATUS_CONTINUE,
    MAX_RESPONSE_HEADER_SIZE,
    MAX_RESPONSE_DRAIN_SIZE,
)
