"""A refused CONNECT as a user sees it: the status, the page, and the option that hands it over."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable

import pytest

from tests.lab.behaviours import closing, endless, interim, reply, resetting, then
from tests.lab.command import Whttp
from tests.lab.peers.proxies import PASSWORD, USER, Squid
from tests.lab.raw_server import Answer, RawServer

Start = Callable[..., RawServer]
URL = "https://bank.test/secret?token=geheim"
PAGE = b"<h1>Blocked</h1>\nby the rules of px"
DENIED = reply(403, PAGE, "Via: 1.1 px", reason="Forbidden")


def test_it_is_status_9_and_says_what_the_proxy_said(whttp: Whttp, raw_server: Start) -> None:
    proxy = raw_server(DENIED)
    run = whttp("get", URL, "-x", proxy.authority)
    assert (run.status, run.out) == (9, "")
    assert "refused CONNECT bank.test:443: 403 Forbidden" in run.err
    assert "12029 ERROR_WINHTTP_CANNOT_CONNECT" in run.err
    assert b"geheim" not in proxy.request


def test_its_page_is_shown_under_v(whttp: Whttp, raw_server: Start) -> None:
    run = whttp("get", URL, "-x", raw_server(DENIED).authority, "-v")
    assert "< HTTP/1.1 403 Forbidden" in run.err
    assert "< <h1>Blocked</h1>\n< by the rules of px\n" in run.err


def test_its_page_is_in_the_document_and_not_the_response(whttp: Whttp, raw_server: Start) -> None:
    run = whttp("get", URL, "-x", raw_server(DENIED).authority, "--json")
    document = json.loads(run.out)
    (answer,) = document["exchanges"][0]["proxy_answers"]
    assert base64.b64decode(answer["base64"]) == PAGE
    assert (answer["status"], answer["target"], answer["cut"]) == (403, "bank.test:443", False)
    assert (document["response"], document["status"]) == (None, None)
    assert document["winhttp"]["IS_PROXY_CONNECT_RESPONSE"] == "0"


def test_receive_proxy_connect_response_hands_it_over(whttp: Whttp, raw_server: Start) -> None:
    flags = ("--receive-proxy-connect-response", "--query", "IS_PROXY_CONNECT_RESPONSE", "-o", "page")
    run = whttp("get", URL, "-x", raw_server(DENIED).authority, *flags)
    assert (run.status, run.out) == (0, "1\n")
    assert (whttp.home / "page").read_bytes() == PAGE


def test_a_page_of_control_bytes_is_escaped(whttp: Whttp, raw_server: Start) -> None:
    proxy = raw_server(reply(502, b"\x1b]0;owned\x07 \xe2\x80\xae", reason="Bad"))
    run = whttp("get", URL, "-x", proxy.authority, "-v")
    assert "\x1b" not in run.err
    assert "\\x1b]0;owned\\x07 \\u202e" in run.err


def test_a_page_of_many_lines_is_shown_in_part(whttp: Whttp, raw_server: Start) -> None:
    proxy = raw_server(reply(403, b"line\n" * 1000))
    run = whttp("get", URL, "-x", proxy.authority, "-v")
    assert run.err.count("< line") == 40
    assert "and 960 more lines" in run.err


@pytest.mark.parametrize("user", [(), ("--proxy-username", USER, "--proxy-password-env", "PX")])
def test_a_407_on_connect_is_status_9(user: tuple[str, ...], whttp: Whttp, squid: Squid) -> None:
    run = whttp("get", URL, "-x", f"127.0.0.1:{squid.basic}", *user, env={"PX": "wrong"})
    assert run.status == 9
    assert "407" in run.err
    hint = "did not accept the user name" if user else "offers Basic: give --proxy-username NAME"
    assert hint in run.err


def test_disabled_authentication_answers_no_407_on_connect(whttp: Whttp, raw_server: Start) -> None:
    proxy = raw_server(reply(407, b"", 'Proxy-Authenticate: Basic realm="x"'))
    flags = ("--proxy-username", USER, "--proxy-password-env", "PX", "--disable-feature=authentication")
    run = whttp("get", URL, "-x", proxy.authority, *flags, env={"PX": PASSWORD})
    assert (run.status, b"Proxy-Authorization" in proxy.request) == (9, False)
    assert "hint: no challenge is answered: disable-feature authentication" in run.err


def test_the_password_is_nowhere_in_the_trace(whttp: Whttp, squid: Squid) -> None:
    user = ("--proxy-username", USER, "--proxy-password-env", "PX", "-vv")
    run = whttp("get", URL, "-x", f"127.0.0.1:{squid.basic}", *user, env={"PX": PASSWORD})
    encoded = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
    assert "Proxy-Authorization: " in run.err
    assert encoded not in run.err
    assert PASSWORD not in run.err


def test_interim_answers_come_first_and_are_shown(whttp: Whttp, raw_server: Start) -> None:
    proxy = raw_server(then(interim(100, 103), DENIED))
    run = whttp("get", URL, "-x", proxy.authority, "-v")
    assert run.status == 9
    assert "< 103 Interim" in run.err


def test_a_refusal_without_a_page_promises_none(whttp: Whttp, raw_server: Start) -> None:
    assert "shown with -v" in whttp("get", URL, "-x", raw_server(DENIED).authority).err
    run = whttp("get", URL, "-x", raw_server(reply(302, b"", "Location: http://a/")).authority)
    assert (run.status, "shown with -v" in run.err) == (9, False)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (closing(), "12030 ERROR_WINHTTP_CONNECTION_ERROR"),
        (resetting(), "socket error 10054"),
        (b"SSH-2.0-x\r\n", "12152 ERROR_WINHTTP_INVALID_SERVER_RESPONSE"),
        (b"HTTP/1.1 200 OK\r\n\r\n<html>surprise", "sent a body with its 200 OK to CONNECT"),
    ],
)
def test_a_broken_answer_to_connect_is_blamed_on_the_proxy(
    answer: Answer, words: str, whttp: Whttp, raw_server: Start
) -> None:
    proxy = raw_server(answer)
    run = whttp("get", URL, "-x", proxy.authority)
    assert run.status == 9
    assert run.err.startswith(f"whttp: proxy http://{proxy.authority}")
    assert words in run.err
    assert "the server" not in run.err


def test_a_head_without_end_is_a_limit_in_bounded_time(whttp: Whttp, raw_server: Start) -> None:
    proxy = raw_server(endless(b"HTTP/1.1 200 OK\r\n", b"X-Again: again\r\n"))
    run = whttp("get", URL, "-x", proxy.authority)
    assert run.status == 13
    assert run.err.startswith(f"whttp: proxy http://{proxy.authority}, asked to CONNECT bank.test:443: ")
