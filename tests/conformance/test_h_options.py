"""Behaviour h1 to h16 and semantics H1 to H13: options and handles, at the command line."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests.conformance.outcome import failed, good, refused
from tests.lab.behaviours import hanging, redirect, reply
from tests.lab.command import Whttp
from tests.lab.raw_server import RawServer

Start = Callable[..., RawServer]


def answers(whttp: Whttp, url: str, *arguments: str) -> list[str]:
    """What `--query` prints for each NAME; other arguments are passed on."""
    words = [word for name in arguments for word in ([name] if name[0] == "-" else ["--query", name])]
    return good(whttp("get", url, *words)).out.split("\n")[:-1]


def test_h3_reading_what_cannot_be_read(whttp: Whttp, server: RawServer) -> None:
    for name in ("DISABLE_FEATURE", "ENABLE_FEATURE", "CODEPAGE", "ENABLE_HTTP_PROTOCOL"):
        refused(whttp("get", server.url(), "--query", name), 87)
    refused(whttp("get", server.url(), "--query", "NO_SUCH_THING"), 12009)


@pytest.mark.parametrize("name", ["NO_SUCH_THING", "WINHTTP_OPTION_NO_SUCH_THING", "9999", "0"])
def test_h5_setting_an_unknown_option(whttp: Whttp, server: RawServer, name: str) -> None:
    refused(whttp("get", server.url(), "--set", f"{name}=1"), 12009)
    assert server.requests == []


@pytest.mark.parametrize(
    "place",
    [
        "CONNECT_TIMEOUT@connect=1",
        "REDIRECT_POLICY@connect=1",
        "DISABLE_FEATURE@session=1",
        "USERNAME@session=a",
        "CODEPAGE@request=1252",
        "WEB_SOCKET_CLOSE_TIMEOUT@session=1",
    ],
)
def test_h7_the_wrong_handle(whttp: Whttp, server: RawServer, place: str) -> None:
    finished = whttp("get", server.url(), "--set", place)
    assert finished.status == 2
    assert " 12018 " in finished.err or "not yet" in finished.err


def test_h8_defaults(whttp: Whttp, server: RawServer) -> None:
    names = ("CONNECT_TIMEOUT", "SEND_TIMEOUT", "RECEIVE_TIMEOUT", "RECEIVE_RESPONSE_TIMEOUT")
    assert answers(whttp, server.url(), *names) == ["60000", "30000", "30000", "90000"]
    others = ("REDIRECT_POLICY", "MAX_HTTP_AUTOMATIC_REDIRECTS", "SECURITY_FLAGS", "HTTP_PROTOCOL_USED")
    assert answers(whttp, server.url(), *others) == ["1", "10", "0x0", "0x0"]
    sockets = ("WEB_SOCKET_RECEIVE_BUFFER_SIZE", "WEB_SOCKET_SEND_BUFFER_SIZE")
    assert answers(whttp, server.url(), *sockets) == ["32768", "32768"]


@pytest.mark.parametrize(("receive", "read"), [("48879", "48879"), ("48880", "48880"), ("900", "48878")])
def test_h9_the_larger_of_the_two_timers_is_read(
    whttp: Whttp, server: RawServer, receive: str, read: str
) -> None:
    flags = ("--receive-response-timeout=48878", f"--receive-timeout={receive}")
    assert answers(whttp, server.url(), "RECEIVE_RESPONSE_TIMEOUT", *flags) == [read]


def test_h10_a_request_takes_the_sessions_timer_and_its_own_wins(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(hanging())
    session = ("--set", "RECEIVE_TIMEOUT@session=100", "--receive-response-timeout", "100")
    failed(whttp("get", server.url(), *session), 5, 12002)
    quick = raw_server(reply(200, b"ok"))
    both = ("--set", "RECEIVE_TIMEOUT@session=100", "--set", "RECEIVE_TIMEOUT@request=777")
    asked = ("--query", "RECEIVE_TIMEOUT@session", "--query", "RECEIVE_TIMEOUT@request")
    assert good(whttp("get", quick.url(), *both, *asked)).out == "100\n777\n"


def test_h11_disable_feature(whttp: Whttp, server: RawServer) -> None:
    good(whttp("get", server.url(), "--disable-feature", "0xffffffff"))
    refused(whttp("get", server.url(), "--query", "DISABLE_FEATURE"), 87)


def test_h13_connection_info(whttp: Whttp, server: RawServer) -> None:
    (line,) = answers(whttp, server.url(), "CONNECTION_INFO")
    info = json.loads(line)
    assert info["remote"] == server.authority
    assert info["local"].startswith("127.0.0.1:")
    unresolved = whttp("get", "http://does-not-exist.invalid/", "--query", "CONNECTION_INFO")
    assert (unresolved.status, unresolved.out) == (3, "\n")


def test_h14_url_and_parent_handle(whttp: Whttp, server: RawServer) -> None:
    url, parent, kind = answers(whttp, server.url("/p?q"), "URL", "PARENT_HANDLE", "HANDLE_TYPE")
    assert (url, parent, kind) == (server.url("/p?q"), "connect", "3")


def test_semantics_h7_options_of_no_handle(whttp: Whttp, server: RawServer) -> None:
    refused(whttp("get", server.url(), "--set", "HTTP_VERSION@request=1.0"), 12018)
    good(whttp("get", server.url(), "--set", "HTTP_VERSION=1.0"))
    assert server.request.startswith(b"GET / HTTP/1.0\r\n")


@pytest.mark.parametrize("name", ["URL", "SECURITY_KEY_BITNESS", "HANDLE_TYPE", "SERVER_CBT"])
def test_semantics_h9_setting_what_can_only_be_read(whttp: Whttp, server: RawServer, name: str) -> None:
    refused(whttp("get", server.url(), "--set", f"{name}=1"), 12011)
    assert server.requests == []


@pytest.mark.parametrize("name", ["IPV6_FAST_FALLBACK", "WINHTTP_OPTION_TCP_FAST_OPEN", "135"])
def test_semantics_h11_options_of_newer_windows(whttp: Whttp, server: RawServer, name: str) -> None:
    refused(whttp("get", server.url(), "--set", f"{name}=1"), 12009)


def test_semantics_h12_credentials_belong_to_the_request(whttp: Whttp, server: RawServer) -> None:
    for handle in ("session", "connect"):
        refused(whttp("get", server.url(), "--set", f"USERNAME@{handle}=a"), 12018)


def test_semantics_r1_policies_by_word_name_and_number(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(redirect("/next"))
    for value in ("never", "WINHTTP_OPTION_REDIRECT_POLICY_NEVER", "0", "0x0"):
        good(whttp("get", server.url(), "--redirect-policy", value))
    assert len(server.requests) == 4


def test_semantics_r13_connection_info_is_the_last_hops(whttp: Whttp, raw_server: Start) -> None:
    last = raw_server(reply(200, b"ok"))
    first = raw_server(redirect(last.url()))
    (line,) = answers(whttp, first.url(), "CONNECTION_INFO")
    assert json.loads(line)["remote"] == last.authority


def test_semantics_e8_unsafe_header_blocking_is_refused(whttp: Whttp, server: RawServer) -> None:
    for name in ("UNSAFE_HEADER_BLOCKING", "UNSAFE_HEADER_PARSING", "110"):
        finished = refused(whttp("get", server.url(), "--set", f"{name}=1"), 12009)
        assert "reserved for the system" in finished.err


def test_semantics_e9_three_options_do_nothing(whttp: Whttp, server: RawServer) -> None:
    flags = ("--read-buffer-size", "1", "--write-buffer-size", "1", "--request-priority", "1")
    finished = good(whttp("post", server.url(), "-d", "abc", *flags))
    good(whttp("post", server.url(), "-d", "abc"))
    assert server.requests[0] == server.requests[1]
    assert finished.err.count("changes nothing") == 3


def test_context_value_is_in_the_report(whttp: Whttp, server: RawServer) -> None:
    document = good(whttp("get", server.url(), "--context-value", "0x1234", "--json")).json
    assert document["winhttp"]["CONTEXT_VALUE"] == "4660"


def test_extended_error_is_the_winsock_number(whttp: Whttp) -> None:
    finished = whttp("get", "http://does-not-exist.invalid/", "--query", "EXTENDED_ERROR")
    assert (finished.status, finished.out) == (3, "11001\n")


@pytest.mark.parametrize(("mask", "agreed"), [("0x800", "TLSv1.2"), ("tls1.3", "TLSv1.3")])
def test_h12_the_mask_of_versions_is_honoured(
    whttp: Whttp, tls_server: Start, trust: tuple[str, str], mask: str, agreed: str
) -> None:
    server = tls_server(reply(200, b"ok"))
    good(whttp("get", server.url(), *trust, "--secure-protocols", mask))
    assert [connection.tls[0] for connection in server.connections if connection.tls] == [agreed]
    refused(whttp("get", server.url(), *trust, "--set", f"SECURE_PROTOCOLS@request={mask}"), 12018)


def test_h16_certificate_options_before_tls(
    whttp: Whttp, server: RawServer, tls_server: Start, trust: tuple[str, str]
) -> None:
    asked = ("SECURITY_CERTIFICATE_STRUCT", "SERVER_CERT_CONTEXT")
    assert answers(whttp, server.url(), *asked) == ["", ""]
    secure = tls_server(reply(200, b"ok"))
    words = [word for name in asked for word in ("--query", name)]
    struct, certificate = good(whttp("get", secure.url(), *trust, *words)).out.splitlines()
    assert "localhost" in struct
    assert certificate
