"""The failures that HTTP/2 adds, with the codes of RFC 9113 section 7 named.

Promise: messages are printable whatever the server said.
"""

from __future__ import annotations

import re

from h2.errors import ErrorCodes

from winhttp_cli.engine.http1.policy import shown
from winhttp_cli.engine.http2.frames import GoAway
from winhttp_cli.errors import Code, ExchangeFault, Phase

_VIEW = re.compile(r"<memory at 0x[0-9a-f]+>")
_CUT = Code.ERROR_WINHTTP_CONNECTION_ERROR
_BROKEN = Code.ERROR_WINHTTP_INVALID_SERVER_RESPONSE


def code_name(code: int | None) -> str:
    """ "REFUSED_STREAM 0x7"."""
    number = code or 0
    try:
        return f"{ErrorCodes(number).name} {number:#x}"
    except ValueError:
        return f"unknown code {number:#x}"


def words(error: Exception) -> str:
    """What h2 says of what the server said, fit for a message. It shows some bytes as Python shows a
    view of them, which says where in our memory they were and nothing of what they are."""
    return _VIEW.sub("what came", str(error)).encode("unicode_escape").decode("ascii")[:200]


def broken(message: str) -> ExchangeFault:
    """12152: the server broke the protocol."""
    return ExchangeFault(message, _BROKEN, Phase.RECEIVE)


def closed() -> ExchangeFault:
    """12030: the end of the connection, unannounced."""
    return ExchangeFault("the server closed the connection", _CUT, Phase.RECEIVE)


def reset(code: int | None, *, unseen: bool = False) -> ExchangeFault:
    """12030: RST_STREAM, which is an answer: the connection is as good as before."""
    hint = "try without --http2" if code == ErrorCodes.HTTP_1_1_REQUIRED else ""
    message = f"the server reset the stream ({code_name(code)})"
    fault = ExchangeFault(message, _CUT, Phase.RECEIVE, hint=hint)
    fault.of_stream, fault.unseen = True, unseen
    return fault


def gone(goaway: GoAway, *, unseen: bool = False) -> ExchangeFault:
    """12030: GOAWAY, with what the server had to say about it."""
    said = f": {shown(goaway.debug)}" if goaway.debug else ""
    message = f"the server ended the connection ({code_name(goaway.code)}){said}"
    fault = ExchangeFault(message, _CUT, Phase.RECEIVE)
    fault.unseen = unseen
    return fault
