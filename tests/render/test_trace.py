"""-v: curl's prefixes, the source of each decision on the right."""

from __future__ import annotations

import pytest

from tests.render import looks
from tests.report import stories
from tests.report.certificates import certificate
from winhttp_cli.errors import WhttpError
from winhttp_cli.events import (
    CertificateCheck,
    CertificateChecked,
    CheckVerdict,
    ConnectionClosed,
    Event,
    Failed,
    InterimResponse,
    Note,
    RawBytes,
    ResponseDone,
    RouteChosen,
    TlsDone,
)
from winhttp_cli.options.catalogue import find
from winhttp_cli.plan import CertFault
from winhttp_cli.render.columns import cells
from winhttp_cli.settings.layer import Layer
from winhttp_cli.settings.origin import Origin, Rank
from winhttp_cli.settings.settings import Settings


def documented() -> Settings:
    flags, profile = Layer(), Layer()
    flags.say(find("redirect_policy"), "never", Origin(Rank.FLAG, "--redirect-policy"))
    profile.say(find("secure_protocols"), "0x2800", Origin(Rank.PROFILE, 'profile "work", config.toml'))
    return Settings([flags, profile])


def test_the_documented_look_at_120_columns() -> None:
    assert looks.trace(stories.success(looks.CHAIN), documented(), width=120) == [
        "* option   redirect-policy = never                       --redirect-policy",
        '* option   secure-protocols = tls1.2|tls1.3 (0x2800)     profile "work", config.toml',
        "* route    direct                                        no proxy setting applies",
        "* dns      api.contoso.com -> 203.0.113.10, 2001:db8::10" + "4 ms, no limit".rjust(64),
        "* connect  192.0.2.7:50112 -> 203.0.113.10:443" + "11 ms of 60000 ms".rjust(74),
        '* cert 0   api.contoso.com   2026-10-09 .. 2027-01-08    "api.contoso.com" matched',
        "* cert 1   Contoso Issuing CA 3   2026-10-09 .. 2027-01-08  issued by Contoso Root R1",
        "* tls      TLS 1.3  TLS_AES_256_GCM_SHA384  x25519  ALPN h2" + "24 ms of 60000 ms".rjust(61),
        "> GET /v1/me HTTP/2",
        "> accept: */*",
        "* send     90 bytes" + "0 ms, 30000 ms a piece".rjust(101),
        "* wait     60 bytes of head" + "88 ms of 90000 ms, 30000 ms a piece".rjust(93),
        "< HTTP/2 200",
        "< content-type: application/json",
        "* body     20 bytes" + "2 ms, 30000 ms a piece".rjust(101),
    ]


@pytest.mark.parametrize("width", [60, 80, 120])
def test_lines_keep_to_the_width(width: int) -> None:
    for story in (stories.redirected(looks.CHAIN), stories.rejected(looks.CHAIN), stories.refused()):
        assert all(cells(line) <= width for line in looks.trace(story, documented(), width=width))


def test_in_a_pipe_nothing_wraps() -> None:
    lines = looks.trace(stories.success(looks.CHAIN), documented(), width=0)
    assert lines[1].endswith('(0x2800)     profile "work", config.toml')
    assert lines[3].endswith("2001:db8::10  4 ms, no limit")


@pytest.mark.parametrize(
    ("whole", "piece", "text"),
    [
        ("500", "200", "88 ms of 500 ms, 200 ms a piece"),
        ("0", "200", "88 ms, 200 ms a piece"),
        ("500", "infinite", "88 ms of 500 ms"),
        ("0", "infinite", "88 ms, no limit"),
    ],
)
def test_waiting_stands_beside_both_of_its_limits(whole: str, piece: str, text: str) -> None:
    settings = looks.said(receive_response_timeout=whole, receive_timeout=piece)
    (line,) = [line for line in looks.trace(stories.plain(), settings, width=0) if "* wait" in line]
    assert line.endswith("  " + text)


def test_every_option_that_was_said_has_a_line() -> None:
    settings = looks.said(connect_timeout="500", ca_file="root.pem", max_time="10", verbose="1")
    lines = [line for line in looks.trace(stories.plain(), settings) if line.startswith("* option")]
    assert [line.split()[2] for line in lines] == ["connect-timeout", "ca-file", "max-time"]
    assert "connect-timeout = 500 ms" in lines[0]


