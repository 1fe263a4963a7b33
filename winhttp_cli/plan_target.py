"""The part of the plan that says where a request goes: a cracked URL.

Promise: as `plan`, which hands this on: import it from there.
"""

from __future__ import annotations

from winhttp_cli.record import dataclass


@dataclass(frozen=True, slots=True)
class Target:
    """A cracked URL (WinHttpCrackUrl). `host` is what is connected to: ASCII (an A-label for an IDN
    host) or an IP literal without brackets; `display_host` is what the user typed. `path` is the
    request target in origin form, already escaped ("/a%20b?q"). The fragment is not here: it is
    never sent. User info is not here either."""

    scheme: str
    host: str
    port: int
    path: str
    display_host: str = ""
    unix_socket: str = ""

    @property
    def is_secure(self) -> bool:
        return self.scheme == "https"

    @property
    def authority(self) -> str:
        """host[:port] as the Host header writes it: no port where it is 80 or 443 (behaviour a5), no
        zone, which means something on this machine only (RFC 6874 section 4)."""
        host = f"[{self.host.partition('%')[0]}]" if ":" in self.host else self.host
        return host if self.port in (80, 443) else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The absolute URL, with the port only where the scheme's default differs."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        default = 443 if self.is_secure else 80
        port = "" if self.port == default else f":{self.port}"
        return f"{self.scheme}://{host}{port}{self.path}"

    @property
    def origin(self) -> tuple[str, str, int]:
        """(scheme, host, port): what RFC 6454 calls the origin."""
        return (self.scheme, self.host.lower(), self.port)
