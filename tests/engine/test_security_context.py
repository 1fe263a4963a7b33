"""Tokens of NTLM and Negotiate as a hostile peer may send them: they end as the peer's fault, whatever
pyspnego makes of them."""

from __future__ import annotations

import base64
import struct
import sys
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from winhttp_cli.engine.auth.bound import BoundLogin
from winhttp_cli.engine.auth.challenges import Challenge
from winhttp_cli.engine.auth.login_broken import LoginBroken, Unable
from winhttp_cli.engine.auth.scheme import Credentials, Message, SignedIn
from winhttp_cli.engine.auth.security_context import Broken, Refused, SecurityContext, principal
from winhttp_cli.secret import Secret

ALICE = Credentials("alice", Secret("wonderland"))
MESSAGE = Message("GET", "/", service="HTTP/localhost")

_TARGET = b"\2\0\x02\0L\0" + bytes(4)
#: A challenge as Samba sends it, cut down (MS-NLMP section 2.2.1.2).
CHALLENGE = b"".join(
    (
        b"NTLMSSP\0\2\0\0\0",
        struct.pack("<HHI", 0, 0, 56),
        struct.pack("<I", 0xE28A8235),
        b"01234567" + bytes(8),
        struct.pack("<HHI", len(_TARGET), len(_TARGET), 56),
        b"\x0a\0" + bytes(6),
        _TARGET,
    )
)
#: The same within SPNEGO: accept-incomplete, NTLM (RFC 4178 section 4.2.2).
_WITHIN = b"\xa2" + bytes([len(CHALLENGE) + 2]) + b"\x04" + bytes([len(CHALLENGE)]) + CHALLENGE
_PARTS = b"\xa0\x03\x0a\x01\x01" + b"\xa1\x0c\x06\x0a+\x06\x01\x04\x01\x827\x02\x02\x0a" + _WITHIN
SPNEGO = b"\xa1\x81" + bytes([len(_PARTS) + 3]) + b"\x30\x81" + bytes([len(_PARTS)]) + _PARTS
GOOD = {"ntlm": CHALLENGE, "negotiate": SPNEGO}


@pytest.fixture(autouse=True)
def nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """No realm is asked."""
    monkeypatch.setenv("KRB5_CONFIG", "/nonexistent")


def begun(scheme: str) -> SecurityContext:
    context = SecurityContext(scheme, ALICE, MESSAGE)
    context.first()
    return context


@pytest.mark.parametrize("scheme", GOOD)
def test_a_good_challenge_is_answered(scheme: str) -> None:
    context = begun(scheme)
    assert b"NTLMSSP\0\3" in context.next(GOOD[scheme])
    assert context.is_settled


@st.composite
def mangled(draw: st.DrawFn) -> tuple[str, bytes]:
    """A good challenge with a few octets replaced, cut out or put in."""
    scheme = draw(st.sampled_from(sorted(GOOD)))
    token = bytearray(GOOD[scheme])
    for _ in range(draw(st.integers(1, 6))):
        place = draw(st.integers(0, len(token)))
        token[place : place + draw(st.integers(0, 3))] = draw(st.binary(max_size=4))
    return scheme, bytes(token)


@settings(max_examples=300, deadline=None)
@given(mangled() | st.tuples(st.sampled_from(sorted(GOOD)), st.binary(max_size=200)))
def test_no_token_ends_in_anything_but_an_answer_a_refusal_or_a_broken_login(
    sent: tuple[str, bytes],
) -> None:
    scheme, token = sent
    for take in (begun(scheme).next, begun(scheme).finish):
        verdict = _verdict(take, token)
        assert "\n" not in verdict
        assert len(verdict) < 300


def _verdict(take: Callable[[bytes], object], token: bytes) -> str:
    try:
        take(token)
    except (Refused, Broken) as judged:
        return str(judged)
    return ""


@pytest.mark.parametrize("token", ["=", "a", "ab=c", "é"])
def test_what_is_not_base64_breaks_the_login(token: str) -> None:
    login = BoundLogin("ntlm", ALICE, MESSAGE)
    assert login.answer(Challenge("NTLM"))
    with pytest.raises(LoginBroken, match="not base64"):
        login.answer(Challenge("NTLM", token))


def test_a_token_after_the_last_one_breaks_the_login() -> None:
    login = BoundLogin("ntlm", ALICE, MESSAGE)
    challenge = Challenge("NTLM", base64.b64encode(CHALLENGE).decode())
    assert login.answer(Challenge("NTLM"))
    assert login.answer(challenge)
    with pytest.raises(LoginBroken, match="after the last one"):
        login.prove(challenge)


def test_a_bare_challenge_between_the_legs_is_a_refusal() -> None:
    login = BoundLogin("ntlm", ALICE, MESSAGE)
    assert login.answer(Challenge("NTLM"))
    assert login.answer(Challenge("NTLM")) is None
    assert login.why == "the credentials were refused"


@pytest.mark.parametrize("came", [None, Challenge("NTLM")])
def test_a_success_without_a_token_proves_nothing_and_breaks_nothing(came: Challenge | None) -> None:
    login = BoundLogin("ntlm", ALICE, MESSAGE)
    assert login.answer(Challenge("NTLM"))
    assert login.answer(Challenge("NTLM", base64.b64encode(CHALLENGE).decode()))
    assert login.prove(came) is False


@pytest.mark.parametrize(("scheme", "hint"), [("negotiate", "pip install 'whttp"), ("ntlm", "")])
def test_only_negotiate_misses_kerberos(monkeypatch: pytest.MonkeyPatch, scheme: str, hint: str) -> None:
    monkeypatch.setitem(sys.modules, "gssapi", None)
    monkeypatch.delenv("NTLM_USER_FILE", raising=False)
    with pytest.raises(Unable) as raised:
        BoundLogin(scheme, SignedIn(), MESSAGE)
    assert hint in raised.value.hint
    assert bool(hint) is bool(raised.value.hint)


@pytest.mark.parametrize(
    ("given_name", "read_as"),
    [
        ("alice", "alice"),
        ("alice@LAB.TEST", "alice@LAB.TEST"),
        ("LAB.TEST\\alice", "alice@LAB.TEST"),
        ("lab\\alice", "alice@LAB"),
        ("\\alice", "\\alice"),
    ],
)
def test_kerberos_reads_a_domain_before_the_name_as_the_realm(given_name: str, read_as: str) -> None:
    assert principal(given_name) == read_as