def test_options_are_told_once() -> None:
    lines = looks.trace(stories.redirected(), documented())
    assert sum(line.startswith("* option") for line in lines) == 2


def test_an_option_without_effect_says_so() -> None:
    lines = looks.trace(stories.plain(), looks.said(read_buffer_size="1"), width=120)
    assert "(deprecated, no effect)" in lines[0]


def test_a_header_names_who_asked_for_it() -> None:
    settings = looks.said(header="X-One: 1", user_agent="me")
    headers = (("X-One", "1"), ("User-Agent", "me"), ("Host", "h"))
    lines = looks.trace(stories.plain(request_headers=headers), settings, width=120)
    sent = [line for line in lines if line.startswith("> ")][1:]
    assert [line.split("  ")[-1].strip() for line in sent] == [
        "from --header",
        "from --user-agent",
        "> Host: h",
    ]


def test_redirects() -> None:
    assert "* redirect not followed: redirect-policy never" in looks.trace(stories.returned_redirect())
    lines = looks.trace(stories.redirected(), width=120)
    assert "* redirect 302 to https://api.contoso.com/v2" in lines
    assert any(line.startswith("* request") and "after redirect" in line for line in lines)
    assert any("connection 1 reused" in line for line in lines)


def test_refused_addresses_have_their_socket_error() -> None:
    lines = looks.trace(stories.refused())
    assert any("203.0.113.10:443 failed: refused (10061)" in line for line in lines)


def test_a_forgiven_check_says_who_forgave_it() -> None:
    check = CertificateCheck("date", CheckVerdict.FORGIVEN, "expired 5 days ago", CertFault.DATE)
    event = CertificateChecked(
        host="h", chain=(), checks=(check,), faults=CertFault.DATE, forgiven=CertFault.DATE, at=0.0
    )
    settings = looks.said(security_flags="ignore-cert-date-invalid")
    assert looks.trace([event], settings, width=120) == [
        "* forgiven date: expired 5 days ago                      12037 by --security-flags"
    ]


@pytest.mark.parametrize(
    ("sent", "issuers", "text"),
    [
        (False, ("CN=A", "CN=B"), "certificate requested, none sent (2 CAs accepted, see whttp tls)"),
        (False, (), "certificate requested, none sent (the server names no CA)"),
        (True, ("CN=A",), "certificate requested and sent (1 CA accepted, see whttp tls)"),
    ],
)
def test_a_request_for_a_client_certificate(sent: bool, issuers: tuple[str, ...], text: str) -> None:
    done = TlsDone(
        version="TLS 1.2",
        cipher="X",
        bits=128,
        client_certificate_requested=True,
        client_certificate_sent=sent,
        accepted_issuers=issuers,
        at=0.1,
    )
    assert looks.trace([done], width=120)[1] == f"* client   {text}"


def test_no_certificate_by_choice_says_so() -> None:
    done = TlsDone(version="TLS 1.2", cipher="X", bits=128, client_certificate_requested=True, at=0.1)
    lines = looks.trace([done], looks.said(client_cert_context="none"), width=120)
    assert lines[1] == (
        "* client   certificate requested, none sent (client-cert-context none; the server names no CA)"
    )


def test_what_was_read_for_the_connections_sake_is_told() -> None:
    assert looks.trace([ResponseDone(received=9, delivered=2)])[0].rstrip() == (
        "* body     9 bytes, 7 of them thrown away"
    )


def test_remarks_interim_answers_and_closing() -> None:
    events: list[Event] = [
        Note(text="Windows would have sent Authorization on"),
        InterimResponse(status=103, reason="Early Hints", headers=(("Link", "</a>"),)),
        ConnectionClosed(connection=3, why="Connection: close"),
    ]
    assert looks.trace(events) == [
        "* note     Windows would have sent Authorization on",
        "< 103 Early Hints",
        "< Link: </a>",
        "* close    connection 3: Connection: close",
    ]


