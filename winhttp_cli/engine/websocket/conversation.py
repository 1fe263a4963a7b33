"""The conversation behind the 101: what is fed goes out, what comes is heard, and it is closed in order.

Promise: one thread does all of it, so nothing waits for a peer that waits for us; every wait is bounded
by a timer that is due (keep-alive, silence, close, --max-time). A ping is answered without the caller
(behaviour i5), only the latest of several (RFC 6455 section 5.5.3). Closing waits for the peer's close
frame within the close timeout (semantics Q3, T7). Ctrl-C closes with 1001 before it goes on; a second
one does not wait. Knows no terminal.
"""

from __future__ import annotations

import time
from contextlib import suppress

from winhttp_cli.engine.context import Context
from winhttp_cli.engine.corehttp import NetworkError, NetworkStream, WriteTimeout
from winhttp_cli.engine.net.timers import Countdown
from winhttp_cli.engine.net.waiting import any_readable
from winhttp_cli.engine.websocket.feed import Feed
from winhttp_cli.engine.websocket.frames import Came, Inbound, Made, Outbound, Violation
from winhttp_cli.engine.websocket.parts import Hear, Parts
from winhttp_cli.engine.wire import Wire
from winhttp_cli.errors import Code, ExchangeFault, Phase, Timer, WhttpError
from winhttp_cli.events_websocket import WebSocketClosed, WebSocketFrame
from winhttp_cli.record import dataclass
from winhttp_cli.websocket import ABNORMAL, GOING_AWAY, NO_CODE, FrameKind, Side, WebSocketPlan

#: How long a last close frame may take that nobody answers, in seconds.
_GOODBYE = 0.5
_DATA = (FrameKind.TEXT, FrameKind.BINARY, FrameKind.CONTINUATION)


@dataclass(frozen=True, slots=True)
class Dialogue:
    """Both ends of a conversation as the caller has them. `hear` may raise OSError: whoever listened has
    gone."""

    feed: Feed
    hear: Hear


