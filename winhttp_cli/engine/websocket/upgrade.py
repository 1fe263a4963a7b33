"""The upgrade of one request: what it adds to each send, and what its 101 leads to.

Promise: a 101 is checked before anything else is read. Without a dialogue the answer is all there is: as
in WinHTTP, where the program completes an upgrade or does not.
"""

from __future__ import annotations

from winhttp_cli.engine.context import Context
from winhttp_cli.engine.corehttp import NetworkStream, Response
from winhttp_cli.engine.proxy.route import Route
from winhttp_cli.engine.websocket.conversation import Conversation, Dialogue
from winhttp_cli.engine.websocket.opening import agreed_protocol, new_key, opening_lines
from winhttp_cli.events_websocket import WebSocketOpened
from winhttp_cli.plan import Header
from winhttp_cli.record import replace


class Upgrade:
    """Made for a plan whose `web_socket` is set."""

    def __init__(self, context: Context, dialogue: Dialogue | None) -> None:
        self._context = context
        self._dialogue = dialogue
        self._key = ""

    def way(self, route: Route) -> Route:
        """An HTTP proxy is asked for a tunnel for plain http as well (RFC 6455 section 4.1); what WinHTTP
        does is not documented."""
        return replace(route, tunnels=True) if route.proxy is not None else route

    def lines(self) -> tuple[Header, ...]:
        """The lines of the next send, with a key of its own."""
        self._key = new_key()
        return opening_lines(self._key)

    def speak(self, response: Response, headers: tuple[Header, ...]) -> None:
        """Checks the 101 and runs the conversation. Raises WhttpError, and OSError where the listener
        does."""
        plan = self._context.plan
        protocol = agreed_protocol(headers, self._key, plan.headers)
        self._context.emit(WebSocketOpened(protocol=protocol))
        if self._dialogue is None or plan.web_socket is None:
            return
        stream: NetworkStream = response.extensions["network_stream"]
        Conversation(stream, self._context, plan.web_socket, self._dialogue).run()
