"""What the demo server answers, one function per route.

Promise: every route is bounded in size and time, and says on the index what it is for. Knows neither
sockets nor TLS.
"""

from __future__ import annotations

import base64
import gzip
import hmac
import json
import time
from collections.abc import Callable, Iterator
from http import HTTPStatus

from winhttp_cli.demo.exchange import Reply, Request

USER = "alice"
PASSWORD = "wonderland"
MOST_REDIRECTS = 100
DRIPS = 10
MOST_INTERVAL = 1000
"""Milliseconds between two pieces of /slow, at most."""

#: Where a handshake in order is answered with 101, by the handler.
WEB_SOCKET = "/websocket"

Route = Callable[[Request, str], Reply]


def _json(document: object, *headers: tuple[str, str], status: int = 200) -> Reply:
    text = json.dumps(document, indent=2, ensure_ascii=False)
    return Reply(status, text.encode() + b"\n", headers, "application/json")


def _text(text: str, status: int = 200, *headers: tuple[str, str]) -> Reply:
    return Reply(status, text.encode() + b"\n", headers)


def _to(location: str) -> Reply:
    try:
        return _text(f"see {location}", 302, ("Location", location))
    except ValueError as error:
        return _text(str(error), 400)


def index(request: Request, rest: str) -> Reply:
    """this list"""
    lines = [f"{path + (argument and '/') + argument:16} {_summary(path)}" for path, argument in _SHOWN]
    return _text("\n".join(["whttp demo server", "", *lines]))


def greeting(request: Request, rest: str) -> Reply:
    """a JSON document"""
    return _json({"name": "alice", "languages": ["en", "fr"], "balance": 12.5, "active": True})


def redirect(request: Request, rest: str) -> Reply:
    """N redirects, then /json"""
    if not (rest.isascii() and rest.isdigit()) or int(rest) > MOST_REDIRECTS:
        return _text(f"a number from 0 to {MOST_REDIRECTS}, please", 400)
    return _to(f"/redirect/{int(rest) - 1}" if int(rest) > 1 else "/json")


def redirect_to(request: Request, rest: str) -> Reply:
    """a redirect to ?url="""
    return _to(request.query("url", "/json"))


def downgrade(request: Request, rest: str) -> Reply:
    """a redirect from https to plain http"""
    return _to(f"{request.places.plain_url}/json")


def compressed(request: Request, rest: str) -> Reply:
    """a long text, in gzip where Accept-Encoding has it"""
    text = b"a line that repeats itself well\n" * 2000
    if "gzip" not in request.header("accept-encoding").lower():
        return Reply(body=text, headers=(("Vary", "Accept-Encoding"),))
    headers = (("Content-Encoding", "gzip"), ("Vary", "Accept-Encoding"))
    return Reply(body=gzip.compress(text), headers=headers)


def slow(request: Request, rest: str) -> Reply:
    """ten lines, ?interval= milliseconds apart"""
    interval = request.query("interval", "100")
    if not (interval.isascii() and interval.isdigit()) or int(interval) > MOST_INTERVAL:
        return _text(f"an interval from 0 to {MOST_INTERVAL} milliseconds, please", 400)
    return Reply(pieces=_drips(int(interval) / 1000))


def _drips(interval: float) -> Iterator[bytes]:
    for number in range(1, DRIPS + 1):
        yield f"line {number} of {DRIPS}\n".encode()
        if number < DRIPS:
            time.sleep(interval)


def headers(request: Request, rest: str) -> Reply:
    """the request's own header, as it came"""
    lines = [
        f"{request.method} {request.target}",
        *(f"{name}: {value}" for name, value in request.headers),
    ]
    return _text("\n".join(lines))


def echo(request: Request, rest: str) -> Reply:
    """the request's own body"""
    kind = request.header("content-type") or "application/octet-stream"
    safe = kind if kind.isascii() and kind.isprintable() else "application/octet-stream"
    return Reply(body=request.body, content_type=safe)


def status(request: Request, rest: str) -> Reply:
    """that status"""
    if not (rest.isascii() and rest.isdigit() and 200 <= int(rest) <= 599):
        return _text("a status from 200 to 599, please", 400)
    known = {each.value: each.phrase for each in HTTPStatus}
    return _text(known.get(int(rest), "no phrase is registered for this one"), int(rest))


def cookies(request: Request, rest: str) -> Reply:
    """the cookies of the request; /cookies/set gives two"""
    if rest == "set":
        given = (("Set-Cookie", "flavour=vanilla; Path=/"), ("Set-Cookie", "size=large; Path=/cookies"))
        return Reply(302, b"", (*given, ("Location", "/cookies")))
    pairs = [pair.partition("=") for pair in request.header("cookie").split("; ") if pair]
    return _json({name: value for name, _, value in pairs})


def basic_auth(request: Request, rest: str) -> Reply:
    """for alice, password wonderland"""
    wanted = b"Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode())
    given = request.header("authorization").encode("latin-1", "replace")
    if hmac.compare_digest(given, wanted):
        return _json({"user": USER})
    return _text("who are you?", 401, ("WWW-Authenticate", 'Basic realm="whttp demo"'))


def web_socket(request: Request, rest: str) -> Reply:
    """a WebSocket that sends back what it gets: whttp ws"""
    return _text(
        "a WebSocket handshake, please", 426, ("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13")
    )


ROUTES: dict[str, Route] = {
    "/": index,
    "/json": greeting,
    "/redirect": redirect,
    "/redirect-to": redirect_to,
    "/downgrade": downgrade,
    "/gzip": compressed,
    "/slow": slow,
    "/headers": headers,
    "/echo": echo,
    "/status": status,
    "/cookies": cookies,
    "/basic-auth": basic_auth,
    WEB_SOCKET: web_socket,
}
_WITH_REST = {"/redirect": "N", "/status": "N", "/cookies": ""}
_SHOWN = [(path, _WITH_REST.get(path, "")) for path in ROUTES]


def _summary(path: str) -> str:
    return ROUTES[path].__doc__ or ""


def answer(request: Request) -> Reply:
    """The reply to one request; 404 where no route has the path."""
    path = request.path
    if path in ROUTES:
        return ROUTES[path](request, "")
    head, _, rest = path.rpartition("/")
    if head in _WITH_REST and rest:
        return ROUTES[head](request, rest)
    return _text("no such path; / lists them", 404)
