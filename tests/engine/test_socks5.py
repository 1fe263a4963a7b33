"""SOCKS 5 on the wire (RFC 1928, RFC 1929): exact bytes, and proxies that break the rules."""

from __future__ import annotations

import pytest

from tests.engine.http1.peers import Line, Script, peer
from winhttp_cli.engine.context import Context
from winhttp_cli.engine.corehttp import NetworkStream
from winhttp_cli.engine.proxy.grammar import Proxy, ProxyScheme
from winhttp_cli.engine.proxy.route import Route
from winhttp_cli.engine.proxy.through import Means, connect
from winhttp_cli.errors import Code, ExchangeFault, ExitStatus, Phase, Timer
from winhttp_cli.events import Event, TunnelOpened
from winhttp_cli.plan import ProxyPolicy, RequestPlan, Target, Timeouts, TlsPolicy
from winhttp_cli.secret import Secret

NAME = Target("https", "www.example.test", 443, "/")
NOBODY = ProxyPolicy()
ALICE = ProxyPolicy(username="alice", password=Secret("pw"))
GRANTED = b"\x05\x00\x00\x01\x7f\x00\x00\x01\x12\x34"


def no_tls(stream: NetworkStream, host: str, policy: TlsPolicy, context: Context) -> NetworkStream:
    raise AssertionError("TLS was begun where there is none")


def script(*exchange: tuple[int, bytes]) -> Script:
    """For each pair: hear so many bytes in all, then say these."""

    def run(line: Line) -> None:
        for count, answer in exchange:
            line.hear_bytes(count)
            line.say(answer)
        line.hear_all()

    return run


def go(
    port: int,
    target: Target = NAME,
    policy: ProxyPolicy = NOBODY,
    events: list[Event] | None = None,
    receive: float = 20,
) -> NetworkStream:
    timeouts = Timeouts(connect=20, send=20, receive=receive, receive_response=20)
    plan = RequestPlan("GET", target, timeouts=timeouts, proxy=policy)
    context = Context(plan, (events if events is not None else []).append)
    route = Route(Proxy(ProxyScheme.SOCKS5, "127.0.0.1", port))
    return connect(route, target, context, Means(lambda: 1, no_tls))


def refused(port: int, target: Target = NAME, policy: ProxyPolicy = NOBODY) -> ExchangeFault:
    with pytest.raises(ExchangeFault) as caught:
        go(port, target, policy)
    assert caught.value.status == ExitStatus.PROXY
    return caught.value


ADDRESSES = [
    (NAME, b"\x03\x10www.example.test\x01\xbb"),
    (Target("http", "192.0.2.7", 80, "/"), b"\x01\xc0\x00\x02\x07\x00\x50"),
    (Target("http", "2001:db8::1", 80, "/"), b"\x04 \x01\r\xb8" + b"\0" * 11 + b"\x01\x00\x50"),
]


@pytest.mark.parametrize(("target", "address"), ADDRESSES)
def test_the_request_names_the_target(target: Target, address: bytes) -> None:
    with peer(script((3, b"\x05\x00"), (6, GRANTED))) as proxy:
        go(proxy.port, target).close()
    assert proxy.heard == b"\x05\x01\x00" + b"\x05\x01\x00" + address


def test_the_stream_is_the_targets_from_the_byte_after_the_reply() -> None:
    events: list[Event] = []
    with peer(script((3, b"\x05\x00"), (6, GRANTED + b"first"))) as proxy:
        stream = go(proxy.port, events=events)
        assert stream.read(100, 20) == b"first"
        stream.close()
    opened = [event for event in events if isinstance(event, TunnelOpened)]
    assert [(event.target, event.legs) for event in opened] == [("www.example.test:443", 0)]


def test_a_reply_with_a_name_is_read_to_its_end() -> None:
    named = b"\x05\x00\x00\x03\x04name\x00\x50"
    with peer(script((3, b"\x05\x00"), (6, named + b"x"))) as proxy:
        stream = go(proxy.port)
        assert stream.read(100, 20) == b"x"
        stream.close()


def test_name_and_password_are_given_when_asked_for() -> None:
    with peer(script((4, b"\x05\x02"), (14, b"\x01\x00"), (20, GRANTED))) as proxy:
        go(proxy.port, policy=ALICE).close()
    assert proxy.heard.startswith(b"\x05\x02\x00\x02" + b"\x01\x05alice\x02pw" + b"\x05\x01\x00\x03")


def test_they_stay_home_when_not_asked_for() -> None:
    with peer(script((4, b"\x05\x00"), (6, GRANTED))) as proxy:
        go(proxy.port, policy=ALICE).close()
    assert b"pw" not in proxy.heard


def test_wrong_credentials() -> None:
    with peer(script((4, b"\x05\x02"), (14, b"\x01\x01"))) as proxy:
        assert "did not accept the user name" in refused(proxy.port, policy=ALICE).message


def test_without_credentials_a_proxy_that_wants_them_is_told_apart() -> None:
    with peer(script((3, b"\x05\xff"))) as proxy:
        fault = refused(proxy.port)
    assert (fault.code, fault.hint) == (
        Code.ERROR_WINHTTP_CANNOT_CONNECT,
        "give --proxy-username NAME",
    )


@pytest.mark.parametrize(("reply", "words"), [(2, "not allowed"), (5, "refused"), (99, "reply 99")])
def test_a_refusal_says_why(reply: int, words: str) -> None:
    with peer(script((3, b"\x05\x00"), (6, bytes([5, reply]) + GRANTED[2:]))) as proxy:
        assert words in refused(proxy.port).message


BROKEN = [
    script((3, b"HTTP/1.1 400 Bad\r\n")),
    script((3, b"\x04\x00")),
    script((3, b"\x05\x00"), (6, b"\x04" + GRANTED[1:])),
    script((3, b"\x05\x00"), (6, b"\x05\x00\x00\x09")),
    lambda line: line.hear_bytes(3),
    lambda line: (line.hear_bytes(3), line.say(b"\x05"))[0],
]


@pytest.mark.parametrize("run", BROKEN)
def test_what_is_not_socks_is_refused(run: Script) -> None:
    with peer(run) as proxy:
        assert refused(proxy.port).code == Code.ERROR_WINHTTP_INVALID_SERVER_RESPONSE


def test_an_unasked_for_password_method_is_refused() -> None:
    with peer(script((3, b"\x05\x02"))) as proxy:
        assert "none of our ways" in refused(proxy.port).message


def test_a_name_too_long_for_socks_is_refused_not_cut() -> None:
    with peer(script((3, b"\x05\x00"))) as proxy:
        long = Target("http", "a." * 140 + "test", 80, "/")
        assert "longer than 255" in refused(proxy.port, long).message


def test_a_silent_proxy_ends_in_12002_by_the_receive_timer() -> None:
    with peer(script((3, b"\x05"))) as proxy, pytest.raises(ExchangeFault) as caught:
        go(proxy.port, receive=0.05)
    fault = caught.value
    assert (fault.code, fault.timer, fault.status) == (12002, Timer.RECEIVE, ExitStatus.TIMEOUT)
    assert fault.message.startswith(f"proxy socks5://127.0.0.1:{proxy.port}: timed out waiting")


def test_a_proxy_that_resets_the_connection_has_failed_as_a_proxy() -> None:
    def run(line: Line) -> None:
        line.hear_bytes(3)
        line.reset()

    with peer(run) as proxy:
        fault = refused(proxy.port)
    assert (fault.code, fault.phase, fault.extended) == (12030, Phase.PROXY, 10054)
