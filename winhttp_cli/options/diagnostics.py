"""Diagnostics and plumbing: handles, contexts, callbacks, tracing, threads."""

from __future__ import annotations

from enum import IntEnum

from winhttp_cli.options.kinds import Choice, Enumeration, Number, Opaque, Switch
from winhttp_cli.options.option import Access, Fate, Handle, Option, Repeat, Topic

_SESSION_OR_REQUEST = Handle.SESSION | Handle.REQUEST
_SET_AND_QUERY = Access.SET | Access.QUERY
_POINTER_MAX = 2**64 - 1


class HandleType(IntEnum):
    """The WINHTTP_HANDLE_TYPE_ values."""

    SESSION = 1
    CONNECT = 2
    REQUEST = 3
    PROXY_RESOLVER = 4
    WEBSOCKET = 5
    PROTOCOL = 6


_HANDLE = "WINHTTP_HANDLE_TYPE_"

CALLBACK = Option(
    name="CALLBACK",
    number=1,
    topic=Topic.DIAGNOSTICS,
    kind=Opaque("LPVOID"),
    default=None,
    handles=_SESSION_OR_REQUEST,
    access=Access.QUERY,
    fate=Fate.WORKS,
    summary="The status callback that is installed.",
    doc=(
        "Both tables mark it as settable, the text says it is only read, and a callback is really "
        "installed with WinHttpSetStatusCallback; here with --callback. Setting the option itself "
        "is 12011. Windows answers with a pointer, --query with the sink that was named."
    ),
    example="whttp get https://example.org/ --callback stderr --query callback",
)

CONTEXT_VALUE = Option(
    name="CONTEXT_VALUE",
    number=45,
    topic=Topic.DIAGNOSTICS,
    kind=Number(high=_POINTER_MAX),
    default=0,
    handles=_SESSION_OR_REQUEST,
    access=_SET_AND_QUERY,
    fate=Fate.WORKS,
    summary="A number of your own that comes back with every event.",
    doc=(
        "As wide as a pointer, and never looked at. It is handed to the callback and stands in "
        "every record of the JSON output, so that parallel requests can be told apart. A request "
        "takes over the value its session had when it was opened."
    ),
    example="whttp get https://example.org/ --json --context-value 42",
)

EXTENDED_ERROR = Option(
    name="EXTENDED_ERROR",
    number=24,
    topic=Topic.DIAGNOSTICS,
    kind=Number(),
    default=0,
    handles=Handle.NULL | Handle.SESSION | Handle.REQUEST,
    access=Access.QUERY,
    fate=Fate.WORKS,
    summary="The socket error behind the last failure.",
    doc=(
        "WinHTTP turns a refused, a reset and a filtered connection into few numbers; this is the "
        "Winsock number underneath: 10061 refused, 10054 reset, 10060 timed out, 11001 host not "
        "found. On Windows it belongs to the thread and must be asked at once. 0 when no socket "
        "was to blame."
    ),
    example="whttp get http://localhost:1/ --query extended_error",
)

HANDLE_TYPE = Option(
    name="HANDLE_TYPE",
    number=9,
    topic=Topic.DIAGNOSTICS,
    kind=Enumeration(
        HandleType,
        (
            Choice("session", _HANDLE + "SESSION", 1, "from WinHttpOpen"),
            Choice("connect", _HANDLE + "CONNECT", 2, "from WinHttpConnect"),
            Choice("request", _HANDLE + "REQUEST", 3, "from WinHttpOpenRequest"),
            Choice("proxy-resolver", _HANDLE + "PROXY_RESOLVER", 4, "newer Windows"),
            Choice("websocket", _HANDLE + "WEBSOCKET", 5, "newer Windows"),
            Choice("protocol", _HANDLE + "PROTOCOL", 6, "newer Windows"),
        ),
        metavar="TYPE",
    ),
    default=HandleType.REQUEST,
    handles=Handle.SESSION | Handle.CONNECT | Handle.REQUEST,
    access=Access.QUERY,
    fate=Fate.WORKS,
    summary="The kind of the handle that is asked.",
    doc=(
        "1 is a session, 2 a connection, 3 a request. `--query handle_type@session` asks another "
        "handle than the request's."
    ),
    example="whttp get https://example.org/ --query handle_type@connect",
)

