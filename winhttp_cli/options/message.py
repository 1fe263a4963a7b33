"""The message: what is sent on the request line and in the head, and what is done to an answer."""

from __future__ import annotations

from enum import IntEnum, IntFlag

from winhttp_cli import __version__
from winhttp_cli.options.code_page import CP_UTF8, CodePage
from winhttp_cli.options.kinds import Choice, Enumeration, FlagSet, Number, Switch, Text
from winhttp_cli.options.option import Access, Fate, Handle, Option, Repeat, Topic

_SESSION_OR_REQUEST = Handle.SESSION | Handle.REQUEST
_SET_AND_QUERY = Access.SET | Access.QUERY


class HttpVersionValue(IntEnum):
    """HTTP_VERSION_INFO as one number: major in the high word, minor in the low one."""

    HTTP_1_0 = 0x10000
    HTTP_1_1 = 0x10001


class HttpVersion(Enumeration[HttpVersionValue]):
    """HTTP_VERSION_INFO: `1.0` or `1.1`; a query prints the two members of the structure."""

    def __init__(self) -> None:
        super().__init__(
            HttpVersionValue,
            (
                Choice("1.0", "HTTP/1.0", 0x10000, "no keep-alive by default, no chunked bodies"),
                Choice("1.1", "HTTP/1.1", 0x10001, "the usual version"),
            ),
            metavar="VERSION",
        )

    def query(self, value: HttpVersionValue) -> str:
        return f'{{"major": {value >> 16}, "minor": {value & 0xFFFF}}}'

    def range_text(self) -> str:
        return "1.0 or 1.1 (HTTP/1.0, HTTP/1.1)"


class HttpProtocols(IntFlag):
    """The WINHTTP_PROTOCOL_FLAG_ values."""

    HTTP2 = 1
    HTTP3 = 2


_PROTOCOLS = (
    Choice("http2", "WINHTTP_PROTOCOL_FLAG_HTTP2", 1, "HTTP/2, agreed by ALPN on https"),
    Choice(
        "http3",
        "WINHTTP_PROTOCOL_FLAG_HTTP3",
        2,
        "HTTP/3; newer than the option itself, and not spoken here",
        settable=False,
    ),
)


class DecompressionFlags(IntFlag):
    """The WINHTTP_DECOMPRESSION_FLAG_ values."""

    GZIP = 1
    DEFLATE = 2


class DisabledFeatures(IntFlag):
    """The WINHTTP_DISABLE_ values of DISABLE_FEATURE."""

    COOKIES = 1
    REDIRECTS = 2
    AUTHENTICATION = 4
    KEEP_ALIVE = 8


URL = Option(
    name="URL",
    number=34,
    topic=Topic.MESSAGE,
    kind=Text("URL"),
    default="",
    handles=Handle.REQUEST,
    access=Access.QUERY,
    fate=Fate.WORKS,
    summary="The address the answer came from, after redirects.",
    doc=(
        "Ask for it to learn where a chain of redirects ended. After a redirect limit (12156) it "
        "is the last address that was asked. Credentials that stood in the address are not part "
        "of it."
    ),
    example="whttp get http://example.org/ --query url",
)

USER_AGENT = Option(
    name="USER_AGENT",
    number=41,
    topic=Topic.MESSAGE,
    kind=Text("TEXT"),
    default=f"whttp/{__version__}",
    handles=Handle.SESSION,
    access=_SET_AND_QUERY,
    fate=Fate.WORKS,
    summary="The User-Agent header of every request of the session.",
    doc=(
        "WinHTTP has no agent of its own: a program names one when it opens its session, or sends "
        "no such line at all. whttp names itself, which is one of its two departures from "
        "Windows. A User-Agent given with --header wins over this option; an empty text sends the "
        "header without a value; `--remove-header User-Agent` sends none."
    ),
    example='whttp get https://example.org/ --user-agent "Windows-Update-Agent/10.0"',
    short="-A",
)

HTTP_VERSION = Option(
    name="HTTP_VERSION",
    number=59,
    topic=Topic.MESSAGE,
    kind=HttpVersion(),
    default=HttpVersionValue.HTTP_1_1,
    handles=Handle.NULL,
    access=_SET_AND_QUERY,
    fate=Fate.WORKS,
    summary="The classic HTTP version announced on the request line.",
    doc=(
        "Only 1.0 and 1.1 exist here; HTTP/2 is asked for with ENABLE_HTTP_PROTOCOL. In WinHTTP "
        "the value belongs to the whole process and is set with no handle at all; the table of "
        "the same page lists session and request handles instead. A single request may name its "
        "version when it is opened."
    ),
    example="whttp get http://example.org/ --http-version 1.0",
)

