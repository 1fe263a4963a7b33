"""CONNECT on the wire: what goes out, what a refusal brings back, and proxies that mean harm."""

from __future__ import annotations

import base64
import re
import time
from dataclasses import dataclass, field

import pytest

from tests.engine.http1.peers import Line, Peer, Script, answering, peer, serving
from winhttp_cli.engine.context import Context
from winhttp_cli.engine.corehttp import NetworkStream
from winhttp_cli.engine.proxy.grammar import Proxy, ProxyScheme
from winhttp_cli.engine.proxy.route import Route
from winhttp_cli.engine.proxy.through import Means, connect, request_target, speaks_absolute_form
from winhttp_cli.engine.proxy.tunnel import KEPT_BYTES, ConnectRefused
from winhttp_cli.errors import Code, ExchangeFault, ExitStatus
from winhttp_cli.events import Event, ProxyAnswered, ResponseDone, ResponseHead, TunnelOpened
from winhttp_cli.plan import Limits, ProxyPolicy, RequestPlan, Target, Timeouts, TlsPolicy
from winhttp_cli.record import replace
from winhttp_cli.secret import Secret

TARGET = Target("https", "www.example.test", 443, "/private?token=1")
OPEN = b"HTTP/1.1 200 Connection established\r\n\r\n"
NOBODY = ProxyPolicy()
ALICE = ProxyPolicy(username="alice", password=Secret("geheim"))


def no_tls(stream: NetworkStream, host: str, policy: TlsPolicy, context: Context) -> NetworkStream:
    raise AssertionError("TLS was begun where there is none")


MEANS = Means(lambda: 1, no_tls)


def plan(policy: ProxyPolicy = NOBODY, target: Target = TARGET) -> RequestPlan:
    return RequestPlan(
        "POST",
        target,
        headers=(("Authorization", "Bearer geheim"), ("Cookie", "a=b"), ("X-Own", "1")),
        user_agent="tester/1",
        timeouts=Timeouts(connect=20, send=20, receive=20, receive_response=20),
        proxy=policy,
    )


@dataclass
class Attempt:
    """One try to open a tunnel through a scripted proxy."""

    proxy: Peer
    events: list[Event] = field(default_factory=list)

    def open(self, request: RequestPlan, deadline: float | None = None) -> NetworkStream:
        route = Route(Proxy(ProxyScheme.HTTP, "127.0.0.1", self.proxy.port))
        context = Context(request, self.events.append, deadline)
        return connect(route, request.target, context, MEANS)

    def refused(self, request: RequestPlan, deadline: float | None = None) -> ExchangeFault:
        with pytest.raises(ExchangeFault) as caught:
            self.open(request, deadline).close()
        return caught.value

    def told(self) -> list[ProxyAnswered]:
        return [event for event in self.events if isinstance(event, ProxyAnswered)]


def header_names(head: bytes) -> list[str]:
    return [line.partition(b":")[0].decode() for line in head.split(b"\r\n")[1:] if line]


def test_connect_carries_nothing_of_the_request_inside() -> None:
    with peer(answering(OPEN)) as proxy:
        Attempt(proxy).open(plan()).close()
    assert proxy.heard.startswith(b"CONNECT www.example.test:443 HTTP/1.1\r\n")
    assert header_names(proxy.heard) == ["User-Agent", "Host"]
    assert b"geheim" not in proxy.heard


def test_without_a_user_agent_only_host_goes_out() -> None:
    with peer(answering(OPEN)) as proxy:
        Attempt(proxy).open(replace(plan(), user_agent=None)).close()
    assert header_names(proxy.heard) == ["Host"]


def test_an_ipv6_target_is_bracketed_and_keeps_its_port() -> None:
    with peer(answering(OPEN)) as proxy:
        Attempt(proxy).open(plan(target=Target("https", "2001:db8::1", 8443, "/"))).close()
    assert b"CONNECT [2001:db8::1]:8443 HTTP/1.1\r\n" in proxy.heard
    assert b"\r\nHost: [2001:db8::1]:8443\r\n" in proxy.heard


