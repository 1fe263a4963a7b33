"""The part of the plan that says who the request is made for: credentials, schemes, Passport.

Promise: as `plan`, which hands these on: import them from there.
"""

from __future__ import annotations

from winhttp_cli.login_facts import Autologon
from winhttp_cli.plan_target import Target
from winhttp_cli.record import dataclass
from winhttp_cli.secret import Secret


@dataclass(frozen=True, slots=True)
class SharedCredential:
    """One entry of the store that all requests share (WINHTTP_CREDS_EX, semantics J3), tried where a
    request has no credentials of its own. `port` None, `scheme` "" and `realm` "" stand for any;
    `area` is the URL that it is for, with all below it."""

    username: str
    password: Secret
    host: str
    port: int | None = None
    scheme: str = ""
    realm: str = ""
    area: Target | None = None


@dataclass(frozen=True, slots=True)
class PassportPolicy:
    """CONFIGURE_PASSPORT_AUTH with Passport on. `login` takes the place of what `nexus` would answer;
    `realm` "" goes by its answer. `stored` is the key ring; `has_callback` says that a status callback
    could stop the way back, which then is no forbidden redirect (semantics P12)."""

    nexus: Target
    login: Target | None = None
    realm: str = ""
    stored: tuple[SharedCredential, ...] = ()
    has_callback: bool = False


@dataclass(frozen=True, slots=True)
class AuthPolicy:
    """How a 401 is answered. `scheme` "" lets the stack choose among those offered; a named one is
    used alone, and Basic then goes out at once (WinHttpSetCredentials). `enabled` False is
    DISABLE_FEATURE authentication, which covers 407 as well. `bearer` goes out at once too, over
    plain http only with `bearer_over_http`. `shared` is GLOBAL_SERVER_CREDS where
    USE_GLOBAL_SERVER_CREDENTIALS is on; `passport` None is Passport off. `autologon` is for servers and
    proxies; `spn_port` makes the port part of a server's service name."""

    username: str | None = None
    password: Secret | None = None
    scheme: str = ""
    enabled: bool = True
    bearer: Secret | None = None
    bearer_over_http: bool = False
    shared: tuple[SharedCredential, ...] = ()
    passport: PassportPolicy | None = None
    autologon: Autologon = Autologon.INTRANET
    spn_port: bool = False

    @property
    def may_speak_first(self) -> bool:
        """Whether a header line may go out before any challenge."""
        return bool(self.scheme) or self.bearer is not None
