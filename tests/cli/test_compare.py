"""`whttp compare` as a user sees it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.lab.behaviours import Behaviour, reply
from tests.lab.certificates import Identity, leaf, root
from tests.lab.command import Whttp
from tests.lab.peers.proxies import Squid
from tests.lab.raw_server import Peer, RawServer
from tests.lab.terminal import Shown
from tests.lab.tls import server_context

Start = Callable[..., RawServer]


def test_the_same_two_ways_differ_in_nothing(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(reply(200, b"hello", "Server: x"))
    run = whttp("compare", server.url(), "--with", "proxy=none", "--with", "proxy=none")
    assert (run.status, run.err) == (0, "")
    assert "0 differences" in run.out
    assert len(server.connections) == 2


def test_direct_against_a_proxy(whttp: Whttp, raw_server: Start, squid: Squid) -> None:
    server = raw_server(reply(200, b"hello", "Server: x"))
    proxy = f"proxy=127.0.0.1:{squid.open}"
    run = whttp("compare", server.url(), "--with", "proxy=none", "--with", proxy)
    assert run.status == 0
    assert "* route" in run.out
    assert f"http://127.0.0.1:{squid.open}" in run.out
    assert "  status" in run.out


def test_presets_differ_in_what_they_offer(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(reply(200, b"hello"))
    sides = ("--with", "as=windows-7", "--with", "as=windows-11")
    document = json.loads(whttp("compare", server.url(), *sides, "--json").out)
    assert [side["with"] for side in document["sides"]] == ["as=windows-7", "as=windows-11"]
    assert [side["report"]["status"] for side in document["sides"]] == [200, 200]


def test_profiles_and_several_settings_in_one_spec(whttp: Whttp, raw_server: Start) -> None:
    whttp.configure("[profile.a]\nuser_agent = 'one/1'\n")
    server = raw_server(reply(200, b"hello"))
    sides = ("--with", "profile=a proxy=none", "--with", "user-agent='two two' proxy=none")
    assert whttp("compare", server.url(), *sides).status == 0
    agents = [line for request in server.requests for line in request.split(b"\r\n") if b"User-A" in line]
    assert agents == [b"User-Agent: one/1", b"User-Agent: two two"]


def test_a_route_that_fails_is_status_21_and_stands_beside_the_other(
    whttp: Whttp, raw_server: Start
) -> None:
    server, dead = raw_server(reply(200, b"hello")), raw_server(reply())
    dead.listener.stop()
    sides = ("--with", "proxy=none", "--with", f"proxy={dead.authority}")
    run = whttp("compare", server.url(), *sides)
    assert run.status == 21
    assert "* failure" in run.out
    assert "connection refused" in run.out


def inspected(corporate: Identity) -> Behaviour:
    """A proxy that answers CONNECT and then speaks TLS itself, under an authority of its own."""
    context = server_context(leaf(corporate, "localhost"))

    def act(peer: Peer) -> None:
        peer.send(b"HTTP/1.1 200 OK\r\n\r\n")
        with context.wrap_socket(peer.socket, server_side=True) as inside:
            inside.recv(65536)
            inside.sendall(reply(200, b"hello"))
            inside.unwrap()

    return act


def test_tls_inspection_is_named_with_its_authority(
    whttp: Whttp, raw_server: Start, lab_ca: Identity, localhost: Identity, tmp_path: Path
) -> None:
    server = raw_server(reply(200, b"hello"), tls=server_context(localhost))
    corporate = root("Corp Inspection Root")
    proxy = raw_server(inspected(corporate))
    roots = tmp_path / "roots.pem"
    roots.write_bytes(lab_ca.pem + corporate.pem)
    sides = ("--with", "proxy=none", "--with", f"proxy={proxy.authority}")
    run = whttp("compare", server.url(), *sides, "--ca-file", roots)
    assert run.status == 0
    assert f"! TLS inspection on proxy={proxy.authority}" in run.out
    assert "issued by Corp Inspection Root" in run.out


def test_an_inspection_nobody_trusts_fails_on_its_side_and_is_named_all_the_same(
    whttp: Whttp, raw_server: Start, lab_ca_file: Path, localhost: Identity
) -> None:
    server = raw_server(reply(200, b"hello"), tls=server_context(localhost))
    proxy = raw_server(inspected(root("Corp Inspection Root")))
    sides = ("--with", f"proxy={proxy.authority}", "--with", "proxy=none")
    document = whttp("compare", server.url(), *sides, "--ca-file", lab_ca_file, "--json")
    assert document.status == 21
    (finding,) = document.json["findings"]
    assert finding.startswith(f"TLS inspection on proxy={proxy.authority}")
    assert "Corp Inspection Root" in finding
    assert [side["report"]["status"] for side in document.json["sides"]] == [None, 200]


def test_without_inspection_nothing_is_accused(
    whttp: Whttp, raw_server: Start, squid: Squid, lab_ca_file: Path, localhost: Identity
) -> None:
    server = raw_server(reply(200, b"hello"), tls=server_context(localhost))
    sides = ("--with", "proxy=none", "--with", f"proxy=127.0.0.1:{squid.open}")
    run = whttp("compare", server.url(), *sides, "--ca-file", lab_ca_file)
    assert run.status == 0
    assert "inspection" not in run.out


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--with", "proxy=none"),
        ("--with", "proxy=none", "--with", "proxy"),
        ("--with", "proxy=none", "--with", ""),
        ("--with", "proxy=none", "--with", "no-such=1"),
        ("--with", "proxy=none", "--with", "proxy='px"),
    ],
)
def test_what_cannot_be_compared_is_status_2_and_sends_nothing(
    arguments: tuple[str, ...], whttp: Whttp, raw_server: Start
) -> None:
    server = raw_server(reply())
    assert whttp("compare", server.url(), *arguments).status == 2
    assert server.connections == []


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_no_line_is_wider_than_the_terminal(
    columns: int, terminal: Callable[..., Shown], raw_server: Start, squid: Squid
) -> None:
    server = raw_server(reply(200, b"hello", "Server: a rather long name of a server / 1.2.3"))
    sides = ("--with", "proxy=none", "--with", f"proxy=127.0.0.1:{squid.open}")
    shown = terminal("compare", server.url(), *sides, columns=columns)
    assert shown.status == 0
    assert all(len(line) <= columns for line in shown.lines)


def test_long_specs_stand_above_their_columns_in_several_lines(whttp: Whttp, raw_server: Start) -> None:
    agent = 'user_agent="a name of many words/1.0 (and a remark)"'
    sides = ("--with", "proxy=none", "--with", "as=windows-7", "--with", agent)
    server = raw_server(reply(200, b""), reply(201, b""), reply(404, b""))
    lines = whttp("compare", server.url(), *sides, "--width", "100").out.splitlines()
    heads = lines[: next(index for index, line in enumerate(lines) if "route" in line)]
    assert len(heads) > 1
    assert " ".join(line.split("  ")[-1].strip() for line in heads) == agent
    status = next(line for line in lines if "status" in line)
    assert [status.index(it) for it in ("200", "201", "404")] == [lines[0].index(it) for it in "ABC"]
    narrow = whttp("compare", server.url(), *sides, "--width", "60").out.splitlines()
    assert narrow[2] == f"C  {agent}"
