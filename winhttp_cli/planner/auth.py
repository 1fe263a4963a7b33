"""Authentication towards the server: USERNAME, PASSWORD and the scheme named for them."""

from __future__ import annotations

from winhttp_cli.options.auth import PASSWORD, USERNAME
from winhttp_cli.options.message import DISABLE_FEATURE, DisabledFeatures
from winhttp_cli.options.tool_credentials import AUTH_SCHEME, AuthSchemeChoice
from winhttp_cli.plan import AuthPolicy
from winhttp_cli.settings.settings import Settings


def auth_policy(settings: Settings) -> AuthPolicy:
    """How a 401 is answered."""
    scheme = settings[AUTH_SCHEME]
    return AuthPolicy(
        username=settings[USERNAME],
        password=settings[PASSWORD],
        scheme="" if scheme is AuthSchemeChoice.ANY else AUTH_SCHEME.kind.show(scheme),
        enabled=DisabledFeatures.AUTHENTICATION not in settings[DISABLE_FEATURE],
    )
