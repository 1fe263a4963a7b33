"""Hostile servers against the command itself: each ends with the documented status, in little memory,
and `-vv` shows the bytes that had come."""

from __future__ import annotations

import os
import re
import ssl
import subprocess
import sys
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Timer as After

import pytest

from tests.engine.http1.hostile import HOSTILE, Hostile
from tests.engine.http1.peers import Line, Script, peer
from tests.engine.http2 import hostile as http2
from tests.lab.certificates import Identity
from tests.lab.command import Argument, Whttp
from tests.lab.tls import server_context
from winhttp_cli.errors import Code
from winhttp_cli.plan import Timeouts

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="getrusage counts a child's memory")

MOST_MEMORY = 100 << 10
"""Kibibytes."""
LAUNCHER = """
import resource, subprocess, sys
status = subprocess.call(sys.argv[2:])
with open(sys.argv[1], "w") as file:
    file.write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
sys.exit(status)
"""
"""A small process to start from: a child begins with the peak of the one it was forked from."""
UNIT = 1024 if sys.platform == "darwin" else 1
MOST_KEPT = 1 << 20
SHORT = 800
"""Milliseconds for a timer that has to fire, on a machine that is busy."""
STATUS = {
    None: 0,
    Code.ERROR_WINHTTP_TIMEOUT: 5,
    Code.ERROR_WINHTTP_CONNECTION_ERROR: 12,
    Code.ERROR_WINHTTP_INVALID_SERVER_RESPONSE: 12,
    Code.ERROR_WINHTTP_HEADER_COUNT_EXCEEDED: 13,
    Code.ERROR_WINHTTP_HEADER_SIZE_OVERFLOW: 13,
    Code.ERROR_WINHTTP_CHUNKED_ENCODING_HEADER_SIZE_OVERFLOW: 13,
}
# a reset that overtakes the end of the connection's opening is 12029 and status 4, rightly
CASES = {name: hostile for name, hostile in HOSTILE.items() if name != "resets at once"}
WRITTEN = {"r": "\r", "n": "\n", "t": "\t", "\\": "\\"}


@dataclass(frozen=True)
class Ended:
    """`memory` is the peak in kibibytes; `err` is without what was sent, and cut in the middle."""

    status: int
    out: bytes
    err: str
    memory: int

    @property
    def shown(self) -> bytes:
        """The received bytes, put together again from the `<<` lines."""
        text = "".join(re.findall(r"^<< (.*)$", self.err[:MOST_KEPT], re.MULTILINE))
        return re.sub(r"\\(?:x(..)|(.))", _unescaped, text).encode("latin-1")


def _unescaped(found: re.Match[str]) -> str:
    return chr(int(found[1], 16)) if found[1] else WRITTEN[found[2]]


class Heard:
    """Standard error as it comes, without the lines of sent bytes: its beginning and its end."""

    def __init__(self) -> None:
        self.beginning = b""
        self.end: deque[bytes] = deque(maxlen=20)
        self._unfinished = b""

    def take(self, data: bytes) -> None:
        *lines, self._unfinished = (self._unfinished + data).split(b"\n")
        for line in lines:
            if not line.startswith(b">>"):
                self._keep(line + b"\n")

    def _keep(self, line: bytes) -> None:
        if len(self.beginning) < MOST_KEPT:
            self.beginning += line
        else:
            self.end.append(line)

    @property
    def text(self) -> str:
        return (self.beginning + b"".join(self.end)).decode()


