"""`whttp tls --releases`: would a Windows release connect? Every cell held against the wire."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.lab.behaviours import closing, reply
from tests.lab.certificates import Identity, leaf
from tests.lab.client_hello import ClientHello, client_hello
from tests.lab.command import Whttp
from tests.lab.peers.nginx import Nginx
from tests.lab.raw_server import RawServer
from tests.lab.relay import Relay
from tests.lab.tls import server_context
from tests.lab.tls_document import tls_document

Start = Callable[..., RawServer]

#: the numbers of the versions on the wire (RFC 8446 section 4.2.1)
WIRE = {"TLS 1.0": 0x0301, "TLS 1.1": 0x0302, "TLS 1.2": 0x0303, "TLS 1.3": 0x0304}
#: a SECURE_PROTOCOLS bit and the version it stands for
BITS = {0x80: "TLS 1.0", 0x200: "TLS 1.1", 0x800: "TLS 1.2", 0x2000: "TLS 1.3"}
#: what each release offers of what can be spoken, in words of our own
OFFERS = {
    "windows-xp": {"TLS 1.0"},
    "windows-7": {"TLS 1.0"},
    "windows-server-2012": {"TLS 1.0"},
    "windows-8.1": {"TLS 1.0", "TLS 1.1", "TLS 1.2"},
    "windows-10": {"TLS 1.0", "TLS 1.1", "TLS 1.2"},
    "windows-server-2022": {"TLS 1.2", "TLS 1.3"},
    "windows-11": {"TLS 1.2", "TLS 1.3"},
}


def said(hello: ClientHello) -> set[int]:
    """What a ClientHello says: the versions of the extension, else only the highest one (RFC 5246
    appendix E.1; a server may choose a lower one, and the client then ends the handshake)."""
    return set(hello.versions) or {hello.legacy_version}


def to_be_said(mask: int) -> set[int]:
    """The same for a SECURE_PROTOCOLS mask."""
    numbers = {WIRE[name] for name in named(mask)}
    return numbers if WIRE["TLS 1.3"] in numbers else {max(numbers)}


def cells(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {release["release"]: release["offer"] for release in document["releases"]}


def named(mask: int) -> set[str]:
    return {name for bit, name in BITS.items() if bit & mask}


@pytest.fixture
def matrix(whttp: Whttp, lab_ca_file: Any) -> Callable[..., dict[str, Any]]:
    def run(port: int, *words: str) -> dict[str, Any]:
        target = f"localhost:{port}"
        done = whttp("tls", target, "--releases", "--json", "--ca-file", lab_ca_file, *words)
        return {**tls_document(done), "status": done.status}

    return run


@pytest.mark.parametrize("only", ["TLS 1.0", "TLS 1.1", "TLS 1.2", "TLS 1.3"])
def test_a_listener_of_one_version_takes_exactly_the_offers_that_hold_it(
    matrix: Callable[..., dict[str, Any]], nginx: Nginx, only: str
) -> None:
    found = cells(matrix(nginx.ports[only.replace("TLS ", "tls")]))
    for release, versions in OFFERS.items():
        cell = found[release]
        if only in versions:
            assert (cell["connects"], cell["version"], cell["code"]) == (True, only, None)
        else:
            assert (cell["connects"], cell["version"], cell["code"]) == (False, None, 12157)


def test_the_offers_are_the_client_hellos_that_were_recorded(
    matrix: Callable[..., dict[str, Any]], nginx: Nginx, relay: Callable[..., Relay]
) -> None:
    between = relay(("127.0.0.1", nginx.ports["tls"]))
    document = matrix(between.port)
    hellos = [said(client_hello(bytes(passed.up))) for passed in between.connections]
    measured = [cell["spoken"] for cell in cells(document).values()]
    measured += [r["offer"]["spoken"] for one in document["releases"] for r in one["readings"]]
    wanted = [to_be_said(mask) for mask in set(measured) if mask]
    assert len(wanted) == 4
    assert sorted(map(sorted, hellos)) == sorted(map(sorted, wanted))


def test_a_release_offers_what_it_is_known_to_offer(
    matrix: Callable[..., dict[str, Any]], nginx: Nginx
) -> None:
    found = cells(matrix(nginx.ports["tls"]))
    assert {release: named(found[release]["spoken"]) for release in OFFERS} == OFFERS
    best = {release: max(versions) for release, versions in OFFERS.items()}
    for release, version in best.items():
        connects = version in ("TLS 1.2", "TLS 1.3")
        assert found[release]["version"] == (version if connects else None)


def test_what_cannot_be_spoken_is_not_guessed(
    matrix: Callable[..., dict[str, Any]], nginx: Nginx
) -> None:
    document = matrix(nginx.ports["tls1.0"])
    readings = {one["release"]: one["readings"] for one in document["releases"] if one["readings"]}
    (com,) = readings["windows-xp"]
    assert com["mask"] == 0x28
    assert (com["offer"]["measured"], com["offer"]["connects"], com["offer"]["code"]) == (
        False,
        False,
        None,
    )
    assert "OpenSSL speaks neither SSL 2.0 nor SSL 3.0" in com["offer"]["message"]


def test_the_later_reading_of_windows_10_is_measured_too(
    matrix: Callable[..., dict[str, Any]], nginx: Nginx
) -> None:
    document = matrix(nginx.ports["tls1.1"])
    (ten,) = [one for one in document["releases"] if one["release"] == "windows-10"]
    (later,) = ten["readings"]
    assert ten["offer"]["connects"] is True
    assert (later["offer"]["measured"], later["offer"]["connects"], later["offer"]["code"]) == (
        True,
        False,
        12157,
    )


def test_a_bad_certificate_fails_the_offers_that_reach_it(
    matrix: Callable[..., dict[str, Any]], raw_server: Start, lab_issuer: Identity
) -> None:
    server = raw_server(reply(), tls=server_context(leaf(lab_issuer, "www.other.test")))
    document = matrix(server.port)
    found = cells(document)
    assert (found["windows-11"]["code"], found["windows-10"]["code"]) == (12175, 12175)
    assert (document["status"], document["failure"]["code"]) == (7, 12175)
    ignoring = cells(matrix(server.port, "--ignore", "cn-invalid"))
    assert ignoring["windows-11"]["connects"] is True


def test_without_a_server_there_is_no_matrix(
    matrix: Callable[..., dict[str, Any]], raw_server: Start
) -> None:
    with RawServer(b"") as gone:
        port = gone.port
    document = matrix(port)
    assert (document["releases"], document["status"]) == ([], 4)


def test_a_server_that_never_speaks_tls_fails_every_offer(
    matrix: Callable[..., dict[str, Any]], raw_server: Start
) -> None:
    server = raw_server(reply(), greeting=closing(b"HTTP/1.1 400 Bad Request\r\n\r\n"))
    document = matrix(server.port)
    assert {cell["code"] for cell in cells(document).values()} == {12157}
    assert document["status"] == 6


def test_only_what_went_out_is_said_to_be_offered(whttp: Whttp, nginx: Nginx) -> None:
    done = whttp("tls", nginx.url("tls1.3"), "--as", "windows-7")
    assert done.status == 6
    assert "refuses every TLS version offered: TLS 1.0 (alert protocol version)" in done.out
    assert "NOTE    SSL 3.0 allowed but not offered" in done.out


def test_an_offer_of_nothing_that_can_be_spoken_is_not_sent(whttp: Whttp, nginx: Nginx) -> None:
    done = whttp("tls", nginx.url("tls"), "--secure-protocols", "ssl2,ssl3")
    assert done.status == 6
    assert "SSL 2.0, SSL 3.0 allowed, and OpenSSL speaks TLS 1.0 to 1.3 only" in done.out


@pytest.mark.parametrize("columns", [80, 120])
def test_the_matrix_on_a_terminal(
    terminal: Callable[..., Any], nginx: Nginx, lab_ca_file: Any, columns: int
) -> None:
    target = f"localhost:{nginx.ports['tls1.0']}"
    shown = terminal("tls", target, "--releases", "--ca-file", lab_ca_file, columns=columns)
    rows = [line.split() for line in shown.lines if line.startswith("  windows-") and "0x" in line]
    assert len(rows) == 16
    assert ["windows-xp", "0xA0", "SSL", "3.0,", "TLS", "1.0", "TLS", "1.0"] in rows
    assert ["windows-11", "0x2800", "TLS", "1.2,", "TLS", "1.3", "no:", "12157"] in rows
    for fact in ("measured by 4 handshakes", "gives 0x28", "cannot speak them", "12157 ERROR_WINHTTP"):
        assert fact in " ".join(shown.text.split()), shown
    assert shown.status == 6
