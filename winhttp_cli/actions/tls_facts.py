"""The events of a TLS look folded into the facts of `whttp tls`.

Promise: what was agreed is told after success and after failure alike; nothing is guessed: the word
"optional" needs a response that came back without a certificate.
"""

from __future__ import annotations

from winhttp_cli.engine.securing import offered_alpn
from winhttp_cli.errors import ExitStatus, WhttpError
from winhttp_cli.events import Event, TlsDone, TlsFailed
from winhttp_cli.plan import RequestPlan
from winhttp_cli.report.model import Response
from winhttp_cli.report.tls import Binding, ClientFacts, HandshakeFacts, Standing
from winhttp_cli.target import is_address

#: Answers by which a server refuses for want of a certificate (semantics L15).
_REFUSALS = (400, 403)
#: RFC 8446 section 4.4.2.4: our Finished goes out before the server has looked at our certificate.
_LATE = "it came after the handshake, since a TLS 1.3 server judges when the client is done"


class Heard:
    """An Emit that keeps how the last handshake with the server ended (an https proxy's own comes in an
    envelope, WithProxy)."""

    def __init__(self) -> None:
        self.ended: TlsDone | TlsFailed | None = None

    def __call__(self, event: Event) -> None:
        if isinstance(event, TlsDone | TlsFailed):
            self.ended = event


def handshake_facts(
    plan: RequestPlan, ended: TlsDone | TlsFailed | None, *, resumes: bool | None
) -> HandshakeFacts:
    """What was agreed, as far as it came."""
    name, alpn = _server_name(plan), offered_alpn(plan)
    if ended is None:
        return HandshakeFacts(name, alpn)
    return HandshakeFacts(
        server_name=name,
        offered_alpn=alpn,
        version=ended.version,
        cipher=ended.cipher,
        bits=ended.bits,
        group=ended.group,
        alpn=ended.alpn,
        bindings=_bindings(ended) if isinstance(ended, TlsDone) else (),
        resumes=resumes,
    )


def _server_name(plan: RequestPlan) -> str:
    """SNI as it goes out: a name without a final dot, never an address (RFC 6066 section 3)."""
    if plan.tls.server_name is not None:
        return plan.tls.server_name.removesuffix(".")
    host = plan.target.host
    return "" if is_address(host) else host.removesuffix(".")


def _bindings(done: TlsDone) -> tuple[Binding, ...]:
    """The channel bindings that are defined for this connection."""
    values = {
        "tls-server-end-point": done.binding,
        "tls-unique": done.unique,
        "tls-exporter": done.exporter,
    }
    return tuple(Binding(name, value) for name, value in values.items() if value)


# --- the client certificate -------------------------------------------------------------------------


def wants_certificate(ended: TlsDone | TlsFailed | None) -> bool:
    """Whether the server asked for a client certificate."""
    return ended is not None and ended.client_certificate_requested


def client_facts(
    ended: TlsDone | TlsFailed | None,
    plan: RequestPlan,
    response: Response | None,
    failure: WhttpError | None,
) -> ClientFacts:
    """What became of the server's wish. `response` is the answer to the one HEAD, `failure` what
    ended the handshake or the HEAD."""
    if ended is None or not ended.client_certificate_requested:
        return ClientFacts()
    policy = plan.tls.client_certificate
    sent = policy is not None and policy.certificate is not None
    standing, detail = _standing(sent=sent, chosen=policy is not None, response=response, failure=failure)
    if standing is Standing.REFUSED and response is None and isinstance(ended, TlsDone):
        detail = f"{detail}; {_LATE}"
    return ClientFacts(standing, sent, ended.accepted_issuers, detail)


def _standing(
    *, sent: bool, chosen: bool, response: Response | None, failure: WhttpError | None
) -> tuple[Standing, str]:
    how = "with it" if sent else "without one"
    if response is not None:
        answer = f"HEAD was answered {response.status} {response.reason}".rstrip()
        if response.status in _REFUSALS:
            return Standing.REFUSED, f"{answer} {how}: the server's refusal"
        return (Standing.ACCEPTED if sent else Standing.OPTIONAL), f"{answer} {how}"
    if failure is None:
        return Standing.REQUESTED, "the handshake ended well; nothing was asked afterwards"
    if failure.status is not ExitStatus.CLIENT_CERTIFICATE:
        return Standing.REQUESTED, f"not known what the server makes of it: {failure.message}"
    if not chosen:
        return Standing.NEEDED, "none was chosen, and WinHTTP does not choose by itself (12044)"
    return Standing.REFUSED, failure.message
