"""One status notification as a line to read, or as an object for programs.

Promise: a line is name, number, handle, context and the documented data, in columns that `awk` can
split; an object has the same under fixed names (docs/scripting.md). ASCII and printable whatever a
server sent.
"""

from __future__ import annotations

import json

from winhttp_cli.knowledge.callbacks import ASYNC_CALLS, secure_failure_names
from winhttp_cli.knowledge.errors import WINHTTP
from winhttp_cli.render.json_value import Object
from winhttp_cli.render.notice import BUFFER_TYPES, CallFailed, Notice, NoticeHandle, Transferred
from winhttp_cli.report.printable import printable

#: What the data of a notification is called; what is not here carries none.
_MEMBERS = {
    "RESOLVING_NAME": "host",
    "NAME_RESOLVED": "address",
    "CONNECTING_TO_SERVER": "address",
    "CONNECTED_TO_SERVER": "address",
    "REQUEST_SENT": "bytes",
    "RESPONSE_RECEIVED": "bytes",
    "DATA_AVAILABLE": "bytes",
    "READ_COMPLETE": "bytes",
    "WRITE_COMPLETE": "bytes",
    "REDIRECT": "url",
    "INTERMEDIATE_RESPONSE": "status",
    "SECURE_FAILURE": "flags",
}
_NAME_WIDTH = 21


def notice_line(notice: Notice) -> str:
    """`RESOLVING_NAME        0x00000001  request 3  0x2A  localhost`, without a line end."""
    notification, handle = notice.notification, notice.handle
    columns = (
        f"{notification.name:<{_NAME_WIDTH}}",
        f"0x{notification.bit:08X}",
        f"{handle.kind + ' ' + str(handle.number):<9}",
        f"0x{handle.context:X}",
        printable(_said(notice)),
    )
    return "  ".join(columns).rstrip()


def _said(notice: Notice) -> str:
    """The data, for a reader."""
    info = notice.info
    if isinstance(info, NoticeHandle):
        return f"{info.kind} {info.number}"
    if isinstance(info, CallFailed):
        number = f" ({info.call})" if info.call is not None else ""
        return f"{_call(info)}{number}: {info.error} {_error_name(info.error)}".rstrip()
    if isinstance(info, Transferred):
        return f"{info.size} bytes  {BUFFER_TYPES[info.buffer_type]}"
    if notice.notification.name == "SECURE_FAILURE" and isinstance(info, int):
        return f"0x{info:X} {'|'.join(secure_failure_names(info))}"
    if isinstance(info, int) and _MEMBERS[notice.notification.name] == "bytes":
        return f"{info} bytes"
    return "" if info is None else str(info)


def notice_object(notice: Notice, since: float) -> Object:
    """The object; `milliseconds` counts from `since`, a `time.perf_counter()` value."""
    handle = notice.handle
    return {
        "name": notice.notification.winhttp_name,
        "number": notice.notification.bit,
        "handle_type": handle.kind,
        "handle": handle.number,
        "context": handle.context,
        "milliseconds": round(max(notice.at - since, 0.0) * 1000, 3),
        **_data(notice),
    }


def notice_json(notice: Notice, since: float) -> str:
    """The object as one line of ASCII, without a line end."""
    return json.dumps(notice_object(notice, since)).replace("\x7f", "\\u007f")


def _data(notice: Notice) -> Object:
    info = notice.info
    if info is None:
        return {}
    if isinstance(info, NoticeHandle):
        return {"about": {"handle_type": info.kind, "handle": info.number}}
    if isinstance(info, CallFailed):
        error = {"number": info.error, "name": _error_name(info.error) or None}
        return {"call": {"number": info.call, "name": _call(info)}, "error": error}
    if isinstance(info, Transferred):
        name = f"WINHTTP_WEB_SOCKET_{BUFFER_TYPES[info.buffer_type]}_BUFFER_TYPE"
        buffer_type: Object = {"number": info.buffer_type, "name": name}
        return {"bytes": info.size, "buffer_type": buffer_type}
    member = _MEMBERS[notice.notification.name]
    if member == "flags" and isinstance(info, int):
        return {"flags": info, "flag_names": list(secure_failure_names(info))}
    return {member: info}


def _call(failed: CallFailed) -> str:
    return failed.name if failed.call is None else ASYNC_CALLS[failed.call]


def _error_name(number: int) -> str:
    return next((error.name for error in WINHTTP if error.number == number), "")
