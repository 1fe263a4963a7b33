"""The JSON document of `--json`: everything about one request, in a versioned schema.

Promise: `"schema": 1` as documented in docs/json-schema.md and docs/schema/report-1.json; members are
only ever added under a version. Half-filled reports give the same members with null. ASCII only, so
no control byte of a server survives; secrets are masked unless `--show-secrets`.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

from winhttp_cli import __version__
from winhttp_cli.errors import ExchangeFault, UsageFault, WhttpError
from winhttp_cli.events import CertificateCheck, CheckVerdict, RevocationAnswer
from winhttp_cli.options.catalogue import SEED
from winhttp_cli.options.option import AnyOption
from winhttp_cli.options.tool import SHOW_SECRETS
from winhttp_cli.plan import NO_FAULT, CertFault, Header
from winhttp_cli.render.certificate_panel import owner
from winhttp_cli.render.failure import sentence
from winhttp_cli.render.json_value import Json, Object
from winhttp_cli.render.login_document import login_object, outcome_object
from winhttp_cli.render.timers import origin_of, other_timer, value_of
from winhttp_cli.render.values import value_text
from winhttp_cli.render.websocket import web_socket_object
from winhttp_cli.report.answers import STRUCTURES, answer
from winhttp_cli.report.body import BodyFacts
from winhttp_cli.report.certificate import Certificate, read_certificate
from winhttp_cli.report.masking import masked_headers, masked_url
from winhttp_cli.report.model import (
    Attempt,
    CertificateReport,
    Decoding,
    Exchange,
    ProxyAnswer,
    Report,
    RequestHead,
    Response,
    Timing,
    Tls,
)
from winhttp_cli.report.security import SecureFailure, facts_of, names_of
from winhttp_cli.settings.settings import Settings

_T = TypeVar("_T")

SCHEMA = 1

#: Certificates of a chain that are read; a chain may hold a thousand.
MOST_CERTIFICATES = 20


def document(report: Report, settings: Settings, body: BodyFacts | None) -> str:
    """The document as text, one object, without a line end. `body` is None where none was received."""
    return json_text(DocumentWriter(settings).report(report, body))


def document_line(report: Report, settings: Settings, body: BodyFacts | None) -> str:
    """The same on one line, as the last of many."""
    return json_text(DocumentWriter(settings).report(report, body), indent=None)


def json_text(document: Object, indent: int | None = 2) -> str:
    """A document as ASCII text, without a line end; on one line where `indent` is None."""
    # DEL is the one control character that JSON leaves as it is
    return json.dumps(document, indent=indent).replace("\x7f", "\\u007f")


class DocumentWriter:
    """Facts to JSON values, with one decision about secrets for all of them."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._show_secrets = settings[SHOW_SECRETS]

    def report(self, report: Report, body: BodyFacts | None) -> Object:
        response = report.response
        return {
            "schema": SCHEMA,
            "whttp": __version__,
            "url": self._url(report.url),
            "status": None if response is None else response.status,
            "response": maybe(response, self._response),
            "body": maybe(body, _body),
            "failure": maybe(report.failure, self.failure),
            "milliseconds": _rounded(report.milliseconds),
            "exchanges": [self.exchange(exchange) for exchange in report.exchanges],
            "settings": self.said(),
            "winhttp": self.answers(report),
        }

    def _url(self, url: str) -> str:
        return url if self._show_secrets else masked_url(url)

    def _headers(self, headers: tuple[Header, ...]) -> list[Json]:
        masked = masked_headers(headers, show_secrets=self._show_secrets)
        return [{"name": name, "value": value} for name, value in masked]

    def exchange(self, exchange: Exchange) -> Object:
        """One exchange, as far as it came."""
        redirect = exchange.redirect
        return {
            "reason": exchange.reason.value,
            "started": utc(exchange.started),
            "method": exchange.method,
            "url": self._url(exchange.url),
            "route": None
            if exchange.route is None
            else {"proxy": self._url(exchange.route.proxy), "why": self._url(exchange.route.why)},
            "addresses": list(exchange.addresses),
            "attempts": [_attempt(attempt) for attempt in exchange.attempts],
            "connection": None
            if exchange.connection is None
            else {
                "number": exchange.connection.number,
                "local": exchange.connection.local,
                "remote": exchange.connection.remote,
                "reused": exchange.connection.reused,
            },
            "tunnel": maybe(exchange.tunnel, self._response),
            "proxy_answers": [self._proxy_answer(answer) for answer in exchange.proxy_answers],
            "tls": maybe(exchange.tls, _tls),
            "refused_tls": maybe(exchange.refused_tls, _tls),
            "accepted_issuers": list(exchange.accepted_issuers),
            "certificate": maybe(exchange.certificate, _certificate_report),
            "proxy_tls": maybe(exchange.proxy_tls, _tls),
            "proxy_certificate": maybe(exchange.proxy_certificate, _certificate_report),
            "request": maybe(exchange.request, self._request),
            "interim": [{"status": status, "reason": reason} for status, reason in exchange.interim],
            "response": maybe(exchange.response, self._response),
            "redirect": None
            if redirect is None
            else {
                "followed": redirect.followed,
                "location": self._url(redirect.location),
                "url": self._url(redirect.url),
                "why": redirect.why,
                "changes": list(redirect.changes),
            },
            "timing": _timing(exchange.timing),
            "notes": [self._url(note) for note in exchange.notes],
            "logins": [login_object(attempt) for attempt in exchange.logins],
            "logged_on": [outcome_object(outcome) for outcome in exchange.logged_on],
            "web_socket": maybe(exchange.web_socket, web_socket_object),
        }

    def _request(self, request: RequestHead) -> Object:
        return {
            "method": request.method,
            "target": self._url(request.target),
            "protocol": request.protocol,
            "headers": self._headers(request.headers),
            "size": request.size,
        }

    def _decoding(self, decoding: Decoding) -> Object:
        return {"codings": list(decoding.codings), "removed": self._headers(decoding.removed)}

    def _response(self, response: Response) -> Object:
        return {
            "protocol": response.protocol,
            "status": response.status,
            "reason": response.reason,
            "headers": self._headers(response.headers),
            "trailers": self._headers(response.trailers),
            "length": response.length,
            "head_size": response.head_size,
            "received": response.received,
            "delivered": response.delivered,
            "complete": response.complete,
            "from_proxy": response.from_proxy,
            "decoding": maybe(response.decoding, self._decoding),
        }

    def _proxy_answer(self, answer: ProxyAnswer) -> Object:
        return {
            "proxy": self._url(answer.proxy),
            "target": answer.target,
            "status": answer.status,
            "reason": answer.reason,
            "headers": self._headers(answer.headers),
            "base64": base64.b64encode(answer.body).decode("ascii"),
            "cut": answer.is_cut,
            "offers": list(answer.offers),
        }

    def failure(self, error: WhttpError) -> Object:
        """How it ended."""
        exchange = error if isinstance(error, ExchangeFault) else None
        timer = exchange.timer if exchange is not None else None
        return {
            "message": sentence(error, self._settings),
            "code": None if error.code is None else int(error.code),
            "name": None if error.code is None else error.code.name,
            "hresult": None if error.code is None else f"0x{error.code.hresult:08X}",
            "exit_status": int(error.status),
            "phase": None if exchange is None else exchange.phase.value,
            "timer": None if timer is None else timer.value,
            "timer_value": None if timer is None else value_of(timer, self._settings),
            "timer_origin": None if timer is None else origin_of(timer, self._settings),
            "timer_note": "" if exchange is None else other_timer(exchange, self._settings),
            "extended": 0 if exchange is None else exchange.extended,
            "origin": error.origin if isinstance(error, UsageFault) else "",
            "hint": self._url(error.hint),
        }

    def said(self) -> list[Json]:
        """Every option that any layer spoke of, with its value as text and who asked."""
        settings = self._settings
        return [
            {
                "name": option.winhttp_name or option.name,
                "number": option.number,
                "flag": option.flag,
                "value": value_text(option, settings, show_secrets=self._show_secrets),
                "origin": settings.origin(option).text,
            }
            for option in settings.said()
        ]

    def answers(self, report: Report) -> Object:
        """What every queryable WinHTTP option answers: the text of `--query`, structures as objects,
        null where it is not available."""
        answers: Object = {}
        for option in SEED:
            if option.queryable:
                text = answer(option, report, self._settings)
                answers[option.name] = _structure_or_text(option, text)
        return answers


