"""Redirects: REDIRECT_POLICY, its limit, and DISABLE_FEATURE redirects."""

from __future__ import annotations

from winhttp_cli.options.message import DISABLE_FEATURE, DisabledFeatures
from winhttp_cli.options.redirects import (
    MAX_HTTP_AUTOMATIC_REDIRECTS,
    REDIRECT_POLICY,
    RedirectPolicyValue,
)
from winhttp_cli.options.tool_network import FORWARD_CREDENTIALS
from winhttp_cli.plan import RedirectMode, RedirectPolicy
from winhttp_cli.settings.settings import Settings

_MODES = {
    RedirectPolicyValue.NEVER: RedirectMode.NEVER,
    RedirectPolicyValue.DISALLOW_HTTPS_TO_HTTP: RedirectMode.DISALLOW_HTTPS_TO_HTTP,
    RedirectPolicyValue.ALWAYS: RedirectMode.ALWAYS,
}


def redirect_policy(settings: Settings) -> RedirectPolicy:
    """The redirect rules of one request. Without --as they are those of the newest Windows."""
    release = settings.release
    return RedirectPolicy(
        mode=_MODES[settings[REDIRECT_POLICY]],
        maximum=settings[MAX_HTTP_AUTOMATIC_REDIRECTS],
        forward_credentials=settings[FORWARD_CREDENTIALS],
        enabled=DisabledFeatures.REDIRECTS not in settings[DISABLE_FEATURE],
        follows_308=release is None or release.follows_308,
    )
