"""The status notifications and the trace log of `whttp ws`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.lab.behaviours import reply
from tests.lab.command import Argument, Whttp
from tests.lab.raw_server import RawServer
from tests.lab.websocket import BINARY, CONTINUATION, PING, TEXT, Talk, close, echo, frame

Start = Callable[..., RawServer]
ONE = ("--send", "hi", "--count", "1")
PREFIX = "WINHTTP_CALLBACK_STATUS_"


@pytest.fixture
def heard(whttp: Whttp, tmp_path: Path) -> Callable[..., list[dict[str, Any]]]:
    """The notices of a conversation, in asynchronous use."""

    def run(server: RawServer, *arguments: Argument, status: int = 0) -> list[dict[str, Any]]:
        file = tmp_path / "notices"
        done = whttp("ws", server.url(), *arguments, "--callback", f"json:{file}", "--callback-async")
        assert done.status == status, done
        return [json.loads(line) for line in file.read_text("ascii").splitlines()]

    return run


Heard = Callable[..., list[dict[str, Any]]]


def behind_the_head(notices: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """(name, handle) from HEADERS_AVAILABLE on."""
    told = [(each["name"].removeprefix(PREFIX), each["handle_type"]) for each in notices]
    return told[told.index(("HEADERS_AVAILABLE", "request")) + 1 :]


def pieces(notices: list[dict[str, Any]], name: str) -> list[tuple[int, str]]:
    """(bytes, buffer type) of each of that name."""
    start, end = "WINHTTP_WEB_SOCKET_", "_BUFFER_TYPE"
    return [
        (each["bytes"], each["buffer_type"]["name"].removeprefix(start).removesuffix(end))
        for each in notices
        if each["name"] == PREFIX + name
    ]


def test_a_conversation_has_a_handle_of_its_own(heard: Heard, raw_server: Start) -> None:
    told = behind_the_head(heard(raw_server(Talk(act=echo)), *ONE))
    assert [each for each in told if each[0] not in ("CLOSING_CONNECTION", "CONNECTION_CLOSED")] == [
        ("HANDLE_CREATED", "connect"),
        ("HANDLE_CLOSING", "request"),
        ("WRITE_COMPLETE", "websocket"),
        ("READ_COMPLETE", "websocket"),
        ("READ_COMPLETE", "websocket"),
        ("CLOSE_COMPLETE", "websocket"),
        ("HANDLE_CLOSING", "websocket"),
        ("HANDLE_CLOSING", "connect"),
        ("HANDLE_CLOSING", "session"),
    ]


def test_a_synchronous_program_hears_of_the_handles_only(whttp: Whttp, raw_server: Start) -> None:
    done = whttp("ws", raw_server(Talk(act=echo)).url(), *ONE, "--callback", "stderr")
    names = {line.split()[0] for line in done.err.splitlines()}
    assert (done.status, done.out) == (0, "hi\n")
    assert names.isdisjoint({"READ_COMPLETE", "WRITE_COMPLETE", "CLOSE_COMPLETE", "HEADERS_AVAILABLE"})
    assert "HANDLE_CREATED         0x00000400  connect 2  0x0  websocket 4" in done.err


def test_pieces_carry_their_buffer_type(heard: Heard, raw_server: Start) -> None:
    said = frame(TEXT, b"a", last=False) + frame(PING, b"?") + frame(CONTINUATION, b"bc")
    talk = Talk(said, frame(BINARY, b"defg"), close(1000))
    notices = heard(raw_server(talk), "--send", "hello")
    assert pieces(notices, "READ_COMPLETE") == [
        (1, "UTF8_FRAGMENT"),
        (2, "UTF8_MESSAGE"),
        (4, "BINARY_MESSAGE"),
        (0, "CLOSE"),
    ]


def test_what_is_sent_in_frames_is_fragments(heard: Heard, raw_server: Start) -> None:
    flags = ("--send", "hello", "--count", "1", "--web-socket-send-buffer-size", "16")
    assert pieces(heard(raw_server(Talk(act=echo)), *flags), "WRITE_COMPLETE") == [(5, "UTF8_MESSAGE")]
    long = ("--send", "x" * 40, *flags[2:])
    sent = pieces(heard(raw_server(Talk(act=echo)), *long), "WRITE_COMPLETE")
    assert [kind for _, kind in sent] == ["UTF8_FRAGMENT"] * (len(sent) - 1) + ["UTF8_MESSAGE"]
    assert sum(size for size, _ in sent) == 40


def test_an_end_without_a_close_frame_is_an_error_of_the_call(heard: Heard, raw_server: Start) -> None:
    server = raw_server(Talk(act=lambda peer, talk: peer.cut()))
    notices = heard(server, "--send", "hi", status=12)
    (failed,) = [each for each in notices if each["name"] == PREFIX + "REQUEST_ERROR"]
    assert failed["handle_type"] == "websocket"
    assert failed["call"] == {"number": None, "name": "WinHttpWebSocketReceive"}
    assert PREFIX + "CLOSE_COMPLETE" not in {each["name"] for each in notices}


def test_a_refused_upgrade_is_an_ordinary_answer(heard: Heard, raw_server: Start) -> None:
    notices = heard(raw_server(reply(403, b"no")), *ONE, status=12)
    assert ("DATA_AVAILABLE", "request") in behind_the_head(notices)
    assert "websocket" not in {each["handle_type"] for each in notices}


def test_a_conversation_is_traced(whttp: Whttp, raw_server: Start, tmp_path: Path) -> None:
    there = ("--enabletracing", "--trace-file-prefix", tmp_path / "t")
    assert whttp("ws", raw_server(Talk(act=echo)).url(), *ONE, *there).status == 0
    (log,) = tmp_path.glob("t-*.log")
    assert "> GET / HTTP/1.1" in log.read_text("ascii")


def test_a_sink_that_fails_is_told_at_the_end(whttp: Whttp, raw_server: Start, tmp_path: Path) -> None:
    (tmp_path / "m.py").write_text("def f(notice):\n    raise ValueError('no')\n", "utf-8")
    done = whttp("ws", raw_server(Talk(act=echo)).url(), *ONE, "--callback", "m:f", cwd=tmp_path)
    assert (done.status, done.out) == (14, "hi\n")
