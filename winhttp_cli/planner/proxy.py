"""Proxy: access type, lists and credentials of one request; the environment as the lowest source."""

from __future__ import annotations

from winhttp_cli.options.kinds import INFINITE
from winhttp_cli.options.proxy import PROXY_PASSWORD, PROXY_USERNAME, RECEIVE_PROXY_CONNECT_RESPONSE
from winhttp_cli.options.proxy_setting import AccessType
from winhttp_cli.options.tool_credentials import PROXY_AUTH_SCHEME, AuthSchemeChoice
from winhttp_cli.options.tool_network import PAC_TIMEOUT
from winhttp_cli.plan import ProxyMode, ProxyPolicy
from winhttp_cli.planner.proxy_voices import Voices, voices
from winhttp_cli.planner.shared import shared_with_proxies
from winhttp_cli.record import replace
from winhttp_cli.settings.layer import Said
from winhttp_cli.settings.settings import Settings


def proxy_policy(settings: Settings) -> ProxyPolicy:
    """How the route of each hop is chosen. Raises UsageFault for the shared credentials only: the
    grammar of the list is the engine's."""
    policy = _policy(settings, voices(settings))
    if policy.mode is ProxyMode.DIRECT and not policy.environment:
        return policy
    return replace(policy, shared=shared_with_proxies(settings))


def _policy(settings: Settings, heard: Voices) -> ProxyPolicy:
    scheme = settings[PROXY_AUTH_SCHEME]
    common = ProxyPolicy(
        proxies=heard.proxies,
        bypass=str(heard.bypass.value) if heard.bypass is not None else "",
        environment=() if heard.is_direct else settings.general.honoured_proxies,
        username=settings[PROXY_USERNAME],
        password=settings[PROXY_PASSWORD],
        scheme="" if scheme is AuthSchemeChoice.ANY else PROXY_AUTH_SCHEME.kind.show(scheme),
        receive_connect_response=settings[RECEIVE_PROXY_CONNECT_RESPONSE],
        pac_timeout=_seconds(settings[PAC_TIMEOUT]),
        list_source=_told(heard.named),
        bypass_source=_told(heard.bypass),
    )
    if heard.script or heard.discovery or heard.access is AccessType.AUTOMATIC_PROXY:
        return _automatic(heard, common)
    if heard.proxies:
        return replace(common, mode=ProxyMode.NAMED, source=_told(heard.named))
    return replace(common, source=_told(heard.named))


def _automatic(heard: Voices, common: ProxyPolicy) -> ProxyPolicy:
    """PAC and discovery; with access type AUTOMATIC discovery is asked for by itself."""
    is_access_type = heard.access is AccessType.AUTOMATIC_PROXY
    return replace(
        common,
        mode=ProxyMode.AUTOMATIC,
        pac_url=str(heard.script.value) if heard.script is not None else "",
        auto_detect=heard.discovery is not None or (is_access_type and heard.script is None),
        source=_told(heard.script or heard.discovery or heard.first),
        failover=is_access_type or _has_list_beside(heard),
    )


def _has_list_beside(heard: Voices) -> bool:
    """Whether a list was given with the script, or by a stronger source, so that it is meant to be
    used where the script fails. One that just happens to be configured is not."""
    script = heard.script or heard.discovery
    if script is None or heard.named is None or not heard.proxies:
        return False
    return heard.named.origin.rank >= script.origin.rank


def _told(said: Said | None) -> str:
    return "" if said is None else said.origin.text


def _seconds(milliseconds: int) -> float | None:
    return None if milliseconds in (0, INFINITE) else milliseconds / 1000