def test_the_tunnel_carries_bytes_both_ways() -> None:
    def script(line: Line) -> None:
        line.hear()
        line.say(OPEN)
        line.hear(until=b"ping")
        line.say(b"pong")

    with peer(script) as proxy:
        attempt = Attempt(proxy)
        stream = attempt.open(plan())
        stream.write(b"ping", 20)
        assert stream.read(10, 20) == b"pong"
        stream.close()
    opened = [event for event in attempt.events if isinstance(event, TunnelOpened)]
    assert [(event.target, event.legs) for event in opened] == [("www.example.test:443", 1)]


def test_any_2xx_opens_and_1xx_may_come_first() -> None:
    with peer(
        answering(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\n\r\n", b"HTTP/1.0 204 x\r\n\r\n")
    ) as proxy:
        Attempt(proxy).open(plan()).close()


PAGE = b"<html><h1>Blocked by policy</h1></html>"
DENIED = b"HTTP/1.1 403 Forbidden\r\nX-Cache: px\r\nContent-Length: %d\r\n\r\n%b" % (len(PAGE), PAGE)


def test_a_refusal_is_status_9_and_keeps_what_the_proxy_said() -> None:
    with peer(serving(DENIED)) as proxy:
        attempt = Attempt(proxy)
        fault = attempt.refused(plan())
    assert (fault.status, fault.code) == (ExitStatus.PROXY, Code.ERROR_WINHTTP_CANNOT_CONNECT)
    assert "refused CONNECT www.example.test:443: 403 Forbidden" in fault.message
    (told,) = attempt.told()
    assert (told.status, told.body, told.is_cut) == (403, PAGE, False)
    assert ("X-Cache", "px") in told.headers


def test_the_head_is_marked_as_the_proxys_and_its_body_is_not_counted_as_the_answer() -> None:
    with peer(serving(DENIED)) as proxy:
        attempt = Attempt(proxy)
        attempt.refused(plan())
    heads = [event for event in attempt.events if isinstance(event, ResponseHead)]
    assert [(head.status, head.from_proxy) for head in heads] == [(403, True)]
    assert not any(isinstance(event, ResponseDone) for event in attempt.events)


def test_with_receive_proxy_connect_response_the_answer_comes_unread() -> None:
    with peer(serving(DENIED)) as proxy:
        attempt = Attempt(proxy)
        fault = attempt.refused(plan(ProxyPolicy(receive_connect_response=True)))
        assert isinstance(fault, ConnectRefused)
        assert fault.response is not None
        assert (fault.response.status, fault.response.read()) == (403, PAGE)
        fault.response.close()
    assert attempt.told() == []
    assert any(isinstance(event, ResponseDone) for event in attempt.events)


def test_a_page_without_end_is_kept_up_to_the_bound() -> None:
    def script(line: Line) -> None:
        line.hear()
        line.say(b"HTTP/1.1 502 Bad\r\n\r\n")
        while True:
            line.say(b"x" * 65536)

    with peer(script) as proxy:
        attempt = Attempt(proxy)
        attempt.refused(plan())
    (told,) = attempt.told()
    assert (len(told.body), told.is_cut) == (KEPT_BYTES, True)


def test_a_page_that_breaks_off_is_kept_as_far_as_it_came() -> None:
    with peer(answering(b"HTTP/1.1 403 No\r\nContent-Length: 1000\r\n\r\nhalf a page")) as proxy:
        attempt = Attempt(proxy)
        attempt.refused(plan())
    (told,) = attempt.told()
    assert (told.body, told.is_cut) == (b"half a page", True)


# --- logging on -----------------------------------------------------------------------------------


def challenge(line: str, close: bool = False) -> bytes:
    closing = "Connection: close\r\n" if close else ""
    head = f"HTTP/1.1 407 Log on\r\nProxy-Authenticate: {line}\r\n{closing}Content-Length: 4\r\n\r\npage"
    return head.encode()


def sent(line: Line) -> str:
    found = re.search(rb"\r\nProxy-Authorization: ([^\r]*)\r\n", line.heard)
    return found.group(1).decode() if found else ""


def test_without_credentials_a_407_is_status_9_and_names_what_is_offered() -> None:
    with peer(serving(challenge('Negotiate, NTLM, Basic realm="corp"'))) as proxy:
        attempt = Attempt(proxy)
        fault = attempt.refused(plan())
    assert fault.status == ExitStatus.PROXY
    assert fault.hint == "the proxy offers Negotiate, NTLM, Basic: give --proxy-username NAME"
    assert attempt.told()[0].offers == ("Negotiate", "NTLM", "Basic")


def test_basic_goes_out_only_after_the_challenge_and_on_the_same_connection() -> None:
    with peer(serving(challenge("Basic realm=x"), OPEN)) as proxy:
        attempt = Attempt(proxy)
        attempt.open(plan(ALICE)).close()
    assert len(proxy.lines) == 1
    assert sent(proxy.lines[0]) == "Basic " + base64.b64encode(b"alice:geheim").decode()
    assert [event.status for event in attempt.told()] == [407]


def test_a_proxy_that_closes_between_the_legs_is_connected_to_again() -> None:
    with peer(serving(challenge("Basic realm=x", close=True)), serving(OPEN)) as proxy:
        Attempt(proxy).open(plan(ALICE)).close()
    assert len(proxy.lines) == 2
    assert sent(proxy.lines[1]).startswith("Basic ")


def test_digest_signs_connect_and_the_authority() -> None:
    with peer(serving(challenge("Digest realm=r, nonce=n, qop=auth"), OPEN)) as proxy:
        Attempt(proxy).open(plan(ALICE)).close()
    assert 'uri="www.example.test:443"' in sent(proxy.lines[0])


def test_a_stale_digest_nonce_takes_a_third_leg_on_the_same_connection() -> None:
    legs = (challenge("Digest realm=r, nonce=n"), challenge("Digest realm=r, nonce=m, stale=true"), OPEN)
    with peer(serving(*legs)) as proxy:
        attempt = Attempt(proxy)
        attempt.open(plan(ALICE)).close()
    opened = [event for event in attempt.events if isinstance(event, TunnelOpened)]
    assert (len(proxy.lines), opened[0].legs) == (1, 3)


def test_wrong_credentials_are_tried_once() -> None:
    with peer(serving(*[challenge("Basic realm=x")] * 5)) as proxy:
        attempt = Attempt(proxy)
        fault = attempt.refused(plan(ALICE))
    assert fault.hint == "the proxy did not accept the user name and password"
    assert len(attempt.told()) == 2


def test_a_proxy_that_asks_for_ever_is_given_up() -> None:
    def script(line: Line) -> None:
        while True:
            line.heard.clear()
            line.hear()
            line.say(challenge("Digest realm=r, nonce=n, stale=true"))

    with peer(script) as proxy:
        attempt = Attempt(proxy)
        assert attempt.refused(plan(ALICE)).status == ExitStatus.PROXY
    assert len(attempt.told()) < 10


def test_credentials_of_the_environment_variable_are_used_when_there_are_no_others() -> None:
    with peer(serving(challenge("Basic realm=x"), OPEN)) as proxy:
        route = Route(Proxy(ProxyScheme.HTTP, "127.0.0.1", proxy.port), "bob", Secret("pw"))
        connect(route, TARGET, Context(plan(), lambda event: None), MEANS).close()
    assert sent(proxy.lines[0]) == "Basic " + base64.b64encode(b"bob:pw").decode()


# --- proxies that mean harm -----------------------------------------------------------------------


def endless_head(line: Line) -> None:
    line.hear()
    line.say(b"HTTP/1.1 200 OK\r\n")
    while True:
        line.say(b"X-Again: again and again\r\n" * 100)


def resetting(line: Line) -> None:
    line.hear()
    line.reset()


def endless_interim(line: Line) -> None:
    line.hear()
    while True:
        line.say(b"HTTP/1.1 100 Continue\r\n\r\n")


NOT_HTTP = Code.ERROR_WINHTTP_INVALID_SERVER_RESPONSE
BROKEN = Code.ERROR_WINHTTP_CONNECTION_ERROR
TOO_LARGE = Code.ERROR_WINHTTP_HEADER_SIZE_OVERFLOW

HARMFUL: list[tuple[str, Script, Code]] = [
    ("closes at once", lambda line: None, BROKEN),
    ("closes after CONNECT", lambda line: line.hear(), BROKEN),
    ("resets", resetting, BROKEN),
    ("breaks off in the head", answering(b"HTTP/1.1 200 OK\r\nX:"), NOT_HTTP),
    ("answers nonsense", answering(b"SSH-2.0-x\r\n"), NOT_HTTP),
    ("never ends its head", endless_head, TOO_LARGE),
    ("sends 1xx for ever", endless_interim, NOT_HTTP),
    ("sends a body with its 200", answering(OPEN + b"<html>hello"), NOT_HTTP),
    ("switches protocols", answering(b"HTTP/1.1 101 x\r\n\r\n"), NOT_HTTP),
]  # fmt: skip


@pytest.mark.parametrize(
    ("script", "code"), [row[1:] for row in HARMFUL], ids=[row[0] for row in HARMFUL]
)
def test_harmful_proxy(script: Script, code: Code) -> None:
    with peer(script) as proxy:
        fault = Attempt(proxy).refused(plan())
    assert fault.code == code
    assert fault.status == (ExitStatus.LIMIT if code == TOO_LARGE else ExitStatus.PROXY)
    assert fault.message.startswith(f"proxy http://127.0.0.1:{proxy.port}")
    assert "the server" not in fault.message


def test_a_larger_head_limit_lets_a_large_head_pass() -> None:
    large = b"HTTP/1.1 200 OK\r\n" + b"X-Again: again\r\n" * 1000 + b"\r\n"
    with peer(answering(large), answering(large)) as proxy:
        small = replace(plan(), limits=Limits(header_bytes=4096))
        assert Attempt(proxy).refused(small).code == Code.ERROR_WINHTTP_HEADER_SIZE_OVERFLOW
        Attempt(proxy).open(plan()).close()


def test_a_silent_proxy_ends_at_max_time() -> None:
    with peer(lambda line: line.hear_all()) as proxy:
        fault = Attempt(proxy).refused(plan(), time.monotonic() + 0.2)
    assert fault.code == Code.ERROR_WINHTTP_TIMEOUT


def test_an_unreachable_proxy_is_status_9_and_is_named() -> None:
    with peer(answering(b"")) as proxy:
        port = proxy.port
    attempt = Attempt(proxy)
    fault = attempt.refused(plan())
    assert (fault.status, fault.code) == (ExitStatus.PROXY, Code.ERROR_WINHTTP_CANNOT_CONNECT)
    assert fault.message.startswith(f"proxy http://127.0.0.1:{port}: ")
    assert fault.extended == 10061


# --- plain http -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scheme", "url", "expected"),
    [
        ("http", Target("http", "h.example", 80, "/a?b"), "http://h.example/a?b"),
        ("http", Target("http", "h.example", 8080, "/a"), "http://h.example:8080/a"),
        ("https", Target("http", "::1", 80, "/"), "http://[::1]/"),
        ("http", Target("https", "h.example", 443, "/a"), "/a"),
        ("socks5", Target("http", "h.example", 80, "/a"), "/a"),
        ("", Target("http", "h.example", 80, "/a"), "/a"),
    ],
)
def test_the_request_line_is_absolute_only_for_plain_http_to_an_http_proxy(
    scheme: str, url: Target, expected: str
) -> None:
    route = Route(Proxy(ProxyScheme(scheme), "px", 1) if scheme else None)
    assert request_target(route, url) == expected
    assert speaks_absolute_form(route, url) is expected.startswith("http:")


def test_plain_http_is_spoken_to_the_proxy_itself() -> None:
    def script(line: Line) -> None:
        line.hear(until=b"x")
        line.say(b"y")

    with peer(script) as proxy:
        stream = Attempt(proxy).open(plan(target=Target("http", "h.example", 80, "/")))
        stream.write(b"x", 20)
        assert stream.read(1, 20) == b"y"
        stream.close()
    assert proxy.heard == b"x"
