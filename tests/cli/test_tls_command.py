"""`whttp tls SERVER`: what was agreed, the chain, every check, and the ways there."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.lab.behaviours import closing, reply
from tests.lab.certificates import CLIENT, DAY, Identity, KeyKind, intermediate, leaf, root
from tests.lab.client_hello import client_hello
from tests.lab.command import Whttp
from tests.lab.peers.nginx import Nginx
from tests.lab.peers.proxies import PASSWORD, USER, Squid
from tests.lab.raw_server import RawServer
from tests.lab.relay import Relay
from tests.lab.tls import Version, server_context
from tests.lab.tls_document import tls_document, validator

Start = Callable[..., RawServer]
Look = Callable[..., dict[str, Any]]


@pytest.fixture
def serve(raw_server: Start) -> Start:
    """Starts a TLS server that shows this identity."""

    def start(identity: Identity, **knobs: Any) -> RawServer:
        return raw_server(reply(200, b"hello"), tls=server_context(identity, **knobs))

    return start


@pytest.fixture
def look(whttp: Whttp, lab_ca_file: Path) -> Look:
    """Runs `whttp tls ... --json` trusting the lab's root; the status is put into the document."""

    def run(*arguments: object, env: dict[str, str] | None = None) -> dict[str, Any]:
        words = [str(word) for word in arguments]
        done = whttp("tls", *words, "--ca-file", lab_ca_file, "--json", env=env)
        return {**tls_document(done), "status": done.status}

    return run


