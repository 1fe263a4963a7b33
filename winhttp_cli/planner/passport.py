"""Passport: on or off, its servers, its key ring, and what a sign-out drops."""

from __future__ import annotations

from winhttp_cli.errors import Code, UsageFault
from winhttp_cli.options.auth_passport import CONFIGURE_PASSPORT_AUTH, PASSPORT_SIGN_OUT, PassportFlags
from winhttp_cli.options.message import DISABLE_FEATURE, DisabledFeatures
from winhttp_cli.options.option import Option
from winhttp_cli.options.tool_credentials import AUTH_SCHEME, AuthSchemeChoice
from winhttp_cli.options.tool_diagnostics import STATUS_CALLBACK
from winhttp_cli.options.tool_passport import (
    PASSPORT_LOGIN_SERVER_REALM,
    PASSPORT_LOGIN_SERVER_URL,
    PASSPORT_NEXUS,
)
from winhttp_cli.plan import PassportPolicy, SharedCredential, Target
from winhttp_cli.planner.shared import kept_for_passport
from winhttp_cli.settings.settings import Settings
from winhttp_cli.target import BadUrl, crack, to_target


def passport_policy(settings: Settings) -> PassportPolicy | None:
    """How a Passport challenge is answered; None where Passport is off, or all authentication is.
    Raises UsageFault for a server that is not https: it is told user and password."""
    is_off = DisabledFeatures.AUTHENTICATION in settings[DISABLE_FEATURE]
    if is_off or not _is_on(settings):
        return None
    login = settings[PASSPORT_LOGIN_SERVER_URL]
    return PassportPolicy(
        nexus=_server(settings, PASSPORT_NEXUS),
        login=_server(settings, PASSPORT_LOGIN_SERVER_URL) if login else None,
        realm=settings[PASSPORT_LOGIN_SERVER_REALM] or "",
        stored=_stored(settings),
        has_callback=settings[STATUS_CALLBACK] is not None,
    )


def passport_remarks(settings: Settings) -> tuple[str, ...]:
    """A scheme that was named and is switched off, for the trace."""
    if settings[AUTH_SCHEME] is not AuthSchemeChoice.PASSPORT or _is_on(settings):
        return ()
    origin = settings.origin(AUTH_SCHEME)
    return (
        f"{origin}: Passport is off, {CONFIGURE_PASSPORT_AUTH.flag} enable-passport-auth turns it on",
    )


def sign_out_target(settings: Settings) -> Target | None:
    """The URL of PASSPORT_SIGN_OUT. Raises UsageFault."""
    url = settings[PASSPORT_SIGN_OUT]
    return None if url is None else return_url(url, settings.origin(PASSPORT_SIGN_OUT).text)


def return_url(url: str, origin: str) -> Target:
    """A URL to sign out from. Raises UsageFault."""
    try:
        return to_target(crack(url))
    except BadUrl as bad:
        raise UsageFault(f"{origin}: {bad.message}", bad.code, origin=origin) from None


def _is_on(settings: Settings) -> bool:
    return PassportFlags.ENABLE_PASSPORT_AUTH in settings[CONFIGURE_PASSPORT_AUTH]


def _stored(settings: Settings) -> tuple[SharedCredential, ...]:
    """The key ring, which is off unless asked for (semantics P15); a mask with both bits says off."""
    flags = settings[CONFIGURE_PASSPORT_AUTH]
    wanted = PassportFlags.ENABLE_PASSPORT_KEYRING in flags
    refused = PassportFlags.DISABLE_PASSPORT_KEYRING in flags
    return kept_for_passport(settings) if wanted and not refused else ()


def _server(settings: Settings, option: Option[str | None]) -> Target:
    origin = settings.origin(option).text
    target = return_url(settings[option] or "", origin)
    if not target.is_secure:
        raise UsageFault(
            f"{origin}: {target.url} is plain http, and passwords go to Passport's servers",
            Code.ERROR_INVALID_PARAMETER,
            origin=origin,
        )
    return target
