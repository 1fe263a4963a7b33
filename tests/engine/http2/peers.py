"""An HTTP/2 server for one test: h2 on the server side, driven over the raw line of a peer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import DataReceived, Event, RequestReceived, StreamEnded, StreamReset
from h2.settings import SettingCodes

from tests.engine.http1.peers import Line, Script

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"


def frame(kind: int, flags: int, stream_id: int, payload: bytes = b"") -> bytes:
    """A frame by hand (RFC 9113 section 4.1)."""
    return len(payload).to_bytes(3, "big") + bytes([kind, flags]) + stream_id.to_bytes(4, "big") + payload


DATA, HEADERS, RST_STREAM, SETTINGS, PUSH, PING, GOAWAY, WINDOW_UPDATE, CONTINUATION = (
    0, 1, 3, 4, 5, 6, 7, 8, 9
)  # fmt: skip
END_STREAM, END_HEADERS = 0x1, 0x4


def goaway(last_stream: int, code: int, debug: bytes = b"") -> bytes:
    return frame(GOAWAY, 0, 0, last_stream.to_bytes(4, "big") + code.to_bytes(4, "big") + debug)


@dataclass
class Talk:
    """The server's end of one HTTP/2 connection. `bodies` holds what each stream has sent."""

    line: Line
    h2: H2Connection
    bodies: dict[int, bytes] = field(default_factory=dict)
    requests: dict[int, list[tuple[bytes, bytes]]] = field(default_factory=dict)
    resets: dict[int, int] = field(default_factory=dict)
    window: bool = True

    def flush(self) -> None:
        self.line.say(self.h2.data_to_send())

    def answer(
        self,
        stream_id: int,
        status: int = 200,
        body: bytes = b"",
        *fields: tuple[str, str],
        ends: bool = True,
    ) -> None:
        """A whole response; the body must fit the client's windows."""
        head = [(":status", str(status)), *fields]
        self.h2.send_headers(stream_id, head, end_stream=ends and not body)
        for at in range(0, len(body), 16384):
            is_last = at + 16384 >= len(body)
            self.h2.send_data(stream_id, body[at : at + 16384], end_stream=ends and is_last)
        self.flush()

    def events(self) -> list[Event]:
        """What the client says next; nothing once it has gone."""
        data = self.line.socket.recv(65536)
        found = self.h2.receive_data(data) if data else []
        for event in found:
            self._remember(event)
        self.flush()
        return found

    def _remember(self, event: Event) -> None:
        if isinstance(event, RequestReceived):
            self.requests[event.stream_id] = [
                (bytes(name), bytes(value)) for name, value in event.headers
            ]
            self.bodies[event.stream_id] = b""
        elif isinstance(event, DataReceived):
            self.bodies[event.stream_id] += event.data
            if self.window:
                self.h2.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
        elif isinstance(event, StreamReset):
            self.resets[event.stream_id] = int(event.error_code)

    def hear(self, kind: type[Event] = StreamEnded) -> int:
        """Go on until the client has said `kind`; its stream. 0 once it has gone."""
        while found := self.events():
            for event in found:
                if isinstance(event, kind):
                    return getattr(event, "stream_id", 0)
        return 0


Act = Callable[[Talk], None]


def speaking(act: Act, talks: list[Talk] | None = None, **settings: int) -> Script:
    """A script that talks HTTP/2 by `act`, then listens until the client goes."""

    def script(line: Line) -> None:
        connection = H2Connection(H2Configuration(client_side=False))
        for name, value in settings.items():
            connection.local_settings[SettingCodes[name]] = value
        connection.local_settings.acknowledge()
        connection.initiate_connection()
        talk = Talk(line, connection)
        if talks is not None:
            talks.append(talk)
        talk.flush()
        act(talk)
        while line.socket.recv(65536):
            pass

    return script


def echoing(talk: Talk) -> None:
    """Answer each request with its body, one after another."""
    while stream_id := talk.hear():
        talk.answer(stream_id, 200, talk.bodies[stream_id] or b"hello", ("x-served", "yes"))
