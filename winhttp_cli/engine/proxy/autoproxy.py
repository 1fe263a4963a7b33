"""Where a PAC script comes from: a URL, a file, or discovery (WPAD); fetched once per session.

Promise: a script is at most 1 MB (semantics W4) and is a script: 12167 where it cannot be had or is
too large, 12176 where the answer is a web page, 12180 where discovery finds nothing (W9). Only http,
https and, for debugging, a local file (W2: WinHTTP itself refuses file URLs). Discovery asks DNS for
the name `wpad`; DHCP is named in the trace as not done here (W1). Scripts and failures of discovery
are kept for the life of the session (W7). Must not know routes or how a script is run.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

from winhttp_cli.engine.net.timers import max_time_over
from winhttp_cli.engine.proxy.pac import PacRun, PacRunner
from winhttp_cli.errors import Code, ExchangeFault, Phase
from winhttp_cli.plan import Target, TlsPolicy
from winhttp_cli.record import dataclass, replace

SCRIPT_BYTES = 1024 * 1024
WPAD_URL = "http://wpad/wpad.dat"
_STRICT = TlsPolicy()


@dataclass(frozen=True, slots=True)
class Document:
    """What a fetch brought: at most the bytes asked for, and what the server called them."""

    body: bytes
    content_type: str = ""


#: fetches a URL, at most so many bytes; raises ExchangeFault (12182 or so where it is larger)
FetchDocument = Callable[[str, int], Document]


@dataclass(frozen=True, slots=True)
class PacScript:
    """A script as loaded. `location` is what was asked for, `milliseconds` what that took."""

    location: str
    text: str
    size: int
    milliseconds: float


@dataclass(frozen=True, slots=True)
class DiscoveryStep:
    """One way of discovery and what came of it."""

    way: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Discovery:
    """What discovery did; `script` is None where it found nothing, and `failure` says so (12180)."""

    steps: tuple[DiscoveryStep, ...]
    script: PacScript | None = None
    failure: ExchangeFault | None = None


class ScriptCache:
    """The session's scripts and what discovery found; one load at a time. Kept apart by the TLS
    policy they were fetched under, so that a lenient request cannot lend its script to a strict one."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.scripts: dict[tuple[str, TlsPolicy], PacScript] = {}
        self.discoveries: dict[TlsPolicy, Discovery] = {}


