"""--callback: where the status notifications go, and what becomes of a sink that fails."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.lab.behaviours import redirect, reply
from tests.lab.certificates import Identity
from tests.lab.command import Finished, Whttp
from tests.lab.peers.nginx import Nginx
from tests.lab.peers.proxies import Squid
from tests.lab.raw_server import RawServer
from tests.lab.terminal import Shown
from tests.lab.tls import server_context

Start = Callable[..., RawServer]
OK = reply(200, b"ok")
FUNCTIONS = """
import sys
seen = []
def listen(notice):
    print(notice["name"], notice["context"], file=sys.stderr)
def fail(notice):
    raise ValueError("not me")
def leave(notice):
    sys.exit(0)
number = 7
"""


@pytest.fixture
def server(raw_server: Start) -> RawServer:
    return raw_server(OK)


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A directory with a module `listeners` in it."""
    (tmp_path / "listeners.py").write_text(FUNCTIONS, "utf-8")
    (tmp_path / "broken.py").write_text("1 / 0\n", "utf-8")
    return tmp_path


def test_lines_on_standard_error(whttp: Whttp, server: RawServer) -> None:
    done = whttp("get", server.url(), "--callback", "stderr", "--context-value", "42")
    assert (done.status, done.stdout) == (0, b"ok")
    first, *_ = done.err.splitlines()
    assert first.split() == ["HANDLE_CREATED", "0x00000400", "session", "1", "0x2A", "connect", "2"]
    assert "RESOLVING_NAME         0x00000001  request 3  0x2A  127.0.0.1" in done.err


def test_without_the_flag_nothing_is_told(whttp: Whttp, server: RawServer) -> None:
    assert whttp("get", server.url()).err == ""


def test_objects_on_standard_error(whttp: Whttp, server: RawServer) -> None:
    done = whttp("get", server.url(), "--callback", "json")
    notices = [json.loads(line) for line in done.err.splitlines()]
    assert notices[2] == {
        "name": "WINHTTP_CALLBACK_STATUS_RESOLVING_NAME",
        "number": 1,
        "handle_type": "request",
        "handle": 3,
        "context": 0,
        "milliseconds": notices[2]["milliseconds"],
        "host": "127.0.0.1",
    }


def test_the_asynchronous_set_is_asked_for(whttp: Whttp, server: RawServer) -> None:
    assert "HEADERS_AVAILABLE" not in whttp("get", server.url(), "--callback", "stderr").err
    both = ("--callback", "stderr", "--callback-async")
    assert "HEADERS_AVAILABLE" in whttp("get", server.url(), *both).err


@pytest.mark.skipif(os.name == "nt", reason="descriptors are inherited by number")
def test_a_descriptor(whttp: Whttp, server: RawServer) -> None:
    done = whttp("get", server.url(), "-o", "body", "--callback", "fd:1")
    assert done.out.splitlines()[-1].startswith("HANDLE_CLOSING")


def test_a_file_is_written_anew(whttp: Whttp, server: RawServer, tmp_path: Path) -> None:
    (tmp_path / "n").write_text("old\n" * 1000, "utf-8")
    assert whttp("get", server.url(), "--callback", tmp_path / "n").status == 0
    lines = (tmp_path / "n").read_text("ascii").splitlines()
    assert (len(lines), lines[0].split()[0]) == (13, "HANDLE_CREATED")


def test_a_function_in_the_current_directory(whttp: Whttp, server: RawServer, here: Path) -> None:
    flags = ("--callback", "listeners:listen", "--context-value", "5")
    done = whttp("get", server.url(), *flags, cwd=here)
    assert (done.status, done.stdout) == (0, b"ok")
    assert "WINHTTP_CALLBACK_STATUS_REQUEST_SENT 5" in done.err.splitlines()


@pytest.mark.parametrize("source", ["environment", "file", "profile"])
def test_code_to_run_comes_from_the_command_line_only(
    whttp: Whttp, server: RawServer, here: Path, source: str
) -> None:
    done = said_by(source, "listeners:listen", whttp, server, here)
    assert done.status == 2
    assert "taken from the command line only" in done.err
    assert server.requests == []


@pytest.mark.parametrize("source", ["environment", "file", "profile"])
def test_a_sink_that_runs_nothing_may_be_said_anywhere(
    whttp: Whttp, server: RawServer, here: Path, source: str
) -> None:
    done = said_by(source, "stderr", whttp, server, here)
    assert (done.status, done.out) == (0, "ok")
    assert "REQUEST_SENT" in done.err


def said_by(source: str, sink: str, whttp: Whttp, server: RawServer, here: Path) -> Finished:
    line = f'status_callback = "{sink}"\n'
    if source == "environment":
        return whttp("get", server.url(), env={"WHTTP_STATUS_CALLBACK": sink}, cwd=here)
    whttp.configure(line if source == "file" else f"[profile.lab]\n{line}")
    words = ("--profile", "lab") if source == "profile" else ()
    return whttp("get", server.url(), *words, cwd=here)


