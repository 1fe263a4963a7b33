"""NTLM and Negotiate (RFC 4559, RFC 4178): the one file that knows pyspnego.

Promise: tokens in, tokens out; what a peer sent is hostile and ends in `Refused` or `Broken`, never in
an exception of a library. Negotiate is Kerberos where both sides can and NTLM else (semantics A2); why
it did not become Kerberos is kept for the report. Mutual authentication is asked for, delegation never
is. Must not know HTTP headers or connections.
"""

from __future__ import annotations

import struct
import sys
from importlib.util import find_spec

import spnego
from spnego.channel_bindings import GssChannelBindings
from spnego.exceptions import InvalidTokenError, SpnegoError

from winhttp_cli.engine.auth.fallback import Fallback
from winhttp_cli.engine.auth.scheme import Credentials, Identity, Message

#: The prefix of the binding's application data (RFC 5929 section 4).
_END_POINT = b"tls-server-end-point:"
#: How NTLM's third and last message begins (MS-NLMP section 2.2.1.3).
_NTLM_LAST = b"NTLMSSP\0\3\0\0\0"
_NAMES = {"kerberos": "Kerberos", "ntlm": "NTLM"}
#: What pyspnego and the libraries below it raise over a token that is not what it should be, found by
#: handing them random ones.
_MALFORMED = (
    SpnegoError,
    ValueError,
    LookupError,
    ArithmeticError,
    TypeError,
    AttributeError,
    NotImplementedError,
    StopIteration,
    RecursionError,
    struct.error,
)

_Held = (
    spnego.CredentialCache
    | spnego.KerberosCCache
    | spnego.KerberosKeytab
    | spnego.NTLMHash
    | spnego.Password
)

INSTALL_KERBEROS = "install it with: pip install 'whttp[kerberos]'"


class Broken(Exception):
    """The peer's token cannot be made sense of."""


class Refused(Exception):
    """The peer said no, in a token that says why; or Kerberos did."""


class NothingToOffer(Exception):
    """There is nothing to log on with."""


def has_kerberos() -> bool:
    """Whether Kerberos can be tried: Windows has it, elsewhere two packages must be installed."""
    if sys.platform == "win32":
        return True
    return find_spec("gssapi") is not None and find_spec("krb5") is not None


class SecurityContext:
    """One attempt to log on, by `scheme` ("negotiate" or "ntlm"), at the service of `message`. Raises
    NothingToOffer where `identity` has nothing to offer."""

    def __init__(self, scheme: str, identity: Identity, message: Message) -> None:
        self._fallback = Fallback()
        self._said_all = False
        self._scheme = scheme
        service, _, host = message.service.partition("/")
        try:
            with self._fallback:
                self._context = spnego.client(
                    _pyspnego_credentials(scheme, identity),
                    hostname=host,
                    service=service,
                    protocol=scheme,
                    channel_bindings=_bindings(message.binding),
                )
        except (SpnegoError, ValueError, ImportError, OSError) as error:
            raise NothingToOffer(_text_of(error)) from error

    @property
    def mechanism(self) -> str:
        """ "Kerberos" or "NTLM"; "" while it has not been settled, as on Windows at first."""
        return _NAMES.get(self._context.negotiated_protocol or "", "")

    @property
    def why_not_kerberos(self) -> str:
        """Why Negotiate went without Kerberos, or ""."""
        if self.mechanism != "NTLM" or self._scheme == "ntlm":
            return ""
        return self._fallback.reason if has_kerberos() else f"it is not installed; {INSTALL_KERBEROS}"

    @property
    def is_settled(self) -> bool:
        """Whether our side has said all it has to say: a refusal is then about the credentials."""
        return self._said_all or self._context.complete

    def first(self) -> bytes:
        """The first token. Raises NothingToOffer."""
        try:
            with self._fallback:
                token = self._context.step()
        except _MALFORMED as error:
            raise NothingToOffer(self._fallback.reason or _text_of(error)) from error
        return token or b""

    def next(self, token: bytes) -> bytes:
        """The answer to the peer's `token`. Raises Refused or Broken."""
        answer = self._step(token)
        self._said_all = _NTLM_LAST in answer
        return answer

    def finish(self, token: bytes) -> None:
        """Takes the peer's last token, which proves who it is. Raises Refused or Broken."""
        if self._context.complete:
            raise Broken("a token after the last one")
        self._step(token)
        if not self._context.complete:
            raise Broken("the proof is not complete")

    @property
    def proves(self) -> bool:
        """Whether the peer has proved who it is: Kerberos with mutual authentication, complete."""
        return self.mechanism == "Kerberos" and self._context.complete

    def _step(self, token: bytes) -> bytes:
        try:
            return self._context.step(token) or b""
        except InvalidTokenError as error:
            if "rejection" in str(error):
                raise Refused("its token says so") from error
            raise Broken(_text_of(error)) from error
        except SpnegoError as error:
            if self.mechanism == "Kerberos" and error.base_error is not None:
                raise Refused(_text_of(error)) from error
            raise Broken(_text_of(error)) from error
        except KeyError as error:
            raise Broken("the token is for a mechanism that was not offered") from error
        except _MALFORMED as error:
            raise Broken("the token makes no sense") from error


class _KerberosPassword(spnego.Password):
    """A name in the form that Kerberos reads; NTLM has its own."""

    @property
    def supported_protocols(self) -> list[str]:
        return ["kerberos"]


def _pyspnego_credentials(scheme: str, identity: Identity) -> list[_Held]:
    if not isinstance(identity, Credentials):
        return [spnego.CredentialCache()]
    password = identity.password.reveal()
    as_given = spnego.Password(identity.username, password)
    if scheme == "ntlm" or sys.platform == "win32":
        return [as_given]
    return [_KerberosPassword(principal(identity.username), password), as_given]


def principal(username: str) -> str:
    """`user@REALM` for `DOMAIN\\user` (a backslash is an escape in a principal's name); else as it is."""
    domain, _, user = username.partition("\\")
    return f"{user}@{domain.upper()}" if domain and user else username


def _bindings(binding: bytes) -> GssChannelBindings | None:
    return GssChannelBindings(application_data=_END_POINT + binding) if binding else None


def _text_of(error: Exception) -> str:
    """What a library says, on one line; the innermost part is what a person understands."""
    base = getattr(error, "base_error", None)
    if isinstance(base, Exception):
        return _text_of(base)
    # gssapi's errors have the general cause and, where there is one, the mechanism's own
    statuses, minor = getattr(error, "get_all_statuses", None), getattr(error, "min_code", 0)
    if statuses is not None and minor:
        found = " ".join(str(text) for text in statuses(minor, False))
        if found:
            return found
    return " ".join(str(error).split()) or type(error).__name__
