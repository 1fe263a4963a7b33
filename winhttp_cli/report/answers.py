"""What `--query NAME` prints: the value WinHttpQueryOption would hand out, as one line of text.

Promise: numbers are decimal, masks hexadecimal, structures one line of JSON, secrets `***`; "" where
nothing is available (WinHTTP would fail the call). Answers after a failure as well as after success,
from what the report holds. Never more than one line, whatever a server sent.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from datetime import datetime

from winhttp_cli.login_facts import Party
from winhttp_cli.options.option import AnyOption, Handle
from winhttp_cli.options.proxy import PROXY
from winhttp_cli.options.timeouts import RECEIVE_TIMEOUT
from winhttp_cli.options.tls import SECURITY_FLAGS, SecurityFlags
from winhttp_cli.options.tool import SHOW_SECRETS
from winhttp_cli.options.tool_diagnostics import STATUS_CALLBACK
from winhttp_cli.options.tool_network import PROXY_BYPASS
from winhttp_cli.record import dataclass
from winhttp_cli.report.certificate import Certificate, read_certificate
from winhttp_cli.report.collect import extended_error
from winhttp_cli.report.masking import masked_url
from winhttp_cli.report.model import Passport, Report, Tls
from winhttp_cli.report.printable import printable
from winhttp_cli.secret import MASK
from winhttp_cli.settings.settings import Settings

UNAVAILABLE = ""

#: The options whose answer is a line of JSON.
STRUCTURES = frozenset(
    {
        "CLIENT_CERT_ISSUER_LIST",
        "CONNECTION_INFO",
        "HTTP_VERSION",
        "PROXY",
        "SECURITY_CERTIFICATE_STRUCT",
        "SERVER_CBT",
        "SERVER_CERT_CONTEXT",
    }
)

#: WINHTTP_HANDLE_TYPE_... and the kind of handle each is made from (semantics H1, H3).
_HANDLE_TYPES = {Handle.SESSION: 1, Handle.CONNECT: 2, Handle.REQUEST: 3, Handle.WEBSOCKET: 5}
_PARENTS = {Handle.CONNECT: "session", Handle.REQUEST: "connect", Handle.WEBSOCKET: "connect"}

#: X509_ASN_ENCODING, the encoding member of CERT_CONTEXT.
_X509_ASN_ENCODING = 1


@dataclass(frozen=True, slots=True)
class Question:
    """One query: what is asked, of which handle, and what it is answered from."""

    option: AnyOption
    report: Report
    settings: Settings
    handle: Handle

    def masked(self, text: str) -> str:
        """A URL or list of them, without its secrets unless `--show-secrets`."""
        return text if self.settings[SHOW_SECRETS] else masked_url(text)


def answer(
    option: AnyOption,
    report: Report,
    settings: Settings,
    handle: Handle | None = None,
) -> str:
    """The text `--query` prints for `option`; `handle` None is the request handle."""
    question = Question(option, report, settings, handle or Handle.REQUEST)
    answering = _ANSWERS.get(option.name, _setting)
    return printable(answering(question))


def security_flags(report: Report, settings: Settings) -> SecurityFlags:
    """Option SECURITY_FLAGS as read after the handshake: what was agreed, and the ignore bits set."""
    agreed = report.last.tls.security_flags if report.last and report.last.tls else 0
    return SecurityFlags(agreed | int(settings[SECURITY_FLAGS]))


def _setting(question: Question) -> str:
    """A settable option answers with its value; a query-only one that no fact is known for with its
    default."""
    option, settings = question.option, question.settings
    value = settings[option]
    if value is None:
        return UNAVAILABLE
    if option.kind.secret:
        return MASK
    return question.masked(option.kind.query(value))


def _receive_response_timeout(question: Question) -> str:
    """The larger of itself and RECEIVE_TIMEOUT (behaviour h9)."""
    own = question.settings[question.option]
    return str(max(own, question.settings[RECEIVE_TIMEOUT]))


def _proxy(question: Question) -> str:
    """WINHTTP_PROXY_INFO: access type, proxy list and bypass list."""
    setting = question.settings[PROXY]
    return _structure(
        {
            "access_type": int(setting.access),
            "proxy": question.masked(setting.proxies) or None,
            "proxy_bypass": question.settings[PROXY_BYPASS],
        }
    )


def _callback(question: Question) -> str:
    """The sink that --callback named, where Windows has a function's address."""
    return STATUS_CALLBACK.kind.show(question.settings[STATUS_CALLBACK])


# --- about handles ------------------------------------------------------------------------------------


def _handle_type(question: Question) -> str:
    return str(_HANDLE_TYPES.get(question.handle, UNAVAILABLE))


def _parent_handle(question: Question) -> str:
    """The kind of the parent; a session has none."""
    return _PARENTS.get(question.handle, UNAVAILABLE)


# --- about the exchange -------------------------------------------------------------------------------


def _url(question: Question) -> str:
    return question.masked(question.report.url)


def _extended_error(question: Question) -> str:
    return str(extended_error(question.report))


def _http_protocol_used(question: Question) -> str:
    """0 stands for HTTP/1.x; it can be asked once the head of the answer is there."""
    response = question.report.response
    if response is None:
        return UNAVAILABLE
    return "0x1" if response.protocol == "HTTP/2" else "0x0"


