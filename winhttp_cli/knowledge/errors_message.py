"""WinHTTP's numbers for headers, answers, redirects, limits and protocol versions."""

from __future__ import annotations

from winhttp_cli.knowledge.known_error import KnownError, Library

_W = Library.WINHTTP

ERRORS = (
    KnownError(
        12150,
        "ERROR_WINHTTP_HEADER_NOT_FOUND",
        _W,
        "The header that was asked for, or was to be replaced, is not there.",
        ("the server did not send it", "a misspelt name"),
        "whttp get URL -i shows every header that came.",
        twin="ERROR_HTTP_HEADER_NOT_FOUND",
    ),
    KnownError(
        12152,
        "ERROR_WINHTTP_INVALID_SERVER_RESPONSE",
        _W,
        "What came back is not a valid HTTP answer.",
        (
            "the port speaks something else",
            "TLS on a port that was asked by http",
            "a broken length or chunk",
            "a WebSocket handshake answered wrongly",
        ),
        "whttp get URL -vv shows the bytes; whttp tls HOST:PORT tells whether the port speaks TLS.",
        note="The release notes of WinHTTP 5.1 give it for a head that is too large as well, the "
        "list of errors gives 12182.",
        twin="ERROR_HTTP_INVALID_SERVER_RESPONSE",
    ),
    KnownError(
        12153,
        "ERROR_WINHTTP_INVALID_HEADER",
        _W,
        "A header given by the program is malformed.",
        ("no colon", "a blank in the name or before the colon", "an empty name"),
        "whttp get URL -H HEADER --dry-run shows what would be sent.",
        note="whttp gives it for line ends and NUL in a header as well; WinHTTP would split the "
        "text there.",
        twin="ERROR_HTTP_INVALID_HEADER",
    ),
    KnownError(
        12154,
        "ERROR_WINHTTP_INVALID_QUERY_REQUEST",
        _W,
        "Obsolete; no version in use returns it.",
        twin="ERROR_HTTP_INVALID_QUERY_REQUEST",
        obsolete=True,
    ),
    KnownError(
        12155,
        "ERROR_WINHTTP_HEADER_ALREADY_EXISTS",
        _W,
        "A header that was to be added only if new is there already.",
        ("the same header added twice",),
        "whttp get URL --dry-run lists the headers and who added them.",
        note="The list of errors calls it obsolete; real Windows returns it.",
        twin="ERROR_HTTP_HEADER_ALREADY_EXISTS",
    ),
    KnownError(
        12156,
        "ERROR_WINHTTP_REDIRECT_FAILED",
        _W,
        "A redirect could not be followed.",
        (
            "more redirects than MAX_HTTP_AUTOMATIC_REDIRECTS",
            "a loop",
            "no Location, or one that cannot be read",
        ),
        "whttp get URL -v shows every hop; --redirect-policy never shows the first one.",
        note="The list of errors says five redirects and names the change from https to http; real "
        "Windows follows ten and hands over such a redirect as it is.",
        twin="ERROR_HTTP_REDIRECT_FAILED",
    ),
    KnownError(
        12181,
        "ERROR_WINHTTP_HEADER_COUNT_EXCEEDED",
        _W,
        "The answer has too many headers.",
        ("a broken or hostile server",),
        "whttp get URL -vv shows them; no option raises the limit.",
    ),
    KnownError(
        12182,
        "ERROR_WINHTTP_HEADER_SIZE_OVERFLOW",
        _W,
        "The head of the answer is larger than MAX_RESPONSE_HEADER_SIZE.",
        ("large cookies", "a server that repeats headers", "a hostile server"),
        "whttp get URL --max-response-header-size 1048576 -v shows how large it is.",
        note="The release notes of WinHTTP 5.1 give 12152 for this.",
    ),
    KnownError(
        12183,
        "ERROR_WINHTTP_CHUNKED_ENCODING_HEADER_SIZE_OVERFLOW",
        _W,
        "The size line of a chunk is too long or cannot be read.",
        ("a broken server", "a proxy that rewrites bodies badly"),
        "whttp get URL -vv shows the line; whttp compare URL --with proxy=none --with proxy=LIST "
        "finds who did it.",
    ),
    KnownError(
        12184,
        "ERROR_WINHTTP_RESPONSE_DRAIN_OVERFLOW",
        _W,
        "More body was left unread than an inner limit allows.",
        ("a large body after a redirect or a 401",),
        "whttp closes the connection instead and goes on; MAX_RESPONSE_DRAIN_SIZE is the limit.",
    ),
    KnownError(
        12189,
        "ERROR_WINHTTP_RESERVED_189",
        _W,
        "Reserved.",
    ),
    KnownError(
        12190,
        "ERROR_WINHTTP_HTTP_PROTOCOL_MISMATCH",
        _W,
        "The server does not speak the HTTP version that was demanded.",
        ("HTTP_PROTOCOL_REQUIRED with a server that has HTTP/1.1 only",),
        "whttp get URL --http2 --query http_protocol_used shows what the server agrees to.",
    ),
    KnownError(
        12191,
        "ERROR_WINHTTP_GLOBAL_CALLBACK_FAILED",
        _W,
        "A callback of the whole process refused the request.",
        note="In the newest header; no page describes it.",
    ),
    KnownError(
        12192,
        "ERROR_WINHTTP_FEATURE_DISABLED",
        _W,
        "The feature is switched off on this Windows.",
        ("a policy", "an edition without it"),
        note="In the newest header; no page describes it.",
    ),
    KnownError(
        12193,
        "ERROR_WINHTTP_FAST_FORWARDING_NOT_SUPPORTED",
        _W,
        "Fast forwarding cannot be used for this request.",
        note="In the newest header; no page describes it.",
    ),
)
