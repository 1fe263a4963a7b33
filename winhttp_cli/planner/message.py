"""The message: method, target, headers and body of one request."""

from __future__ import annotations

import re
from collections.abc import Iterator

from winhttp_cli.errors import Code, UsageFault
from winhttp_cli.headers import has, without
from winhttp_cli.options.code_page import codec
from winhttp_cli.options.header_line import HeaderLine
from winhttp_cli.options.message import (
    CODEPAGE,
    HTTP_VERSION,
    REJECT_USERPWD_IN_URL,
    USER_AGENT,
    HttpVersionValue,
)
from winhttp_cli.options.option import Option
from winhttp_cli.options.tool_body import (
    COOKIE,
    ESCAPE_DISABLE,
    ESCAPE_DISABLE_QUERY,
    ESCAPE_PERCENT,
    HEADER,
    HEADER_COALESCE,
    HEADER_COALESCE_SEMICOLON,
    HEADER_IF_NEW,
    HEADER_REPLACE,
    QUERY_PARAM,
    REFERER,
    REMOVE_HEADER,
)
from winhttp_cli.options.tool_network import UNIX_SOCKET
from winhttp_cli.plan import Body, Header, Target
from winhttp_cli.planner.bodies import body_of
from winhttp_cli.planner.form_encoding import query_field, with_query_fields
from winhttp_cli.planner.framing_check import Version, announced, check_framing
from winhttp_cli.planner.header_edits import Change, Edit, apply, wire_text
from winhttp_cli.secret import Secret
from winhttp_cli.settings.settings import Settings
from winhttp_cli.target import BadUrl, Cracked, Escape, crack, to_target

#: RFC 9110 section 9.1: a method is a token.
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+\Z")

_VERSIONS = {HttpVersionValue.HTTP_1_0: "1.0", HttpVersionValue.HTTP_1_1: "1.1"}


def http_version(settings: Settings) -> str:
    """HTTP_VERSION as a plan says it: "1.0" or "1.1"."""
    return _VERSIONS[settings[HTTP_VERSION]]


def check_method(method: str) -> None:
    """Refuses a method that would break the request line."""
    if not _TOKEN.match(method):
        raise UsageFault(
            f"method {method!r} is not a token", Code.ERROR_INVALID_PARAMETER, origin="METHOD"
        )