PARENT_HANDLE = Option(
    name="PARENT_HANDLE",
    number=21,
    topic=Topic.DIAGNOSTICS,
    kind=Opaque("HINTERNET"),
    default=None,
    handles=Handle.SESSION | Handle.CONNECT | Handle.REQUEST,
    access=Access.QUERY,
    fate=Fate.WORKS,
    summary="The handle from which the asked one was made.",
    doc=(
        "A request comes from a connection, a connection from a session. The table lists the "
        "session too, though a session has no parent. Printed as the kind of the parent."
    ),
    example="whttp get https://example.org/ --query parent_handle",
)

ENABLETRACING = Option(
    name="ENABLETRACING",
    number=85,
    topic=Topic.DIAGNOSTICS,
    kind=Switch(),
    default=False,
    handles=Handle.NULL,
    access=_SET_AND_QUERY,
    fate=Fate.EMULATED,
    summary="The built-in trace log of the process, on or off.",
    doc=(
        "Set with no handle, for the whole process. The table types it as a number, the text as a "
        "BOOL. Windows 7 brought event tracing in its stead, and newer Windows dropped the tool "
        "that made these logs. whttp writes a log of its own in the same look (time, request "
        "number, text): what -v shows, for every request of the run, secrets masked, readable by "
        "its owner only. --trace-file-prefix says where, --max-trace-file-size how much."
    ),
    example="whttp get https://example.org/ --enabletracing",
)

ASSURED_NON_BLOCKING_CALLBACKS = Option(
    name="ASSURED_NON_BLOCKING_CALLBACKS",
    number=111,
    topic=Topic.DIAGNOSTICS,
    kind=Switch(),
    default=False,
    handles=Handle.SESSION,
    access=Access.SET,
    fate=Fate.REPORT_ONLY,
    summary="A promise to Windows that the status callback never blocks.",
    doc=(
        "A contract about threads: with it WinHTTP stops guarding itself against slow callbacks. "
        "Nothing changes on the wire, and whttp's callbacks have no such guard to take away, so "
        "the value is only noted."
    ),
    example="whttp get https://example.org/ --assured-non-blocking-callbacks",
)

UNLOAD_NOTIFY_EVENT = Option(
    name="UNLOAD_NOTIFY_EVENT",
    number=99,
    topic=Topic.DIAGNOSTICS,
    kind=Number(high=_POINTER_MAX),
    default=0,
    handles=Handle.SESSION,
    access=Access.SET,
    fate=Fate.REPORT_ONLY,
    summary="An event Windows signals when the session's last callback has run.",
    doc=(
        "It lets a DLL unload safely; the event is set only once the session closes. whttp has no "
        "DLL to unload and no Windows event to set, so the handle number is only noted. The table "
        "drops the last letter of the name and types the event as an HINTERNET; the error it "
        "names is a slip for 87."
    ),
    example="whttp get https://example.org/ --unload-notify-event 1",
    aliases=("UNLOAD_NOTIFY_EVEN",),
)

WORKER_THREAD_COUNT = Option(
    name="WORKER_THREAD_COUNT",
    number=80,
    topic=Topic.DIAGNOSTICS,
    kind=Number(unit="threads"),
    default=0,
    handles=Handle.NULL,
    access=Access.SET,
    fate=Fate.REPORT_ONLY,
    summary="How many threads work on asynchronous requests; 0 is one for each CPU.",
    doc=(
        "Set once for the process, with no handle, before the first asynchronous request; a "
        "second time is an error, though no page says which: whttp answers 12019. The URLs of one "
        "command line are asked one after another, and a batch has --jobs, so the number changes "
        "nothing here. One page "
        "calls it obsolete on Windows 7 and Server 2008 R2, the newer one available from there "
        "on; nothing settles it."
    ),
    example="whttp get https://example.org/ --worker-thread-count 4",
    repeat=Repeat.ONCE,
)

OPTIONS = (
    CALLBACK,
    CONTEXT_VALUE,
    EXTENDED_ERROR,
    HANDLE_TYPE,
    PARENT_HANDLE,
    ENABLETRACING,
    ASSURED_NON_BLOCKING_CALLBACKS,
    UNLOAD_NOTIFY_EVENT,
    WORKER_THREAD_COUNT,
)
