"""What every scheme shares: who asks to be let in, the message they vouch for, the generator of answers.

Promise: data only. A scheme's generator is given its first challenge when made; `next` yields the first
header value, `send` of the next challenge another one, until it ends: the credentials were refused.
"""

from __future__ import annotations

from collections.abc import Callable, Generator

from winhttp_cli.engine.auth.challenges import Challenge
from winhttp_cli.record import dataclass
from winhttp_cli.secret import Secret

Answers = Generator[str, Challenge, None]


@dataclass(frozen=True, slots=True)
class Credentials:
    """A user name and a password that were given."""

    username: str
    password: Secret


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The signed-in user: whatever the system holds for them (a Kerberos ticket, NTLM_USER_FILE, the
    logon session of Windows). NTLM and Negotiate only (semantics A13)."""


Identity = Credentials | SignedIn


@dataclass(frozen=True, slots=True)
class Message:
    """What an answer vouches for. Digest signs the request line's method and target as sent, and the
    body's hash: `body_digest(algorithm)` is hashlib's name to hex digest; None: the body cannot be read
    twice. NTLM and Negotiate are for the service principal `service` ("HTTP/host"), and tied to a TLS
    connection by its `binding` (tls-server-end-point, RFC 5929), b"" for none; asking for a ticket ends
    at `deadline`, a `time.monotonic()` value, None for no limit."""

    method: str
    target: str
    body_digest: Callable[[str], str] | None = None
    service: str = ""
    binding: bytes = b""
    deadline: float | None = None
