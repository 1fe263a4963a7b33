"""Digest (RFC 7616), with the older form of RFC 2069 where a server names no qop.

Promise: MD5, SHA-256, SHA-512-256 and their -sess forms, qop auth and auth-int, `stale` (a new nonce
is answered once more, a second refusal is not), UTF-8 names and passwords, userhash. A challenge that
cannot be answered safely is not answered. WinHTTP never sends Digest before a challenge (behaviour
f18). Must not know connections.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Callable
from urllib.parse import quote

from winhttp_cli.engine.auth.challenges import Challenge
from winhttp_cli.engine.auth.scheme import Answers, Credentials, Message
from winhttp_cli.record import dataclass

#: RFC 7616 section 6.1, to hashlib's names
_HASHES = {"MD5": "md5", "SHA-256": "sha256", "SHA-512-256": "sha512_256"}
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_SESSION = "-SESS"
#: how many new nonces are answered before the credentials count as refused
_STALE_NONCES = 3


def is_supported(challenge: Challenge) -> bool:
    """Whether the challenge can be answered: known algorithm and qop, a realm and a nonce."""
    algorithm = _algorithm(challenge)
    known = _HASHES.get(algorithm.upper().removesuffix(_SESSION))
    has_all = challenge.get("realm") is not None and challenge.get("nonce") is not None
    qops = _qops(challenge)
    return (
        known in hashlib.algorithms_available
        and has_all
        and (not qops or bool({"auth", "auth-int"} & set(qops)))
        and not any(_CONTROL.search(value) for _, value in challenge.parameters)
    )


def answer(
    challenge: Challenge,
    credentials: Credentials,
    message: Message,
    token: Callable[[int], str] = secrets.token_hex,
) -> Answers:
    """Yields a header value per challenge; ends when a challenge is not a stale nonce's, because then
    the credentials themselves were refused (RFC 7616 section 3.3). `token` makes the client's nonce."""
    session = _Session(credentials, message, token)
    for _ in range(1 + _STALE_NONCES):
        header = session.header(challenge)
        if header is None:
            return
        challenge = yield header
        if (challenge.get("stale") or "").lower() != "true" or not is_supported(challenge):
            return


@dataclass(slots=True)
class _Session:
    """Counts the uses of a nonce; `token` makes the client's own."""

    credentials: Credentials
    message: Message
    token: Callable[[int], str]
    _nonce: str = ""
    _count: int = 0

    def header(self, challenge: Challenge) -> str | None:
        nonce = challenge.get("nonce") or ""
        self._count = self._count + 1 if nonce == self._nonce else 1
        self._nonce = nonce
        qop = self._qop(challenge)
        if qop is None:
            return None
        return _header(challenge, self.credentials, self.message, qop, self._count, self.token(16))

    def _qop(self, challenge: Challenge) -> str | None:
        """The protection to use: "" is RFC 2069's, None means there is none we can do."""
        offered = _qops(challenge)
        if not offered:
            return ""
        if "auth" in offered:
            return "auth"
        return "auth-int" if self.message.body_digest is not None else None


def _header(
    challenge: Challenge, credentials: Credentials, message: Message, qop: str, count: int, cnonce: str
) -> str:
    algorithm = _algorithm(challenge)
    name = _HASHES[algorithm.upper().removesuffix(_SESSION)]
    digest = _hasher(name)
    realm, nonce = challenge.get("realm") or "", challenge.get("nonce") or ""
    user = credentials.username
    first = digest(f"{user}:{realm}:{credentials.password.reveal()}")
    is_session = algorithm.upper().endswith(_SESSION)
    if is_session:
        first = digest(f"{first}:{nonce}:{cnonce}")
    second = f"{message.method}:{message.target}"
    if qop == "auth-int" and message.body_digest is not None:
        second = f"{second}:{message.body_digest(name)}"
    uses = f"{count:08x}"
    middle = f"{nonce}:{uses}:{cnonce}:{qop}" if qop else nonce
    response = digest(f"{first}:{middle}:{digest(second)}")

    fields = [_user_field(challenge, user, realm, digest), f"realm={_quoted(realm)}"]
    fields += [f"nonce={_quoted(nonce)}", f"uri={_quoted(message.target)}", f'response="{response}"']
    if challenge.get("algorithm") is not None:
        fields.append(f"algorithm={algorithm}")
    if (opaque := challenge.get("opaque")) is not None:
        fields.append(f"opaque={_quoted(opaque)}")
    if qop:
        fields += [f"qop={qop}", f"nc={uses}"]
    if qop or is_session:
        fields.append(f'cnonce="{cnonce}"')
    if _has_userhash(challenge):
        fields.append("userhash=true")
    return "Digest " + ", ".join(fields)


def _user_field(challenge: Challenge, user: str, realm: str, digest: Callable[[str], str]) -> str:
    """username, hashed where the server asks for it, extended where it is not ASCII (section 3.4)."""
    if _has_userhash(challenge):
        return f'username="{digest(f"{user}:{realm}")}"'
    if user.isascii() and not _CONTROL.search(user):
        return f"username={_quoted(user)}"
    return f"username*=UTF-8''{quote(user, safe='')}"


def _hasher(name: str) -> Callable[[str], str]:
    """Text to hex digest, in UTF-8 (behaviour f15; RFC 7616 section 4 knows no other charset)."""
    return lambda text: hashlib.new(name, text.encode("utf-8"), usedforsecurity=False).hexdigest()


def _algorithm(challenge: Challenge) -> str:
    return challenge.get("algorithm") or "MD5"


def _qops(challenge: Challenge) -> list[str]:
    return [word.strip().lower() for word in (challenge.get("qop") or "").split(",") if word.strip()]


def _has_userhash(challenge: Challenge) -> bool:
    return (challenge.get("userhash") or "").lower() == "true"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
