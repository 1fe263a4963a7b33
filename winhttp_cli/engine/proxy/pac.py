"""Runs a PAC script: one call of FindProxyForURL (or ...Ex) in a child process, watched.

Promise: a script reaches no file and no network, its memory is bounded, and at the wall-clock limit
its process is killed, whatever it does (semantics W4: 60 s, 1 MB). Names it asks for are looked up
here, count inside the limit and are part of the trace, as is every function it called. What went
wrong is in the answer as an ExchangeFault with WinHTTP's number; nothing is raised. Must not know
where scripts come from (`autoproxy.py`) nor what the result means for a route (`pac_result.py`).

The engine is QuickJS-ng, from the package `quickjs-ng`. Looked at: `quickjs` (the same interface, but
archived: no wheels after CPython 3.11), `mini-racer` (V8: 20 MB to install, threads and snapshot files
of its own), `dukpy` (no memory limit, loads modules from disk). quickjs-ng follows its engine's
releases, ships wheels of 0.5 to 2.5 MB for every CPython from 3.10 on Linux (glibc and musl), macOS on
ARM and Windows, has memory and stack limits, and no way to a file or socket. Its time limit excludes
calls back into Python, hence the process per run; its memory limit is the one that holds on Windows
too. Where no wheel exists the extra `pac` asks for it by name.
"""

from __future__ import annotations

import importlib.util
import json
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from winhttp_cli.engine.proxy.pac_fault import (
    PRELUDE_LINE,
    cannot_start,
    engine_missing,
    fault_of,
    no_entry_point,
    overrun,
)
from winhttp_cli.errors import ExchangeFault
from winhttp_cli.plan import Target
from winhttp_cli.record import dataclass, field

if TYPE_CHECKING:
    import subprocess

#: answers a name with its addresses of both families, () where it has none; seconds are left to do so
Lookup = Callable[[str, float | None], tuple[str, ...]]
#: this machine's own addresses, the likeliest first
OwnAddresses = Callable[[], tuple[str, ...]]

MEMORY_BYTES = 64 * 1024 * 1024
STACK_BYTES = 512 * 1024
_LINE_BYTES = 256 * 1024
_NAMES_PER_RUN = 1000


@dataclass(frozen=True, slots=True)
class PacCall:
    """One call of a PAC function: arguments and result as JavaScript writes them. `milliseconds` is
    None where the function did not wait for anything."""

    name: str
    arguments: tuple[str, ...]
    result: str
    milliseconds: float | None = None

    @property
    def text(self) -> str:
        return f"{self.name}({', '.join(self.arguments)})"


@dataclass(frozen=True, slots=True)
class PacRun:
    """One run and its trace, usable half-filled. `url` and `host` are what the script was given;
    `result` is its text, None when there is none; `unrecorded` counts calls beyond the trace."""

    url: str
    host: str
    entry_point: str = ""
    calls: tuple[PacCall, ...] = ()
    unrecorded: int = 0
    result: str | None = None
    milliseconds: float = 0.0
    failure: ExchangeFault | None = None


class PacRunner:
    """Runs scripts. `lookup` and `own_addresses` are the only things a script can ask for."""

    def __init__(
        self, lookup: Lookup, own_addresses: OwnAddresses, *, memory_bytes: int = MEMORY_BYTES
    ) -> None:
        self._lookup = lookup
        self._own_addresses = own_addresses
        self._memory_bytes = memory_bytes

    def run(self, script: str, target: Target, seconds: float | None = 60.0) -> PacRun:
        """Asks `script` for the proxies of `target`; `seconds` None sets no limit."""
        folder = _engine_folder()
        url, host = shown_url(target), target.host
        if folder is None:
            return PacRun(url, host, failure=engine_missing())
        conversation = _Conversation(self._lookup, self._own_addresses, seconds)
        try:
            with _child(folder) as child:
                end = conversation.hold(child, self._order(script, url, host, seconds))
        except OSError as error:  # no process to be had
            return PacRun(url, host, failure=cannot_start(error))
        return _conclude(conversation, end, url, host)

    def _order(self, script: str, url: str, host: str, seconds: float | None) -> dict[str, Any]:
        """All that the child needs to know, so that it need not open a file."""
        return {
            "prelude": Path(__file__).with_name("pac_functions.js").read_text(encoding="utf-8"),
            "prelude_line": PRELUDE_LINE,
            "script": script.replace("\0", " ").encode("utf-8", "replace").decode("utf-8"),
            "url": url,
            "host": host,
            "memory": self._memory_bytes,
            "stack": STACK_BYTES,
            "seconds": seconds,
        }


def shown_url(target: Target) -> str:
    """The URL a script is given: scheme in lower case (behaviour e16); for https without path and
    query, which are nobody's business but the server's. WinHTTP documents nothing about that."""
    url = target.url
    return url[: len(url) - len(target.path)] + "/" if target.is_secure else url


