"""Foreign exceptions become ours, once."""

from __future__ import annotations

import errno
import socket

import h2.exceptions
import httpcore
import pytest

from winhttp_cli.engine.failures import translate
from winhttp_cli.engine.net.winsock import winsock_number
from winhttp_cli.errors import Code, ExchangeFault, ExitStatus, InternalFault, Phase, Timer, UsageFault


@pytest.mark.parametrize(
    ("error", "timer"),
    [
        (httpcore.ConnectTimeout(), Timer.CONNECT),
        (httpcore.WriteTimeout(), Timer.SEND),
        (httpcore.ReadTimeout(), Timer.RECEIVE),
        (TimeoutError(), Timer.RECEIVE),
    ],
)
def test_every_timeout_is_12002_and_names_its_timer(error: Exception, timer: Timer) -> None:
    fault = translate(error, Phase.RECEIVE)
    assert isinstance(fault, ExchangeFault)
    assert (fault.code, fault.timer, fault.extended) == (Code.ERROR_WINHTTP_TIMEOUT, timer, 10060)


@pytest.mark.parametrize(
    ("error", "number"),
    [
        (httpcore.ConnectError("x"), 12029),
        (httpcore.ReadError("x"), 12030),
        (httpcore.WriteError("x"), 12030),
        (httpcore.RemoteProtocolError("bad chunk"), 12152),
        (httpcore.RemoteProtocolError("Server disconnected without sending a response."), 12030),
        (h2.exceptions.FlowControlError("x"), 12152),
        (ConnectionResetError(errno.ECONNRESET, "reset"), 12030),
    ],
)
def test_each_foreign_error_has_its_number(error: Exception, number: int) -> None:
    assert int(translate(error, Phase.RECEIVE).code or 0) == number


def test_an_error_of_ours_passes_unchanged_even_as_a_cause() -> None:
    ours = ExchangeFault("x", Code.ERROR_WINHTTP_SECURE_FAILURE, Phase.TLS)
    foreign = httpcore.ConnectError("y")
    foreign.__cause__ = ours
    assert translate(ours, Phase.SEND) is ours
    assert translate(foreign, Phase.SEND) is ours


def test_an_unsupported_scheme_is_the_callers_mistake() -> None:
    fault = translate(httpcore.UnsupportedProtocol("gopher"), Phase.SETUP)
    assert isinstance(fault, UsageFault)
    assert fault.code is Code.ERROR_WINHTTP_UNRECOGNIZED_SCHEME


def test_a_local_file_ends_with_status_14_and_its_name() -> None:
    fault = translate(FileNotFoundError(errno.ENOENT, "No such file", "body.bin"), Phase.SEND)
    assert (fault.status, fault.code) == (ExitStatus.FILE, None)
    assert "body.bin" in fault.message


def test_what_nobody_expected_is_an_internal_fault() -> None:
    fault = translate(KeyError("k"), Phase.SEND)
    assert isinstance(fault, InternalFault)
    assert fault.status is ExitStatus.INTERNAL


def test_a_message_is_one_line_and_bounded() -> None:
    fault = translate(httpcore.RemoteProtocolError("a\r\nb" * 1000), Phase.RECEIVE)
    assert "\n" not in fault.message
    assert len(fault.message) < 400


@pytest.mark.parametrize(
    ("error", "number"),
    [
        (ConnectionRefusedError(errno.ECONNREFUSED, ""), 10061),
        (ConnectionResetError(errno.ECONNRESET, ""), 10054),
        (OSError(errno.ENETUNREACH, ""), 10051),
        (TimeoutError(), 10060),
        (socket.gaierror(socket.EAI_NONAME, ""), 11001),
        (socket.gaierror(socket.EAI_AGAIN, ""), 11002),
        (OSError(errno.ENOENT, ""), 0),
        (ValueError(), 0),
        (None, 0),
    ],
)
def test_winsock_numbers(error: BaseException | None, number: int) -> None:
    assert winsock_number(error) == number
