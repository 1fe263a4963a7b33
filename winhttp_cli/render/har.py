"""HAR 1.2: the exchanges of a run as other tools read them.

Promise: valid by the HAR 1.2 specification, one entry per exchange, redirects and refused ones too (a
missing response has status 0, as browsers write it, and `_error` says why). Secrets are masked unless
`--show-secrets`. The body of the last response is included where it was kept; bodies of earlier hops
and request bodies are not recorded, and their entries say so.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from urllib.parse import parse_qsl, urlsplit

from winhttp_cli import __version__
from winhttp_cli.options.tool import SHOW_SECRETS
from winhttp_cli.plan import Header
from winhttp_cli.record import dataclass
from winhttp_cli.render.charset import charset_of
from winhttp_cli.render.document import utc
from winhttp_cli.render.failure import sentence
from winhttp_cli.render.json_value import Json, Object
from winhttp_cli.report.body import BodyFacts
from winhttp_cli.report.masking import masked_headers, masked_url
from winhttp_cli.report.model import Exchange, Report, RequestHead, Response, Timing
from winhttp_cli.settings.settings import Settings

UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class Run:
    """One request of the user's. `body` is that of its last response, None where it was not kept."""

    report: Report
    body: BodyFacts | None = None


def har(runs: Sequence[Run], settings: Settings) -> str:
    """The HAR document of these requests as text."""
    log: Object = {
        "version": "1.2",
        "creator": {"name": "whttp", "version": __version__},
        "entries": [entry for run in runs for entry in _Writer(run, settings).entries()],
    }
    text = json.dumps({"log": log}, indent=2)
    # the one control character that JSON leaves as it is
    return text.replace("\x7f", "\\u007f")


class _Writer:
    """Facts to HAR objects, with one decision about secrets for all of them."""

    def __init__(self, run: Run, settings: Settings) -> None:
        self._report = run.report
        self._body = run.body
        self._settings = settings
        self._show_secrets = settings[SHOW_SECRETS]

    def entries(self) -> list[Json]:
        return [self._entry(exchange) for exchange in self._report.exchanges]

    def _entry(self, exchange: Exchange) -> Object:
        is_last = exchange is self._report.last
        timings = _timings(exchange.timing)
        entry: Object = {
            "startedDateTime": utc(exchange.started),
            "time": _total(timings),
            "request": self._request(exchange),
            "response": self._response(exchange.response, self._body if is_last else None),
            "cache": {},
            "timings": timings,
            "comment": f"{exchange.reason.value} exchange",
        }
        if exchange.connection is not None:
            entry["connection"] = str(exchange.connection.number)
            address = _address(exchange.connection.remote)
            # behind a proxy the address is the proxy's, not the server's
            if address and exchange.route is not None and not exchange.route.proxy:
                entry["serverIPAddress"] = address
        if is_last and self._report.failure is not None:
            entry["_error"] = sentence(self._report.failure, self._settings)
        return entry

    # --- request --------------------------------------------------------------------------------------

    def _request(self, exchange: Exchange) -> Object:
        head = exchange.request or RequestHead(exchange.method, "", "", ())
        headers = self._headers(head.headers)
        url = exchange.url if self._show_secrets else masked_url(exchange.url)
        head_size = _head_size(head)
        request: Object = {
            "method": head.method,
            "url": url,
            "httpVersion": head.protocol,
            "cookies": [cookie for name, value in headers for cookie in _sent_cookies(name, value)],
            "headers": _pairs(headers),
            "queryString": _query(url),
            "headersSize": head_size,
            "bodySize": max(head.size - head_size, 0) if head.size and head_size > 0 else UNKNOWN,
        }
        content_type = _field(headers, "content-type")
        if content_type:
            request["postData"] = {
                "mimeType": content_type,
                "text": "",
                "comment": "the request body is not recorded",
            }
        return request

    def _headers(self, headers: tuple[Header, ...]) -> tuple[Header, ...]:
        return masked_headers(headers, show_secrets=self._show_secrets)

    # --- response -------------------------------------------------------------------------------------

    def _response(self, response: Response | None, body: BodyFacts | None) -> Object:
        if response is None:
            response = Response("", 0, "", (), None, 0)
        headers = self._headers(response.headers)
        return {
            "status": response.status,
            "statusText": response.reason,
            "httpVersion": response.protocol,
            "cookies": [cookie for name, value in headers for cookie in _set_cookies(name, value)],
            "headers": _pairs(headers),
            "content": _content(response, _field(headers, "content-type"), body),
            "redirectURL": _field(headers, "location"),
            "headersSize": response.head_size or UNKNOWN,
            "bodySize": response.received if response.complete else UNKNOWN,
        }