ENABLE_HTTP_PROTOCOL = Option(
    name="ENABLE_HTTP_PROTOCOL",
    number=133,
    topic=Topic.MESSAGE,
    kind=FlagSet(HttpProtocols, _PROTOCOLS, metavar="PROTOCOLS"),
    default=HttpProtocols(0),
    handles=_SESSION_OR_REQUEST,
    access=Access.SET,
    fate=Fate.WORKS,
    summary="Newer HTTP versions that may be agreed on.",
    doc=(
        "Off by default, so a program on WinHTTP speaks HTTP/1.1 unless it asks. It needs https: "
        "the version is agreed in the TLS handshake (ALPN). HTTP/1.x can not be ruled out with "
        "it. Windows knows it from Windows 10 1607 on and answers 12009 before that. The bit for "
        "HTTP/3 came later and is refused here with 87."
    ),
    example="whttp get https://example.org/ --enable-http-protocol http2",
    repeat=Repeat.UNITE,
)

HTTP_PROTOCOL_USED = Option(
    name="HTTP_PROTOCOL_USED",
    number=134,
    topic=Topic.MESSAGE,
    kind=FlagSet(HttpProtocols, _PROTOCOLS, metavar="PROTOCOLS"),
    default=HttpProtocols(0),
    handles=Handle.REQUEST,
    access=Access.QUERY,
    fate=Fate.WORKS,
    summary="Which newer HTTP version carried the answer.",
    doc=(
        "0 stands for HTTP/1.1 and older, 0x1 for HTTP/2. It can be asked once the head of the "
        "answer is there. When a server does not agree to HTTP/2 the request is not an error: it "
        "is simply made over HTTP/1.1 and the value is 0."
    ),
    example="whttp get https://example.org/ --http2 --query http_protocol_used",
)

CODEPAGE = Option(
    name="CODEPAGE",
    number=68,
    topic=Topic.MESSAGE,
    kind=CodePage(),
    default=CP_UTF8,
    handles=Handle.SESSION,
    access=Access.SET,
    fate=Fate.WORKS,
    summary="The code page in which non-ASCII characters of a query are escaped.",
    doc=(
        "Old services expect, say, an umlaut in a query as one Windows-1252 byte instead of two "
        "of UTF-8. The number is a Windows code-page number; one that Windows cannot use for a "
        "URL is refused with 87. It has to be set before the request is opened. The path is "
        "always UTF-8."
    ),
    example="whttp get 'http://example.org/?q=Käse' --codepage 1252",
)

REJECT_USERPWD_IN_URL = Option(
    name="REJECT_USERPWD_IN_URL",
    number=100,
    topic=Topic.MESSAGE,
    kind=Switch(),
    default=False,
    handles=Handle.REQUEST,
    access=Access.SET,
    fate=Fate.WORKS,
    summary="Refuse an address that carries user:password@ (12005).",
    doc=(
        "Any at-sign part counts, however empty: u:p@, u:@, :p@ and :@ alike. Without the option "
        "such a part is accepted but never sent on; WinHTTP does not turn it into credentials by "
        "itself."
    ),
    example="whttp get http://alice:secret@example.org/ --reject-userpwd-in-url",
)

DECOMPRESSION = Option(
    name="DECOMPRESSION",
    number=118,
    topic=Topic.MESSAGE,
    kind=FlagSet(
        DecompressionFlags,
        (
            Choice("gzip", "WINHTTP_DECOMPRESSION_FLAG_GZIP", 1, "offer and undo gzip"),
            Choice("deflate", "WINHTTP_DECOMPRESSION_FLAG_DEFLATE", 2, "offer and undo deflate"),
            Choice("all", "WINHTTP_DECOMPRESSION_FLAG_ALL", 3, "every coding WinHTTP knows"),
        ),
        metavar="CODINGS",
    ),
    default=DecompressionFlags(0),
    handles=_SESSION_OR_REQUEST,
    access=Access.SET,
    fate=Fate.WORKS,
    summary="Content codings to ask for and to undo.",
    doc=(
        "Off by default: a body arrives as the server sent it. With the option the stack writes "
        "Accept-Encoding itself, replacing one given with --header, undoes the coding, and takes "
        "Content-Encoding and Content-Length out of what the program sees. The last part is "
        "observed on Windows, not documented. Known from Windows 8.1 on; there is no brotli and "
        "no zstd (see --extra-codings). A body that grows 250-fold past 64 MiB is refused as a bomb."
    ),
    example="whttp get https://example.org/ --decompression all",
    repeat=Repeat.UNITE,
)

