"""The raw server, driven by plain sockets and by curl."""

from __future__ import annotations

import socket
import ssl
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.lab.behaviours import (
    chunked,
    closing,
    cutting,
    dripping,
    echoing,
    endless,
    hanging,
    interim,
    redirect,
    reply,
    resetting,
    sliced,
    then,
)
from tests.lab.certificates import Identity, client
from tests.lab.raw_server import Peer, RawServer
from tests.lab.tls import Version, server_context

Start = Callable[..., RawServer]


def talk(server: RawServer, *requests: bytes) -> bytes:
    """Sends the requests on one connection, ends, and returns everything that came back."""
    with socket.create_connection(("127.0.0.1", server.port), 10) as connection:
        for request in requests:
            connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        return read_all(connection)


def read_all(connection: socket.socket) -> bytes:
    data = b""
    while more := connection.recv(65536):
        data += more
    return data


def curl(*arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
    command = ("curl", "--silent", "--noproxy", "*", "--max-time", "10", *arguments)
    return subprocess.run(command, capture_output=True, timeout=20)


GET = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"


def test_requests_are_recorded_to_the_byte(raw_server: Start) -> None:
    server = raw_server(reply(200, b"hi"))
    odd = b"GET  /\t HTTP/9.9\r\nhOST:  a \r\n folded\r\n\r\n"
    assert talk(server, odd, GET) == 2 * b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"
    assert server.requests == [odd, GET]
    server.settle()
    assert server.connections[0].received == odd + GET


def test_bodies_belong_to_their_request(raw_server: Start) -> None:
    server = raw_server(reply())
    counted = b"POST / HTTP/1.1\r\ncontent-length: 5\r\n\r\nhello"
    framed = b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n0\r\nT: 1\r\n\r\n"
    talk(server, counted, framed, GET)
    assert server.requests == [counted, framed, GET]


def test_answers_follow_the_script_and_the_last_repeats(raw_server: Start) -> None:
    server = raw_server(b"one ", b"two ")
    assert talk(server, GET, GET) + talk(server, GET) == b"one two two "
    assert len(server.connections) == 2


def test_answers_by_path(raw_server: Start) -> None:
    server = raw_server({"/a": redirect("/b"), "/b": reply(200, b"there")})
    done = curl("--location", server.url("/a"))
    assert done.stdout == b"there"
    assert [request.split(b" ")[1] for request in server.requests] == [b"/a", b"/b"]


def test_a_path_that_is_not_there_fails_the_test() -> None:
    with pytest.raises(KeyError, match="/"), RawServer({}) as server:
        talk(server, GET)


def test_an_early_answer_does_not_wait_for_the_body(raw_server: Start) -> None:
    server = raw_server(reply(413), with_bodies=False)
    head = b"POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\n"
    with socket.create_connection(("127.0.0.1", server.port), 10) as connection:
        connection.sendall(head)
        assert connection.recv(100).startswith(b"HTTP/1.1 413 ")


def test_a_greeting_comes_before_any_request(raw_server: Start) -> None:
    server = raw_server(b"", greeting=closing(b"220 smtp ready\r\n"))
    with socket.create_connection(("127.0.0.1", server.port), 10) as connection:
        assert connection.recv(100) == b"220 smtp ready\r\n"


def test_a_behaviour_holds_the_connection(raw_server: Start) -> None:
    def ask(peer: Peer) -> None:
        peer.send(b"more? ")
        peer.send(peer.receive_exactly(3))

    assert talk(raw_server(then(ask, b"!")), GET + b"yes") == b"more? yes!"


@pytest.mark.parametrize("behave", [closing, cutting])
def test_closing_delivers_everything_first(raw_server: Start, behave: Callable[[bytes], object]) -> None:
    assert talk(raw_server(behave(b"x" * 100_000)), GET) == b"x" * 100_000


def test_resetting_is_a_reset(raw_server: Start) -> None:
    server = raw_server(resetting())
    with socket.create_connection(("127.0.0.1", server.port), 10) as connection:
        connection.sendall(GET)
        with pytest.raises(ConnectionResetError):
            connection.recv(1)


def test_hanging_ends_with_the_server() -> None:
    with RawServer(hanging(b"start")) as server:
        connection = socket.create_connection(("127.0.0.1", server.port), 10)
        connection.sendall(GET)
        assert connection.recv(100) == b"start"
    with connection:
        assert connection.recv(100) == b""


@pytest.mark.parametrize("behaviour", [sliced(b"slowly"), dripping(b"slowly", 0.001)])
def test_pieces_arrive_whole(raw_server: Start, behaviour: object) -> None:
    assert talk(raw_server(behaviour), GET) == b"slowly"


def test_endless_goes_on_until_the_client_leaves(raw_server: Start) -> None:
    server = raw_server(endless(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"))
    with socket.create_connection(("127.0.0.1", server.port), 10) as connection:
        connection.sendall(GET)
        seen = sum(len(connection.recv(65536)) for _ in range(50))
    assert seen > 50_000
    server.settle()


def test_built_responses_are_well_formed_to_curl(raw_server: Start) -> None:
    framed = chunked(b"ab", b"cde", trailers=["T: 1"])
    server = raw_server({"/chunked": framed, "/interim": then(interim(100, 103), reply(200, b"done"))})
    assert curl(server.url("/chunked")).stdout == b"abcde"
    assert curl(server.url("/interim")).stdout == b"done"


def test_echo_shows_what_curl_sends(raw_server: Start) -> None:
    done = curl("--header", "X-Odd;", raw_server(echoing()).url("/p?q"))
    assert done.stdout.startswith(b"GET /p?q HTTP/1.1\r\nHost: 127.0.0.1:")
    assert b"\r\nX-Odd:\r\n" in done.stdout


def test_ipv6(raw_server: Start) -> None:
    assert curl("--globoff", raw_server(reply(200, b"six"), address="::1").url()).stdout == b"six"


def test_tls_records_what_was_agreed(raw_server: Start, localhost: Identity, lab_ca_file: Path) -> None:
    server = raw_server(reply(200, b"hi"), tls=server_context(localhost, alpn=["http/1.1"]))
    assert curl("--cacert", lab_ca_file, server.url()).stdout == b"hi"
    (connection,) = server.connections
    assert connection.tls is not None
    assert (connection.tls[0], connection.tls[2]) == ("TLSv1.3", "http/1.1")
    assert connection.server_name == "localhost"


def test_a_failed_handshake_is_recorded(raw_server: Start, localhost: Identity) -> None:
    server = raw_server(reply(), tls=server_context(localhost))
    assert curl(server.url()).returncode == 60
    server.settle()
    assert "unknown ca" in server.connections[0].handshake_error


def secured(server: RawServer, ca_file: Path) -> ssl.SSLSocket:
    """A client's connection of any TLS version, which tells a cut from an end."""
    context = ssl.create_default_context(cafile=ca_file)
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    context.minimum_version = Version.TLSv1
    context.options &= ~getattr(ssl, "OP_IGNORE_UNEXPECTED_EOF", 0)
    connection = socket.create_connection(("127.0.0.1", server.port), 10)
    return context.wrap_socket(connection, server_hostname="localhost", suppress_ragged_eofs=False)


@pytest.mark.parametrize("version", [Version.TLSv1, Version.TLSv1_1, Version.TLSv1_2, Version.TLSv1_3])
@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
def test_every_tls_version_can_be_had_alone(
    raw_server: Start, localhost: Identity, lab_ca_file: Path, version: Version
) -> None:
    server = raw_server(reply(), tls=server_context(localhost, lowest=version, highest=version))
    with secured(server, lab_ca_file) as connection:
        assert connection.version() == version.name.replace("_", ".")


def test_client_certificates_are_asked_for_and_recorded(
    raw_server: Start, localhost: Identity, lab_ca: Identity, lab_ca_file: Path, tmp_path: Path
) -> None:
    alice = client(lab_ca)
    context = server_context(localhost, client_authorities=[lab_ca], client_required=True)
    server = raw_server(reply(200, b"alice"), tls=context)
    trust = ("--cacert", lab_ca_file, server.url())
    assert curl("--cert", alice.write(tmp_path).bundle, *trust).stdout == b"alice"
    assert server.connections[0].client_certificate == alice.der
    assert curl(*trust).returncode != 0


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
def test_a_cut_tls_connection_is_not_a_closed_one(
    raw_server: Start, localhost: Identity, lab_ca_file: Path
) -> None:
    server = raw_server(closing(b"abc"), cutting(b"abc"), tls=server_context(localhost))
    with secured(server, lab_ca_file) as connection:
        connection.sendall(GET)
        assert read_all(connection) == b"abc"
    with secured(server, lab_ca_file) as connection:
        connection.sendall(GET)
        with pytest.raises(ssl.SSLError, match=r"(?i)eof"):
            read_all(connection)
