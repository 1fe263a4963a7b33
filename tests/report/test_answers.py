"""What --query prints: decimal, hex, one line of JSON, or nothing."""

from __future__ import annotations

import json

import pytest

from tests.report import stories
from tests.report.certificates import certificate
from winhttp_cli.events import Event, TlsDone
from winhttp_cli.options.catalogue import SEED, find
from winhttp_cli.options.option import AnyOption, Handle
from winhttp_cli.report.answers import answer
from winhttp_cli.report.model import Report
from winhttp_cli.settings.layer import Layer
from winhttp_cli.settings.origin import Origin, Rank
from winhttp_cli.settings.settings import Settings

QUERYABLE = [option for option in SEED if option.queryable]


def settings(**values: str) -> Settings:
    layer = Layer()
    for name, text in values.items():
        layer.say(find(name), text, Origin(Rank.FLAG, f"--{name}"))
    return Settings([layer])


def asked(
    name: str,
    events: list[Event] | None = None,
    given: Settings | None = None,
    handle: Handle | None = None,
) -> str:
    return answer(find(name), stories.report_of(events or []), given or Settings(), handle)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("url", "https://api.contoso.com/v1/me"),
        ("http_protocol_used", "0x1"),
        ("security_key_bitness", "256"),
        ("security_flags", "0x20000001"),
        ("connection_info", '{"local": "192.0.2.7:50112", "remote": "203.0.113.10:443"}'),
        ("server_cbt", '{"type": "tls-server-end-point", "value": "0102"}'),
        ("extended_error", "0"),
        ("is_proxy_connect_response", "0"),
        ("handle_type", "3"),
        ("parent_handle", "connect"),
        ("connect_timeout", "60000"),
        ("redirect_policy", "1"),
        ("max_conns_per_server", "4294967295"),
        ("http_version", '{"major": 1, "minor": 1}'),
        ("proxy", '{"access_type": 0, "proxy": null, "proxy_bypass": null}'),
    ],
)
def test_after_success(name: str, text: str) -> None:
    assert asked(name, stories.success((certificate(),))) == text


def test_http_1_is_protocol_zero() -> None:
    assert asked("http_protocol_used", stories.plain()) == "0x0"


@pytest.mark.parametrize(
    "name",
    ["http_protocol_used", "security_key_bitness", "connection_info", "server_cbt", "url", "username"],
)
def test_before_anything_happened_there_is_no_answer(name: str) -> None:
    assert asked(name) == ""


def test_a_refused_certificate_is_there_all_the_same() -> None:
    der = certificate("www.other.test")
    info = json.loads(asked("security_certificate_struct", stories.rejected((der,))))
    assert info["subject_info"] == "CN=www.other.test"
    assert info["expiry"] == "2027-01-08T12:00:00Z"
    assert info["key_size"] == 0
    context = json.loads(asked("server_cert_context", stories.rejected((der,))))
    assert context["serial_number"] == "c0ffee"


def test_the_key_size_is_that_of_the_cipher() -> None:
    story = stories.success((certificate(),))
    assert json.loads(asked("security_certificate_struct", story))["key_size"] == 256


def test_the_issuer_list_answers_after_a_refusal_and_not_without_a_request() -> None:
    assert asked("client_cert_issuer_list", stories.rejected(())) == '{"issuers": ["CN=Some CA"]}'
    assert asked("client_cert_issuer_list", stories.success()) == ""


def test_an_empty_issuer_list_is_an_answer() -> None:
    done = TlsDone(version="TLS 1.3", cipher="x", bits=128, client_certificate_requested=True, at=0.02)
    events = [*stories.started(), *stories.connected(), done]
    assert asked("client_cert_issuer_list", events) == '{"issuers": []}'


def test_a_socket_error_has_its_winsock_number() -> None:
    assert asked("extended_error", stories.refused()) == "10061"


@pytest.mark.parametrize(
    ("bits", "flags"),
    [(256, 0x20000001), (128, 0x20000001), (112, 0x40000001), (56, 0x40000001), (40, 0x10000001)],
)
def test_the_strength_bit_follows_the_key_length(bits: int, flags: int) -> None:
    events = [*stories.started(), *stories.connected(), *stories.secured(0.015, (), bits=bits)]
    assert asked("security_flags", events) == f"0x{flags:X}"


def test_the_ignore_bits_stay_in_security_flags() -> None:
    given = settings(security_flags="ignore-unknown-ca")
    assert asked("security_flags", stories.success(), given) == "0x20000101"
    assert asked("security_flags", stories.plain(), given) == "0x100"


@pytest.mark.parametrize(("own", "text"), [("48878", "48879"), ("48880", "48880")])
def test_the_response_timeout_reads_as_the_larger_of_two(own: str, text: str) -> None:
    given = settings(receive_response_timeout=own, receive_timeout="48879")
    assert asked("receive_response_timeout", [], given) == text


@pytest.mark.parametrize(
    ("handle", "kind", "parent"),
    [
        (Handle.SESSION, "1", ""),
        (Handle.CONNECT, "2", "session"),
        (Handle.REQUEST, "3", "connect"),
        (Handle.WEBSOCKET, "5", "connect"),
    ],
)
def test_handles_know_their_kind_and_their_parent(handle: Handle, kind: str, parent: str) -> None:
    assert asked("handle_type", handle=handle) == kind
    assert asked("parent_handle", handle=handle) == parent


def test_a_password_is_never_answered() -> None:
    for show in ("true", "false"):
        given = settings(password="hunter2", proxy_password="hunter3", show_secrets=show)
        assert asked("password", [], given) == "***"
        assert asked("proxy_password", [], given) == "***"


def test_secrets_in_urls_are_masked() -> None:
    events = stories.started(url="https://h.test/cb?access_token=abc&state=1")
    assert asked("url", events) == "https://h.test/cb?access_token=***&state=1"
    shown = asked("url", events, settings(show_secrets="true"))
    assert shown == "https://h.test/cb?access_token=abc&state=1"


@pytest.mark.parametrize("option", QUERYABLE, ids=lambda option: option.name)
def test_every_queryable_option_answers_one_line_at_any_time(option: AnyOption) -> None:
    hostile = stories.started(url="http://h.test/\x1b[2J\n\x85")
    for events in ([], hostile, stories.success((b"junk",)), stories.rejected(()), stories.refused()):
        text = answer(option, stories.report_of(list(events)), Settings())
        assert text.isprintable()


def test_an_empty_report_has_no_url() -> None:
    assert answer(find("url"), Report(), Settings()) == ""
