"""The five timers of WinHTTP and our --max-time: each fires alone, and is named with value and origin."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.lab.behaviours import dripping, hanging, reply
from tests.lab.certificates import Identity, intermediate, leaf, root
from tests.lab.command import Finished, Whttp
from tests.lab.hanging import HangingTarget
from tests.lab.raw_server import Peer, RawServer
from tests.lab.relay import Faults, Relay
from tests.lab.tls import server_context

Start = Callable[..., RawServer]

HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n"

RESOLVER_THAT_HANGS = """
import socket, sys, threading
look_up = socket.getaddrinfo
def hang(*wanted):
    return look_up(*wanted) if wanted[5] & socket.AI_NUMERICHOST else threading.Event().wait()
socket.getaddrinfo = hang
from winhttp_cli.__main__ import main
sys.exit(main())
"""


def deaf(peer: Peer) -> None:
    """Takes no more bytes, and lives on."""
    peer.stopping.wait(30)


def timer_line(done: Finished) -> str:
    assert done.status == 5, done
    assert "12002 ERROR_WINHTTP_TIMEOUT (0x80072EE2), exit status 5" in done.err
    (line,) = [line.strip() for line in done.err.splitlines() if line.strip().startswith("timer:")]
    return line


def test_the_resolve_timer_fires_alone(whttp: Whttp) -> None:
    patient = Whttp(whttp.home, (sys.executable, "-c", RESOLVER_THAT_HANGS))
    done = patient("get", "http://slow.test/", "--resolve-timeout", "70")
    assert timer_line(done) == "timer: resolve-timeout = 70 ms, from --resolve-timeout"


def test_the_connect_timer_fires_alone(whttp: Whttp, hanging_target: HangingTarget) -> None:
    url = f"http://{hanging_target.address}:{hanging_target.port}/"
    done = whttp("get", url, env={"WHTTP_CONNECT_TIMEOUT": "70"})
    assert timer_line(done) == "timer: connect-timeout = 70 ms, from WHTTP_CONNECT_TIMEOUT"


def test_the_send_timer_fires_alone(whttp: Whttp, raw_server: Start, tmp_path: Path) -> None:
    server = raw_server(deaf, with_bodies=False)
    body = tmp_path / "body"
    with body.open("wb") as file:
        os.truncate(file.fileno(), 64 << 20)
    whttp.configure("send_timeout = 70")
    done = whttp("put", server.url(), "-T", body)
    assert timer_line(done) == "timer: send-timeout = 70 ms, from config.toml"


@pytest.mark.parametrize("answer", [hanging(b""), hanging(HEAD + b"abc")], ids=["silent", "stalls"])
def test_the_receive_timer_fires_alone(whttp: Whttp, raw_server: Start, answer: object) -> None:
    whttp.configure("[profile.lab]\nreceive_timeout = 70")
    done = whttp("get", raw_server(answer).url(), "--profile", "lab")
    assert timer_line(done) == 'timer: receive-timeout = 70 ms, from profile "lab", config.toml'


def test_the_receive_response_timer_fires_alone(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(dripping(HEAD, 0.02))
    done = whttp("get", server.url(), "--set", "RECEIVE_RESPONSE_TIMEOUT=70")
    assert timer_line(done) == (
        "timer: receive-response-timeout = 70 ms, from --set RECEIVE_RESPONSE_TIMEOUT"
    )


def test_max_time_names_the_timer_that_would_have_fired(whttp: Whttp, raw_server: Start) -> None:
    done = whttp("get", raw_server(hanging(b"")).url(), "--max-time", "0.1")
    assert timer_line(done) == "timer: max-time = 0.1 s, from --max-time"
    assert "receive-timeout (30000 ms, built-in) would have ended this" in done.err


def test_a_silent_server_ends_at_the_receive_timer_though_the_other_is_shorter(
    whttp: Whttp, raw_server: Start
) -> None:
    flags = ("--receive-response-timeout", "20", "--receive-timeout", "90")
    done = whttp("get", raw_server(hanging(b"")).url(), *flags)
    assert timer_line(done) == "timer: receive-timeout = 90 ms, from --receive-timeout"
    assert "receive-response-timeout (20 ms, --receive-response-timeout) was over before" in done.err


def test_the_document_names_the_timer_too(whttp: Whttp, raw_server: Start) -> None:
    done = whttp("get", raw_server(hanging(b"")).url(), "--receive-timeout", "70", "--json")
    failure = done.json["failure"]
    assert (failure["timer"], failure["timer_value"], failure["timer_origin"]) == (
        "receive",
        "70 ms",
        "--receive-timeout",
    )


@pytest.mark.parametrize("kind", ["ocsp_url", "crl_url", "issuer_url"])
def test_max_time_ends_a_fetch_inside_the_handshake(
    kind: str, whttp: Whttp, raw_server: Start, tmp_path: Path
) -> None:
    silent = raw_server(hanging(b""))
    authority = root("Silent Root")
    issuer = intermediate(authority, "Silent CA")
    identity = leaf(issuer, "localhost", **{kind: silent.url("/it")})
    sent = Identity(identity.certificate, identity.key, None) if kind == "issuer_url" else identity
    server = raw_server(reply(200, b"never"), tls=server_context(sent))
    (tmp_path / "root.pem").write_bytes(authority.pem)
    flags = ("--ca-file", tmp_path / "root.pem", "--enable-feature", "ssl-revocation", "--aia")
    done = whttp("get", server.url(), *flags, "--max-time", "0.3")
    assert timer_line(done) == "timer: max-time = 0.3 s, from --max-time"
    assert f"timed out fetching {silent.url('/it')}" in done.err
    assert (len(silent.connections), server.requests) == (1, [])


@pytest.mark.parametrize("discovery", [(), ("--proxy-auto-detect",)])
def test_max_time_ends_the_fetch_of_a_script(
    discovery: tuple[str, ...], whttp: Whttp, raw_server: Start
) -> None:
    silent = raw_server(hanging(b""))
    flags = ("--proxy-pac", silent.url("/p.pac"), "--resolve", "wpad:80:127.0.0.1", "--max-time", "0.3")
    there = ("--connect-to", f"wpad:80:{silent.authority}")
    done = whttp("get", "http://a.test/", *flags, *there, *discovery)
    assert timer_line(done) == "timer: max-time = 0.3 s, from --max-time"
    assert len(silent.connections) == 1


def test_max_time_ends_a_script(whttp: Whttp, tmp_path: Path) -> None:
    (tmp_path / "p.pac").write_text("function FindProxyForURL(u, h) { while (true); }")
    done = whttp("get", "http://a.test/", "--proxy-pac", tmp_path / "p.pac", "--max-time", "0.5")
    assert timer_line(done) == "timer: max-time = 0.5 s, from --max-time"
    assert "--pac-timeout" not in done.err


def test_max_time_tries_no_further_proxy(
    whttp: Whttp, hanging_target: HangingTarget, raw_server: Start, tmp_path: Path
) -> None:
    second = raw_server(reply(200, b"second"))
    proxies = f"PROXY {hanging_target.address}:{hanging_target.port}; PROXY {second.authority}"
    (tmp_path / "p.pac").write_text(f"function FindProxyForURL(u, h) {{ return '{proxies}'; }}")
    flags = ("--proxy-pac", tmp_path / "p.pac", "--max-time", "1", "-v")
    done = whttp("get", "http://a.test/", *flags)
    assert timer_line(done) == "timer: max-time = 1 s, from --max-time"
    assert "the next route is tried" not in done.err


@pytest.mark.parametrize("value", ["0", "0xFFFFFFFF", "-1", "infinite"])
def test_without_a_limit_a_slow_answer_is_waited_for(whttp: Whttp, raw_server: Start, value: str) -> None:
    server = raw_server(dripping(reply(200, b"slow"), 0.003))
    flags = [f"--{name}-timeout={value}" for name in ("connect", "receive", "receive-response", "send")]
    done = whttp("get", server.url(), *flags, "-v")
    assert (done.status, done.stdout) == (0, b"slow")
    assert sum(line.endswith(", no limit") for line in done.err.splitlines()) == 5


def test_v_shows_each_phase_beside_its_limit(whttp: Whttp, raw_server: Start) -> None:
    flags = ("--resolve-timeout", "9000", "--receive-timeout", "8000")
    done = whttp("get", raw_server(reply(200, b"ok")).url(), "-v", *flags)
    limits = {
        line[2:9].strip(): line.split(" ms", 1)[1] for line in done.err.splitlines() if " ms" in line
    }
    assert limits["dns"] == " of 9000 ms"
    assert limits["connect"] == " of 60000 ms"
    assert limits["send"] == ", 30000 ms a piece"
    assert limits["wait"] == " of 90000 ms, 8000 ms a piece"
    assert limits["body"] == ", 8000 ms a piece"


@pytest.mark.parametrize("longest", ["0xFFFFFFFE", "2147483648"])
def test_a_timer_may_be_longer_than_the_system_counts(
    whttp: Whttp, raw_server: Start, longest: str
) -> None:
    timers = ("resolve", "connect", "send", "receive", "receive-response")
    flags = [word for name in timers for word in (f"--{name}-timeout", longest)]
    done = whttp("get", raw_server(reply(200, b"ok")).url(), *flags, "--max-time", "1000000000")
    assert (done.status, done.out, done.err) == (0, "ok", "")


#: What begins to drip in the middle of one TLS record: the timers beside that of silence hold as well.
LARGE = reply(200, b"b" * 12000, f"X: {'a' * 3000}")


@pytest.mark.parametrize(
    ("flags", "line"),
    [
        (("--max-time", "0.2"), "timer: max-time = 0.2 s, from --max-time"),
        (
            ("--receive-response-timeout", "200", "--receive-timeout", "infinite"),
            "timer: receive-response-timeout = 200 ms, from --receive-response-timeout",
        ),
    ],
)
def test_a_dripping_tls_record_outlives_no_timer(
    whttp: Whttp,
    raw_server: Start,
    relay: Callable[..., Relay],
    localhost: Identity,
    lab_ca_file: Path,
    flags: tuple[str, ...],
    line: str,
) -> None:
    server = raw_server(LARGE, tls=server_context(localhost))
    slow = relay(("127.0.0.1", server.port), down=Faults(latency=0.01, slice_size=1, calm=8000))
    done = whttp("get", f"https://localhost:{slow.port}/", "--ca-file", lab_ca_file, *flags)
    assert timer_line(done) == line
