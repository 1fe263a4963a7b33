"""An NTLM acceptor that checks the channel binding, which Samba's helper does not: pyspnego's own.

Promise: whoever is bound to another certificate, or to none, is refused. The user comes from the file
that NTLM_USER_FILE names. The login itself is proved against Samba; this one is for the binding alone.
"""

from __future__ import annotations

import spnego
from spnego.channel_bindings import GssChannelBindings
from spnego.exceptions import SpnegoError

from tests.lab.login_front import Outcome, Verdict


class NtlmAcceptor:
    """One connection's. `binding` is the tls-server-end-point token of the certificate shown."""

    def __init__(self, binding: bytes) -> None:
        data = b"tls-server-end-point:" + binding
        self._context = spnego.server(
            protocol="ntlm", channel_bindings=GssChannelBindings(application_data=data)
        )

    def accept(self, token: bytes) -> Verdict:
        try:
            answer = self._context.step(token)
        except SpnegoError:
            return Verdict(Outcome.REFUSED)
        if not self._context.complete:
            return Verdict(Outcome.GO_ON, answer or b"")
        return Verdict(Outcome.LET_IN, user=self._context.client_principal or "")