def _structure_or_text(option: AnyOption, text: str) -> Json:
    if not text:
        return None
    structure: Object | None = json.loads(text) if option.name in STRUCTURES else None
    return text if structure is None else structure


def maybe(fact: _T | None, write: Callable[[_T], Object]) -> Object | None:
    """`fact` written, or null where there is none."""
    return None if fact is None else write(fact)


def _rounded(milliseconds: float | None) -> float | None:
    return None if milliseconds is None else round(milliseconds, 3)


def _body(body: BodyFacts) -> Object:
    data = None if body.data is None else base64.b64encode(body.data).decode("ascii")
    return {
        "length": body.length,
        "sha256": body.sha256,
        "base64": data,
        "path": body.path or None,
    }


def _attempt(attempt: Attempt) -> Object:
    return {
        "address": attempt.address,
        "milliseconds": _rounded(attempt.milliseconds),
        "error": attempt.error or None,
        "extended": attempt.extended,
    }


def _timing(timing: Timing) -> Object:
    return {
        "resolve": _rounded(timing.resolve),
        "connect": _rounded(timing.connect),
        "tunnel": _rounded(timing.tunnel),
        "tls": _rounded(timing.tls),
        "send": _rounded(timing.send),
        "wait": _rounded(timing.wait),
        "body": _rounded(timing.body),
        "total": _rounded(timing.total),
    }


