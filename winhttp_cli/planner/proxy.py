"""Proxy: access type, lists and credentials of one request; the environment as the lowest source."""

from __future__ import annotations

from winhttp_cli.options.kinds import INFINITE
from winhttp_cli.options.option import AnyOption
from winhttp_cli.options.proxy import (
    PROXY,
    PROXY_PASSWORD,
    PROXY_USERNAME,
    RECEIVE_PROXY_CONNECT_RESPONSE,
)
from winhttp_cli.options.proxy_setting import AccessType
from winhttp_cli.options.tool_network import PAC_TIMEOUT, PROXY_AUTO_DETECT, PROXY_BYPASS, PROXY_PAC
from winhttp_cli.plan import ProxyMode, ProxyPolicy
from winhttp_cli.record import replace
from winhttp_cli.settings.settings import Settings


def proxy_policy(settings: Settings) -> ProxyPolicy:
    """How the route of each hop is chosen. Raises nothing: the grammar of the list is the engine's."""
    access = settings[PROXY].access
    common = ProxyPolicy(
        username=settings[PROXY_USERNAME],
        password=settings[PROXY_PASSWORD],
        receive_connect_response=settings[RECEIVE_PROXY_CONNECT_RESPONSE],
        pac_timeout=_seconds(settings[PAC_TIMEOUT]),
    )
    if access is AccessType.NO_PROXY:
        return replace(common, source=_told(settings, PROXY))
    common = replace(common, environment=settings.general.honoured_proxies)
    if settings[PROXY_PAC] or settings[PROXY_AUTO_DETECT] or access is AccessType.AUTOMATIC_PROXY:
        return _automatic(settings, common)
    if access is AccessType.NAMED_PROXY:
        return replace(
            common,
            mode=ProxyMode.NAMED,
            proxies=settings[PROXY].proxies,
            bypass=settings[PROXY_BYPASS] or "",
            source=_told(settings, PROXY),
        )
    return common


def _automatic(settings: Settings, common: ProxyPolicy) -> ProxyPolicy:
    """PAC and discovery; with access type AUTOMATIC the next source is asked when they fail."""
    by = PROXY_PAC if settings[PROXY_PAC] else PROXY_AUTO_DETECT
    is_access_type = settings[PROXY].access is AccessType.AUTOMATIC_PROXY
    return replace(
        common,
        mode=ProxyMode.AUTOMATIC,
        proxies=settings[PROXY].proxies,
        bypass=settings[PROXY_BYPASS] or "",
        pac_url=settings[PROXY_PAC] or "",
        auto_detect=settings[PROXY_AUTO_DETECT] or (is_access_type and not settings[PROXY_PAC]),
        source=_told(settings, by if settings.is_set(by) else PROXY),
        failover=is_access_type,
    )


def _told(settings: Settings, option: AnyOption) -> str:
    return settings.origin(option).text


def _seconds(milliseconds: int) -> float | None:
    return None if milliseconds in (0, INFINITE) else milliseconds / 1000
