"""A client certificate as a user meets it: asked for, sent, left out, refused, and asked for late."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.lab.behaviours import redirect, reply
from tests.lab.certificates import Identity, client, intermediate, root
from tests.lab.command import Whttp
from tests.lab.peers.apache import Apache
from tests.lab.peers.nginx import Nginx
from tests.lab.raw_server import RawServer
from tests.lab.tls import Version, server_context

Start = Callable[..., RawServer]
Flags = tuple[str | Path, ...]


@pytest.fixture
def alice(lab_ca: Identity, tmp_path: Path) -> Flags:
    """The flags that send a good certificate."""
    return ("--client-cert-context", client(lab_ca).write(tmp_path, "alice").bundle)


@pytest.fixture
def trusted(lab_ca_file: Path) -> Flags:
    return ("--ca-file", lab_ca_file)


def test_a_server_that_asks_gets_one_where_one_was_chosen(
    whttp: Whttp, nginx: Nginx, trusted: Flags, alice: Flags
) -> None:
    for name in ("client-optional", "client-required"):
        assert whttp("get", nginx.url(name, "/client"), *trusted, *alice).out.startswith(
            "SUCCESS CN=alice"
        )


def test_nothing_chosen_is_12044_with_the_issuers_and_the_way_on(
    whttp: Whttp, nginx: Nginx, trusted: Flags
) -> None:
    run = whttp("get", nginx.url("client-optional", "/client"), *trusted)
    assert (run.status, run.out) == (8, "")
    assert "it accepts O=whttp lab, CN=Lab Root R1" in run.err
    assert "12044 ERROR_WINHTTP_CLIENT_AUTH_CERT_NEEDED" in run.err
    assert "--client-cert-context none goes on without" in run.err


def test_none_goes_on_and_the_answer_is_the_servers(whttp: Whttp, nginx: Nginx, trusted: Flags) -> None:
    none = ("--client-cert-context", "none")
    assert whttp("get", nginx.url("client-optional", "/client"), *trusted, *none).out == "NONE \n"
    run = whttp("get", nginx.url("client-required", "/client"), *trusted, *none)
    assert (run.status, "400 No required SSL certificate was sent" in run.out) == (0, True)


@pytest.mark.parametrize("name", ["client-required-1.2", "client-required-1.3"])
def test_an_alert_for_want_of_one_is_the_servers_refusal(
    name: str, whttp: Whttp, apache: Apache, trusted: Flags
) -> None:
    run = whttp("get", apache.url(name), *trusted, "--client-cert-context", "none")
    assert run.status == 8
    assert "localhost refused to go on without a client certificate" in run.err
    assert "hint: --client-cert-context FILE sends one" in run.err


def test_an_alert_after_ours_was_sent_says_so(
    whttp: Whttp, apache: Apache, trusted: Flags, lab_ca: Identity, tmp_path: Path
) -> None:
    """Apache's SSLVerifyDepth of 1 ends a chain of two in the alert internal_error."""
    deep = client(intermediate(lab_ca)).write(tmp_path, "deep").bundle
    run = whttp("get", apache.url("client-required-1.3"), *trusted, "--client-cert-context", deep)
    assert run.status == 6
    assert "after our client certificate was sent" in run.err


def test_one_of_a_stranger_is_refused_by_name(
    whttp: Whttp, raw_server: Start, localhost: Identity, lab_ca: Identity, trusted: Flags, tmp_path: Path
) -> None:
    knobs = {"client_authorities": [lab_ca], "client_required": True, "highest": Version.TLSv1_2}
    server = raw_server(reply(), tls=server_context(localhost, **knobs))
    stranger = client(root("Another Root"), "mallory").write(tmp_path, "mallory").bundle
    run = whttp("get", server.url(), *trusted, "--client-cert-context", stranger)
    assert run.status == 8
    assert "refused the client certificate (alert unknown ca)" in run.err
    assert "hint" not in run.err


def test_a_renegotiation_for_one_is_answered_and_told(
    whttp: Whttp, apache: Apache, trusted: Flags, alice: Flags
) -> None:
    url = apache.url("client-per-directory-1.2", "/client/hello.txt")
    run = whttp("get", url, *trusted, *alice, "-v")
    assert run.out == "hello from Apache\n"
    assert "* note     localhost renegotiates TLS, and asks for a client certificate: sent\n" in run.err


def test_a_renegotiation_with_none_chosen_is_12044_and_told(
    whttp: Whttp, apache: Apache, trusted: Flags
) -> None:
    url = apache.url("client-per-directory-1.2", "/client/hello.txt")
    run = whttp("get", url, *trusted, "-v")
    assert (run.status, run.out) == (8, "")
    assert "asks for a client certificate: none sent" in run.err
    assert "12044" in run.err


def test_without_a_renegotiation_none_is_told(whttp: Whttp, apache: Apache, trusted: Flags) -> None:
    run = whttp("get", apache.url("client-per-directory-1.2"), *trusted, "-v")
    assert run.status == 0
    assert "renegotiates" not in run.err


def test_by_flag_on_a_plain_url_it_is_12019(whttp: Whttp, raw_server: Start, alice: Flags) -> None:
    server = raw_server(reply(200, b"hello"))
    run = whttp("get", server.url(), *alice)
    assert (run.status, "12019" in run.err) == (2, True)
    assert server.connections == []


def test_from_a_file_it_is_passed_over_on_a_plain_url_with_a_note(
    whttp: Whttp, raw_server: Start, alice: Flags
) -> None:
    whttp.configure(f'client_cert_context = "{alice[1]}"\n')
    url = raw_server(reply(200, b"hello")).url()
    run = whttp("get", url, "-v")
    assert (run.status, run.out) == (0, "hello")
    assert "* note     config.toml: client-cert-context is passed over" in run.err
    assert whttp("get", url).err == ""


def test_from_a_file_it_is_there_for_the_hop_that_wants_it(
    whttp: Whttp, nginx: Nginx, raw_server: Start, trusted: Flags, alice: Flags
) -> None:
    whttp.configure(f'client_cert_context = "{alice[1]}"\n')
    server = raw_server(redirect(nginx.url("client-required", "/client")))
    assert whttp("get", server.url(), *trusted).out.startswith("SUCCESS CN=alice")


def test_the_issuer_list_is_a_query_on_both_versions(
    whttp: Whttp, apache: Apache, trusted: Flags
) -> None:
    for name in ("client-required-1.2", "client-required-1.3"):
        run = whttp("get", apache.url(name), *trusted, "--query", "CLIENT_CERT_ISSUER_LIST")
        assert "Lab Root R1" in run.out


def test_what_cannot_be_used_says_what_would_help(
    whttp: Whttp, nginx: Nginx, trusted: Flags, lab_ca: Identity, tmp_path: Path
) -> None:
    files = client(lab_ca).write(tmp_path, "alice")
    closed = tmp_path / "alice.p12"
    closed.write_bytes(client(lab_ca).p12(b"open sesame"))
    get = ("get", nginx.url("client-required"), *trusted, "--client-cert-context")
    for file, number, hint in (
        (files.certificate, 12185, "--client-cert-key FILE names it"),
        (closed, 12186, "--client-cert-password-prompt asks for it"),
    ):
        run = whttp(*get, file)
        assert run.status == 8
        assert f"{number} " in run.err
        assert f"hint: {hint}" in run.err
    wrong = whttp(*get, closed, "--client-cert-password-env", "PW", env={"PW": "wrong"})
    assert (wrong.status, "hint" in wrong.err) == (8, False)
