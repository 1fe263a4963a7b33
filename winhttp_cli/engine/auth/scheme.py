"""What every scheme shares: credentials, the message they vouch for, the generator of answers.

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
    username: str
    password: Secret


@dataclass(frozen=True, slots=True)
class Message:
    """What Digest signs: the request line's method and target as sent, and the body's hash.
    `body_digest(algorithm)` is hashlib's name to hex digest; None: the body cannot be read twice."""

    method: str
    target: str
    body_digest: Callable[[str], str] | None = None