class Conversation:
    """Runs one, over a stream that a 101 handed over."""

    def __init__(
        self, stream: NetworkStream, context: Context, plan: WebSocketPlan, dialogue: Dialogue
    ) -> None:
        self._stream = stream
        self._wire = Wire(stream, context)
        self._emit = context.emit
        self._plan = plan
        self._feed = dialogue.feed
        self._inbound = Inbound()
        self._outbound = Outbound(plan.send_buffer)
        self._parts = Parts(plan.receive_buffer, dialogue.hear)
        self._total = Countdown(None, Timer.TOTAL, deadline=context.deadline)
        self._mid_frame = context.plan.timeouts.receive
        self._pong: bytes | None = None
        self._messages = 0
        self._is_writing = self._is_over = False
        self._closing: Countdown | None = None
        self._sent_close: Made | None = None
        self._came_close: Came | None = None
        self._fault: WhttpError | None = None
        self._heard = self._traffic = self._quiet = time.monotonic()

    def run(self) -> None:
        """Until it is closed. Raises WhttpError; OSError where `hear` does."""
        try:
            self._converse()
        except Violation as violation:
            self._fail(violation)
        except (WhttpError, OSError):
            self._say_goodbye(GOING_AWAY)
            raise
        except BaseException:
            # Ctrl-C, SIGTERM
            self._leave()
            raise
        finally:
            self._feed.close()
        if self._fault is not None:
            raise self._fault

    def _converse(self) -> None:
        while self._came_close is None:
            self._say()
            if self._came_close is None:
                self._wait()
                self._listen()
        self._answer_close(self._came_close)

    # --- talking -------------------------------------------------------------------------------

    def _say(self) -> None:
        """What there is to say now: a pong, a close frame, or the next piece."""
        self._check_timers()
        if self._pong is not None:
            data, self._pong = self._pong, None
            self._send(self._outbound.pong(data))
        if self._closing is not None:
            return
        if self._is_finished():
            self._close(self._plan.close_code, self._plan.close_reason)
        elif self._keep_alive_in() == 0.0:
            self._send(self._outbound.ping())
        else:
            self._send_piece()

    def _send_piece(self) -> None:
        try:
            piece = self._feed.take()
            if piece is None:
                return
            for frame in self._outbound.data(piece):
                self._send(frame)
                if self._came_close is not None:
                    return
        except ExchangeFault as fault:
            if fault.phase is not Phase.FILE:
                raise
            # what was to be said cannot be read: that is ours, and the peer gets a proper end
            self._fault = fault
            self._close(GOING_AWAY, "")
            return
        self._quiet = time.monotonic()

    def _send(self, frame: Made) -> None:
        """Writes a whole frame; what comes meanwhile is heard, and answered after it."""
        try:
            self._write(memoryview(frame.wire))
        except ExchangeFault:
            # a server that closes and goes breaks our writing; its close frame may be there to read
            with suppress(ExchangeFault):
                while self._is_readable:
                    self._listen()
            if self._came_close is None:
                raise
            return
        self._traffic = time.monotonic()
        self._sent(frame)

    def _write(self, left: memoryview) -> None:
        looked_in_vain = False
        while left:
            if self._is_readable:
                self._listen()
            self._is_writing = True
            count = self._wire.write_some(left, self._came_close is None and not looked_in_vain)
            left, looked_in_vain = left[count:], count == 0
        self._is_writing = False

    def _sent(self, frame: Made) -> None:
        self._emit(
            WebSocketFrame(
                by=Side.CLIENT,
                kind=frame.kind,
                size=frame.size,
                is_last=frame.is_last,
                code=frame.code,
                reason=frame.reason,
            )
        )

    # --- listening -----------------------------------------------------------------------------

    @property
    def _is_readable(self) -> bool:
        if self._came_close is not None:
            return False
        return bool(self._stream.get_extra_info("is_readable"))

    def _wait(self) -> None:
        """Until something has come, there is something to say, or a timer is due."""
        if self._feed.has_more and self._closing is None:
            return
        if not self._is_readable:
            any_readable(self._stream.get_extra_info("socket"), self._feed.bell.sock, self._due())
        self._feed.bell.silence()

    def _listen(self) -> None:
        """Hears what has come, if anything."""
        if not self._is_readable:
            return
        data = self._wire.read(Phase.BODY)
        if not data:
            raise self._vanished()
        for came in self._inbound.receive(data):
            self._take(came)
        # whoever hears may have taken their time; that is not the peer's silence
        self._heard = self._traffic = time.monotonic()

    def _take(self, came: Came) -> None:
        if came.ends_frame:
            self._tell(came)
        if came.kind is FrameKind.CLOSE:
            self._came_close = came
        elif came.kind is FrameKind.PING:
            self._pong = came.data
        elif came.kind in _DATA and not self._has_enough:
            self._messages += came.ends_message
            self._parts.take(came)
            self._quiet = time.monotonic()

    def _tell(self, came: Came) -> None:
        self._emit(
            WebSocketFrame(
                by=Side.SERVER,
                kind=came.kind,
                size=came.size,
                is_last=came.ends_message,
                code=came.code,
                reason=came.reason,
            )
        )

    # --- timers --------------------------------------------------------------------------------

    @property
    def _has_enough(self) -> bool:
        """Whether as many messages have come as are wanted; what else comes is not handed over."""
        return self._plan.messages is not None and self._messages >= self._plan.messages

    def _is_finished(self) -> bool:
        """Whether all is said, or enough is heard."""
        if self._has_enough:
            return True
        return self._feed.is_over and self._left(self._quiet, self._plan.wait) == 0.0

    def _check_timers(self) -> None:
        """Raises ExchangeFault 12002."""
        if self._total.is_over:
            raise self._total.fault("in the WebSocket conversation", Phase.BODY)
        if self._closing is not None and self._closing.is_over:
            self._over(Side.CLIENT, ABNORMAL)
            raise self._closing.fault("waiting for the close frame of the server", Phase.BODY)
        limit = self._silence()
        if self._left(self._heard, limit) == 0.0:
            doing = "waiting for the rest of a frame" if self._inbound.is_inside_frame else "waiting"
            raise Countdown(limit, Timer.RECEIVE, deadline=None).fault(doing, Phase.BODY)

    def _silence(self) -> float | None:
        """The longest the peer may say nothing: inside a frame the receive timer, as inside a body."""
        if self._closing is not None:
            return None
        return self._mid_frame if self._inbound.is_inside_frame else self._plan.silence

    def _due(self) -> float | None:
        """Seconds until the next timer is over."""
        dues = [self._total.left(), self._left(self._heard, self._silence())]
        if self._closing is not None:
            dues.append(self._closing.left())
        else:
            dues.append(self._keep_alive_in())
            if self._feed.is_over:
                dues.append(self._left(self._quiet, self._plan.wait))
        known = [due for due in dues if due is not None]
        return min(known) if known else None

    def _keep_alive_in(self) -> float | None:
        return self._left(self._traffic, self._plan.keep_alive)

    @staticmethod
    def _left(since: float, limit: float | None) -> float | None:
        return None if limit is None else max(0.0, since + limit - time.monotonic())

    # --- the end -------------------------------------------------------------------------------

    def _close(self, code: int, reason: str) -> None:
        """Begins the closing handshake."""
        seconds, deadline = self._plan.close_timeout, self._wire.context.deadline
        self._closing = Countdown(seconds, Timer.CLOSE, deadline=deadline)
        self._sent_close = self._outbound.close(code, reason)
        self._send(self._sent_close)

    def _answer_close(self, came: Came) -> None:
        """Both sides have said it, or the server has and we answer with its code (section 5.5.1)."""
        ours = self._sent_close
        if ours is None:
            # a server that goes at once has said all it wants to hear
            with suppress(ExchangeFault):
                self._send(self._outbound.close(came.code, ""))
            self._over(Side.SERVER, came.code, came.reason)
            return
        code = ours.code if came.code == NO_CODE else came.code
        self._over(Side.CLIENT, code, came.reason)

    def _vanished(self) -> ExchangeFault:
        """The stream ended without a close frame: 12152 while closing (behaviour i12), else 12030."""
        self._over(Side.SERVER, ABNORMAL)
        is_closing = self._closing is not None
        return ExchangeFault(
            "the server ended the connection without a close frame",
            Code.ERROR_WINHTTP_INVALID_SERVER_RESPONSE
            if is_closing
            else Code.ERROR_WINHTTP_CONNECTION_ERROR,
            Phase.BODY,
        )

    def _fail(self, violation: Violation) -> None:
        """Section 7.1.7: say what is wrong, as far as that goes out at once, and go."""
        self._say_goodbye(violation.code)
        raise ExchangeFault(
            f"the server broke the WebSocket protocol: {violation.message}",
            Code.ERROR_WINHTTP_INVALID_SERVER_RESPONSE,
            Phase.BODY,
        ) from None

    def _say_goodbye(self, code: int) -> None:
        """A close frame for whoever still reads; nobody waits for an answer."""
        if self._is_over:
            return
        if self._is_writing or self._closing is not None:
            self._over(Side.CLIENT, ABNORMAL)
            return
        frame = self._outbound.close(code, "")
        try:
            self._stream.write(frame.wire, _GOODBYE)
        except (NetworkError, WriteTimeout):
            self._over(Side.CLIENT, ABNORMAL)
            return
        self._sent(frame)
        self._over(Side.CLIENT, code)

    def _over(self, by: Side, code: int, reason: str = "") -> None:
        self._is_over = True
        self._emit(WebSocketClosed(by=by, code=code, reason=reason))

    def _leave(self) -> None:
        """A close frame whose answer is waited for, within the close timeout."""
        if self._is_over or self._is_writing:
            return
        self._feed.refuse()
        with suppress(ExchangeFault, Violation):
            if self._closing is None:
                self._close(GOING_AWAY, "")
            self._converse()
        if not self._is_over:
            self._over(Side.CLIENT, ABNORMAL)
