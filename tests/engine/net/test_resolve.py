"""Names to addresses: literals, --resolve, families, the resolve timer, not found."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest

from tests.engine.net.sockets import Heard
from winhttp_cli.engine.net.resolve import resolve
from winhttp_cli.errors import Code, ExchangeFault, ExitStatus, Timer
from winhttp_cli.events import ResolveDone, ResolveStarted
from winhttp_cli.plan import AddressFamily, NetworkPolicy, ResolveOverride, Timeouts

PLAIN = NetworkPolicy()


def texts(host: str, network: NetworkPolicy = PLAIN, port: int = 443) -> list[str]:
    found = resolve(host, port, network=network, timeouts=Timeouts(), emit=Heard(), deadline=None)
    return [address.text for address in found]


def fault(
    host: str,
    network: NetworkPolicy = PLAIN,
    timeouts: Timeouts | None = None,
    deadline: float | None = None,
) -> ExchangeFault:
    with pytest.raises(ExchangeFault) as caught:
        resolve(
            host, 443, network=network, timeouts=timeouts or Timeouts(), emit=Heard(), deadline=deadline
        )
    return caught.value


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """A system resolver that knows only these names; literals are answered by the real one."""
    known: dict[str, list[str]] = {}
    real = socket.getaddrinfo

    def getaddrinfo(
        host: bytes, port: int, family: int = 0, kind: int = 0, proto: int = 0, flags: int = 0
    ):
        if flags & socket.AI_NUMERICHOST:
            return real(host, port, family, kind, proto, flags)
        found = []
        for text in known.get(host.decode("ascii"), []):
            entry = real(text, port, 0, kind, proto, socket.AI_NUMERICHOST)[0]
            if family in (0, entry[0]):
                found.append(entry)
        if not found:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return found

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return known


@pytest.fixture
def hanging_resolver(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    release = threading.Event()
    real = socket.getaddrinfo

    def getaddrinfo(
        host: bytes, port: int, family: int = 0, kind: int = 0, proto: int = 0, flags: int = 0
    ):
        if not flags & socket.AI_NUMERICHOST:
            release.wait()
        return (
            real("127.0.0.1", port, family, kind, proto, flags)
            if not flags
            else real(host, port, flags=flags)
        )

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    yield release
    release.set()


def test_a_name_gives_its_addresses_in_the_order_of_the_system(names: dict[str, list[str]]) -> None:
    names["three.test"] = ["192.0.2.1", "2001:db8::1", "192.0.2.2", "192.0.2.1"]
    assert texts("three.test") == ["192.0.2.1:443", "[2001:db8::1]:443", "192.0.2.2:443"]


def test_the_events_tell_the_name_and_every_address(names: dict[str, list[str]]) -> None:
    names["two.test"] = ["192.0.2.1", "192.0.2.2"]
    heard = Heard()
    resolve("two.test", 80, network=PLAIN, timeouts=Timeouts(), emit=heard, deadline=None)
    started, done = heard
    assert isinstance(started, ResolveStarted)
    assert started.host == "two.test"
    assert isinstance(done, ResolveDone)
    assert (done.addresses, done.source) == (("192.0.2.1", "192.0.2.2"), "")


@pytest.mark.parametrize(
    ("family", "expected"),
    [(AddressFamily.IPV4, ["192.0.2.1:443"]), (AddressFamily.IPV6, ["[2001:db8::1]:443"])],
)
def test_a_family_leaves_the_other_out(
    names: dict[str, list[str]], family: AddressFamily, expected: list[str]
) -> None:
    names["both.test"] = ["192.0.2.1", "2001:db8::1"]
    assert texts("both.test", NetworkPolicy(family=family)) == expected


@pytest.mark.parametrize(("host", "expected"), [("127.0.0.1", "127.0.0.1:443"), ("::1", "[::1]:443")])
def test_a_literal_is_not_looked_up_but_told(
    names: dict[str, list[str]], host: str, expected: str
) -> None:
    heard = Heard()
    found = resolve(host, 443, network=PLAIN, timeouts=Timeouts(), emit=heard, deadline=None)
    assert [address.text for address in found] == [expected]
    assert heard.kinds == ["ResolveStarted", "ResolveDone"]


def test_an_ipv6_zone_becomes_the_scope_of_the_address() -> None:
    loopback = socket.if_nameindex()[0]
    found = resolve(
        f"fe80::1%{loopback[1]}", 443, network=PLAIN, timeouts=Timeouts(), emit=Heard(), deadline=None
    )
    assert found[0].sockaddr[3] == loopback[0]
    assert found[0].text == f"[fe80::1%{loopback[1]}]:443"


@pytest.mark.parametrize(("host", "zone"), [("fe80::1%nosuch9", "nosuch9"), ("::1%lo", "lo")])
def test_a_zone_that_names_nothing_is_told(host: str, zone: str) -> None:
    refused = fault(host, PLAIN)
    assert refused.code is Code.ERROR_WINHTTP_NAME_NOT_RESOLVED
    assert f"no interface {zone} here, or not a link-local address" in refused.message


def test_a_literal_of_the_wrong_family_is_not_resolved() -> None:
    refused = fault("::1", NetworkPolicy(family=AddressFamily.IPV4))
    assert refused.code is Code.ERROR_WINHTTP_NAME_NOT_RESOLVED


def test_a_name_not_found_is_12007_with_11001(names: dict[str, list[str]]) -> None:
    missing = fault("no-such-name.test")
    assert (missing.code, missing.status) == (Code.ERROR_WINHTTP_NAME_NOT_RESOLVED, ExitStatus.NAME)
    assert missing.extended == 11001
    assert missing.message == "cannot resolve no-such-name.test: name or service not known"


def test_a_name_not_found_shows_what_an_a_label_reads_as(names: dict[str, list[str]]) -> None:
    assert "xn--bcher-kva.test (bücher.test)" in fault("xn--bcher-kva.test").message


@pytest.mark.parametrize("host", ["", "a..test", "a" * 64 + ".test", ".".join(["abcdefgh"] * 30), "a\0b"])
def test_what_cannot_be_a_host_name_is_12007(host: str) -> None:
    assert fault(host).code is Code.ERROR_WINHTTP_NAME_NOT_RESOLVED


def test_the_resolve_timer_ends_a_hanging_lookup(hanging_resolver: threading.Event) -> None:
    late = fault("slow.test", timeouts=Timeouts(resolve=0.02))
    assert (late.code, late.timer) == (Code.ERROR_WINHTTP_TIMEOUT, Timer.RESOLVE)
    assert late.message == "timed out resolving slow.test: resolve timeout of 20 ms"


def test_the_whole_time_ends_a_hanging_lookup_as_max_time(hanging_resolver: threading.Event) -> None:
    late = fault("slow.test", timeouts=Timeouts(resolve=60.0), deadline=0.0)
    assert late.timer is Timer.TOTAL


def test_an_override_answers_without_the_system(names: dict[str, list[str]]) -> None:
    heard = Heard()
    network = NetworkPolicy(resolve=(ResolveOverride("Api.Test", 443, ("192.0.2.9", "[2001:db8::9]")),))
    found = resolve("api.test", 443, network=network, timeouts=Timeouts(), emit=heard, deadline=None)
    assert [address.text for address in found] == ["192.0.2.9:443", "[2001:db8::9]:443"]
    assert isinstance(heard[-1], ResolveDone)
    assert heard[-1].source == "--resolve"


def test_an_override_for_another_port_does_not_apply(names: dict[str, list[str]]) -> None:
    names["api.test"] = ["192.0.2.1"]
    network = NetworkPolicy(resolve=(ResolveOverride("api.test", 80, ("192.0.2.9",)),))
    assert texts("api.test", network) == ["192.0.2.1:443"]


def test_an_exact_override_goes_before_the_wildcard_and_the_last_before_the_first() -> None:
    network = NetworkPolicy(
        resolve=(
            ResolveOverride("api.test", None, ("192.0.2.1",)),
            ResolveOverride("api.test", 443, ("192.0.2.2",)),
            ResolveOverride("*", 443, ("192.0.2.3",)),
        )
    )
    assert texts("api.test", network) == ["192.0.2.2:443"]
    assert texts("other.test", network) == ["192.0.2.3:443"]


def test_an_override_that_is_no_address_is_12007_and_named() -> None:
    network = NetworkPolicy(resolve=(ResolveOverride("api.test", 443, ("not-an-address",)),))
    assert "not-an-address" in fault("api.test", network).message
