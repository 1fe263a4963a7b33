"""Authentication towards the server: USERNAME, PASSWORD, the scheme named for them, what files hold."""

from __future__ import annotations

from winhttp_cli.errors import Code, UsageFault
from winhttp_cli.login_facts import Autologon
from winhttp_cli.options.auth import AUTOLOGON_POLICY, PASSWORD, SPN, USERNAME, AutologonLevel, SpnPort
from winhttp_cli.options.message import DISABLE_FEATURE, DisabledFeatures
from winhttp_cli.options.tool_credentials import (
    AUTH_SCHEME,
    BEARER_FILE,
    BEARER_OVER_HTTP,
    AuthSchemeChoice,
)
from winhttp_cli.plan import AuthPolicy, Target
from winhttp_cli.planner.passport import passport_policy, passport_remarks
from winhttp_cli.planner.shared import shared_with_servers, unused
from winhttp_cli.secret import Secret
from winhttp_cli.settings.held import Entry
from winhttp_cli.settings.origin import Rank
from winhttp_cli.settings.settings import Settings

_AUTOLOGON = {
    AutologonLevel.MEDIUM: Autologon.INTRANET,
    AutologonLevel.LOW: Autologon.EVERYBODY,
    AutologonLevel.HIGH: Autologon.NOBODY,
}


def auth_policy(settings: Settings, target: Target) -> AuthPolicy:
    """How a 401 is answered, and what goes to `target` before one. Raises UsageFault for a token that
    a flag would send in the clear."""
    scheme = settings[AUTH_SCHEME]
    entry = _entry(settings, target)
    return AuthPolicy(
        username=settings[USERNAME] if entry is None else entry.username,
        password=settings[PASSWORD] if entry is None else entry.password,
        scheme="" if scheme is AuthSchemeChoice.ANY else AUTH_SCHEME.kind.show(scheme),
        enabled=DisabledFeatures.AUTHENTICATION not in settings[DISABLE_FEATURE],
        bearer=_bearer(settings, target),
        bearer_over_http=settings[BEARER_OVER_HTTP],
        shared=shared_with_servers(settings),
        autologon=_AUTOLOGON[settings[AUTOLOGON_POLICY]],
        spn_port=settings[SPN] is SpnPort.ENABLE_SPN_SERVER_PORT,
        passport=passport_policy(settings),
    )


def auth_remarks(settings: Settings, target: Target) -> tuple[str, ...]:
    """What files hold for `target`, and what of it is left out, for the trace."""
    return (
        *_remark_on_netrc(settings, target),
        *_remark_on_bearer(settings, target),
        *unused(settings),
        *passport_remarks(settings),
    )


def _entry(settings: Settings, target: Target) -> Entry | None:
    """What the netrc file has for the host, unless a password was given otherwise; with USERNAME only
    that login's."""
    netrc = settings.held.netrc
    if netrc is None or settings[PASSWORD] is not None:
        return None
    names = (target.host, target.display_host or target.host)
    return next(filter(None, (netrc.entry_for(name, settings[USERNAME]) for name in names)), None)


def _remark_on_netrc(settings: Settings, target: Target) -> tuple[str, ...]:
    netrc = settings.held.netrc
    if netrc is None or settings[PASSWORD] is not None:
        return ()
    if netrc.path is None:
        return ("netrc: there is no such file",)
    found = _entry(settings, target) is not None
    what = "user name and password for" if found else "nothing for"
    return (f"netrc: {netrc.path} has {what} {target.host}",)


def _bearer(settings: Settings, target: Target) -> Secret | None:
    """The token, unless the target is plain http and nobody allowed that (RFC 6750 section 5.3)."""
    token = settings.held.bearer
    if token is None or target.is_secure or settings[BEARER_OVER_HTTP]:
        return token
    origin = settings.origin(BEARER_FILE)
    if origin.rank is Rank.FLAG:
        raise UsageFault(
            f"{origin}: the token would cross the network in the clear, {target.url} is plain http",
            Code.ERROR_INVALID_PARAMETER,
            origin=origin.text,
            hint=f"take https, or add {BEARER_OVER_HTTP.flag}",
        )
    return None


def _remark_on_bearer(settings: Settings, target: Target) -> tuple[str, ...]:
    if settings.held.bearer is None or target.is_secure or settings[BEARER_OVER_HTTP]:
        return ()
    return (f"{settings.origin(BEARER_FILE)}: the token is not sent, this is an http request",)
