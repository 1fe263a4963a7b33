"""Challenges read, Basic and Digest answered: RFC 9110 section 11.6, RFC 7617, RFC 7616."""

from __future__ import annotations

import hashlib
import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from winhttp_cli.engine.auth import basic, digest
from winhttp_cli.engine.auth.challenges import MAXIMUM_ITEMS, Challenge, parse
from winhttp_cli.engine.auth.choice import STRONGEST_FIRST, answerable, begin, choose, offered
from winhttp_cli.engine.auth.login import MAXIMUM_LEGS, Login
from winhttp_cli.engine.auth.scheme import Credentials, Message, SignedIn
from winhttp_cli.secret import Secret

Shape = tuple[str, str, dict[str, str]]

LINES: list[tuple[list[str], list[Shape]]] = [
    (['Basic realm="corp"'], [("Basic", "", {"realm": "corp"})]),
    (["Basic realm=corp"], [("Basic", "", {"realm": "corp"})]),
    (['basic REALM = "corp"'], [("basic", "", {"REALM": "corp"})]),
    (["Negotiate"], [("Negotiate", "", {})]),
    (["NTLM TlRMTVNTUAACAAAA=="], [("NTLM", "TlRMTVNTUAACAAAA==", {})]),
    (["Negotiate oYG2MIG=, NTLM"], [("Negotiate", "oYG2MIG=", {}), ("NTLM", "", {})]),
    (["Negotiate", "NTLM"], [("Negotiate", "", {}), ("NTLM", "", {})]),
    (
        ['Digest realm="a", nonce="b,c", qop="auth,auth-int", Basic realm="d"'],
        [
            ("Digest", "", {"realm": "a", "nonce": "b,c", "qop": "auth,auth-int"}),
            ("Basic", "", {"realm": "d"}),
        ],
    ),
    (
        ['Newauth realm="apps", type=1, title="Login to \\"apps\\"", Basic realm="simple"'],
        [
            ("Newauth", "", {"realm": "apps", "type": "1", "title": 'Login to "apps"'}),
            ("Basic", "", {"realm": "simple"}),
        ],
    ),
    ([",, Basic realm=x ,,"], [("Basic", "", {"realm": "x"})]),
    ([""], []),
    (["realm=lonely"], []),
    (["Basic realm="], [("Basic", "realm=", {})]),
    (['Basic realm="unclosed'], [("Basic", "", {})]),
    (["Basic realm=a b=c"], [("Basic", "", {"realm": "a", "b": "c"})]),
    (['@@@ "x, y", Basic realm=a'], [("Basic", "", {"realm": "a"})]),
    (["Basic realm=,nonce=1"], [("Basic", "realm=", {"nonce": "1"})]),
    (['Basic realm=é, Digest nonce="n"'], [("Basic", "", {}), ("Digest", "", {"nonce": "n"})]),
]


@pytest.mark.parametrize(("lines", "expected"), LINES)
def test_challenges(lines: list[str], expected: list[Shape]) -> None:
    found = [(one.scheme, one.token68, dict(one.parameters)) for one in parse(lines)]
    assert found == expected


