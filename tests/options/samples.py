"""A strategy of legal values for every kind of the catalogue."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from winhttp_cli.options.address import ConnectToKind, ConnectToRule, ResolveKind, ResolveRule
from winhttp_cli.options.callback_sink import CallbackSink, CallbackSinkKind, SinkPlace
from winhttp_cli.options.client_certificate import ClientCertificateKind, ClientCertificateSource
from winhttp_cli.options.code_page import CODECS, CodePage
from winhttp_cli.options.credential import SCHEMES, CredentialKind, StoredCredential
from winhttp_cli.options.header_line import SECRET_FIELDS, FieldNameKind, HeaderKind, HeaderLine
from winhttp_cli.options.kinds import (
    BadValue,
    Count,
    Enumeration,
    FlagSet,
    Kind,
    Line,
    Many,
    Number,
    Seconds,
    Switch,
    Text,
)
from winhttp_cli.options.proxy_setting import AccessType, ProxyKind, ProxySetting
from winhttp_cli.secret import MASK, Secret

WORD = st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=12)
PORT = st.none() | st.integers(1, 65535)
HOST = WORD | st.ip_addresses(v=6).map(str)
PLAIN = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40)
ADDRESSES = st.lists(st.ip_addresses().map(str), min_size=1, max_size=3).map(tuple)
_WORDS_OF_PROXY = {"none", "default", "automatic", "0", "1", "3", "4"}


def _numbers(kind: Number) -> st.SearchStrategy[int]:
    numbers = st.integers(kind.low, kind.high)
    return numbers | st.just(0xFFFFFFFF) if kind.infinite else numbers


def _proxies() -> st.SearchStrategy[ProxySetting]:
    plain = st.sampled_from([AccessType.DEFAULT_PROXY, AccessType.NO_PROXY, AccessType.AUTOMATIC_PROXY])
    lists = WORD.filter(lambda word: word not in _WORDS_OF_PROXY)
    return st.builds(ProxySetting, plain) | st.builds(
        ProxySetting, st.just(AccessType.NAMED_PROXY), lists.map(lambda word: f"http={word}:80;{word}")
    )


_CREDENTIALS = st.builds(
    StoredCredential,
    user=PLAIN.filter(bool),
    password=st.just(Secret(MASK)),
    host=HOST,
    port=PORT,
    scheme=st.sampled_from(["", *SCHEMES]),
    realm=PLAIN,
    url=PLAIN,
)
_SINKS = (
    st.builds(CallbackSink, st.just(SinkPlace.STDERR), as_json=st.booleans())
    | st.builds(
        CallbackSink,
        st.just(SinkPlace.DESCRIPTOR),
        st.integers(0, 99).map(str),
        as_json=st.booleans(),
    )
    | st.builds(
        CallbackSink, st.just(SinkPlace.FILE), WORD.map(lambda word: f"./{word}"), as_json=st.booleans()
    )
    | st.builds(CallbackSink, st.just(SinkPlace.FUNCTION), st.just("module:function"))
)
_BUILDERS: dict[type[Kind[Any]], Any] = {
    Number: _numbers,
    Count: lambda _: st.integers(0, 9),
    Seconds: lambda _: st.floats(0, 10**9, allow_nan=False),
    Switch: lambda _: st.booleans(),
    Line: lambda _: PLAIN,
    Text: lambda _: PLAIN,
    CodePage: lambda _: st.sampled_from(sorted(CODECS)),
    ProxyKind: lambda _: _proxies(),
    CallbackSinkKind: lambda _: _SINKS,
    CredentialKind: lambda _: _CREDENTIALS,
    HeaderKind: lambda _: st.builds(
        HeaderLine, WORD.filter(lambda name: name not in SECRET_FIELDS), WORD
    ),
    FieldNameKind: lambda _: WORD,
    ResolveKind: lambda _: st.builds(ResolveRule, HOST, PORT, ADDRESSES),
    ConnectToKind: lambda _: st.builds(ConnectToRule, HOST | st.just(""), PORT, HOST | st.just(""), PORT),
    ClientCertificateKind: lambda _: st.builds(ClientCertificateSource, WORD.map(lambda w: f"./{w}.pem")),
}


def legal_values(kind: Kind[Any]) -> st.SearchStrategy[Any]:
    """Values of that kind that a user may set."""
    if isinstance(kind, Many):
        return legal_values(kind.item).map(lambda value: (value,))
    if isinstance(kind, Enumeration):
        return st.sampled_from([kind.enum(choice.number) for choice in kind.choices])
    if isinstance(kind, FlagSet):
        single = [kind.flags(choice.number) for choice in kind.choices if choice.settable]
        mixed = st.integers(0, 0xFFFFFFFF).map(lambda mask: kind.flags(mask & kind.settable))
        return mixed | st.sampled_from(single)
    return _BUILDERS[type(kind)](kind)


_TEXTS = (
    "0",
    "true",
    "false",
    "5",
    "6",
    "16000",
    "17000",
    "a@host",
    "b@host",
    "A: 1",
    "B: 2",
    "h:80:127.0.0.1",
    "h:81:127.0.0.1",
    "h:80:other:81",
    "h:82:other:83",
    "X-One",
    "X-Two",
    "1252",
)


def two_values(kind: Kind[Any]) -> tuple[Any, Any]:
    """Two different values, read from text as a user would give them."""
    words = [choice.word for choice in kind.choices if choice.settable]
    found: list[Any] = []
    for text in (*words, *_TEXTS):
        try:
            value = kind.parse(text)
        except BadValue:
            continue
        if value not in found:
            found.append(value)
    first, second, *_ = found
    return first, second
