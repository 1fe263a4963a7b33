"""Values with parts: proxy, certificate file, global credentials, header lines, addresses, code pages."""

from __future__ import annotations

import codecs

import pytest

from winhttp_cli.errors import Code
from winhttp_cli.options.address import ConnectToKind, ConnectToRule, ResolveKind, ResolveRule
from winhttp_cli.options.client_certificate import NO_CLIENT_CERT_CONTEXT, ClientCertificateKind
from winhttp_cli.options.code_page import CODECS, CodePage, codec
from winhttp_cli.options.credential import CredentialKind, StoredCredential
from winhttp_cli.options.header_line import HeaderKind, HeaderLine
from winhttp_cli.options.kinds import BadValue
from winhttp_cli.options.proxy_setting import AccessType, ProxyKind, ProxySetting
from winhttp_cli.secret import Secret


@pytest.mark.parametrize(
    ("text", "setting"),
    [
        ("none", ProxySetting(AccessType.NO_PROXY)),
        ("Default", ProxySetting(AccessType.DEFAULT_PROXY)),
        ("WINHTTP_ACCESS_TYPE_AUTOMATIC_PROXY", ProxySetting(AccessType.AUTOMATIC_PROXY)),
        ("1", ProxySetting(AccessType.NO_PROXY)),
        ("http=a:80;https=b:81", ProxySetting(AccessType.NAMED_PROXY, "http=a:80;https=b:81")),
    ],
)
def test_a_proxy_is_an_access_type_or_a_list(text: str, setting: ProxySetting) -> None:
    assert ProxyKind().parse(text) == setting


@pytest.mark.parametrize("text", ["none", "WINHTTP_NO_CLIENT_CERT_CONTEXT", "None", "0"])
def test_no_client_certificate_is_a_word(text: str) -> None:
    assert ClientCertificateKind().parse(text) is NO_CLIENT_CERT_CONTEXT


def test_a_file_called_none_is_written_with_its_directory() -> None:
    assert ClientCertificateKind().parse("./none") != NO_CLIENT_CERT_CONTEXT


def test_an_empty_certificate_name_is_refused_and_never_taken_for_none() -> None:
    with pytest.raises(BadValue):
        ClientCertificateKind().parse("")


def test_a_global_credential_has_every_part_of_the_structure() -> None:
    text = "negotiate://CONTOSO%5Calice:p%40ss@[2001:db8::1]:8443?realm=corp&url=https%3A%2F%2Fx%2F"
    assert CredentialKind().parse(text) == StoredCredential(
        user="CONTOSO\\alice",
        password=Secret("p@ss"),
        host="2001:db8::1",
        port=8443,
        scheme="negotiate",
        realm="corp",
        url="https://x/",
    )


@pytest.mark.parametrize(
    "text",
    ["", "alice", "alice:secret", "ftp://a:b@h", "a:b@h:0", "a:b@h:99999", "a:b@h?realms=x", ":p@h"],
)
def test_a_broken_credential_is_87_and_the_refusal_does_not_repeat_it(text: str) -> None:
    with pytest.raises(BadValue) as caught:
        CredentialKind().parse(text)
    assert caught.value.code is Code.ERROR_INVALID_PARAMETER
    assert "secret" not in caught.value.message


def test_a_credential_is_shown_without_its_password() -> None:
    kind = CredentialKind()
    value = kind.parse("alice:hunter2@example.org")
    assert kind.show(value) == "alice:***@example.org"
    assert "hunter2" not in repr(value)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Accept: a/b", ("Accept", "a/b")),
        ("X-Empty:", ("X-Empty", "")),
        ("X: \t a b \t", ("X", "a b \t")),
        ("X:a:b", ("X", "a:b")),
    ],
)
def test_a_header_line_is_a_name_and_a_value(text: str, line: tuple[str, str]) -> None:
    assert HeaderKind().parse(text) == line


@pytest.mark.parametrize(
    "text",
    [
        "no colon",
        ": value",
        "a b: c",
        "a : c",
        "",
        "X: a\r\nY: b",
        "X: a\nb",
        "X: a\0b",
        "Ü: x",
        "a(b): c",
    ],
)
def test_a_malformed_header_is_12153(text: str) -> None:
    with pytest.raises(BadValue) as caught:
        HeaderKind().parse(text)
    assert caught.value.code is Code.ERROR_WINHTTP_INVALID_HEADER


@pytest.mark.parametrize("name", ["Authorization", "proxy-authorization", "COOKIE"])
def test_a_header_that_is_a_credential_is_masked_wherever_it_is_shown(name: str) -> None:
    line = HeaderLine(name, "hunter2")
    assert "hunter2" not in repr(line)
    assert "hunter2" not in HeaderKind().show(line)
    assert "hunter2" in HeaderKind().show(HeaderLine("Accept", "hunter2"))


def test_a_refused_credential_header_is_not_repeated() -> None:
    with pytest.raises(BadValue) as caught:
        HeaderKind().parse("Authorization: hunter2\n")
    assert "hunter2" not in caught.value.message


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("a.test:443:127.0.0.1", ResolveRule("a.test", 443, ("127.0.0.1",))),
        ("A.test:*:[::1],10.0.0.1", ResolveRule("a.test", None, ("::1", "10.0.0.1"))),
        ("*:80:::1", ResolveRule("*", 80, ("::1",))),
        ("[2001:DB8::1]:80:127.0.0.1", ResolveRule("2001:db8::1", 80, ("127.0.0.1",))),
    ],
)
def test_resolve_takes_curls_form(text: str, rule: ResolveRule) -> None:
    assert ResolveKind().parse(text) == rule


@pytest.mark.parametrize(
    "text", ["", "a:443", "a:443:", "a:443:b.test", ":443:127.0.0.1", "a:0:::1", "a:x:::1"]
)
def test_a_broken_resolve_rule_is_refused(text: str) -> None:
    with pytest.raises(BadValue):
        ResolveKind().parse(text)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("a:443:b:8443", ConnectToRule("a", 443, "b", 8443)),
        ("::b:", ConnectToRule("", None, "b", None)),
        ("[::1]:80:[::2]:81", ConnectToRule("::1", 80, "::2", 81)),
    ],
)
def test_connect_to_takes_curls_form(text: str, rule: ConnectToRule) -> None:
    assert ConnectToKind().parse(text) == rule


@pytest.mark.parametrize("text", ["", "a:443", "a:443:b", "a:99999:b:1", "a:1:b:0", "a:1:b:2:c"])
def test_a_broken_connect_to_rule_is_refused(text: str) -> None:
    with pytest.raises(BadValue):
        ConnectToKind().parse(text)


@pytest.mark.parametrize("page", CODECS)
def test_every_code_page_let_through_has_a_codec(page: int) -> None:
    assert codecs.lookup(codec(page))


@pytest.mark.parametrize(
    ("page", "octets"), [("1252", b"\xe4"), ("utf8", b"\xc3\xa4"), ("CP_OEMCP", b"\x84")]
)
def test_a_code_page_encodes_as_windows_does(page: str, octets: bytes) -> None:
    assert "ä".encode(codec(CodePage().parse(page))) == octets
