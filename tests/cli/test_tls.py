"""TLS from the command line: what was agreed, and every fault with its number and its flag."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.lab.behaviours import closing, reply
from tests.lab.certificates import CLIENT, DAY, Identity, leaf, root
from tests.lab.command import Whttp
from tests.lab.raw_server import RawServer
from tests.lab.tls import server_context

Start = Callable[..., RawServer]


@pytest.fixture
def serve(raw_server: Start) -> Callable[..., RawServer]:
    def start(identity: Identity, **knobs: Any) -> RawServer:
        return raw_server(reply(200, b"secret"), tls=server_context(identity, **knobs))

    return start


def test_a_good_certificate_is_accepted_and_queried(
    whttp: Whttp, serve: Start, localhost: Identity, lab_ca_file: Path
) -> None:
    asked = ("security_flags", "security_key_bitness", "http_protocol_used")
    flags = [word for name in asked for word in ("--query", name)]
    done = whttp("get", serve(localhost).url(), "--ca-file", lab_ca_file, *flags)
    assert (done.status, done.out) == (0, "0x20000001\n256\n0x0\n"), done


def test_the_summary_names_protocol_certificate_flags_and_route(
    whttp: Whttp, serve: Start, localhost: Identity, lab_ca_file: Path
) -> None:
    done = whttp("get", serve(localhost).url(), "--ca-file", lab_ca_file, "-v")
    assert done.stdout == b"secret"
    for fact in ("HTTP/1.1 over TLS 1.3", "SECURE, STRONG", "Lab Issuing CA 3", "direct 127.0.0.1"):
        assert fact in done.err, done


def planted(issuer: Identity) -> dict[str, Identity]:
    return {
        "unknown-ca": leaf(root("Nobody's Root"), "localhost"),
        "cn-invalid": leaf(issuer, "www.other.test"),
        "date-invalid": leaf(issuer, "localhost", starts=-9 * DAY, ends=-5 * DAY),
        "wrong-usage": leaf(issuer, "localhost", usages=(CLIENT,)),
    }


FAULTS = {"unknown-ca": 12045, "cn-invalid": 12038, "date-invalid": 12037, "wrong-usage": 12179}


@pytest.mark.parametrize(("fault", "number"), FAULTS.items())
def test_each_fault_is_refused_named_and_forgiven_by_its_own_flag_only(
    whttp: Whttp, serve: Start, lab_issuer: Identity, lab_ca_file: Path, fault: str, number: int
) -> None:
    server = serve(planted(lab_issuer)[fault])
    refused = whttp("get", server.url(), "--ca-file", lab_ca_file)
    assert (refused.status, refused.out) == (7, "")
    assert "12175 ERROR_WINHTTP_SECURE_FAILURE" in refused.err
    assert f"{number}  --ignore {fault}" in refused.err, refused
    assert server.requests == []
    for other in FAULTS:
        done = whttp("get", server.url(), "--ca-file", lab_ca_file, "--ignore", other)
        assert done.status == (0 if other == fault else 7), (other, done)


def test_a_refused_certificate_keeps_its_status_under_query(
    whttp: Whttp, serve: Start, lab_issuer: Identity
) -> None:
    server = serve(leaf(lab_issuer, "localhost"))
    done = whttp("get", server.url(), "--query", "http_protocol_used", "--query", "security_key_bitness")
    assert (done.status, done.out) == (7, "\n256\n")


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_a_refused_certificate_leaves_the_cipher_known_and_nothing_secured(
    whttp: Whttp, lab_issuer: Identity, raw_server: Start, version: ssl.TLSVersion
) -> None:
    context = server_context(leaf(lab_issuer, "localhost"))
    context.maximum_version = version
    server = raw_server(reply(200, b"secret"), tls=context)
    document = whttp("get", server.url(), "--json").json
    assert document["winhttp"]["SECURITY_KEY_BITNESS"] == "256"
    assert document["winhttp"]["SECURITY_CERTIFICATE_STRUCT"]["key_size"] == 256
    assert document["winhttp"]["SECURITY_FLAGS"] == "0x0"
    exchange = document["exchanges"][0]
    assert (exchange["tls"], exchange["refused_tls"]["bits"]) == (None, 256)


def test_no_cipher_is_known_where_none_was_agreed(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(reply(), greeting=closing(b"HTTP/1.1 400 Bad Request\r\n\r\n"))
    url = server.url().replace("http:", "https:")
    assert whttp("get", url, "--query", "security_key_bitness").out == "\n"


def test_a_plain_port_spoken_to_by_tls(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(reply(), greeting=closing(b"HTTP/1.1 400 Bad Request\r\n\r\n"))
    done = whttp("get", server.url().replace("http:", "https:"))
    assert done.status == 6, done
    assert "12157 ERROR_WINHTTP_SECURE_CHANNEL_ERROR" in done.err