@given(st.lists(st.text(alphabet='aB=", \t\\;/é\x00~', max_size=60), max_size=4))
def test_no_input_makes_the_reader_fail_or_stall(lines: list[str]) -> None:
    for challenge in parse(lines):
        assert re.fullmatch(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", challenge.scheme)


@pytest.mark.parametrize("unit", ["a,", 'a="', '"', "\\", "a=b,", "a b=", ",", "=", 'a="\\'])
def test_a_long_hostile_line_is_read_once_and_its_yield_is_bounded(unit: str) -> None:
    found = parse([unit * 100_000])
    assert len(found) <= MAXIMUM_ITEMS
    assert all(len(challenge.parameters) <= MAXIMUM_ITEMS for challenge in found)


def test_offers_are_named_in_order_without_repeats() -> None:
    assert offered(parse(["NTLM, Basic realm=a", "ntlm", "Bearer"])) == ("NTLM", "Basic", "Bearer")


def test_the_strongest_offer_we_can_answer_is_chosen() -> None:
    found = choose(parse(["Basic realm=a, Digest realm=a, nonce=b, algorithm=MD5, Bearer"]))
    assert found is not None
    assert found.scheme == "Digest"


@pytest.mark.parametrize("scheme", ["Negotiate", "NTLM", "Digest", "Basic"])
def test_the_order_of_strength_is_not_the_servers(scheme: str) -> None:
    order = ["Basic realm=a", "Digest realm=a, nonce=b", "NTLM", "Negotiate"]
    weaker = next(number for number, line in enumerate(order) if line.startswith(scheme))
    found = choose(parse([", ".join(order[: weaker + 1])]))
    assert found is not None
    assert found.scheme == scheme


def test_your_own_credentials_answer_negotiate_and_ntlm_alone() -> None:
    assert answerable(SignedIn(), STRONGEST_FIRST) == ("negotiate", "ntlm")
    assert answerable(ALICE, STRONGEST_FIRST) == STRONGEST_FIRST
    assert Login(SignedIn()).answer(["Basic realm=a"], MESSAGE) is None


def test_a_digest_nobody_can_answer_leaves_basic() -> None:
    found = choose(parse(["Digest realm=a, nonce=b, algorithm=SHA-9, Basic realm=a"]))
    assert found is not None
    assert found.scheme == "Basic"


def test_without_an_answerable_offer_there_is_none() -> None:
    assert choose(parse(["Bearer, Hawk"])) is None
    assert choose(parse(["Basic realm=a"]), schemes=("digest",)) is None


def test_basic_is_utf_8_and_is_refused_by_a_second_challenge() -> None:
    answers = basic.answer(Credentials("jürgen", Secret("pä:ß")))
    assert next(answers) == "Basic asO8cmdlbjpww6Q6w58="
    with pytest.raises(StopIteration):
        answers.send(Challenge("Basic"))


MUFASA = 'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm={}, '
NONCE = (
    'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", '
    'opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"'
)
CNONCE = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"

# algorithm, response: RFC 7616 section 3.9.1
RFC_7616 = [
    ("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
    ("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
]


def fields(header: str) -> dict[str, str]:
    return dict(parse([header])[0].parameters)


@pytest.mark.parametrize(("algorithm", "response"), RFC_7616)
def test_digest_gives_the_rfc_7616_examples(algorithm: str, response: str) -> None:
    challenge = parse([MUFASA.format(algorithm) + NONCE])[0]
    credentials = Credentials("Mufasa", Secret("Circle of Life"))
    message = Message("GET", "/dir/index.html")
    header = next(digest.answer(challenge, credentials, message, lambda size: CNONCE))
    found = fields(header)
    assert (found["response"], found["qop"], found["nc"]) == (response, "auth", "00000001")
    assert found["opaque"] == "FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"


def test_digest_gives_the_rfc_2617_example() -> None:
    line = 'Digest realm="testrealm@host.com", qop="auth", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093"'
    answers = digest.answer(
        parse([line])[0],
        Credentials("Mufasa", Secret("Circle Of Life")),
        Message("GET", "/dir/index.html"),
        lambda size: "0a4f113b",
    )
    assert fields(next(answers))["response"] == "6629fae49393a05397450978507c4ef1"


def test_digest_without_qop_is_rfc_2069() -> None:
    line = 'Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093"'
    credentials = Credentials("Mufasa", Secret("CircleOfLife"))
    header = next(digest.answer(parse([line])[0], credentials, Message("GET", "/dir/index.html")))
    assert fields(header)["response"] == "1949323746fe6a43ef61f9606e7febea"
    assert {"qop", "nc", "cnonce"} & set(fields(header)) == set()


def independent(algorithm: str, *parts: str) -> str:
    return hashlib.new(algorithm, ":".join(parts).encode()).hexdigest()


ALICE = Credentials("alice", Secret("pw"))


def test_session_form_mixes_both_nonces_into_the_first_hash() -> None:
    line = "Digest realm=r, nonce=n, qop=auth, algorithm=MD5-sess"
    found = fields(next(digest.answer(parse([line])[0], ALICE, Message("GET", "/"), lambda size: "c")))
    first = independent("md5", independent("md5", "alice", "r", "pw"), "n", "c")
    expected = independent("md5", first, "n", "00000001", "c", "auth", independent("md5", "GET", "/"))
    assert (found["response"], found["algorithm"]) == (expected, "MD5-sess")


def test_auth_int_signs_the_body() -> None:
    line = "Digest realm=r, nonce=n, qop=auth-int, algorithm=SHA-256"
    body = hashlib.sha256(b"body").hexdigest()
    message = Message("POST", "/", lambda name: hashlib.new(name, b"body").hexdigest())
    found = fields(next(digest.answer(parse([line])[0], ALICE, message, lambda size: "c")))
    second = independent("sha256", "POST", "/", body)
    first = independent("sha256", "alice", "r", "pw")
    assert found["response"] == independent("sha256", first, "n", "00000001", "c", "auth-int", second)


def test_auth_int_with_a_body_that_cannot_be_read_twice_is_not_answered() -> None:
    line = "Digest realm=r, nonce=n, qop=auth-int"
    assert list(digest.answer(parse([line])[0], ALICE, Message("POST", "/"))) == []


def test_stale_nonce_is_answered_again_with_the_new_one() -> None:
    answers = digest.answer(parse(["Digest realm=r, nonce=one"])[0], ALICE, Message("GET", "/"))
    next(answers)
    again = answers.send(parse(["Digest realm=r, nonce=two, stale=TRUE"])[0])
    assert fields(again)["nonce"] == "two"


def test_a_challenge_that_is_not_stale_is_a_refusal() -> None:
    answers = digest.answer(parse(["Digest realm=r, nonce=one"])[0], ALICE, Message("GET", "/"))
    next(answers)
    with pytest.raises(StopIteration):
        answers.send(parse(["Digest realm=r, nonce=two"])[0])


def test_nonces_that_are_stale_for_ever_end() -> None:
    stale = parse(["Digest realm=r, nonce=x, stale=true"])[0]
    answers = digest.answer(stale, ALICE, Message("GET", "/"))
    next(answers)
    sent = 0
    with suppress(StopIteration):
        while sent < 20:
            answers.send(stale)
            sent += 1
    assert sent < 5


def test_the_same_nonce_counts_up() -> None:
    stale = parse(["Digest realm=r, nonce=x, qop=auth, stale=true"])[0]
    answers = digest.answer(stale, ALICE, Message("GET", "/"))
    counts = [fields(next(answers))["nc"], fields(answers.send(stale))["nc"]]
    assert counts == ["00000001", "00000002"]


def test_a_name_outside_ascii_is_sent_in_the_extended_form() -> None:
    line = "Digest realm=r, nonce=n, charset=UTF-8"
    header = next(digest.answer(parse([line])[0], Credentials("Jäsøn", Secret("p")), Message("GET", "/")))
    assert "username*=UTF-8''J%C3%A4s%C3%B8n" in header


def test_userhash_hides_the_name() -> None:
    line = 'Digest realm="r", nonce=n, algorithm=SHA-256, userhash=true'
    header = next(digest.answer(parse([line])[0], ALICE, Message("GET", "/")))
    assert fields(header)["username"] == independent("sha256", "alice", "r")
    assert "alice" not in header
    assert fields(header)["userhash"] == "true"


def test_quotes_in_what_is_echoed_stay_quotes() -> None:
    challenge = Challenge("Digest", "", (("realm", 'a"b\\c'), ("nonce", "n")))
    header = next(digest.answer(challenge, Credentials('u"x', Secret("p")), Message("GET", '/"')))
    found = fields(header)
    assert (found["realm"], found["username"], found["uri"]) == ('a"b\\c', 'u"x', '/"')


@pytest.mark.parametrize(
    "line",
    ["Digest realm=r", "Digest nonce=n", "Digest realm=r, nonce=n, qop=auth-conf"],
)
def test_a_digest_that_lacks_what_it_needs_is_not_supported(line: str) -> None:
    assert not digest.is_supported(parse([line])[0])


def test_a_control_byte_in_a_challenge_is_not_echoed() -> None:
    challenge = Challenge("Digest", "", (("realm", "r\r\nX: y"), ("nonce", "n")))
    assert not digest.is_supported(challenge)


def test_begin_answers_with_the_scheme_that_was_chosen() -> None:
    for line, word in (("Basic realm=a", "Basic "), ("Digest realm=a, nonce=b", "Digest ")):
        assert next(begin(parse([line])[0], ALICE, Message("GET", "/"))).startswith(word)


def test_no_header_shows_the_password_and_no_dump_shows_it() -> None:
    line = "Digest realm=a, nonce=b"
    header = next(begin(parse([line])[0], Credentials("u", Secret("geheim")), Message("GET", "/")))
    assert "geheim" not in header
    assert "geheim" not in repr(Credentials("u", Secret("geheim")))


MESSAGE = Message("GET", "/")


def test_a_login_without_credentials_says_nothing() -> None:
    assert Login(None).answer(["Basic realm=a"], MESSAGE) is None


def test_a_login_that_is_refused_gives_up_and_says_that_it_had_answered() -> None:
    login = Login(ALICE)
    assert login.answer(["Basic realm=a"], MESSAGE) is not None
    assert login.answer(["Basic realm=a"], MESSAGE) is None
    assert login.was_answered


def test_a_login_keeps_to_the_scheme_it_began_with() -> None:
    login = Login(ALICE)
    login.answer(["Digest realm=a, nonce=b, stale=true"], MESSAGE)
    assert login.answer(["Basic realm=a"], MESSAGE) is None
    assert login.scheme == "digest"


def test_a_login_only_uses_the_schemes_it_may() -> None:
    assert Login(ALICE, ("digest",)).answer(["Basic realm=a"], MESSAGE) is None


def test_a_party_that_asks_for_ever_is_answered_a_bounded_number_of_times() -> None:
    login = Login(ALICE)
    answers = [login.answer(["Digest realm=a, nonce=b, stale=true"], MESSAGE) for _ in range(50)]
    assert sum(answer is not None for answer in answers) <= MAXIMUM_LEGS
