"""The websockets library's server as a program: `python websocket_server.py PORT [CHAIN KEY]`.

Promise: echoes each message; chooses the sub-protocol `chat`; at /close/CODE/REASON it closes so, at
/forbidden it answers 403, at /count it sends 1 to 5 and closes. Imports nothing of ours.
"""

from __future__ import annotations

import http
import ssl
import sys
from collections.abc import Sequence
from urllib.parse import unquote

from websockets.http11 import Request, Response
from websockets.sync.server import ServerConnection, serve
from websockets.typing import Subprotocol


def handle(connection: ServerConnection) -> None:
    assert connection.request is not None
    path = connection.request.path.split("/")
    if path[1] == "close":
        connection.close(int(path[2]), unquote(path[3]))
    elif path[1] == "count":
        for number in range(1, 6):
            connection.send(str(number))
    else:
        for message in connection:
            connection.send(message)


def check(connection: ServerConnection, request: Request) -> Response | None:
    if request.path == "/forbidden":
        return connection.respond(http.HTTPStatus.FORBIDDEN, "not for you\n")
    return None


def choose(connection: ServerConnection, offered: Sequence[Subprotocol]) -> Subprotocol | None:
    return Subprotocol("chat") if "chat" in offered else None


def main(port: str, *identity: str) -> None:
    context = None
    if identity:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*identity)
    with serve(
        handle,
        "127.0.0.1",
        int(port),
        ssl=context,
        process_request=check,
        select_subprotocol=choose,
        compression="deflate",
    ) as server:
        server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
