"""The store that all requests share: GLOBAL_SERVER_CREDS, GLOBAL_PROXY_CREDS, and what is kept.

Promise: servers get something of it only where USE_GLOBAL_SERVER_CREDENTIALS is on (semantics J2); what
the options say comes before what is kept for all runs. The file of kept ones is opened only where it
could be used.
"""

from __future__ import annotations

from winhttp_cli.errors import UsageFault
from winhttp_cli.login_facts import Party
from winhttp_cli.options.auth import GLOBAL_SERVER_CREDS, USE_GLOBAL_SERVER_CREDENTIALS
from winhttp_cli.options.credential import StoredCredential
from winhttp_cli.options.option import Option
from winhttp_cli.options.proxy import GLOBAL_PROXY_CREDS
from winhttp_cli.plan import SharedCredential
from winhttp_cli.settings.settings import Settings
from winhttp_cli.target import BadUrl, ascii_host, crack, is_address, to_target


def shared_with_servers(settings: Settings) -> tuple[SharedCredential, ...]:
    """What may answer a server's challenge as the last resort. Raises UsageFault."""
    if not settings[USE_GLOBAL_SERVER_CREDENTIALS]:
        return ()
    return _all(settings, GLOBAL_SERVER_CREDS, Party.SERVER)


def shared_with_proxies(settings: Settings) -> tuple[SharedCredential, ...]:
    """What may answer a proxy's. Raises UsageFault."""
    return _all(settings, GLOBAL_PROXY_CREDS, Party.PROXY)


def kept_for_passport(settings: Settings) -> tuple[SharedCredential, ...]:
    """Passport's key ring: what is kept with that scheme, for a login server. Raises UsageFault."""
    vault = settings.held.vault
    kept = [one for one in vault.of(Party.SERVER) if one.scheme == "passport"]
    return tuple(_shared(one, str(vault.path)) for one in kept)


def unused(settings: Settings) -> tuple[str, ...]:
    """Credentials for servers that were said and are not switched on, for the trace."""
    if not settings[GLOBAL_SERVER_CREDS] or settings[USE_GLOBAL_SERVER_CREDENTIALS]:
        return ()
    origin = settings.origin(GLOBAL_SERVER_CREDS)
    return (f"{origin}: not tried, {USE_GLOBAL_SERVER_CREDENTIALS.key} is off",)


def _all(
    settings: Settings, option: Option[tuple[StoredCredential, ...]], party: Party
) -> tuple[SharedCredential, ...]:
    said = [_shared(one, settings.origin(option).text) for one in settings[option]]
    vault = settings.held.vault
    return (*said, *(_shared(one, str(vault.path)) for one in vault.of(party)))


def _shared(one: StoredCredential, origin: str) -> SharedCredential:
    """In the engine's words: the host as it is connected to, the URL as a target."""
    try:
        return SharedCredential(
            username=one.user,
            password=one.password,
            host=one.host if is_address(one.host) else ascii_host(one.host),
            port=one.port,
            scheme=one.scheme,
            realm=one.realm,
            area=to_target(crack(one.url)) if one.url else None,
        )
    except BadUrl as bad:
        raise UsageFault(
            f"{origin}: the credential for {one.host}: {bad.message}", bad.code, origin=origin
        ) from None
