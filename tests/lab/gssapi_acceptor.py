"""The service's side of Negotiate on MIT's GSSAPI: a keytab, and channel bindings that may be required.

Promise: a wrong binding is refused, and with `requires_binding` so is a missing one. The environment must
name the realm (`Kerberos.environment`). Shares nothing with the engine but the C library.
"""

from __future__ import annotations

import importlib
from pathlib import Path

from tests.lab.login_front import Outcome, Verdict

#: MIT's flag for a binding that both sides gave
_CHANNEL_BOUND = 0x800


class GssapiAcceptor:
    """One connection's. `binding` is the tls-server-end-point token of the certificate shown."""

    def __init__(self, keytab: Path, binding: bytes = b"", *, requires_binding: bool = False) -> None:
        # where it is not installed the `kerberos` fixture has ended the test already
        raw = importlib.import_module("gssapi.raw")
        self._raw = raw
        self._requires = requires_binding
        self._credentials = raw.acquire_cred_from({b"keytab": str(keytab).encode()}, usage="accept").creds
        data = b"tls-server-end-point:" + binding
        self._bindings = raw.ChannelBindings(application_data=data) if binding else None
        self._context = None

    def accept(self, token: bytes) -> Verdict:
        try:
            result = self._raw.accept_sec_context(token, self._credentials, self._context, self._bindings)
        except self._raw.GSSError as error:
            return Verdict(Outcome.REFUSED, getattr(error, "token", None) or b"")
        self._context = result.context
        proof = result.token or b""
        if result.more_steps:
            return Verdict(Outcome.GO_ON, proof)
        if self._requires and not int(result.flags) & _CHANNEL_BOUND:
            return Verdict(Outcome.REFUSED)
        user = self._raw.display_name(result.initiator_name, False).name.decode()
        return Verdict(Outcome.LET_IN, proof, user)