def _engine_folder() -> str | None:
    """Where the engine's package is installed; finding it does not import it."""
    spec = importlib.util.find_spec("_quickjs")
    return None if spec is None or spec.origin is None else str(Path(spec.origin).parent)


@contextmanager
def _child(folder: str) -> Iterator[subprocess.Popen[bytes]]:
    """A child for the time of one run: killed, closed and waited for at the end."""
    child = _start(folder)
    try:
        yield child
    finally:
        child.kill()
        for pipe in (child.stdin, child.stdout):
            with suppress(OSError):  # what is still buffered for a dead child cannot be flushed
                if pipe is not None:
                    pipe.close()
        child.wait()


def _start(folder: str) -> subprocess.Popen[bytes]:
    """The child: isolated, no environment, no inherited descriptors but its two pipes."""
    # a script is run by few requests, and the module costs as much as a small one
    import subprocess

    program = Path(__file__).with_name("pac_child.py")
    keep = {name: os.environ[name] for name in ("SYSTEMROOT", "TZ") if name in os.environ}
    return subprocess.Popen(
        [sys.executable, "-I", "-S", "-B", str(program), folder],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        close_fds=True,
        env=keep,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


@dataclass(slots=True)
class _Conversation:
    """The parent's side of one child: answers its questions, keeps its trace, ends it in time."""

    lookup: Lookup
    own_addresses: OwnAddresses
    seconds: float | None
    calls: list[PacCall] = field(default_factory=list)
    expired: threading.Event = field(default_factory=threading.Event)
    begun: float = field(default_factory=time.monotonic)
    _waited: float | None = None
    _names: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def hold(self, child: subprocess.Popen[bytes], order: dict[str, Any]) -> dict[str, Any] | None:
        """The closing line's content, or None where the child ended (or was ended) without one."""
        timer = None if self.seconds is None else threading.Timer(self.seconds, self._expire, (child,))
        if timer is not None:
            timer.daemon = True
            timer.start()
        try:
            return self._talk(child, order)
        finally:
            if timer is not None:
                timer.cancel()

    def _expire(self, child: subprocess.Popen[bytes]) -> None:
        self.expired.set()
        child.kill()

    def _talk(self, child: subprocess.Popen[bytes], order: dict[str, Any]) -> dict[str, Any] | None:
        assert child.stdin is not None
        assert child.stdout is not None
        try:
            _write(child, order)
            while line := child.stdout.readline(_LINE_BYTES):
                what, content = json.loads(line)
                if what == "end":
                    return dict(content)
                if what == "call":
                    self._record(content)
                else:
                    _write(child, self._answer(what, content))
        except (OSError, ValueError):  # it died while spoken to, or was cut off in a line
            return None
        return None

    def _record(self, content: dict[str, Any]) -> None:
        waited, self._waited = self._waited, None
        given = tuple(_printable(text) for text in content["given"])
        call = PacCall(content["name"], given, _printable(content["result"]), waited)
        self.calls.append(call)

    def _answer(self, what: str, content: str | None) -> tuple[str, ...]:
        if what == "own" or content is None:
            return self.own_addresses()
        if content not in self._names and len(self._names) < _NAMES_PER_RUN:
            begun = time.monotonic()
            self._names[content] = self.lookup(content, self._left())
            self._waited = (self._waited or 0.0) + (time.monotonic() - begun) * 1000
        return self._names.get(content, ())

    def _left(self) -> float | None:
        return None if self.seconds is None else max(0.0, self.begun + self.seconds - time.monotonic())


def _write(child: subprocess.Popen[bytes], content: Any) -> None:
    assert child.stdin is not None
    child.stdin.write(json.dumps(content).encode("ascii") + b"\n")
    child.stdin.flush()


def _printable(text: str) -> str:
    """The text without lone surrogates, which JavaScript allows and no encoding does."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _conclude(conversation: _Conversation, end: dict[str, Any] | None, url: str, host: str) -> PacRun:
    failure: ExchangeFault | None = None
    result: str | None = None
    if end is None:
        failure = overrun(conversation.seconds if conversation.expired.is_set() else None)
    elif end.get("entry") == "":
        failure = no_entry_point()
    elif end.get("kind") in ("string", "null"):
        result = _printable(end["text"]) if end["kind"] == "string" else ""
    else:
        failure = fault_of(end)
    return PacRun(
        url,
        host,
        entry_point=(end or {}).get("entry", ""),
        calls=tuple(conversation.calls),
        unrecorded=max(0, (end or {}).get("calls", 0) - len(conversation.calls)),
        result=result,
        milliseconds=(time.monotonic() - conversation.begun) * 1000,
        failure=failure,
    )
