"""A connection that one chain of hops keeps for itself, for the legs of NTLM and Negotiate.

Promise: while it is held the pool gives it to nobody, so that no other request comes between two legs,
and no other request rides on a login that is half done (semantics A20). A connection that ends between
two legs is LoginBroken. Must not know schemes.
"""

from __future__ import annotations

from winhttp_cli.engine.auth.login_broken import LoginBroken
from winhttp_cli.engine.connection import CARRIER, ServerConnection
from winhttp_cli.engine.corehttp import ConnectionNotAvailable, Request, Response
from winhttp_cli.engine.pool import ServerPool
from winhttp_cli.errors import Code, ExchangeFault


class Held:
    """The connection that carried `response`, which must not be closed yet."""

    def __init__(self, pool: ServerPool, response: Response) -> None:
        connection = response.extensions[CARRIER]
        assert isinstance(connection, ServerConnection)
        self._connection = connection
        self._connection.hold()
        self.pool = pool

    @property
    def is_open(self) -> bool:
        return not self._connection.is_closed()

    def send(self, request: Request, *, is_bound: bool) -> Response:
        """The next request on it. Raises LoginBroken where it has ended and the request `is_bound`, else
        what the connection raises."""
        try:
            return self._connection.carry(request)
        except ConnectionNotAvailable:
            raise _ended() from None
        except ExchangeFault as fault:
            if is_bound and fault.code is Code.ERROR_WINHTTP_CONNECTION_ERROR:
                raise _ended() from fault
            raise

    def release(self) -> None:
        """Back to the pool."""
        self._connection.let_go()
        self.pool.serve_waiting()


def _ended() -> LoginBroken:
    return LoginBroken(
        "the connection was closed between two legs of logging on, and NTLM and Negotiate are tied to it",
        hint="the server, or a proxy on the way, does not keep connections",
    )
