"""Names of services, as NTLM and Negotiate are told them."""

from __future__ import annotations

import pytest

from winhttp_cli.engine.logins import server_service
from winhttp_cli.plan import Target


@pytest.mark.parametrize(
    ("host", "port", "plain", "with_port"),
    [
        ("web.lab", 80, "HTTP/web.lab", "HTTP/web.lab:80"),
        ("web.lab", 8443, "HTTP/web.lab", "HTTP/web.lab:8443"),
        ("Web", 443, "HTTP/Web", "HTTP/Web:443"),
        ("192.0.2.1", 80, "HTTP/192.0.2.1", "HTTP/192.0.2.1:80"),
        ("::1", 80, "HTTP/::1", "HTTP/[::1]:80"),
        ("fe80::1%eth0", 80, "HTTP/fe80::1", "HTTP/[fe80::1]:80"),
    ],
)
def test_a_servers_service_name_is_its_host_as_given(
    host: str, port: int, plain: str, with_port: str
) -> None:
    target = Target("http", host, port, "/")
    assert server_service(target, has_port=False) == plain
    assert server_service(target, has_port=True) == with_port
