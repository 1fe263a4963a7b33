"""The facts behind `whttp proxy explain` and `whttp proxy show`, as frozen data.

Promise: usable half-filled: a script that failed still shows what it called. Durations are
milliseconds. Knows no engine and no screen.
"""

from __future__ import annotations

from enum import Enum

from winhttp_cli.errors import WhttpError
from winhttp_cli.record import dataclass


class Verdict(Enum):
    """What came of one source."""

    NOT_GIVEN = "not given"
    NOT_REACHED = "not reached"
    FAILED = "failed"
    DECIDES = "decides"
    SET = "set"


@dataclass(frozen=True, slots=True)
class SourceFact:
    """One rung of the ladder: who could have named a proxy, with which value. Where `winhttp_reads` is
    False no Windows service would have looked there."""

    label: str
    value: str
    verdict: Verdict
    remark: str = ""
    winhttp_reads: bool = True


@dataclass(frozen=True, slots=True)
class BypassFact:
    """One entry of the bypass list. `remark` says why a form matches nothing."""

    entry: str
    matched: bool
    remark: str = ""


@dataclass(frozen=True, slots=True)
class CallFact:
    """One call the script made, as JavaScript writes it. `milliseconds` is None where it did not wait."""

    text: str
    result: str
    milliseconds: float | None = None


@dataclass(frozen=True, slots=True)
class ScriptFact:
    """One run of a PAC script. `passed_over` are (entry, why) of its answer that are not used."""

    location: str
    size: int
    loaded_in: float
    url: str
    host: str
    entry_point: str
    calls: tuple[CallFact, ...]
    unrecorded: int
    result: str | None
    milliseconds: float
    passed_over: tuple[tuple[str, str], ...] = ()
    failure: WhttpError | None = None


@dataclass(frozen=True, slots=True)
class OfferFact:
    """One authentication scheme a proxy offers."""

    scheme: str
    realm: str = ""


@dataclass(frozen=True, slots=True)
class ProbeFact:
    """What a proxy said. `method` is CONNECT, HEAD or "" (SOCKS); `status` None: no answer.
    `faults` are (check, detail) of what is wrong with an https proxy's certificate."""

    proxy: str
    method: str
    remote: str
    tcp: float | None
    tls: float | None
    tls_version: str
    status: int | None
    reason: str
    answered: float | None
    opened: bool
    offers: tuple[OfferFact, ...]
    has_credentials: bool
    page: bytes = b""
    faults: tuple[tuple[str, str], ...] = ()
    failure: WhttpError | None = None


@dataclass(frozen=True, slots=True)
class ReaderFact:
    """What one kind of program would do with the same settings."""

    reader: str
    route: str
    why: str


@dataclass(frozen=True, slots=True)
class ProxyReport:
    """Everything `whttp proxy explain` knows about one URL. `routes` are "DIRECT", "PROXY host:port",
    "HTTPS host:port" or "SOCKS5 host:port", in the order they are tried; `probes` are of the first
    ones, up to one that answered."""

    url: str
    routes: tuple[str, ...]
    why: str
    sources: tuple[SourceFact, ...]
    discovery: tuple[tuple[str, str], ...] = ()
    scripts: tuple[ScriptFact, ...] = ()
    bypass: tuple[BypassFact, ...] = ()
    intranet: bool = False
    readers: tuple[ReaderFact, ...] = ()
    probes: tuple[ProbeFact, ...] = ()
    notes: tuple[str, ...] = ()
    failure: WhttpError | None = None


@dataclass(frozen=True, slots=True)
class ProxySettings:
    """What is configured, for `whttp proxy show`. `servers` are (requests served, server)."""

    sources: tuple[SourceFact, ...]
    servers: tuple[tuple[str, str], ...]
    bypass: tuple[BypassFact, ...]
    username: str | None
    notes: tuple[str, ...] = ()
