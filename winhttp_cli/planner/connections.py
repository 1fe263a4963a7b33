"""Connections: addresses, limits, and what is fixed when the session is opened."""

from __future__ import annotations

from pathlib import Path

from winhttp_cli.options.connections import (
    CONNECT_RETRIES,
    MAX_CONNS_PER_1_0_SERVER,
    MAX_CONNS_PER_SERVER,
    MAX_HTTP_STATUS_CONTINUE,
    MAX_RESPONSE_DRAIN_SIZE,
    MAX_RESPONSE_HEADER_SIZE,
)
from winhttp_cli.options.diagnostics import WORKER_THREAD_COUNT
from winhttp_cli.options.kinds import INFINITE
from winhttp_cli.options.tool_body import COOKIE_JAR
from winhttp_cli.options.tool_network import (
    ADDRESS_FAMILY,
    CONNECT_TO,
    INTERFACE,
    RESOLVE,
    AddressFamilyChoice,
)
from winhttp_cli.plan import AddressFamily, ConnectTo, Limits, NetworkPolicy, ResolveOverride, SessionPlan
from winhttp_cli.planner.passport import sign_out_target
from winhttp_cli.settings.settings import Settings

_FAMILIES = {
    AddressFamilyChoice.ANY: AddressFamily.ANY,
    AddressFamilyChoice.IPV4: AddressFamily.IPV4,
    AddressFamilyChoice.IPV6: AddressFamily.IPV6,
}


def session_plan(settings: Settings) -> SessionPlan:
    """What the session handle is opened with."""
    jar = settings[COOKIE_JAR]
    return SessionPlan(
        connections_per_server=connection_limit(settings[MAX_CONNS_PER_SERVER]),
        connections_per_1_0_server=connection_limit(settings[MAX_CONNS_PER_1_0_SERVER]),
        cookie_jar=Path(jar) if jar else None,
        worker_threads=settings[WORKER_THREAD_COUNT],
        sign_out=sign_out_target(settings),
    )


def connection_limit(value: int) -> int | None:
    """0 stands for two, 0xFFFFFFFF for no limit (WinHTTP option flags, MAX_CONNS_PER_SERVER)."""
    return None if value == INFINITE else value or 2


def limits(settings: Settings) -> Limits:
    """The bounds on what a server may send."""
    return Limits(
        header_bytes=settings[MAX_RESPONSE_HEADER_SIZE],
        interim_responses=settings[MAX_HTTP_STATUS_CONTINUE],
        drain_bytes=settings[MAX_RESPONSE_DRAIN_SIZE],
    )


def network_policy(settings: Settings) -> NetworkPolicy:
    """Names, addresses and sockets. CONNECT_RETRIES 0 still tries the first address."""
    return NetworkPolicy(
        connect_retries=max(1, settings[CONNECT_RETRIES]),
        family=_FAMILIES[settings[ADDRESS_FAMILY]],
        interface=settings[INTERFACE] or "",
        resolve=tuple(
            ResolveOverride(rule.host, rule.port, rule.addresses) for rule in settings[RESOLVE]
        ),
        connect_to=tuple(
            ConnectTo(rule.from_host, rule.from_port, rule.to_host, rule.to_port)
            for rule in settings[CONNECT_TO]
        ),
    )
