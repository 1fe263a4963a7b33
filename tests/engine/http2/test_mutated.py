"""Frames lost, doubled, changed and cut at random: an exchange ends in an answer or in a failure of ours,
and whatever happened to one leaves no trace in the next."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

import httpcore
import pytest

from tests.engine.http1.clients import Client
from tests.engine.http2.hostile import block
from tests.engine.http2.peers import (
    CONTINUATION,
    DATA,
    END_HEADERS,
    END_STREAM,
    GOAWAY,
    HEADERS,
    PING,
    RST_STREAM,
    SETTINGS,
    WINDOW_UPDATE,
    frame,
)
from winhttp_cli.engine.corehttp import ConnectionNotAvailable, NetworkStream, Origin
from winhttp_cli.engine.http2.connection import Http2Connection
from winhttp_cli.errors import ExchangeFault

PORT = 80
#: The client's streams, one exchange after another.
STREAMS = (1, 3, 5)
RUNS = 400


@dataclass(frozen=True)
class Piece:
    """A frame before it is put on the wire."""

    kind: int
    flags: int
    stream_id: int
    payload: bytes = b""

    @property
    def wire(self) -> bytes:
        return frame(self.kind, self.flags & 0xFF, self.stream_id & 0xFFFFFFFF, self.payload)


Pieces = list[Piece]
Mutation = Callable[[Pieces, int, random.Random], None]


def answer(stream_id: int, dice: random.Random) -> Pieces:
    """A response as a server may well send it."""
    fields = block(("x", "y" * 20), status=dice.choice(["200"] * 6 + ["302", "404", "404", "204"]))
    body = [Piece(DATA, 0, stream_id, b"hel"), Piece(DATA, END_STREAM, stream_id, b"lo")]
    trailers = Piece(HEADERS, END_HEADERS | END_STREAM, stream_id, block(("t", "z"), status=None))
    early = [Piece(HEADERS, END_HEADERS, stream_id, block(status="103"))] * dice.choice([0] * 8 + [1, 11])
    return [
        *early,
        Piece(HEADERS, 0, stream_id, fields[:4]),
        Piece(CONTINUATION, END_HEADERS, stream_id, fields[4:]),
        body[0],
        dice.choice([body[1], trailers]),
    ]


def _drop(pieces: Pieces, at: int, dice: random.Random) -> None:
    del pieces[at]


def _double(pieces: Pieces, at: int, dice: random.Random) -> None:
    pieces.insert(at, dice.choice(pieces))


def _swap(pieces: Pieces, at: int, dice: random.Random) -> None:
    other = dice.randrange(len(pieces))
    pieces[at], pieces[other] = pieces[other], pieces[at]


def _become_another(pieces: Pieces, at: int, dice: random.Random) -> None:
    changes = (
        {"kind": dice.randrange(12)},
        {"flags": pieces[at].flags ^ 1 << dice.randrange(8)},
        {"stream_id": dice.choice([0, 1, 2, 3, 5, 7, 0x7FFFFFFF, 0x80000001])},
    )
    pieces[at] = replace(pieces[at], **dice.choice(changes))


def _spoil(pieces: Pieces, at: int, dice: random.Random) -> None:
    payload = bytearray(pieces[at].payload or b"\0")
    payload[dice.randrange(len(payload))] = dice.randrange(256)
    cut = dice.choice([len(payload), len(payload), dice.randrange(len(payload) + 1)])
    pieces[at] = replace(pieces[at], payload=bytes(payload[:cut]))


def _interrupt(pieces: Pieces, at: int, dice: random.Random) -> None:
    stream_id = dice.choice(STREAMS)
    number = dice.choice([0, 1, 7, 0x7FFFFFFF]).to_bytes(4, "big")
    pieces.insert(
        at,
        dice.choice(
            [
                Piece(RST_STREAM, 0, stream_id, number),
                Piece(WINDOW_UPDATE, 0, dice.choice([0, stream_id]), number),
                Piece(GOAWAY, 0, 0, stream_id.to_bytes(4, "big") + number + b"\x1b[2J"),
                Piece(SETTINGS, 0, 0, b"\0\3" + number),
                Piece(SETTINGS, 0, 0, b"\0\4" + number),
                Piece(PING, 0, 0, b"12345678"),
            ]
        ),
    )


MUTATIONS: tuple[Mutation, ...] = (_drop, _double, _swap, _become_another, _spoil, _interrupt)


class Played(NetworkStream):
    """Says the pieces of one exchange after another, in segments of any size, and falls silent after
    each; after the last it closes."""

    def __init__(self, exchanges: list[bytes], dice: random.Random) -> None:
        self.exchanges, self.dice, self.left = exchanges, dice, b""

    def go_on(self) -> None:
        self.left += self.exchanges.pop(0)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if not self.left and self.exchanges:
            raise httpcore.ReadTimeout
        size = min(max_bytes, self.dice.choice([1, 2, 9, 50, 70000]))
        said, self.left = self.left[:size], self.left[size:]
        return said

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        pass

    def close(self) -> None:
        pass

    def get_extra_info(self, info: str) -> object:
        return info == "is_readable" and bool(self.left) and self.dice.random() < 0.5


def exchange(stream_id: int, mutations: int, dice: random.Random) -> bytes:
    pieces = answer(stream_id, dice)
    for _ in range(mutations):
        dice.choice(MUTATIONS)(pieces, dice.randrange(len(pieces)), dice)
        pieces = pieces or [Piece(SETTINGS, 0, 0)]
    whole = b"".join(piece.wire for piece in pieces)
    return whole[: dice.choice([len(whole)] * 9 + [dice.randrange(len(whole) + 1)])]


def told(fault: ExchangeFault) -> str:
    assert fault.message.isprintable()
    return str(fault.code)


def run(seed: int) -> str:
    """Three exchanges on one connection; how each ended."""
    dice = random.Random(seed)
    ends = []
    played = Played([exchange(each, dice.choice([0, 1, 1, 2]), dice) for each in STREAMS], dice)
    played.left = Piece(SETTINGS, 0, 0, b"\0\3\0\0\0\1").wire
    connection = Http2Connection(Origin(b"http", b"127.0.0.1", PORT), played, 1, 60.0)
    ours = Client(connection, PORT)
    while played.exchanges and (not ends or connection.is_available()):
        played.go_on()
        upload = dice.choice([(), ((b"Content-Length", b"40000"),)])
        try:
            response = ours.open(b"PUT" if upload else b"GET", upload, [b"x" * 40000] if upload else [])
            content = list(response.iter_stream()) if dice.random() < 0.8 else []
            response.close()
            ends.append(f"{response.status} {len(content)}")
        except ExchangeFault as fault:
            ends.append(told(fault))
        except ConnectionNotAvailable:
            ends.append("another connection")
    assert connection.is_idle() or connection.is_closed()
    return " ".join(ends)


@pytest.mark.parametrize("batch", range(8))
def test_whatever_a_server_mixes_up_ends_in_an_answer_or_in_a_failure_of_ours(batch: int) -> None:
    ends = {run(batch * RUNS + number) for number in range(RUNS)}
    assert len(ends) > 40