def _tls(tls: Tls) -> Object:
    return {
        "version": tls.version,
        "cipher": tls.cipher,
        "bits": tls.bits,
        "group": tls.group,
        "alpn": tls.alpn,
        "resumed": tls.resumed,
        "client_certificate_requested": tls.client_certificate_requested,
        "client_certificate_sent": tls.client_certificate_sent,
        "binding": tls.binding.hex(),
        "security_flags": tls.security_flags,
    }


# --- certificates -------------------------------------------------------------------------------------


def _certificate_report(certificate: CertificateReport) -> Object:
    bits = SecureFailure(certificate.secure_failure)
    return {
        "host": certificate.host,
        "chain": [
            certificate_object(read_certificate(der)) for der in certificate.chain[:MOST_CERTIFICATES]
        ],
        "chain_length": len(certificate.chain),
        "checks": [check_object(check, certificate) for check in certificate.checks],
        "faults": _fault_names(certificate.faults),
        "forgiven": _fault_names(certificate.forgiven),
        "secure_failure": int(bits),
        "secure_failure_names": list(names_of(bits)),
        "revocation": [_revocation(answer) for answer in certificate.revocation],
    }


def _revocation(answer: RevocationAnswer) -> Object:
    return {
        "certificate": answer.certificate,
        "status": answer.status,
        "source": answer.source,
        "detail": answer.detail,
    }


def check_object(check: CertificateCheck, certificate: CertificateReport | None = None) -> Object:
    """One check; who has to act is told for the checks of a server's or proxy's `certificate`. What is
    wrong with a proxy's cannot be ignored."""
    is_of_proxy = certificate is not None and bool(certificate.proxy)
    failing = check.fault != NO_FAULT and check.verdict in (CheckVerdict.FAIL, CheckVerdict.FORGIVEN)
    facts = facts_of(check.fault) if failing else None
    responsible = owner(check.fault, certificate) if failing and certificate is not None else None
    return {
        "name": check.name,
        "verdict": check.verdict.value,
        "detail": check.detail,
        "code": None if facts is None else int(facts.code),
        "code_name": None if facts is None else facts.code.name,
        "bit": None if facts is None else int(facts.bit),
        "bit_name": None if facts is None else facts.bit.name,
        "ignore": None if facts is None or is_of_proxy else facts.ignore or None,
        "owner": responsible,
    }


def _fault_names(faults: CertFault) -> list[Json]:
    return [fault.name.lower().replace("_", "-") for fault in CertFault if fault in faults and fault.name]


def certificate_object(facts: Certificate) -> Object:
    """The facts of one certificate."""
    return {
        "subject": facts.subject,
        "issuer": facts.issuer,
        "names": list(facts.names),
        "name_count": facts.name_count,
        "not_before": time_text(facts.not_before),
        "not_after": time_text(facts.not_after),
        "key": facts.key,
        "key_bits": facts.key_bits,
        "signature": facts.signature,
        "serial": facts.serial,
        "usages": list(facts.usages),
        "is_authority": facts.is_authority,
        "issuer_urls": list(facts.issuer_urls),
        "ocsp_urls": list(facts.ocsp_urls),
        "crl_urls": list(facts.crl_urls),
        "must_staple": facts.must_staple,
        "timestamps": facts.timestamps,
        "sha1": facts.sha1,
        "sha256": facts.sha256,
        "size": facts.size,
        "problem": facts.problem or None,
    }


def utc(seconds: float) -> str:
    """Seconds since 1970 as ISO 8601 with milliseconds."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def time_text(moment: datetime | None) -> str | None:
    """A moment in UTC as ISO 8601, to the second."""
    return None if moment is None else f"{moment:%Y-%m-%dT%H:%M:%SZ}"