def _pairs(headers: tuple[Header, ...]) -> list[Json]:
    return [{"name": name, "value": value} for name, value in headers]


def _field(headers: tuple[Header, ...], name: str) -> str:
    return next((value for field, value in headers if field.lower() == name), "")


def _head_size(head: RequestHead) -> int:
    """Bytes of an HTTP/1 head; unknown for HTTP/2, which compresses it."""
    if not head.protocol.startswith("HTTP/1"):
        return UNKNOWN
    line = len(f"{head.method} {head.target} {head.protocol}\r\n")
    return line + sum(len(name) + len(value) + 4 for name, value in head.headers) + 2


def _query(url: str) -> list[Json]:
    try:
        query = urlsplit(url).query
    except ValueError:
        return []
    return [{"name": name, "value": value} for name, value in parse_qsl(query, keep_blank_values=True)]


def _sent_cookies(name: str, value: str) -> list[Json]:
    if name.lower() != "cookie":
        return []
    pairs = (pair.strip().partition("=") for pair in value.split(";") if pair.strip())
    return [{"name": key, "value": content} for key, _, content in pairs]


def _set_cookies(name: str, value: str) -> list[Json]:
    if name.lower() != "set-cookie":
        return []
    pair, *attributes = value.split(";")
    key, _, content = pair.strip().partition("=")
    words = {part.strip().partition("=")[0].lower(): part.partition("=")[2] for part in attributes}
    cookie: Object = {
        "name": key,
        "value": content,
        "httpOnly": "httponly" in words,
        "secure": "secure" in words,
    }
    for attribute in ("path", "domain"):
        if words.get(attribute):
            cookie[attribute] = words[attribute].strip()
    return [cookie]


def _content(response: Response, content_type: str, body: BodyFacts | None) -> Object:
    content: Object = {"size": response.delivered, "mimeType": content_type}
    if response.delivered > response.received > 0:
        content["compression"] = response.delivered - response.received
    if body is not None and body.data is not None:
        content["size"] = body.length
        content.update(_text(body.data, content_type))
    elif response.delivered:
        content["comment"] = "the body was not kept"
    return content


def _text(data: bytes, content_type: str) -> Object:
    """The body as text where its charset can hold it, else in base64."""
    try:
        text = data.decode(charset_of(content_type, data[:1024]))
    except UnicodeDecodeError:
        return {"text": base64.b64encode(data).decode("ascii"), "encoding": "base64"}
    return {"text": text}


def _address(remote: str) -> str:
    """The IP address of "192.0.2.1:443" or "[2001:db8::1]:443"; "" for a socket path."""
    host, colon, port = remote.rpartition(":")
    if not colon or not port.isdigit():
        return ""
    return host.strip("[]").partition("%")[0]


def _timings(timing: Timing) -> dict[str, float]:
    """Milliseconds; -1 for what did not happen. `connect` includes TLS and a tunnel, `ssl` says how
    much of it was TLS (HAR 1.2, timings)."""
    parts = [part for part in (timing.connect, timing.tunnel, timing.tls) if part is not None]
    return {
        "blocked": UNKNOWN,
        "dns": _rounded(timing.resolve, UNKNOWN),
        "connect": round(sum(parts), 3) if parts else UNKNOWN,
        "ssl": _rounded(timing.tls, UNKNOWN),
        "send": _rounded(timing.send, 0),
        "wait": _rounded(timing.wait, 0),
        "receive": _rounded(timing.body, 0),
    }


def _rounded(milliseconds: float | None, otherwise: float) -> float:
    return otherwise if milliseconds is None else round(milliseconds, 3)


def _total(timings: dict[str, float]) -> float:
    """The sum of what happened; `ssl` is within `connect` already."""
    return round(sum(spent for name, spent in timings.items() if name != "ssl" and spent > 0), 3)
