"""The variables that other programs read too: NO_COLOR, SSL_CERT_FILE, SSLKEYLOGFILE, NETRC, proxies.

Promise: what is set, and whether it is honoured, as data with origins; nothing here is acted upon and
no file is opened. Names of whttp's own (WHTTP_...) belong to `environment`.

The proxy variables are curl's: `http_proxy` in lower case only, because a CGI server turns a request
header `Proxy:` into HTTP_PROXY; the others in both cases. WinHTTP reads none of them (semantics X1),
so a Windows release chosen with --as leaves them out.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from winhttp_cli.record import dataclass, field
from winhttp_cli.settings.location import cache_folder
from winhttp_cli.settings.origin import Origin, Rank

#: in the order in which they are asked, first come first
PROXY_VARIABLES = (
    "http_proxy",
    "https_proxy",
    "HTTPS_PROXY",
    "all_proxy",
    "ALL_PROXY",
    "no_proxy",
    "NO_PROXY",
)
IGNORED_PROXY_VARIABLE = "HTTP_PROXY"
_IGNORED_BECAUSE = "a request header can set it in a CGI program; http_proxy is read"


@dataclass(frozen=True, slots=True)
class Variable:
    """One environment variable that is set and not empty."""

    name: str
    value: str = field(repr=False)

    @property
    def origin(self) -> Origin:
        return Origin(Rank.ENVIRONMENT, self.name)


@dataclass(frozen=True, slots=True)
class ProxyVariable(Variable):
    """A proxy variable. `ignored` says why it is not honoured, "" where it is."""

    ignored: str = ""


@dataclass(frozen=True, slots=True)
class General:
    """What the environment says to every program. `no_color` is NO_COLOR set to anything but "";
    `cache_folder` is where what may be lost is kept, None without a home."""

    no_color: bool = False
    certificate_file: Variable | None = None
    key_log_file: Variable | None = None
    netrc: Variable | None = None
    proxies: tuple[ProxyVariable, ...] = ()
    cache_folder: Path | None = None

    @property
    def honoured_proxies(self) -> tuple[tuple[str, str], ...]:
        """Name and value of the proxy variables that count, as the plan takes them."""
        return tuple((proxy.name, proxy.value) for proxy in self.proxies if not proxy.ignored)


NOTHING = General()


def read(environ: Mapping[str, str], *, release: str = "", windows: bool = False) -> General:
    """The general variables of `environ`. `release` is the value of --as, "" without one."""
    return General(
        no_color=bool(environ.get("NO_COLOR")),
        certificate_file=_variable(environ, "SSL_CERT_FILE"),
        key_log_file=_variable(environ, "SSLKEYLOGFILE"),
        netrc=_variable(environ, "NETRC"),
        proxies=tuple(_proxies(environ, release, windows)),
        cache_folder=cache_folder(environ, windows=windows),
    )


def _variable(environ: Mapping[str, str], name: str) -> Variable | None:
    value = environ.get(name, "")
    return Variable(name, value) if value else None


def _proxies(environ: Mapping[str, str], release: str, windows: bool) -> list[ProxyVariable]:
    because = f"--as {release}: WinHTTP reads no proxy variable" if release else ""
    found: list[ProxyVariable] = []
    for name in _names(environ, windows):
        value = environ.get(name, "")
        if value:
            found.append(ProxyVariable(name, value, because))
    if not windows and environ.get(IGNORED_PROXY_VARIABLE):
        found.append(
            ProxyVariable(
                IGNORED_PROXY_VARIABLE, environ[IGNORED_PROXY_VARIABLE], because or _IGNORED_BECAUSE
            )
        )
    return found


def _names(environ: Mapping[str, str], windows: bool) -> tuple[str, ...]:
    """Names to ask for. Windows does not tell the cases apart, so each is asked for once, and in a CGI
    program (REQUEST_METHOD is set) http_proxy is left alone."""
    if not windows:
        return PROXY_VARIABLES
    lower = tuple(name for name in PROXY_VARIABLES if name.islower())
    return lower[1:] if environ.get("REQUEST_METHOD") else lower