def test_a_chain_of_a_thousand_is_cut() -> None:
    event = CertificateChecked(
        host="h",
        chain=(certificate(),) * 1000,
        checks=(),
        faults=CertFault(0),
        forgiven=CertFault(0),
    )
    lines = looks.trace([event])
    assert len([line for line in lines if line.startswith("* cert")]) == 11
    assert lines[-1] == "* cert     and 990 more"


def test_hostile_text_is_escaped() -> None:
    events = [
        RouteChosen(proxy="", why="\x1b[2J", at=0.0),
        *stories.plain(headers=(("X\x1b", "\x9b31m\u202e"),)),
        Note(text="\x07"),
    ]
    assert all(line.isprintable() for line in looks.trace(events))


# --- raw bytes ----------------------------------------------------------------------------------------


def raw(*pieces: tuple[str, bytes], show_secrets: bool = False, verbosity: int = 2) -> list[str]:
    events: list[Event] = [RawBytes(direction=direction, data=data) for direction, data in pieces]
    return looks.trace(events, verbosity=verbosity, show_secrets=show_secrets, width=0)


def test_raw_bytes_need_a_second_v() -> None:
    assert raw((">", b"GET / HTTP/1.1\r\n"), verbosity=1) == []
    assert raw((">", b"GET / HTTP/1.1\r\n")) == [">> GET / HTTP/1.1\\r\\n"]


def test_raw_bytes_are_escaped() -> None:
    assert raw(("<", b"\x00\xff\\\t\x1b[2Jx\n")) == ["<< \\x00\\xff\\\\\\t\\x1b[2Jx\\n"]


@pytest.mark.parametrize("size", [1, 2, 5, 1000])
def test_a_secret_cannot_slip_through_at_a_seam(size: int) -> None:
    head = b"GET /?token=hunter2 HTTP/1.1\r\nAuthorization: Bearer hunter2\r\nX: y\r\n\r\n"
    pieces = [(">", head[start : start + size]) for start in range(0, len(head), size)]
    lines = raw(*pieces)
    assert "hunter2" not in "".join(lines)
    assert ">> Authorization: Bearer ***\\r\\n" in lines
    assert ">> X: y\\r\\n" in lines
    assert "hunter2" in "".join(raw(*pieces, show_secrets=True))


def test_an_endless_secret_line_stays_hidden_and_is_not_kept() -> None:
    pieces = [(">", b"Cookie: a=hunter2"), *[(">", b"hunter2" * 1000)] * 100, (">", b"\r\nX: y\r\n")]
    lines = raw(*pieces)
    assert "hunter2" not in "".join(lines)
    assert lines[-1] == ">> X: y\\r\\n"


def test_an_unfinished_line_is_shown_when_the_other_side_speaks() -> None:
    assert raw((">", b"no end"), ("<", b"ok\n")) == [">> no end", "<< ok\\n"]


@pytest.mark.parametrize(
    "last",
    [
        ConnectionClosed(connection=1, why="cut"),
        ResponseDone(received=6, delivered=6),
        Failed(error=WhttpError("cut", None)),
    ],
)
def test_an_unfinished_line_is_shown_at_the_end(last: Event) -> None:
    lines = looks.trace([RawBytes(direction="<", data=b"no end"), last], verbosity=2, width=0)
    assert lines[0] == "<< no end"


def test_an_unfinished_secret_is_masked_at_the_end() -> None:
    cut = RawBytes(direction="<", data=b"Set-Cookie: a=hunter2")
    lines = looks.trace([cut, ConnectionClosed(connection=1, why="cut")], verbosity=2, width=0)
    assert lines[0] == "<< Set-Cookie: a=***"


def test_form_data_is_masked() -> None:
    assert raw((">", b"user=alice&password=hunter2"), ("<", b"\n"))[0] == (">> user=alice&password=***")


def test_http2_frames_are_counted_unless_secrets_may_show() -> None:
    preface = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
    assert raw((">", preface), ("<", b"\0\0\0\x04")) == [
        ">> 24 bytes of HTTP/2 frames",
        "<< 4 bytes of HTTP/2 frames",
    ]
    assert raw((">", preface), show_secrets=True)[0] == ">> PRI * HTTP/2.0\\r\\n"
