"""What -k lets pass and what it does not, and the versions that are asked for."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.lab.behaviours import reply
from tests.lab.certificates import CLIENT, DAY, Identity, intermediate, leaf, root
from tests.lab.command import Whttp
from tests.lab.peers.nginx import Nginx
from tests.lab.raw_server import RawServer
from tests.lab.revocation import revocation_list
from tests.lab.tls import server_context

Start = Callable[..., RawServer]


@pytest.fixture
def serve(raw_server: Start) -> Callable[[Identity], RawServer]:
    return lambda identity: raw_server(reply(200, b"hello"), tls=server_context(identity))


def test_k_prints_what_it_hid_each_fault_on_a_line(
    whttp: Whttp, serve: Start, lab_issuer: Identity
) -> None:
    wrong = leaf(lab_issuer, "www.other.test", starts=-9 * DAY, ends=-5 * DAY, usages=(CLIENT,))
    run = whttp("get", serve(wrong).url(), "-k")
    assert (run.status, run.out) == (0, "hello")
    lines = run.err.splitlines()
    assert [line.rpartition(" ")[2] for line in lines] == ["(12045)", "(12038)", "(12037)", "(12179)"]
    assert all(line.startswith("whttp: -k let pass ") for line in lines)


def test_k_that_hides_nothing_says_nothing(
    whttp: Whttp, serve: Start, localhost: Identity, lab_ca_file: Path
) -> None:
    run = whttp("get", serve(localhost).url(), "-k", "--ca-file", lab_ca_file)
    assert (run.status, run.err) == (0, "")


def test_a_single_flag_is_not_repeated_and_quiet_is_quiet(
    whttp: Whttp, serve: Start, localhost: Identity
) -> None:
    url = serve(localhost).url()
    assert whttp("get", url, "--ignore", "unknown-ca").err == ""
    assert whttp("get", url, "-k", "-q").err == ""


def unforgivable(authority: Identity) -> dict[str, Identity]:
    """Each with one fault that has no flag."""
    short = intermediate(authority, "No Further", path_length=0)
    narrow = intermediate(authority, "Names Of Others", permitted=("other.test",))
    return {
        "path length": leaf(intermediate(short, "One Too Many"), "localhost"),
        "constraints": leaf(narrow, "localhost"),
        "bad signature": leaf(authority, "localhost", tamper=True),
        "revoked": leaf(authority, "localhost"),
    }


@pytest.mark.parametrize("fault", ["path length", "constraints", "bad signature", "revoked"])
def test_a_fault_without_a_flag_is_passed_by_none_not_even_k(
    fault: str, whttp: Whttp, serve: Start, tmp_path: Path
) -> None:
    authority = root("Strict Root")
    (tmp_path / "root.pem").write_bytes(authority.pem)
    bad = unforgivable(authority)[fault]
    flags: list[Any] = ["--ca-file", tmp_path / "root.pem"]
    if fault == "revoked":
        (tmp_path / "list.crl").write_bytes(revocation_list(authority, bad))
        flags += ["--enable-feature", "ssl-revocation", "--crl-file", tmp_path / "list.crl"]
    server = serve(bad)
    for lenient in ((), ("-k",), ("--security-flags", "0x13300")):
        run = whttp("get", server.url(), *flags, *lenient)
        assert run.status == 7, run
        assert "no flag passes this" in run.err
    assert server.requests == []


@pytest.mark.parametrize(
    "bits", ["0x1", "secure", "strength-strong", "0x10000000", "0x20000000", "0x40000000", "0x101"]
)
def test_bits_that_may_only_be_read_are_refused_with_87(
    bits: str, whttp: Whttp, serve: Start, localhost: Identity
) -> None:
    server = serve(localhost)
    run = whttp("get", server.url(), "--security-flags", bits)
    assert run.status == 2
    assert "87 ERROR_INVALID_PARAMETER" in run.err
    assert server.connections == []


# --- versions ------------------------------------------------------------------------------------------

#: the mask, and of the listeners of one version each those that it speaks to
MASKS = {
    "tls1": ["tls1.0"],
    "tls1.1": ["tls1.1"],
    "tls1|tls1.2": ["tls1.0", "tls1.2"],
    "tls1|tls1.3": ["tls1.0", "tls1.3"],
    "tls1.1|tls1.3": ["tls1.1", "tls1.3"],
    "0xA80": ["tls1.0", "tls1.1", "tls1.2"],
    "ssl3|tls1.2": ["tls1.2"],
}


@pytest.mark.parametrize("mask", MASKS)
def test_a_mask_speaks_to_its_versions_and_to_no_other(
    mask: str, whttp: Whttp, nginx: Nginx, lab_ca_file: Path
) -> None:
    for name in ("tls1.0", "tls1.1", "tls1.2", "tls1.3"):
        url = nginx.url(name, "/protocol")
        run = whttp("get", url, "--ca-file", lab_ca_file, "--secure-protocols", mask)
        assert run.status == (0 if name in MASKS[mask] else 6), (name, run)
        assert ("12157" in run.err) is (run.status == 6)


def test_ssl_among_others_is_a_warning_and_alone_a_failure(
    whttp: Whttp, nginx: Nginx, lab_ca_file: Path
) -> None:
    get = ("get", nginx.url("tls"), "--ca-file", lab_ca_file, "--secure-protocols")
    run = whttp(*get, "ssl3|tls1.2")
    assert run.status == 0
    assert (
        run.err
        == "whttp: --secure-protocols: ssl3 cannot be offered, no TLS library of today speaks it\n"
    )
    assert whttp(*get, "tls1.2").err == ""
    run = whttp(*get, "ssl2|ssl3")
    assert run.status == 6
    assert "no TLS version to offer: SSL 2.0, SSL 3.0 allowed" in run.err


def test_the_offer_of_a_release_is_not_the_users_word(
    whttp: Whttp, nginx: Nginx, lab_ca_file: Path
) -> None:
    run = whttp("get", nginx.url("tls1.0"), "--ca-file", lab_ca_file, "--as", "windows-7")
    assert (run.status, run.err) == (0, "")


# --- what is accepted and changes nothing, and what is secret ------------------------------------------


def test_revert_impersonation_says_that_it_changes_nothing(
    whttp: Whttp, serve: Start, localhost: Identity, lab_ca_file: Path
) -> None:
    get = ("get", serve(localhost).url(), "--ca-file", lab_ca_file)
    run = whttp(*get, "--enable-feature", "ssl-revert-impersonation")
    assert (run.status, run.out) == (0, "hello")
    assert "ssl-revert-impersonation changes nothing: whttp never impersonates" in run.err
    assert whttp(*get).err == ""


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights elsewhere")
def test_the_secrets_of_a_handshake_are_their_owners_alone(
    whttp: Whttp, serve: Start, localhost: Identity, lab_ca_file: Path, tmp_path: Path
) -> None:
    log = tmp_path / "keys.log"
    get = ("get", serve(localhost).url(), "--ca-file", lab_ca_file)
    whttp(*get, env={"SSLKEYLOGFILE": str(log)})
    assert b"CLIENT_TRAFFIC_SECRET_0" in log.read_bytes()
    assert log.stat().st_mode & 0o077 == 0


def test_a_rejected_chain_that_bears_a_products_name_is_called_inspection(
    whttp: Whttp, serve: Start
) -> None:
    gateway = intermediate(root("Zscaler Root CA"), "Zscaler Intermediate Root CA")
    run = whttp("get", serve(leaf(gateway, "localhost")).url())
    assert run.status == 7
    assert 'likely TLS inspection: the authority "Zscaler Intermediate Root CA"' in run.err


def test_a_private_authority_is_accused_of_nothing(
    whttp: Whttp, serve: Start, localhost: Identity
) -> None:
    run = whttp("get", serve(localhost).url())
    assert (run.status, "inspection" in run.err) == (7, False)