DISABLE_FEATURE = Option(
    name="DISABLE_FEATURE",
    number=63,
    topic=Topic.MESSAGE,
    kind=FlagSet(
        DisabledFeatures,
        (
            Choice("cookies", "WINHTTP_DISABLE_COOKIES", 1, "neither send nor store cookies"),
            Choice("redirects", "WINHTTP_DISABLE_REDIRECTS", 2, "hand every 3xx to the caller"),
            Choice("authentication", "WINHTTP_DISABLE_AUTHENTICATION", 4, "answer no 401 and no 407"),
            Choice("keep-alive", "WINHTTP_DISABLE_KEEP_ALIVE", 8, "close after the answer"),
        ),
        lenient=True,
    ),
    default=DisabledFeatures(0),
    handles=Handle.REQUEST,
    access=Access.SET,
    fate=Fate.WORKS,
    summary="Built-in behaviours to switch off for the request.",
    doc=(
        "With keep-alive off Windows sends `Connection: Close`, and authentication that is bound "
        "to a connection (NTLM, Negotiate) can no longer work. Bits nobody defined are accepted "
        "and do nothing, as on Windows. On any handle but a request it fails with 12018, and it "
        "cannot be queried."
    ),
    example="whttp get https://example.org/ --disable-feature cookies,keep-alive",
    repeat=Repeat.UNITE,
)

UNSAFE_HEADER_BLOCKING = Option(
    name="UNSAFE_HEADER_BLOCKING",
    number=110,
    topic=Topic.MESSAGE,
    kind=Number(),
    default=0,
    handles=Handle.REQUEST,
    access=Access.SET,
    fate=Fate.RESERVED,
    summary="Reserved for the system.",
    doc=(
        "Documented as internal. The heading of one page calls it ..._BLOCKING; every header file "
        "spells number 110 UNSAFE_HEADER_PARSING, which is accepted here as another name. Setting "
        "it is refused."
    ),
    aliases=("UNSAFE_HEADER_PARSING",),
)

REQUEST_PRIORITY = Option(
    name="REQUEST_PRIORITY",
    number=58,
    topic=Topic.MESSAGE,
    kind=Number(),
    default=0,
    handles=Handle.REQUEST,
    access=_SET_AND_QUERY,
    fate=Fate.NO_EFFECT,
    summary="Deprecated; changes nothing.",
    doc=(
        "Windows accepts the value and does nothing with it, and so does whttp. It is kept "
        "because old programs and old scripts still set it."
    ),
    example="whttp get http://example.org/ --request-priority 1",
)

READ_BUFFER_SIZE = Option(
    name="READ_BUFFER_SIZE",
    number=12,
    topic=Topic.MESSAGE,
    kind=Number(unit="bytes"),
    default=0,
    handles=Handle.REQUEST,
    access=_SET_AND_QUERY,
    fate=Fate.NO_EFFECT,
    summary="Deprecated; changes nothing.",
    doc=(
        "The page marks it as deprecated and yet lists it as settable. Windows accepts the value "
        "and does nothing with it, and so does whttp."
    ),
    example="whttp get http://example.org/ --read-buffer-size 8192",
)

WRITE_BUFFER_SIZE = Option(
    name="WRITE_BUFFER_SIZE",
    number=13,
    topic=Topic.MESSAGE,
    kind=Number(unit="bytes"),
    default=0,
    handles=Handle.REQUEST,
    access=_SET_AND_QUERY,
    fate=Fate.NO_EFFECT,
    summary="Deprecated; changes nothing.",
    doc=(
        "The twin of READ_BUFFER_SIZE for what is sent: accepted, deprecated, without any effect "
        "on Windows or here."
    ),
    example="whttp post http://example.org/ --data x --write-buffer-size 8192",
)

OPTIONS = (
    URL,
    USER_AGENT,
    HTTP_VERSION,
    ENABLE_HTTP_PROTOCOL,
    HTTP_PROTOCOL_USED,
    CODEPAGE,
    REJECT_USERPWD_IN_URL,
    DECOMPRESSION,
    DISABLE_FEATURE,
    UNSAFE_HEADER_BLOCKING,
    REQUEST_PRIORITY,
    READ_BUFFER_SIZE,
    WRITE_BUFFER_SIZE,
)