class Targets:
    """Reads URLs as the settings want them: escaped, with the parameters of --query-param behind the
    query. Raises UsageFault for a parameter that cannot be written."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._encoding = codec(settings[CODEPAGE])
        self._escape = _escape(settings)
        self._unix_socket = settings[UNIX_SOCKET] or ""
        origin = settings.origin(QUERY_PARAM).text
        self._fields = [query_field(text, origin, self._encoding) for text in settings[QUERY_PARAM]]

    def of(self, url: str) -> Target:
        """Raises UsageFault 12005 or 12006."""
        try:
            cracked = crack(url)
            self._check_user_info(cracked)
            target = to_target(cracked, self._escape, self._encoding, self._unix_socket)
        except BadUrl as bad:
            hint = _meant(url) if bad.code is Code.ERROR_WINHTTP_UNRECOGNIZED_SCHEME else ""
            raise UsageFault(f"URL: {bad.message}", bad.code, origin="URL", hint=hint) from None
        return with_query_fields(target, self._fields)

    def _check_user_info(self, cracked: Cracked) -> None:
        if cracked.user_info is not None and self._settings[REJECT_USERPWD_IN_URL]:
            origin = self._settings.origin(REJECT_USERPWD_IN_URL)
            message = f"it holds user information, refused by {origin}"
            raise BadUrl(message, Code.ERROR_WINHTTP_INVALID_URL)


def _meant(url: str) -> str:
    """What somebody who typed `url`, which has no scheme or a strange one, wanted, or ""."""
    if url.lower().startswith(("ws://", "wss://")):
        return "whttp ws URL talks to a WebSocket"
    return "" if "://" in url or not url else f"did you mean https://{url}?"


def remark_on(url: str) -> str:
    """What a user who typed `url`, which can be used, should know of it, or "" (behaviour a19)."""
    if "@" not in url or crack(url).user_info is None:
        return ""
    return "URL: its user information is not sent, as on Windows; --user NAME sends it"


def _escape(settings: Settings) -> Escape:
    flags = Escape.DEFAULT
    if settings[ESCAPE_PERCENT]:
        flags |= Escape.PERCENT
    if settings[ESCAPE_DISABLE]:
        flags |= Escape.DISABLE
    if settings[ESCAPE_DISABLE_QUERY]:
        flags |= Escape.DISABLE_QUERY
    return flags


def left_out(settings: Settings) -> frozenset[str]:
    """The automatic lines the caller does not want, in lower case."""
    return frozenset(name.lower() for name in settings[REMOVE_HEADER])


def user_agent(settings: Settings) -> str | None:
    """The text of the automatic User-Agent line."""
    text = settings[USER_AGENT]
    return None if text is None else wire_text(text, settings.origin(USER_AGENT).text)


def body_and_headers(
    settings: Settings, given: Body | None = None
) -> tuple[tuple[Header, ...], Body | None]:
    """The caller's header lines in call order, and the body with the type it suggests; or the body
    `given`, which suggests none."""
    removed = left_out(settings)
    headers = without(apply(_edits(settings)), removed)
    body, content_type = body_of(settings) if given is None else (given, "")
    if content_type and not has(headers, "content-type") and "content-type" not in removed:
        headers = (*headers, ("Content-Type", content_type))
    version = Version(http_version(settings), settings.origin(HTTP_VERSION).text)
    check_framing(headers, body, version, _header_origin(settings))
    return headers, announced(headers, body)


def _header_origin(settings: Settings) -> str:
    """Who gave headers, for a fault that is seen only when all of them are there."""
    options = (HEADER, HEADER_IF_NEW, HEADER_COALESCE, HEADER_COALESCE_SEMICOLON)
    return settings.origin(next(filter(settings.is_set, options), HEADER)).text


def _edits(settings: Settings) -> Iterator[Edit]:
    """What the caller says about headers, in the order of effect: -H, Referer, -b, then the changes
    to what is there."""
    yield from _lines(settings, HEADER, Change.ADD)
    referer = settings[REFERER]
    if referer is not None and not any(line.name.lower() == "referer" for line in settings[HEADER]):
        yield Edit(Change.ADD, "Referer", referer, settings.origin(REFERER).text)
    for cookie in settings[COOKIE]:
        yield _cookie(cookie, settings.origin(COOKIE).text)
    yield from _lines(settings, HEADER_IF_NEW, Change.ADD_IF_NEW)
    yield from _lines(settings, HEADER_COALESCE, Change.COALESCE_WITH_COMMA)
    yield from _lines(settings, HEADER_COALESCE_SEMICOLON, Change.COALESCE_WITH_SEMICOLON)
    yield from _lines(settings, HEADER_REPLACE, Change.REPLACE)


def _lines(settings: Settings, option: Option[tuple[HeaderLine, ...]], change: Change) -> Iterator[Edit]:
    origin = settings.origin(option).text
    for line in settings[option]:
        yield Edit(change, line.name, line.value, origin)


def _cookie(cookie: Secret | None, origin: str) -> Edit:
    """One -b; curl's other meaning of it, a file, is told apart by the missing equals sign."""
    text = "" if cookie is None else cookie.reveal()
    if "=" not in text:
        raise UsageFault(
            f"{origin}: a cookie is written NAME=VALUE",
            Code.ERROR_INVALID_PARAMETER,
            origin=origin,
            hint="a file of cookies is given with --cookie-jar",
        )
    return Edit(Change.COALESCE_WITH_SEMICOLON, "Cookie", text, origin)