def failing(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    checks = document["exchange"]["certificate"]["checks"]
    return {check["name"]: check for check in checks if check["verdict"] == "fail"}


def test_the_schema_is_a_schema() -> None:
    validator().check_schema(validator().schema)
    assert not validator().is_valid({"schema": 1, "kind": "server"})


# --- what was agreed ----------------------------------------------------------------------------------


def test_what_is_told_is_what_the_server_saw(look: Look, serve: Start, localhost: Identity) -> None:
    server = serve(localhost, alpn=("http/1.1",))
    document = look(server.authority)
    told, (first, second) = document["handshake"], server.connections
    assert document["status"] == 0
    assert first.tls == ("TLSv1.3", told["cipher"], told["alpn"])
    assert (told["version"], told["bits"], told["server_name"]) == ("TLS 1.3", 256, first.server_name)
    assert told["resumes"] is True
    assert second.tls == first.tls
    assert server.requests == []


def test_the_chain_is_the_one_that_was_sent(look: Look, serve: Start, localhost: Identity) -> None:
    assert localhost.issuer is not None
    certificate = look(serve(localhost).authority)["exchange"]["certificate"]
    sent = [hashlib.sha256(identity.der).hexdigest() for identity in (localhost, localhost.issuer)]
    assert [one["sha256"] for one in certificate["chain"]] == sent
    assert certificate["chain"][0]["names"] == ["localhost", "ip:127.0.0.1", "ip:::1"]


def test_where_to_ask_about_a_certificate_is_told(look: Look, serve: Start, lab_issuer: Identity) -> None:
    urls = {"ocsp_url": "http://o.test/", "crl_url": "http://c.test/l", "issuer_url": "http://i.test/c"}
    server = serve(leaf(lab_issuer, "localhost", must_staple=True, **urls))
    (own, _) = look(server.authority)["exchange"]["certificate"]["chain"]
    assert own["ocsp_urls"] == ["http://o.test/"]
    assert own["crl_urls"] == ["http://c.test/l"]
    assert own["issuer_urls"] == ["http://i.test/c"]
    assert own["must_staple"] is True


@pytest.mark.parametrize(
    ("version", "defined"),
    [(Version.TLSv1_3, "tls-exporter"), (Version.TLSv1_2, "tls-unique")],
)
def test_the_bindings_are_those_that_are_defined(
    look: Look, serve: Start, localhost: Identity, version: Version, defined: str
) -> None:
    bindings = look(serve(localhost, highest=version, lowest=version).authority)["handshake"]["bindings"]
    assert set(bindings) == {"tls-server-end-point", defined}
    assert bindings["tls-server-end-point"] == hashlib.sha256(localhost.der).hexdigest()


def test_a_server_that_does_not_resume_is_told(look: Look, serve: Start, localhost: Identity) -> None:
    context = server_context(localhost)
    context.num_tickets = 0
    with RawServer(reply(), tls=context) as server:
        assert look(server.authority)["handshake"]["resumes"] is False


def test_http2_is_offered_when_allowed(look: Look, nginx: Nginx) -> None:
    assert look(nginx.url("http2"))["handshake"]["alpn"] == "http/1.1"
    told = look(nginx.url("http2"), "--http2")["handshake"]
    assert (told["alpn"], told["alpn_offered"]) == ("h2", ["h2", "http/1.1"])


# --- the checks ---------------------------------------------------------------------------------------


def test_three_faults_are_three_lines_by_one_handshake(
    look: Look, serve: Start, lab_issuer: Identity
) -> None:
    server = serve(leaf(lab_issuer, "www.other.test", starts=-9 * DAY, ends=-5 * DAY, usages=(CLIENT,)))
    document = look(server.authority)
    found = {name: (c["code"], c["bit"], c["ignore"]) for name, c in failing(document).items()}
    assert found == {
        "name": (12038, 0x10, "cn-invalid"),
        "date": (12037, 0x20, "date-invalid"),
        "usage": (12179, 0x40, "wrong-usage"),
    }
    assert document["exchange"]["certificate"]["secure_failure"] == 0x70
    assert (document["status"], document["failure"]["code"]) == (7, 12175)
    assert len(server.connections) == 1


def test_a_refused_server_still_shows_what_it_had_agreed_to(
    look: Look, serve: Start, lab_issuer: Identity
) -> None:
    told = look(serve(leaf(lab_issuer, "www.other.test")).authority)["handshake"]
    assert (told["accepted"], told["version"], told["bits"]) == (False, "TLS 1.3", 256)
    assert (told["resumes"], told["bindings"]) == (None, {})


def test_every_failing_check_names_its_owner(look: Look, serve: Start) -> None:
    document = look(serve(leaf(intermediate(root("Nobody's Root")), "localhost")).authority)
    owners = {name: check["owner"] for name, check in failing(document).items()}
    assert owners == {"trust": "you: if you trust this authority, name its root with --ca-file FILE."}


def test_what_is_ignored_is_in_the_security_flags(look: Look, serve: Start, lab_issuer: Identity) -> None:
    server = serve(leaf(lab_issuer, "www.other.test"))
    document = look(server.authority, "--ignore", "cn-invalid")
    assert document["status"] == 0
    assert document["security_flags"] == 0x20001001
    assert document["exchange"]["certificate"]["forgiven"] == ["name"]


def test_a_small_key_is_a_remark_and_no_fault(look: Look, serve: Start, lab_issuer: Identity) -> None:
    document = look(serve(leaf(lab_issuer, "localhost", kind=KeyKind.RSA_1024)).authority)
    assert document["warnings"] == ["the key of localhost is small: RSA 1024"]
    assert document["status"] == 0


def test_an_inspecting_authority_is_named_with_the_evidence(look: Look, serve: Start) -> None:
    gateway = intermediate(root("Zscaler Root CA"), "Zscaler Intermediate Root CA")
    document = look(serve(leaf(gateway, "localhost")).authority)
    suspicion = document["inspection"]
    assert (suspicion["likelihood"], suspicion["product"]) == ("likely", "Zscaler")
    assert any("certifi" in line for line in suspicion["evidence"])
    assert list(failing(document)) == ["trust"]


def test_a_private_authority_alone_is_no_suspicion(look: Look, serve: Start, localhost: Identity) -> None:
    assert look(serve(localhost).authority)["inspection"] is None


# --- what is no TLS -----------------------------------------------------------------------------------


def test_a_port_that_speaks_plain_http(look: Look, raw_server: Start) -> None:
    server = raw_server(reply(), greeting=closing(b"HTTP/1.1 400 Bad Request\r\n\r\n"))
    document = look(f"localhost:{server.port}")
    assert (document["status"], document["failure"]["code"]) == (6, 12157)
    assert "plain HTTP" in document["failure"]["message"]
    assert document["handshake"]["version"] is None
    assert document["exchange"]["certificate"] is None


def test_nobody_there(look: Look, raw_server: Start) -> None:
    with RawServer(b"") as gone:
        port = gone.port
    document = look(f"127.0.0.1:{port}")
    assert (document["status"], document["failure"]["code"]) == (4, 12029)


@pytest.mark.parametrize(
    ("words", "number"),
    [
        (("http://localhost/",), "12006"),
        (("https://localhost:99999/",), "12005"),
        (("localhost:443", "--dry-run"), "87"),
        (("localhost:443", "--expires-in", "soon"), "87"),
        (("localhost:443", "--sni", "127.0.0.1"), "87"),
        (("localhost:443", "--stores", "certifi,"), "87"),
        (("server.pem", "--releases"), "87"),
    ],
)
def test_what_cannot_be_meant_is_refused_before_anything_is_sent(
    whttp: Whttp, words: tuple[str, ...], number: str
) -> None:
    done = whttp("tls", *words)
    assert (done.status, done.out) == (2, "")
    assert f"       {number} " in done.err, done


def test_flags_of_the_command_may_stand_before_it(
    whttp: Whttp, serve: Start, localhost: Identity, lab_ca_file: Path
) -> None:
    server = serve(localhost)
    done = whttp("--expires-in", "60d", "--ca-file", lab_ca_file, "tls", server.authority)
    assert (done.status, done.err) == (20, "")


def test_a_server_that_never_answers_ends_at_the_connect_timer(look: Look, raw_server: Start) -> None:
    server = raw_server(b"", greeting=lambda peer: peer.stopping.wait())
    document = look(f"localhost:{server.port}", "--connect-timeout", "300")
    assert (document["status"], document["failure"]["timer"]) == (5, "connect")


def test_what_revocation_came_to_is_in_the_report(
    whttp: Whttp, serve: Start, lab_issuer: Identity, lab_ca_file: Path
) -> None:
    server = serve(leaf(lab_issuer, "localhost", crl_url="http://127.0.0.1:1/none.crl"))
    words = ("--ca-file", lab_ca_file, "--enable-feature", "ssl-revocation")
    done = whttp("tls", server.authority, *words)
    assert done.status == 7, done
    assert "FAIL  revoked?   localhost: CRL http://127.0.0.1:1/none.crl: cannot connect" in done.out
    assert "bits      SECURE_FAILURE CERT_REV_FAILED = 0x1" in done.out


# --- ways there ---------------------------------------------------------------------------------------


def test_through_a_proxy_that_wants_a_password(
    look: Look, serve: Start, lab_issuer: Identity, squid: Squid
) -> None:
    server = serve(leaf(lab_issuer, "target.test"))
    login = ("--proxy-username", USER, "--proxy-password", PASSWORD)
    document = look(f"target.test:{server.port}", "-x", f"127.0.0.1:{squid.basic}", *login)
    assert document["status"] == 0, document["failure"]
    assert document["exchange"]["route"]["proxy"] == f"http://127.0.0.1:{squid.basic}"
    assert document["handshake"]["server_name"] == "target.test"
    assert PASSWORD not in str(document)


def test_a_proxy_that_refuses_is_the_proxys_failure(look: Look, squid: Squid) -> None:
    document = look("target.test:443", "-x", f"127.0.0.1:{squid.deny}")
    assert document["status"] == 9
    assert document["exchange"]["proxy_answers"][0]["status"] == 403


def test_an_https_proxy_is_never_taken_for_the_server(
    look: Look, serve: Start, lab_issuer: Identity, squid: Squid
) -> None:
    server = serve(leaf(lab_issuer, "target.test"))
    proxy = ("-x", f"https://localhost:{squid.tls}")
    beyond = look(f"target.test:{server.port}", *proxy)
    assert beyond["exchange"]["certificate"]["chain"][0]["names"] == ["target.test"]
    nobody = look("target.test:1", *proxy)
    assert nobody["status"] == 9
    assert nobody["handshake"]["version"] is None
    assert nobody["exchange"]["certificate"] is None
    assert nobody["inspection"] is None


@pytest.mark.parametrize("way", ["--connect-to", "--resolve"])
def test_another_address_for_the_same_name(
    look: Look, serve: Start, lab_issuer: Identity, way: str
) -> None:
    server = serve(leaf(lab_issuer, "api.contoso.test"))
    rule = {
        "--connect-to": f"api.contoso.test:{server.port}:127.0.0.1:{server.port}",
        "--resolve": f"api.contoso.test:{server.port}:127.0.0.1",
    }
    document = look(f"api.contoso.test:{server.port}", way, rule[way])
    assert document["status"] == 0, document["failure"]
    assert server.connections[0].server_name == "api.contoso.test"


def test_the_name_sent_is_the_name_checked(look: Look, serve: Start, lab_issuer: Identity) -> None:
    server = serve(leaf(lab_issuer, "api.contoso.test"))
    target = f"127.0.0.1:{server.port}"
    assert look(target, "--sni", "api.contoso.test")["status"] == 0
    assert server.connections[0].server_name == "api.contoso.test"
    refused = look(target, "--sni", "www.contoso.test")
    assert list(failing(refused)) == ["name"]
    assert refused["exchange"]["certificate"]["host"] == "www.contoso.test"


# --- files --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["localhost", "another.test"])
def test_the_chain_is_saved_as_it_came_accepted_or_not(
    whttp: Whttp, serve: Start, lab_issuer: Identity, lab_ca_file: Path, tmp_path: Path, host: str
) -> None:
    identity = leaf(lab_issuer, host)
    saved = tmp_path / "chain.pem"
    done = whttp("tls", serve(identity).authority, "--ca-file", lab_ca_file, "--cert-out", saved)
    assert done.status == (0 if host == "localhost" else 7)
    assert saved.read_bytes() == identity.chain_pem


def test_a_chain_that_cannot_be_saved_is_status_14(
    whttp: Whttp, serve: Start, localhost: Identity, tmp_path: Path
) -> None:
    done = whttp("get", serve(localhost).url(), "--cert-out", tmp_path / "nowhere" / "chain.pem")
    assert done.status == 14, done


@pytest.mark.parametrize("way", ["--tls-key-log", "SSLKEYLOGFILE"])
def test_the_secrets_of_the_handshake_are_written_where_asked(
    look: Look, serve: Start, relay: Callable[..., Relay], localhost: Identity, tmp_path: Path, way: str
) -> None:
    log = tmp_path / "keys.txt"
    between = relay(("127.0.0.1", serve(localhost).port))
    flags = [way, log] if way.startswith("-") else []
    look(f"localhost:{between.port}", *flags, env={} if flags else {way: str(log)})
    hello = client_hello(bytes(between.connections[0].up))
    assert f"CLIENT_TRAFFIC_SECRET_0 {hello.random.hex()} " in log.read_text("ascii")