def run(whttp: Whttp, arguments: Sequence[Argument], lines: list[Line]) -> Ended:
    """Runs the command to its end; a script that waits until it has been heard is released then."""
    out, memory, heard = whttp.home / "out", whttp.home / "memory", Heard()
    command = (sys.executable, "-c", LAUNCHER, str(memory), *whttp.command(arguments))
    with (
        out.open("wb") as file,
        subprocess.Popen(
            command, env=whttp.environment(), stdout=file, stderr=subprocess.PIPE
        ) as process,
    ):
        assert process.stderr is not None
        guard = After(30, process.kill)
        guard.start()
        while data := os.read(process.stderr.fileno(), 65536):
            heard.take(data)
            if b"\n<< " in heard.beginning:
                _release(lines)
        status = process.wait()
        guard.cancel()
    _release(lines)
    return Ended(status, out.read_bytes(), heard.text, int(memory.read_text()) // UNIT)


def _release(lines: list[Line]) -> None:
    for line in lines:
        line.released.set()


def flags(timeouts: Timeouts, max_time: float | None) -> list[str]:
    """The timers of a case; those that bound silence get the time a process needs."""
    words = [
        f"--{name}-timeout={SHORT if seconds < 1 else round(seconds * 1000)}"
        for name, seconds in {"send": timeouts.send, "receive": timeouts.receive}.items()
        if seconds is not None
    ]
    if timeouts.receive_response is not None:
        words.append(f"--receive-response-timeout={round(timeouts.receive_response * 1000)}")
    return [*words, f"--max-time={SHORT / 1000}"] if max_time is not None else words


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that takes no room on the disk and never ends in practice."""
    file = tmp_path_factory.mktemp("upload") / "large"
    with file.open("wb") as opened:
        os.truncate(opened.fileno(), 1 << 30)
    return file


@pytest.mark.parametrize("hostile", CASES.values(), ids=list(CASES))
def test_it_ends_as_documented_and_shows_what_came(whttp: Whttp, hostile: Hostile, large: Path) -> None:
    method = "PUT" if hostile.upload else hostile.method.decode()
    body: list[Argument] = ["-T", large] if hostile.upload else []
    said = bytearray()
    with peer(_recording(hostile.script, said)) as server:
        url = f"http://127.0.0.1:{server.port}/"
        timers = flags(hostile.timeouts, hostile.max_time)
        ended = run(whttp, ["request", method, url, "-vv", *timers, *body], server.lines)
    assert ended.status == STATUS[hostile.code], ended
    assert ended.memory < MOST_MEMORY
    assert "Traceback" not in ended.err
    assert ended.shown == said[: len(ended.shown)]
    assert bool(ended.shown) == bool(said)
    if hostile.code is None:
        assert ended.out == hostile.body or method == "HEAD"
    else:
        assert f"{hostile.code:d} {hostile.code.name}" in ended.err


def _recording(script: Script, said: bytearray) -> Script:
    def recording(line: Line) -> None:
        say = line.say

        def keep(*data: bytes) -> None:
            for piece in data:
                said.extend(piece[: MOST_KEPT - len(said)])
            say(*data)

        line.say = keep  # type: ignore[method-assign]  # the one seam of a scripted peer
        script(line)

    return recording


HTTP_2 = (
    "GOAWAY at once",
    "GOAWAY with a message",
    "a reset in the body",
    "a close in a frame",
    "SETTINGS flood",
    "PING flood",
    "CONTINUATION flood",
    "HPACK bomb",
    "a RST storm on streams that do not exist",
    "silence",
    "no window for the upload",
    "a window beyond 2^31",
)


@pytest.mark.parametrize("name", HTTP_2)
def test_http2_too(whttp: Whttp, name: str, large: Path, localhost: Identity, lab_ca_file: Path) -> None:
    hostile = http2.HOSTILE[name]
    context = server_context(localhost, alpn=("h2",))
    method = "PUT" if hostile.upload else "GET"
    body: list[Argument] = ["-T", large] if hostile.upload else []
    with peer(_secured(hostile.script, context)) as server:
        url = f"https://localhost:{server.port}/"
        timers = flags(hostile.timeouts, hostile.max_time)
        trusted: list[Argument] = ["--http2", "--ca-file", lab_ca_file]
        ended = run(whttp, ["request", method, url, "-vv", *trusted, *timers, *body], server.lines)
    assert ended.status == STATUS[hostile.code], ended
    assert ended.memory < MOST_MEMORY
    assert hostile.words in ended.err
    assert re.search(r"^<< \d+ bytes of HTTP/2 frames$", ended.err, re.MULTILINE)


def _secured(script: Script, context: ssl.SSLContext) -> Script:
    def secured(line: Line) -> None:
        with context.wrap_socket(line.socket, server_side=True) as line.socket:
            script(line)

    return secured
