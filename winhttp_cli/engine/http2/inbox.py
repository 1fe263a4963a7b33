"""What has arrived for one stream and not been fetched yet.

Promise: content is held as bytes, not as one object per frame, so that the flow-control window bounds
the memory it takes; interim heads are counted as they come. Filled and emptied under the
conversation's lock.
"""

from __future__ import annotations

from collections import deque

from winhttp_cli.engine.http1.fields import Fields
from winhttp_cli.engine.http1.policy import Rule, refusal
from winhttp_cli.engine.http2.fields import Head
from winhttp_cli.errors import ExchangeFault, Phase
from winhttp_cli.plan import Limits
from winhttp_cli.record import dataclass, field

WITHOUT_CONTENT = (204, 304)


@dataclass(slots=True)
class Inbox:
    """`progress` grows with every sign of life of the stream; `unacknowledged` are the bytes that
    flow control still charges for `content`. `is_sent` and `is_ended` are the ends of the request and
    of the response, `is_reset` the end of both; `is_unprocessed` says that the server has not looked at
    it. A `fault` counts once everything else is fetched."""

    stream_id: int
    limits: Limits
    interim: deque[Head] = field(default_factory=deque)
    head: Head | None = None
    content: bytearray = field(default_factory=bytearray)
    unacknowledged: int = 0
    trailers: Fields = ()
    is_sent: bool = False
    is_ended: bool = False
    fault: ExchangeFault | None = None
    is_reset: bool = False
    is_unprocessed: bool = False
    progress: int = 0
    _interim_count: int = 0

    def put_interim(self, head: Head) -> None:
        """Raises nothing: beyond the limit the stream has a fault (12152)."""
        self._interim_count += 1
        if self._interim_count > self.limits.interim_responses:
            allowed = f"{self.limits.interim_responses} allowed"
            self.fail(refusal(Rule.INTERIM_COUNT, Phase.RECEIVE, allowed))
        elif self.fault is None:
            self.interim.append(head)

    def put_head(self, head: Head) -> None:
        """Beyond the limit the stream has a fault (12182)."""
        if head.size > self.limits.header_bytes:
            detail = f"{head.size} bytes as HTTP/2 counts them"
            self.fail(refusal(Rule.HEAD_SIZE, Phase.RECEIVE, detail))
        elif self.fault is None:
            self.head = head

    @property
    def is_without_content(self) -> bool:
        """Whether its status alone says that there is none (RFC 9110 sections 15.3.5 and 15.4.5)."""
        return self.head is not None and self.head.status in WITHOUT_CONTENT

    def fail(self, fault: ExchangeFault) -> None:
        """The stream ends here, unless it had ended already or had failed before."""
        if not self.is_ended and self.fault is None:
            self.fault = fault

    def take_content(self) -> bytes:
        content = bytes(self.content)
        self.content.clear()
        return content
