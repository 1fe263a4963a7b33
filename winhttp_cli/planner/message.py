"""The message: method, target, headers and body of one request."""

from __future__ import annotations

import re

from winhttp_cli.errors import Code, UsageFault
from winhttp_cli.headers import has
from winhttp_cli.options.code_page import codec
from winhttp_cli.options.header_line import HeaderLine
from winhttp_cli.options.message import CODEPAGE, REJECT_USERPWD_IN_URL
from winhttp_cli.options.tool_body import (
    COOKIE,
    ESCAPE_DISABLE,
    ESCAPE_DISABLE_QUERY,
    ESCAPE_PERCENT,
    HEADER,
    REFERER,
    REMOVE_HEADER,
)
from winhttp_cli.options.tool_network import UNIX_SOCKET
from winhttp_cli.plan import Body, Header, Target
from winhttp_cli.planner.bodies import body_of
from winhttp_cli.settings.settings import Settings
from winhttp_cli.target import BadUrl, Cracked, Escape, crack, to_target

#: RFC 9110 section 9.1: a method is a token.
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+\Z")


def check_method(method: str) -> None:
    """Refuses a method that would break the request line."""
    if not _TOKEN.match(method):
        raise UsageFault(
            f"method {method!r} is not a token", Code.ERROR_INVALID_PARAMETER, origin="METHOD"
        )


def target_of(settings: Settings, url: str) -> Target:
    """The URL cracked and escaped. Raises UsageFault 12005 or 12006."""
    try:
        cracked = crack(url)
        _check_user_info(settings, cracked)
        return to_target(
            cracked, _escape(settings), codec(settings[CODEPAGE]), settings[UNIX_SOCKET] or ""
        )
    except BadUrl as bad:
        raise UsageFault(f"URL: {bad.message}", bad.code, origin="URL") from None


def _check_user_info(settings: Settings, cracked: Cracked) -> None:
    if cracked.user_info is not None and settings[REJECT_USERPWD_IN_URL]:
        origin = settings.origin(REJECT_USERPWD_IN_URL)
        raise BadUrl(f"it holds user information, refused by {origin}", Code.ERROR_WINHTTP_INVALID_URL)


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


def body_and_headers(settings: Settings) -> tuple[tuple[Header, ...], Body | None]:
    """The caller's header lines in call order, and the body with the type it suggests."""
    removed = left_out(settings)
    given: tuple[Header, ...] = tuple(
        line for line in settings[HEADER] if line.name.lower() not in removed
    )
    if settings[COOKIE]:
        cookies = "; ".join(cookie.reveal() for cookie in settings[COOKIE] if cookie is not None)
        given = (*given, HeaderLine("Cookie", cookies))
    referer = settings[REFERER]
    if referer is not None and not has(given, "referer"):
        given = (*given, ("Referer", referer))
    body, content_type = body_of(settings)
    if content_type and not has(given, "content-type") and "content-type" not in removed:
        given = (*given, ("Content-Type", content_type))
    return given, body