@pytest.mark.parametrize(
    ("sink", "said"),
    [
        ("listeners:fail", "listeners:fail raised ValueError: not me"),
        ("listeners:leave", "listeners:leave raised SystemExit: 0"),
    ],
)
def test_a_function_that_fails_is_told_once_and_the_request_goes_on(
    whttp: Whttp, server: RawServer, here: Path, sink: str, said: str
) -> None:
    done = whttp("get", server.url(), server.url(), "--callback", sink, cwd=here)
    assert (done.status, done.out) == (14, "okok")
    assert done.err.splitlines() == [f"whttp: {said}", "       exit status 14"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/dev/full")
def test_a_full_disk_is_told_once_and_nothing_of_the_answer_is_lost(
    whttp: Whttp, server: RawServer, here: Path
) -> None:
    done = whttp("get", server.url(), "--callback", "/dev/full", "-o", here / "body")
    assert (done.status, (here / "body").read_bytes()) == (14, b"ok")
    assert done.err.splitlines()[0] == "whttp: /dev/full: No space left on device"


def test_the_failure_of_the_request_comes_first(whttp: Whttp, here: Path) -> None:
    done = whttp("get", "http://127.0.0.1:1/", "--callback", "listeners:fail", cwd=here)
    assert done.status == 4
    assert "listeners:fail raised" in done.err


@pytest.mark.parametrize(
    ("sink", "status"),
    [
        ("no/such/folder/file", 14),
        ("fd:77", 14),
        ("broken:f", 14),
        ("nosuchmodule:f", 2),
        ("listeners:nothing", 2),
        ("listeners:number", 2),
        ("json:listeners:listen", 2),
    ],
)
def test_a_sink_that_cannot_be_used_is_refused_before_anything_is_sent(
    whttp: Whttp, server: RawServer, here: Path, sink: str, status: int
) -> None:
    done = whttp("get", server.url(), "--callback", sink, cwd=here)
    assert done.status == status, done
    assert done.err.startswith("whttp: ")
    assert "Traceback" not in done.err
    assert server.requests == []


def test_a_token_in_a_redirect_is_masked(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server({"/": redirect("/b?token=hidden"), "/b?token=hidden": OK})
    told = whttp("get", server.url(), "--callback", "stderr")
    assert "/b?token=***" in told.err
    assert "hidden" not in told.err
    assert "hidden" in whttp("get", server.url(), "--callback", "stderr", "--show-secrets").err


def test_a_retry_is_a_request_of_its_own(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(reply(503, b"", "Retry-After: 0"), OK)
    done = whttp("get", server.url(), "--retry", "1", "--callback", "stderr")
    handles = [line.split()[-1] for line in done.err.splitlines() if line.startswith("HANDLE_CREATED")]
    assert handles == ["2", "3", "4", "5"]


def test_the_query_names_the_sink(whttp: Whttp, server: RawServer) -> None:
    asked = ("--query", "callback")
    assert whttp("get", server.url(), *asked, "--callback", "json:stderr").out == "json:stderr\n"
    assert whttp("get", server.url(), *asked).out == "\n"
    assert whttp("get", server.url(), "--set", "callback=1").status == 2


def test_on_a_terminal_a_notice_does_not_break_into_the_body(
    terminal: Callable[..., Shown], server: RawServer
) -> None:
    shown = terminal("get", server.url(), "--callback", "stderr").text.splitlines()
    assert "ok" in [line.strip() for line in shown]
    assert any(line.startswith("HANDLE_CLOSING") for line in shown)


def names(told: str) -> list[str]:
    """The notifications of the request handle, on lines."""
    return [line.split()[0] for line in told.splitlines() if line.split()[2] == "request"]


def test_over_http_2(whttp: Whttp, nginx: Nginx, lab_ca_file: Path) -> None:
    flags = ("--http2", "--ca-file", lab_ca_file, "--callback", "stderr", "--query", "http_protocol_used")
    done = whttp("get", nginx.url("http2"), *flags)
    assert (done.status, done.out) == (0, "0x1\n")
    connected = ["RESOLVING_NAME", "NAME_RESOLVED", "CONNECTING_TO_SERVER", "CONNECTED_TO_SERVER"]
    answered = ["RECEIVING_RESPONSE", "RESPONSE_RECEIVED"]
    assert names(done.err)[:8] == [*connected, "SENDING_REQUEST", "REQUEST_SENT", *answered]
    assert set(names(done.err)[8:-1]) == set(answered)


def test_an_https_proxy_whose_certificate_is_refused(
    whttp: Whttp, raw_server: Start, localhost: Identity
) -> None:
    proxy = raw_server(OK, tls=server_context(localhost))
    done = whttp("get", "http://h.test/", "--proxy", f"https://{proxy.authority}", "--callback", "stderr")
    assert done.status != 0
    assert "SECURE_FAILURE         0x00010000  request 3  0x0  0x8 INVALID_CA" in done.err


def test_a_tunnel_is_not_notified_but_what_goes_through_it(
    whttp: Whttp, raw_server: Start, localhost: Identity, lab_ca_file: Path, squid: Squid
) -> None:
    server = raw_server(OK, tls=server_context(localhost))
    flags = ("--proxy", f"127.0.0.1:{squid.open}", "--ca-file", lab_ca_file, "--callback", "stderr")
    done = whttp("get", server.url(), *flags)
    assert (done.status, done.out) == (0, "ok")
    assert names(done.err).count("SENDING_REQUEST") == 1
    assert (
        f"REQUEST_SENT           0x00000020  request 3  0x0  {len(server.requests[0])} bytes" in done.err
    )
