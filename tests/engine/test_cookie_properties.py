"""Whatever a server sends: the jar stands, and no cookie leaves for where it does not belong."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from winhttp_cli.engine.cookie_parse import LARGEST_COOKIE, LATEST, SetCookie, date, parse
from winhttp_cli.engine.cookies import CookieJar
from winhttp_cli.target import crack, to_target

NOW = 1_700_000_000.0
OCTETS = st.text(st.characters(max_codepoint=0xFF), max_size=60)
LABEL = st.sampled_from(["a", "b", "www", "example", "co", "uk", "com", "github", "io", "localhost", "1"])
HOST = st.lists(LABEL, min_size=1, max_size=4).map(".".join)
WORD = st.text("abcXYZ012=_-. \"'", min_size=1, max_size=8)
PATH = st.lists(st.sampled_from(["", "a", "b", "ab"]), max_size=3).map(
    lambda parts: "/" + "/".join(parts)
)
ATTRIBUTE = st.one_of(
    st.builds("Domain={}".format, HOST | OCTETS),
    st.builds("Path={}".format, PATH | OCTETS),
    st.builds("Max-Age={}".format, st.integers() | OCTETS),
    st.builds("Expires={}".format, OCTETS),
    st.sampled_from(["Secure", "HttpOnly", "SameSite=Lax", "", "="]),
    OCTETS,
)
SET_COOKIE = st.builds(
    lambda name, value, attributes: "; ".join([f"{name}={value}", *attributes]),
    WORD | OCTETS,
    WORD | OCTETS,
    st.lists(ATTRIBUTE, max_size=4),
)


@given(SET_COOKIE | OCTETS)
def test_whatever_a_server_sends_is_a_cookie_or_a_reason(text: str) -> None:
    cookie = parse(text, NOW)
    if isinstance(cookie, SetCookie):
        assert cookie.name
        assert len(cookie.name) + len(cookie.value or "") <= LARGEST_COOKIE
        assert not set(cookie.name + (cookie.value or "") + cookie.path) & set(
            map(chr, [*range(32), 127])
        )
        assert cookie.expires is None or cookie.expires <= LATEST
    else:
        assert cookie in ("a control character", "no name", "a tab")


@given(OCTETS)
def test_no_date_upsets_it(text: str) -> None:
    seconds = date(text)
    assert seconds is None or seconds <= LATEST


@given(HOST, HOST, SET_COOKIE)
def test_a_cookie_goes_to_its_host_and_below_its_domain_only(host: str, other: str, text: str) -> None:
    jar = CookieJar()
    jar.store(to_target(crack(f"https://{host}/a/b")), (text,), NOW)
    if jar.header(to_target(crack(f"https://{other}/a/b")), None, NOW) is not None:
        shared = _shared_labels(host, other)
        assert other == host or len(shared) >= 2


def _shared_labels(host: str, other: str) -> list[str]:
    """The labels that both names end with."""
    shared: list[str] = []
    for one, two in zip(reversed(host.split(".")), reversed(other.split(".")), strict=False):
        if one != two:
            break
        shared.append(one)
    return shared


@settings(max_examples=50)
@given(st.lists(SET_COOKIE, max_size=5))
def test_a_jar_comes_back_from_its_file_as_it_went(texts: list[str]) -> None:
    target = to_target(crack("https://www.example.com/a/b"))
    with TemporaryDirectory() as folder:
        jar, again = CookieJar(Path(folder) / "jar"), CookieJar(Path(folder) / "jar")
        jar.store(target, tuple(texts), NOW)
        jar.save(NOW)
        again.load(NOW)
        ours = jar.header(target, None, NOW) or ""
        assert _with_equals(again.header(target, None, NOW) or "") == _with_equals(ours)


def _with_equals(header: str) -> list[str]:
    """The file does not tell `a` from `a=`."""
    return [pair if "=" in pair else f"{pair}=" for pair in header.split("; ")]
