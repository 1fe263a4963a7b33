"""The timers of a WebSocket conversation, in the engine's seconds, which have no floor."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from tests.lab.raw_server import Peer, RawServer
from tests.lab.websocket import PING, PONG, TEXT, Talk, close, frame
from winhttp_cli.engine.session import Session
from winhttp_cli.engine.websocket.conversation import Dialogue
from winhttp_cli.engine.websocket.feed import Feed
from winhttp_cli.engine.websocket.parts import Part
from winhttp_cli.errors import Code, ExchangeFault, Timer
from winhttp_cli.events import Event
from winhttp_cli.plan import RequestPlan, SessionPlan, Target, Timeouts
from winhttp_cli.websocket import WebSocketPlan

Start = Callable[..., RawServer]


DEFAULT = Timeouts()


def converse(
    server: RawServer,
    plan: WebSocketPlan,
    timeouts: Timeouts = DEFAULT,
    busy: Callable[[], object] = lambda: None,
) -> list[Part]:
    """Listens without saying anything, `busy` with each part; what was heard."""
    heard: list[Part] = []

    def hear(part: Part) -> None:
        heard.append(part)
        busy()

    events: list[Event] = []
    feed, session = Feed(), Session(SessionPlan())
    target = Target("http", server.host, server.port, "/")
    request = RequestPlan("GET", target, web_socket=plan, timeouts=timeouts)
    try:
        session.send(request, events.append, lambda piece: None, Dialogue(feed, hear))
    finally:
        feed.close()
        session.close()
    return heard


def until_pings(count: int) -> Callable[[Peer, Talk], None]:
    def act(peer: Peer, talk: Talk) -> None:
        while len(talk.of(PING)) < count and (came := talk.read(peer)) is not None:
            if came.opcode == PING:
                peer.send(frame(PONG, came.payload))
        peer.send(close())

    return act


def test_silence_brings_a_ping_and_more_silence_another(raw_server: Start) -> None:
    talk = Talk(act=until_pings(2))
    converse(raw_server(talk), WebSocketPlan(keep_alive=0.05))
    assert len(talk.settled().of(PING)) >= 2


def test_without_silence_there_is_no_ping(raw_server: Start) -> None:
    talk = Talk(frame(TEXT, b"a"), close())
    converse(raw_server(talk), WebSocketPlan(keep_alive=30.0))
    assert talk.settled().of(PING) == []


def test_a_peer_may_be_silent_as_long_as_it_likes(raw_server: Start) -> None:
    talk = Talk(act=until_pings(3))
    heard = converse(raw_server(talk), WebSocketPlan(keep_alive=0.05), Timeouts(receive=0.01))
    assert heard == []


def test_unless_somebody_says_otherwise(raw_server: Start) -> None:
    with pytest.raises(ExchangeFault) as caught:
        converse(raw_server(Talk()), WebSocketPlan(silence=0.05))
    assert (caught.value.code, caught.value.timer) == (Code.ERROR_WINHTTP_TIMEOUT, Timer.RECEIVE)


def test_a_frame_that_has_begun_has_the_receive_timer(raw_server: Start) -> None:
    begun = frame(TEXT, b"begun, and never ended")[:-5]
    with pytest.raises(ExchangeFault, match="the rest of a frame") as caught:
        converse(raw_server(Talk(begun)), WebSocketPlan(), Timeouts(receive=0.05))
    assert caught.value.timer is Timer.RECEIVE


def test_a_frame_that_has_ended_has_not(raw_server: Start) -> None:
    whole = frame(TEXT, b"whole", last=False)
    talk = Talk(whole, act=until_pings(3))
    heard = converse(raw_server(talk), WebSocketPlan(keep_alive=0.05), Timeouts(receive=0.01))
    assert [part.data for part in heard] == [b"whole"]


def test_the_close_timeout_ends_the_wait_for_the_answer(raw_server: Start) -> None:
    plan = WebSocketPlan(messages=1, close_timeout=0.05)
    with pytest.raises(ExchangeFault) as caught:
        converse(raw_server(Talk(frame(TEXT, b"one"), polite=False)), plan)
    assert caught.value.timer is Timer.CLOSE


def test_so_many_messages_are_waited_for(raw_server: Start) -> None:
    talk = Talk(*(frame(TEXT, b"%d" % number) for number in range(3)))
    heard = converse(raw_server(talk), WebSocketPlan(messages=3))
    assert [part.data for part in heard] == [b"0", b"1", b"2"]
    assert talk.closed.code == 1000


def test_a_slow_listener_is_not_the_peers_silence(raw_server: Start) -> None:
    never, heard_it = threading.Event(), threading.Event()

    def close_when_heard(peer: Peer, talk: Talk) -> None:
        heard_it.wait(10)
        peer.send(close())

    def busy() -> None:
        never.wait(0.8)
        heard_it.set()

    server = raw_server(Talk(frame(TEXT, b"one"), act=close_when_heard))
    (part,) = converse(server, WebSocketPlan(silence=0.5), busy=busy)
    assert part.data == b"one"