def _connection_info(question: Question) -> str:
    last = question.report.last
    if last is None or last.connection is None:
        return UNAVAILABLE
    return _structure({"local": last.connection.local, "remote": last.connection.remote})


def _is_proxy_connect_response(question: Question) -> str:
    response = question.report.response
    return "1" if response is not None and response.from_proxy else "0"


def _spn_used(party: Party) -> Callable[[Question], str]:
    """The service principal name of the last NTLM or Negotiate, for a prompt after a failure (semantics
    S2)."""
    return lambda question: question.report.service_used(party)


# --- about Passport ---------------------------------------------------------------------------------


def _passport(of: Callable[[Passport], str]) -> Callable[[Question], str]:
    """What the login server said; nothing before it was asked."""

    def answering(question: Question) -> str:
        said = question.report.passport
        return UNAVAILABLE if said is None else question.masked(of(said))

    return answering


# --- about TLS ----------------------------------------------------------------------------------------


def _security_flags(question: Question) -> str:
    return f"0x{int(security_flags(question.report, question.settings)):X}"


def _security_key_bitness(question: Question) -> str:
    """That of the cipher, also where the certificate was refused after one was agreed."""
    agreed = _negotiated(question.report)
    return str(agreed.bits) if agreed is not None else UNAVAILABLE


def _negotiated(report: Report) -> Tls | None:
    last = report.last
    return None if last is None else last.tls or last.refused_tls


def _server_cbt(question: Question) -> str:
    """The tls-server-end-point binding (RFC 5929 section 4): its type and value in hexadecimal."""
    last = question.report.last
    if last is None or last.tls is None or not last.tls.binding:
        return UNAVAILABLE
    return _structure({"type": "tls-server-end-point", "value": last.tls.binding.hex()})


def _client_cert_issuer_list(question: Question) -> str:
    """The names the server sent; an empty list where it asked and named none."""
    last = question.report.last
    if last is None:
        return UNAVAILABLE
    asked = last.tls is not None and last.tls.client_certificate_requested
    if not asked and not last.accepted_issuers:
        return UNAVAILABLE
    return json.dumps({"issuers": list(last.accepted_issuers)})


def _security_certificate_struct(question: Question) -> str:
    """WINHTTP_CERTIFICATE_INFO. Three members are documented as always NULL, and the key size is
    that of the cipher (0 where no cipher was agreed)."""
    leaf = _leaf(question.report)
    if leaf is None:
        return UNAVAILABLE
    agreed = _negotiated(question.report)
    bits = agreed.bits if agreed is not None else 0
    return _structure(
        {
            "expiry": _time(leaf.not_after),
            "start": _time(leaf.not_before),
            "subject_info": leaf.subject,
            "issuer_info": leaf.issuer,
            "protocol_name": None,
            "signature_alg_name": None,
            "encryption_alg_name": None,
            "key_size": bits,
        }
    )


def _server_cert_context(question: Question) -> str:
    """CERT_CONTEXT: the encoded certificate in base64, and what identifies it."""
    last = question.report.last
    leaf = _leaf(question.report)
    if leaf is None or last is None or last.certificate is None:
        return UNAVAILABLE
    return _structure(
        {
            "cert_encoding_type": _X509_ASN_ENCODING,
            "cert_encoded": base64.b64encode(last.certificate.chain[0]).decode("ascii"),
            "subject": leaf.subject,
            "issuer": leaf.issuer,
            "serial_number": leaf.serial,
            "not_before": _time(leaf.not_before),
            "not_after": _time(leaf.not_after),
            "sha1": leaf.sha1,
            "sha256": leaf.sha256,
        }
    )


def _leaf(report: Report) -> Certificate | None:
    last = report.last
    if last is None or last.certificate is None or not last.certificate.chain:
        return None
    return read_certificate(last.certificate.chain[0])


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def _structure(members: Mapping[str, str | int | None]) -> str:
    """One line of JSON, ASCII only."""
    return json.dumps(members)


_ANSWERS: dict[str, Callable[[Question], str]] = {
    "CALLBACK": _callback,
    "CLIENT_CERT_ISSUER_LIST": _client_cert_issuer_list,
    "CONNECTION_INFO": _connection_info,
    "EXTENDED_ERROR": _extended_error,
    "HANDLE_TYPE": _handle_type,
    "HTTP_PROTOCOL_USED": _http_protocol_used,
    "IS_PROXY_CONNECT_RESPONSE": _is_proxy_connect_response,
    "PARENT_HANDLE": _parent_handle,
    "PASSPORT_COBRANDING_TEXT": _passport(lambda said: said.cobranding_text),
    "PASSPORT_COBRANDING_URL": _passport(lambda said: said.cobranding_url),
    "PASSPORT_RETURN_URL": _passport(lambda said: said.return_url),
    "PROXY": _proxy,
    "PROXY_SPN_USED": _spn_used(Party.PROXY),
    "RECEIVE_RESPONSE_TIMEOUT": _receive_response_timeout,
    "SECURITY_CERTIFICATE_STRUCT": _security_certificate_struct,
    "SECURITY_FLAGS": _security_flags,
    "SECURITY_KEY_BITNESS": _security_key_bitness,
    "SERVER_CBT": _server_cbt,
    "SERVER_CERT_CONTEXT": _server_cert_context,
    "SERVER_SPN_USED": _spn_used(Party.SERVER),
    "URL": _url,
}
