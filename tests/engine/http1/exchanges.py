"""Runs one exchange through the codec without a socket, the answer cut as the test wants it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from winhttp_cli.engine.http1.head import Head
from winhttp_cli.engine.http1.machine import Broken, Data, Done, Final, Http1Machine, Interim
from winhttp_cli.engine.http1.policy import Rule
from winhttp_cli.engine.http1.writer import RequestFields, RequestHead
from winhttp_cli.errors import ExchangeFault
from winhttp_cli.plan import Limits


@dataclass
class Answer:
    """All that came out of the codec for one answer."""

    machine: Http1Machine
    interim: list[Head] = field(default_factory=list)
    head: Head | None = None
    body: bytes = b""
    trailers: tuple[tuple[bytes, bytes], ...] = ()
    is_complete: bool = False
    tolerated: set[Rule] = field(default_factory=set)
    fault: ExchangeFault | None = None


def request(
    method: bytes = b"GET", fields: tuple[tuple[bytes, bytes], ...] = (), version: bytes = b"HTTP/1.1"
) -> RequestHead:
    return RequestHead(method, b"/", version, RequestFields((*fields, (b"Host", b"example.test"))))


def read(
    wire: bytes | Iterable[bytes],
    *,
    sent: RequestHead | None = None,
    limits: Limits | None = None,
    close: bool = False,
) -> Answer:
    """The answer in `wire`, in one piece or as cut; `close` says that the peer then hangs up."""
    machine = Http1Machine()
    machine.start(sent or request(), limits or Limits())
    machine.finish()
    answer = Answer(machine)
    for piece in [wire] if isinstance(wire, bytes) else wire:
        for event in machine.receive(piece):
            _fold(event, answer)
        if answer.fault:
            return answer
    for event in machine.receive_end() if close else ():
        _fold(event, answer)
    return answer


def _fold(event: Interim | Final | Data | Done | Broken, answer: Answer) -> None:
    if isinstance(event, Interim):
        answer.interim.append(event.head)
        answer.tolerated |= event.head.tolerated
    elif isinstance(event, Final):
        answer.head = event.head
        answer.tolerated |= event.tolerated
    elif isinstance(event, Data):
        answer.body += b"".join(event.pieces)
    elif isinstance(event, Done):
        answer.is_complete = True
        answer.trailers = event.trailers
        answer.tolerated |= event.tolerated
    else:
        answer.fault = event.fault


def bytewise(wire: bytes) -> list[bytes]:
    return [wire[at : at + 1] for at in range(len(wire))]
