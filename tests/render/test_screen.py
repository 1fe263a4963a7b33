"""The head and the five lines, as documented."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest

from tests.render import looks
from tests.report import stories
from tests.report.certificates import NOW, certificate
from winhttp_cli.events import CertificateChecked, ResponseHead, RouteChosen
from winhttp_cli.plan import NO_FAULT, CertFault
from winhttp_cli.record import replace
from winhttp_cli.render.columns import cells
from winhttp_cli.render.screen import Screen
from winhttp_cli.render.terminal import Outlet
from winhttp_cli.report.model import Response
from winhttp_cli.settings.settings import Settings


def test_the_documented_look_at_120_columns() -> None:
    assert looks.summary(stories.success(looks.CHAIN), 120) == [
        "  protocol  HTTP/2 over TLS 1.3            HTTP_PROTOCOL_USED 0x1, ALPN h2",
        "  cert      api.contoso.com                47 days left, issued by Contoso Issuing CA 3",
        "  security  SECURE, STRONG, 256 bit        0x20000001, nothing ignored",
        "  route     direct 203.0.113.10:443        no proxy setting applies",
        "  time      dns 4  tcp 11  tls 24  wait 88  body 2 = 129 ms",
    ]


def test_at_80_columns_only_the_long_line_moves() -> None:
    assert looks.summary(stories.success(looks.CHAIN), 80)[1] == (
        "  cert      api.contoso.com         47 days left, issued by Contoso Issuing CA 3"
    )


def test_at_50_columns_the_right_part_has_its_own_line() -> None:
    assert looks.summary(stories.success(looks.CHAIN), 50)[:2] == [
        "  protocol  HTTP/2 over TLS 1.3",
        "            HTTP_PROTOCOL_USED 0x1, ALPN h2",
    ]


@pytest.mark.parametrize("width", [60, 72, 80, 100, 120])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    for story in (stories.success(looks.CHAIN), stories.plain(), stories.redirected(looks.CHAIN)):
        assert all(cells(line) <= width for line in looks.summary(story, width))


def test_plain_http() -> None:
    assert looks.summary(stories.plain()) == [
        "  protocol  HTTP/1.1, not encrypted        HTTP_PROTOCOL_USED 0x0",
        "  security  none                           0x0",
        "  route     direct 203.0.113.10:443        no proxy setting applies",
        "  time      dns 4  tcp 11  wait 88  body 2 = 105 ms",
    ]


def ignoring(forgiven: CertFault) -> str:
    settings = looks.said(security_flags="ignore-unknown-ca,ignore-cert-date-invalid")
    events = stories.success(looks.CHAIN)
    checked = next(event for event in events if isinstance(event, CertificateChecked))
    events[events.index(checked)] = replace(checked, faults=forgiven, forgiven=forgiven)
    return looks.summary(events, 120, settings)[2]


def test_what_the_ignore_bits_let_pass_is_named() -> None:
    line = ignoring(CertFault.UNKNOWN_CA | CertFault.DATE)
    assert line.endswith("0x20002101, let pass: unknown-ca, date-invalid")


def test_ignore_bits_that_were_not_needed_are_no_reproach() -> None:
    assert ignoring(NO_FAULT).endswith("0x20002101, ignore bits set, none needed")


def test_a_certificate_near_its_end_counts_hours() -> None:
    soon = certificate(not_after=NOW + timedelta(hours=23, minutes=50))
    assert "23 hours left" in looks.summary(stories.success((soon,)), 120)[1]


def test_time_between_the_phases_is_told() -> None:
    late = [replace(event, at=event.at + 0.04) for event in stories.secured(0.015, ())]
    events = [*stories.started(), *stories.connected(), *late, *stories.answered(0.079)]
    assert "body 2  other 40 = 169 ms" in looks.summary(events)[-1]


def test_a_redirect_tells_of_the_whole() -> None:
    lines = looks.summary(stories.redirected(looks.CHAIN), 120)
    assert lines[-1].endswith("the last of 2 exchanges, 220 ms in all")
    assert lines[-2].endswith("no proxy setting applies; connection reused")


def test_a_proxy_is_the_route() -> None:
    events = stories.plain()
    events[1] = RouteChosen(proxy="http://u:pw@px:8080", why="--proxy", at=0.0)
    assert "via http://***@px:8080" in looks.summary(events)[2]


def test_a_refused_certificate_gives_the_lines_it_can() -> None:
    lines = looks.summary(stories.rejected(looks.CHAIN), 120)
    assert [line.split()[0] for line in lines] == ["cert", "security", "route", "time"]
    assert "not established" in lines[1]


def test_an_expired_certificate_says_since_when() -> None:
    old = certificate(not_after=NOW.replace(day=17))
    assert "expired 5 days ago" in looks.summary(stories.success((old,)), 120)[1]


def test_nothing_happened_prints_nothing() -> None:
    assert looks.summary([]) == []


def test_hostile_names_are_escaped() -> None:
    chain = (certificate(subject="\x1b[2Jx", issuer="\u202ey"),)
    events = stories.success(chain)
    events[1] = RouteChosen(proxy="", why="\x1b]0;owned\x07", at=0.0)
    assert all(line.isprintable() for line in looks.summary(events))


# --- the head -----------------------------------------------------------------------------------------


def head(out: Outlet, *, show_secrets: bool = False, value: str = "a=b; Path=/") -> None:
    response = Response("HTTP/1.1", 404, "Not Found", (("Set-Cookie", value), ("X", "é")), 0, 0)
    Screen(out, out, Settings(), show_secrets=show_secrets).head(response)


def test_the_head_on_a_terminal() -> None:
    stream = io.StringIO()
    head(Outlet(stream, is_terminal=True))
    assert stream.getvalue() == "HTTP/1.1 404 Not Found\nSet-Cookie: a=***; Path=/\nX: é\n\n"


def test_the_head_in_colour() -> None:
    stream = io.StringIO()
    head(Outlet(stream, is_terminal=True, colour=True))
    assert stream.getvalue().startswith("\x1b[1;33mHTTP/1.1 404 Not Found\x1b[0m\n")


def test_the_head_in_a_pipe_is_as_it_came() -> None:
    raw = io.BytesIO()
    out = Outlet(io.TextIOWrapper(raw, encoding="utf-8", newline=""))
    head(out)
    assert raw.getvalue() == (b"HTTP/1.1 404 Not Found\r\nSet-Cookie: a=***; Path=/\r\nX: \xe9\r\n\r\n")


def test_the_head_with_its_secrets() -> None:
    stream = io.StringIO()
    head(Outlet(stream, is_terminal=True), show_secrets=True)
    assert "Set-Cookie: a=b; Path=/" in stream.getvalue()


def test_a_hostile_head_is_escaped_on_a_terminal() -> None:
    stream = io.StringIO()
    head(Outlet(stream, is_terminal=True), value="a=b; \x1b[2J\x9b")
    assert "\\x1b[2J\\x9b" in stream.getvalue()


def test_a_head_of_an_unknown_kind_is_still_a_head() -> None:
    head_event = ResponseHead(protocol="HTTP/1.0", status=999, reason="", headers=(), at=0.1)
    report = stories.report_of([*stories.started(), head_event])
    stream = io.StringIO()
    assert report.response is not None
    out = Outlet(stream, is_terminal=True, colour=True)
    Screen(out, out, Settings()).head(report.response)
    assert "HTTP/1.0 999" in stream.getvalue()
