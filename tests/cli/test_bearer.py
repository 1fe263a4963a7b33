"""--bearer-file: the token goes where it was meant to go, and is seen by nobody else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conformance.wire import values
from tests.lab.behaviours import redirect, reply
from tests.lab.certificates import Identity
from tests.lab.command import Whttp
from tests.lab.raw_server import RawServer
from tests.lab.tls import server_context

Start = Callable[..., RawServer]
TOKEN = "b64.token-_~+/=="
OK = reply(200, b"ok")
OVER_HTTP = "--bearer-over-http"


@pytest.fixture
def token(tmp_path: Path) -> Path:
    """A file with a token and what an editor puts behind it."""
    file = tmp_path / "token.txt"
    file.write_text(f"{TOKEN}\n\n")
    return file


def sent(server: RawServer) -> list[list[str]]:
    """The Authorization lines of each request."""
    return [values(request, "Authorization") for request in server.requests]


def test_the_token_goes_with_the_first_request_over_tls(
    whttp: Whttp, raw_server: Start, localhost: Identity, lab_ca_file: Path, token: Path
) -> None:
    server = raw_server(OK, tls=server_context(localhost))
    assert whttp("get", server.url(), "--bearer-file", token, "--ca-file", lab_ca_file).out == "ok"
    assert sent(server) == [[f"Bearer {TOKEN}"]]


def test_over_plain_http_a_flag_is_refused_and_nothing_is_sent(
    whttp: Whttp, raw_server: Start, token: Path
) -> None:
    server = raw_server(OK)
    refused = whttp("get", server.url(), "--bearer-file", token)
    assert refused.status == 2
    assert "--bearer-over-http" in refused.err
    assert server.requests == []


def test_over_plain_http_a_configured_token_is_left_out_with_a_note(
    whttp: Whttp, raw_server: Start, token: Path
) -> None:
    server = raw_server(OK)
    whttp.configure(f'bearer_file = "{token}"')
    done = whttp("get", server.url(), "-v")
    assert "the token is not sent, this is an http request" in done.err
    assert sent(server) == [[]]


def test_over_plain_http_it_goes_where_that_is_asked_for(
    whttp: Whttp, raw_server: Start, token: Path
) -> None:
    server = raw_server(OK)
    assert whttp("get", server.url(), "--bearer-file", token, OVER_HTTP).status == 0
    assert sent(server) == [[f"Bearer {TOKEN}"]]


@pytest.mark.parametrize("outlet", ["-v", "-vv", "--json", "--dry-run", "--curl"])
def test_the_token_is_shown_nowhere(whttp: Whttp, raw_server: Start, token: Path, outlet: str) -> None:
    done = whttp("get", raw_server(OK).url(), "--bearer-file", token, OVER_HTTP, outlet)
    assert done.status == 0
    assert TOKEN not in done.out + done.err


def test_the_trace_names_the_file_option_behind_the_header(
    whttp: Whttp, raw_server: Start, token: Path
) -> None:
    shown = whttp("get", raw_server(OK).url(), "--bearer-file", token, OVER_HTTP, "-v").err
    (line,) = [line for line in shown.splitlines() if line.startswith("> Authorization")]
    assert line.split() == [">", "Authorization:", "Bearer", "***", "from", "--bearer-file"]
    shown = whttp(
        "get", raw_server(OK).url(), "--bearer-file", token, OVER_HTTP, "-v", "--show-secrets"
    ).err
    assert f"Bearer {TOKEN}" in shown


def test_a_redirect_to_another_origin_does_not_take_it_along(
    whttp: Whttp, raw_server: Start, token: Path
) -> None:
    other = raw_server(OK)
    server = raw_server(redirect("/here"), redirect(other.url("/there")))
    done = whttp("get", server.url(), "--bearer-file", token, OVER_HTTP, "--json")
    assert sent(server) == [[f"Bearer {TOKEN}"], [f"Bearer {TOKEN}"]]
    assert sent(other) == [[]]
    assert done.json["exchanges"][1]["redirect"]["changes"] == [
        "the bearer token kept from another origin"
    ]


def test_forward_credentials_takes_it_along_and_says_so(
    whttp: Whttp, raw_server: Start, token: Path
) -> None:
    other = raw_server(OK)
    server = raw_server(redirect(other.url("/there")))
    done = whttp(
        "get", server.url(), "--bearer-file", token, OVER_HTTP, "--forward-credentials", "--json"
    )
    assert sent(other) == [[f"Bearer {TOKEN}"]]
    assert "sent on" in done.json["exchanges"][0]["redirect"]["changes"][0]


def test_not_even_forward_credentials_takes_it_to_plain_http(
    whttp: Whttp, raw_server: Start, localhost: Identity, lab_ca_file: Path, token: Path
) -> None:
    other = raw_server(OK)
    server = raw_server(redirect(other.url("/there")), tls=server_context(localhost))
    flags = ("--bearer-file", token, "--ca-file", lab_ca_file, "--forward-credentials", "-L")
    assert whttp("get", server.url(), *flags).out == "ok"
    assert sent(server) == [[f"Bearer {TOKEN}"]]
    assert sent(other) == [[]]


def test_the_token_outlives_the_proxys_challenge(whttp: Whttp, raw_server: Start, token: Path) -> None:
    proxy = raw_server(reply(407, b"", 'Proxy-Authenticate: Basic realm="px"'), OK)
    login = ("-x", proxy.authority, "--proxy-username", "a", "--proxy-password", "b")
    assert whttp("get", "http://api.test/", *login, "--bearer-file", token, OVER_HTTP).out == "ok"
    assert sent(proxy) == [[f"Bearer {TOKEN}"], [f"Bearer {TOKEN}"]]


def test_a_header_of_the_users_own_takes_its_place(whttp: Whttp, raw_server: Start, token: Path) -> None:
    server = raw_server(OK)
    whttp("get", server.url(), "--bearer-file", token, OVER_HTTP, "-H", "Authorization: Own x")
    assert sent(server) == [["Own x"]]


def test_each_run_reads_the_file_again(whttp: Whttp, raw_server: Start, token: Path) -> None:
    server = raw_server(OK, OK)
    whttp("get", server.url(), "--bearer-file", token, OVER_HTTP)
    token.write_text("newer")
    whttp("get", server.url(), "--bearer-file", token, OVER_HTTP)
    assert sent(server) == [[f"Bearer {TOKEN}"], ["Bearer newer"]]


@pytest.mark.parametrize("text", ["\n", "two words", "tab\there", "nul\0byte", "schlüssel"])
def test_what_is_no_token_is_refused_without_being_repeated(
    whttp: Whttp, raw_server: Start, token: Path, text: str
) -> None:
    server = raw_server(OK)
    token.write_text(text)
    refused = whttp("get", server.url(), "--bearer-file", token, OVER_HTTP)
    assert refused.status == 2
    assert f"the first line of {token} is not a token" in refused.err
    assert text.strip() == "" or text not in refused.err
    assert server.requests == []


def test_a_file_that_is_not_there_is_status_14(whttp: Whttp) -> None:
    missing = whttp("get", "https://api.test/", "--bearer-file", "nowhere.txt")
    assert missing.status == 14
    assert "--bearer-file: nowhere.txt cannot be read" in missing.err