class Autoproxy:
    """The way to scripts for one request: how to fetch, how to run, and the session's cache. `deadline`
    is the request's end (--max-time), a `time.monotonic()` value; past it, 12002 is raised."""

    def __init__(
        self,
        fetch: FetchDocument,
        runner: PacRunner,
        cache: ScriptCache | None = None,
        tls: TlsPolicy = _STRICT,
        deadline: float | None = None,
    ) -> None:
        self._fetch = fetch
        self._runner = runner
        self._cache = cache or ScriptCache()
        self._tls = tls
        self._deadline = deadline

    def script(self, location: str) -> PacScript:
        """The script at a URL or path; raises ExchangeFault 12167 or 12176, and 12006 for a URL of
        another scheme than http and https. A failure is not kept."""
        key = (location, self._tls)
        with self._cache.lock:
            if key not in self._cache.scripts:
                self._cache.scripts[key] = self._load(location)
            return self._cache.scripts[key]

    def discover(self) -> Discovery:
        """Looks for a script by WPAD, once per session (semantics W1, W7)."""
        with self._cache.lock:
            if self._tls not in self._cache.discoveries:
                self._cache.discoveries[self._tls] = self._discover()
            return self._cache.discoveries[self._tls]

    def run(self, script: PacScript, target: Target, seconds: float | None) -> PacRun:
        """Asks `script` for the proxies of `target`. A script that --max-time cuts off did not fail: the
        run's failure is then the 12002."""
        run = self._runner.run(script.text, target, _shorter(seconds, self._deadline))
        is_over = self._deadline is not None and time.monotonic() >= self._deadline
        if run.failure is None or not is_over:
            return run
        return replace(run, failure=max_time_over("running the PAC script", Phase.PROXY))

    def _load(self, location: str) -> PacScript:
        begun = time.monotonic()
        document = self._document(location)
        if len(document.body) > SCRIPT_BYTES:
            raise _not_downloadable(location, "it is larger than 1 MB, WinHTTP's limit")
        text = decode(document.body)
        _refuse_web_page(location, text, document.content_type)
        took = (time.monotonic() - begun) * 1000
        return PacScript(location, text, len(document.body), took)

    def _document(self, location: str) -> Document:
        scheme = location.partition("://")[0].lower() if "://" in location else ""
        if scheme in ("http", "https"):
            return self._download(location)
        if scheme in ("", "file"):
            return _read_file(location)
        raise _unknown_scheme(location)

    def _download(self, location: str) -> Document:
        try:
            return self._fetch(location, SCRIPT_BYTES)
        except ExchangeFault as fault:
            if fault.ends_all:
                raise
            raise _not_downloadable(location, fault.message, fault.extended) from fault

    def _discover(self) -> Discovery:
        dhcp = DiscoveryStep("DHCP option 252", "not done here")
        try:
            script = self._load(WPAD_URL)
        except ExchangeFault as fault:
            if fault.ends_all:
                raise
            steps = (dhcp, DiscoveryStep(f"DNS name wpad, {WPAD_URL}", fault.message))
            hint = "give the script's address with --proxy-pac"
            message = "no PAC script found by discovery (WPAD)"
            code = Code.ERROR_WINHTTP_AUTODETECTION_FAILED
            return Discovery(steps, failure=ExchangeFault(message, code, Phase.PROXY, hint=hint))
        return Discovery((dhcp, DiscoveryStep("DNS name wpad", WPAD_URL)), script)


def _shorter(seconds: float | None, deadline: float | None) -> float | None:
    """`seconds`, or what is left of --max-time where that is less."""
    if deadline is None:
        return seconds
    left = max(0.0, deadline - time.monotonic())
    return left if seconds is None else min(seconds, left)


def decode(body: bytes) -> str:
    """The script's text: by its byte order mark, else UTF-8, else Latin-1; the mark is dropped."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", "replace")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("latin-1")


def _read_file(location: str) -> Document:
    try:
        with _path(location).open("rb") as file:
            return Document(file.read(SCRIPT_BYTES + 1))
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise _not_downloadable(location, reason) from error


def _path(location: str) -> Path:
    if not location.lower().startswith("file://"):
        return Path(location)
    path = unquote(urlsplit(location).path)
    has_drive = re.match(r"/[A-Za-z]:", path) is not None
    return Path(path[1:] if has_drive else path)


def _refuse_web_page(location: str, text: str, content_type: str) -> None:
    """12176: an error page or a sign-in page in the place of a script is a common sight."""
    kind = content_type.partition(";")[0].strip().lower()
    is_page = kind == "text/html" and "FindProxyForURL" not in text
    if is_page or text.lstrip()[:1] == "<":
        called = f", served as {kind}" if kind else ""
        message = f"{location} is not a PAC script: it begins like a web page{called}"
        raise ExchangeFault(message, Code.ERROR_WINHTTP_UNHANDLED_SCRIPT_TYPE, Phase.PROXY)


def _unknown_scheme(location: str) -> ExchangeFault:
    message = f"no PAC script from {location}: WinHTTP fetches by http and https only"
    hint = "a script in a file is named by its path"
    return ExchangeFault(message, Code.ERROR_WINHTTP_UNRECOGNIZED_SCHEME, Phase.PROXY, hint=hint)


def _not_downloadable(location: str, reason: str, extended: int = 0) -> ExchangeFault:
    return ExchangeFault(
        f"no PAC script from {location}: {reason}",
        Code.ERROR_WINHTTP_UNABLE_TO_DOWNLOAD_SCRIPT,
        Phase.PROXY,
        extended=extended,
    )
