"""`whttp tls --stores` and `--expires-in`: whom to trust, and how much longer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.lab.behaviours import reply
from tests.lab.certificates import DAY, Identity, intermediate, leaf
from tests.lab.command import Whttp
from tests.lab.raw_server import RawServer
from tests.lab.tls import server_context
from tests.lab.tls_document import tls_document

Start = Callable[..., RawServer]


@pytest.fixture
def serve(raw_server: Start) -> Start:
    return lambda identity: raw_server(reply(200, b"hello"), tls=server_context(identity))


@pytest.fixture
def server(serve: Start, localhost: Identity) -> RawServer:
    return serve(localhost)


def stores(document: dict[str, Any]) -> dict[str, bool]:
    return {one["store"]: one["trusted"] for one in document["stores"]}


# --- stores -------------------------------------------------------------------------------------------


def test_stores_are_compared_and_any_of_them_will_do(
    whttp: Whttp, server: RawServer, lab_ca_file: Path
) -> None:
    named = f"certifi,{lab_ca_file},system"
    done = whttp("tls", server.authority, "--stores", named, "--json")
    expected = {"certifi": False, f"{lab_ca_file.name} (--stores)": True, "the system's store": False}
    assert (done.status, stores(tls_document(done))) == (0, expected)


def test_a_directory_is_a_store(whttp: Whttp, server: RawServer, lab_ca_file: Path) -> None:
    done = whttp("tls", server.authority, "--stores", lab_ca_file.parent)
    assert done.status == 0, done
    assert whttp("tls", server.authority, "--stores", "certifi").status == 7


def test_no_store_that_knows_the_root_is_a_refusal(whttp: Whttp, server: RawServer) -> None:
    done = whttp("tls", server.authority, "--stores", "certifi,system", "--json")
    document = tls_document(done)
    assert (done.status, set(stores(document).values())) == (7, {False})
    trust = document["exchange"]["certificate"]["checks"][1]
    assert "certifi or the system's store" in trust["detail"]


def test_a_request_trusts_the_same_stores(whttp: Whttp, server: RawServer, lab_ca_file: Path) -> None:
    trusting = whttp("get", server.url(), "--stores", f"certifi,{lab_ca_file}")
    assert (trusting.status, trusting.out) == (0, "hello")
    assert whttp("get", server.url(), "--stores", "certifi").status == 7


def test_two_flags_may_not_both_say_whom_to_trust(
    whttp: Whttp, server: RawServer, lab_ca_file: Path
) -> None:
    done = whttp("get", server.url(), "--stores", "certifi", "--ca-file", lab_ca_file)
    assert done.status == 2
    assert "--stores and --ca-file both say whom to trust" in done.err
    assert server.connections == []


def test_a_flag_outranks_the_store_of_the_file(
    whttp: Whttp, server: RawServer, lab_ca_file: Path
) -> None:
    whttp.configure('stores = "certifi"\n')
    assert whttp("get", server.url(), "--ca-file", lab_ca_file).status == 0
    whttp.configure(f'ca_file = "{lab_ca_file}"\n')
    assert whttp("get", server.url(), "--stores", "certifi").status == 7


@pytest.mark.parametrize("missing", ["nowhere.pem", "/dev/null"])
def test_a_store_without_roots_is_status_14(whttp: Whttp, server: RawServer, missing: str) -> None:
    done = whttp("tls", server.authority, "--stores", missing)
    assert done.status == 14, done
    assert missing in done.out


# --- expiry -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("time", "status"), [("30d", 20), ("5w", 20), ("19d", 0), ("455h", 0), ("1000000s", 0)]
)
def test_a_certificate_that_ends_in_twenty_days(
    whttp: Whttp, serve: Start, lab_issuer: Identity, lab_ca_file: Path, time: str, status: int
) -> None:
    server = serve(leaf(lab_issuer, "localhost", ends=20 * DAY))
    done = whttp("tls", server.authority, "--ca-file", lab_ca_file, "--expires-in", time, "--json")
    document = tls_document(done)
    assert done.status == status, done
    assert document["expiry"]["expires"] is (status == 20)
    assert document["expiry"]["certificate"] == "localhost"
    assert document["handshake"]["accepted"] is True


def test_an_intermediate_that_ends_first_decides(
    whttp: Whttp, serve: Start, lab_ca: Identity, lab_ca_file: Path
) -> None:
    server = serve(leaf(intermediate(lab_ca, "Short CA", ends=10 * DAY), "localhost"))
    done = whttp("tls", server.authority, "--ca-file", lab_ca_file, "--expires-in", "2w")
    assert done.status == 20
    assert "EXPIRES Short CA" in done.out


def test_a_refused_handshake_keeps_its_own_status(
    whttp: Whttp, serve: Start, lab_issuer: Identity
) -> None:
    server = serve(leaf(lab_issuer, "localhost", ends=DAY))
    done = whttp("tls", server.authority, "--stores", "certifi", "--expires-in", "30d")
    assert done.status == 7
    assert "EXPIRES localhost" in done.out


# --- scripts ------------------------------------------------------------------------------------------


def test_queries_print_their_values_alone(whttp: Whttp, server: RawServer, lab_ca_file: Path) -> None:
    asked = ("--query", "security_key_bitness", "--query", "security_flags")
    done = whttp("tls", server.authority, "--ca-file", lab_ca_file, *asked)
    assert (done.status, done.out) == (0, "256\n0x20000001\n")


def test_a_query_after_a_failure_keeps_the_error_on_standard_error(
    whttp: Whttp, server: RawServer
) -> None:
    done = whttp("tls", server.authority, "--stores", "certifi", "--query", "security_key_bitness")
    assert (done.status, done.out) == (7, "256\n")
    assert "12175 ERROR_WINHTTP_SECURE_FAILURE" in done.err


def test_expectations_hold_or_end_with_status_20(
    whttp: Whttp, server: RawServer, lab_ca_file: Path
) -> None:
    words = ("tls", server.authority, "--ca-file", lab_ca_file, "--expect")
    assert whttp(*words, "security_key_bitness=256").status == 0
    assert whttp(*words, "security_key_bitness=128").status == 20
