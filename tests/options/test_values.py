"""What a value may be: round trips, words, names and numbers, masks, ranges."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.options.samples import legal_values
from winhttp_cli.errors import Code
from winhttp_cli.options.catalogue import OPTIONS, find
from winhttp_cli.options.kinds import (
    BadValue,
    Enumeration,
    FlagSet,
    Kind,
    Many,
    Number,
    Opaque,
    SecretText,
)
from winhttp_cli.options.option import AnyOption
from winhttp_cli.options.tool_credentials import AUTH_SCHEME, PROXY_AUTH_SCHEME
from winhttp_cli.secret import Secret


def is_secret_text(kind: Kind[Any]) -> bool:
    return isinstance(kind, SecretText) or (isinstance(kind, Many) and isinstance(kind.item, SecretText))


READABLE = [option for option in OPTIONS if option.settable and not is_secret_text(option.kind)]
SECRET = [option for option in OPTIONS if option.settable and is_secret_text(option.kind)]


def refusal(option: AnyOption, text: str) -> Code:
    with pytest.raises(BadValue) as caught:
        option.kind.parse(text)
    return caught.value.code


@pytest.mark.parametrize("option", READABLE, ids=repr)
@given(data=st.data())
def test_what_a_kind_shows_it_reads_back(option: AnyOption, data: st.DataObject) -> None:
    value = data.draw(legal_values(option.kind))
    assert option.kind.parse(option.kind.show(value)) == value


@pytest.mark.parametrize("option", SECRET, ids=repr)
def test_a_secret_is_read_and_never_shown(option: AnyOption) -> None:
    value = option.kind.parse("correct horse")
    secret = value[0] if isinstance(value, tuple) else value
    assert secret == Secret("correct horse")
    for text in (option.kind.show(value), option.kind.query(value), repr(value), str(value)):
        assert "horse" not in text


WORDS = [
    (option, choice)
    for option in OPTIONS
    if isinstance(option.kind, Enumeration | FlagSet)
    for choice in option.kind.choices
]


@pytest.mark.parametrize(("option", "choice"), WORDS, ids=lambda item: getattr(item, "word", str(item)))
def test_our_word_winhttps_name_and_the_number_are_the_same_value(option: AnyOption, choice: Any) -> None:
    spellings = (choice.word, choice.word.upper(), choice.winhttp, str(choice.number), hex(choice.number))
    if not choice.settable:
        assert {refusal(option, text) for text in spellings} == {Code.ERROR_INVALID_PARAMETER}
        return
    assert {int(option.kind.parse(text)) for text in spellings} == {choice.number}


@pytest.mark.parametrize(("option", "choice"), WORDS, ids=lambda item: getattr(item, "word", str(item)))
def test_a_word_is_lower_case_and_says_what_it_means(option: AnyOption, choice: Any) -> None:
    assert choice.word == choice.word.lower()
    assert " " not in choice.word
    assert choice.meaning


NUMBERS = [option for option in OPTIONS if isinstance(option.kind, Number) and option.settable]


@pytest.mark.parametrize("option", NUMBERS, ids=repr)
def test_a_number_outside_the_range_is_87(option: AnyOption) -> None:
    for text in ("-2", str(2**64), "many", "", "1.5", "0x", "1_000"):
        assert refusal(option, text) is Code.ERROR_INVALID_PARAMETER


@pytest.mark.parametrize("option", NUMBERS, ids=repr)
def test_minus_one_and_infinite_mean_no_limit_where_there_is_one(option: AnyOption) -> None:
    if not option.kind.infinite:
        assert refusal(option, "-1") is Code.ERROR_INVALID_PARAMETER
        return
    spellings = ("infinite", "INFINITE", "-1", "0xFFFFFFFF", "4294967295")
    assert {option.kind.parse(text) for text in spellings} == {0xFFFFFFFF}


def test_every_timer_takes_no_limit() -> None:
    for phase in ("RESOLVE", "CONNECT", "SEND", "RECEIVE", "RECEIVE_RESPONSE"):
        kind = find(f"{phase}_TIMEOUT").kind
        assert kind.parse("-1") == 0xFFFFFFFF
        assert kind.parse("0") == 0


@pytest.mark.parametrize(
    ("name", "text", "mask"),
    [
        ("SECURE_PROTOCOLS", "0x2800", 0x2800),
        ("SECURE_PROTOCOLS", "tls1.2,tls1.3", 0x2800),
        ("SECURE_PROTOCOLS", "tls1|TLS1.2", 0x880),
        ("SECURE_PROTOCOLS", "WINHTTP_FLAG_SECURE_PROTOCOL_ALL", 0xA8),
        ("SECURE_PROTOCOLS", "none", 0),
        ("SECURITY_FLAGS", "0x13300", 0x13300),
        ("SECURITY_FLAGS", "ignore-all-cert-errors", 0x3300),
        ("DISABLE_FEATURE", "0xFFFFFFFF", 0xFFFFFFFF),
        ("CONFIGURE_PASSPORT_AUTH", "disable-passport-auth", 0),
    ],
)
def test_a_flag_set_is_words_names_or_a_mask(name: str, text: str, mask: int) -> None:
    assert int(find(name).kind.parse(text)) == mask


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("SECURITY_FLAGS", "0x1"),
        ("SECURITY_FLAGS", "secure"),
        ("SECURITY_FLAGS", "0x20000000"),
        ("SECURITY_FLAGS", "ignore-revocation"),
        ("SECURITY_FLAGS", "0x4"),
        ("SECURE_PROTOCOLS", "0x1"),
        ("SECURE_PROTOCOLS", "tls1.4"),
        ("ENABLE_FEATURE", "4"),
        ("ENABLE_HTTP_PROTOCOL", "http3"),
        ("DECOMPRESSION", "br"),
        ("REDIRECT_POLICY", "3"),
        ("REDIRECT_POLICY", "sometimes"),
        ("HTTP_VERSION", "2.0"),
        ("HTTP_VERSION", "HTTP/2"),
        ("WEB_SOCKET_KEEPALIVE_INTERVAL", "14999"),
        ("SECURITY_FLAGS", "-1"),
        ("SECURITY_FLAGS", "0x100000000"),
        ("PROXY", ""),
        ("PROXY", "3"),
        ("PROXY", "próxy:8080"),
        ("CODEPAGE", "1200"),
        ("CODEPAGE", "4711"),
    ],
)
def test_a_value_windows_would_refuse_is_87(name: str, text: str) -> None:
    assert refusal(find(name), text) is Code.ERROR_INVALID_PARAMETER


def test_windows_refuses_a_keep_alive_interval_below_15000_and_takes_15000() -> None:
    assert find("WEB_SOCKET_KEEPALIVE_INTERVAL").kind.parse("15000") == 15000


@pytest.mark.parametrize("option", [o for o in OPTIONS if isinstance(o.kind, Opaque)], ids=repr)
def test_a_structure_can_only_be_read(option: AnyOption) -> None:
    assert not option.settable
    assert refusal(option, "1") is Code.ERROR_WINHTTP_OPTION_NOT_SETTABLE


@pytest.mark.parametrize("text", ["1.0", "HTTP/1.0", "http/1.0", "0x10000"])
def test_http_version_reads_as_people_write_it(text: str) -> None:
    kind = find("HTTP_VERSION").kind
    assert kind.query(kind.parse(text)) == '{"major": 1, "minor": 0}'


def test_a_query_prints_numbers_in_decimal_and_masks_in_hexadecimal() -> None:
    for name, printed in (
        ("CONNECT_TIMEOUT", "60000"),
        ("RESOLVE_TIMEOUT", "4294967295"),
        ("SECURE_PROTOCOLS", "0x2800"),
        ("REDIRECT_POLICY", "1"),
        ("REJECT_USERPWD_IN_URL", "0"),
    ):
        option = find(name)
        assert option.kind.query(option.default) == printed


def test_flag_sets_given_twice_unite_and_single_values_replace() -> None:
    flags, policy = find("SECURITY_FLAGS"), find("REDIRECT_POLICY")
    assert int(flags.again(flags.kind.parse("0x100"), flags.kind.parse("0x2000"))) == 0x2100
    assert policy.again(policy.kind.parse("0"), policy.kind.parse("2")) == 2


def test_a_line_end_in_a_list_value_does_not_make_two_values() -> None:
    assert find("DATA").kind.parse("a\nb") == ("a\nb",)


def test_the_schemes_have_their_winhttp_numbers() -> None:
    numbers = {"basic": 1, "ntlm": 2, "passport": 4, "digest": 8, "negotiate": 16}
    for option in (AUTH_SCHEME, PROXY_AUTH_SCHEME):
        assert {word: int(option.kind.parse(word)) for word in numbers} == numbers
