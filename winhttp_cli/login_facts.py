"""Logging on, as data: whom it is for, who asked, what was answered and why, who let us in.

Promise: frozen data that the plan holds, the engine tells in events and the report keeps; nothing secret
is in it. Imports nothing of ours.
"""

from __future__ import annotations

from enum import Enum

from winhttp_cli.record import dataclass


class Autologon(Enum):
    """AUTOLOGON_POLICY: whom the signed-in user's own credentials answer."""

    INTRANET = "medium"
    EVERYBODY = "low"
    NOBODY = "high"


class Party(Enum):
    """Whom there is to log on to."""

    SERVER = "server"
    PROXY = "proxy"


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginAttempt:
    """A challenge and what is done about it, or a first answer before any challenge (`status` 0).
    `offers` names the schemes of the 401 or 407 as sent; `scheme` is the one answered, "" where none is;
    `why` is one phrase. `leg` counts the answers of this login. For NTLM and Negotiate: `mechanism` is
    what it has become ("Kerberos", "NTLM"), `fallback` why it is not Kerberos, `service` the service
    principal name, `has_binding` whether the TLS connection is bound in. `user` is None for the
    signed-in user's own credentials."""

    party: Party
    status: int
    offers: tuple[str, ...] = ()
    scheme: str = ""
    why: str = ""
    leg: int = 0
    mechanism: str = ""
    fallback: str = ""
    service: str = ""
    user: str | None = None
    has_binding: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginOutcome:
    """The party let us in by `scheme`. `proven`: whether it proved who it is (mutual authentication),
    None where the scheme does not do that."""

    party: Party
    scheme: str
    mechanism: str = ""
    proven: bool | None = None
