"""Secrets in what travelled: which header values and URL parts are shown as `***`.

Promise: `Authorization`, `Proxy-Authorization`, `Cookie` and `Set-Cookie` values, user info in a URL
and token-like parameters never leave this file in the clear. What is no secret stays readable (the
scheme, a cookie's name and attributes, the other parameters), because that is what one debugs by.
Whoever honours `--show-secrets` does not call these functions. Knows no outlet.
"""

from __future__ import annotations

import re
from urllib.parse import unquote_plus

from winhttp_cli.plan import Header
from winhttp_cli.secret import MASK

_CREDENTIAL_HEADERS = frozenset({"authorization", "proxy-authorization"})
_URL_HEADERS = frozenset({"location", "content-location", "referer", "refresh", "link", "origin"})

# expressions as texts: compiled by the runs that use them
#: The ticket of Passport 1.4, which stands for the user's password.
_TICKET = r"""(?i)(from-PP\s*=\s*)(?:'[^']*'|"[^"]*"|[^,]*)"""

#: Parts of a name that make a parameter or header token-like, and whole names that are.
_TOKEN_PARTS = (
    "token",
    "secret",
    "password",
    "passwd",
    "passphrase",
    "apikey",
    "accesskey",
    "privatekey",
    "subscriptionkey",
    "signature",
    "credential",
    "assertion",
    "samlre",
    "sessionid",
    "jwt",
    "authorization",
)
_TOKEN_NAMES = frozenset({"sig", "key", "pwd", "pass", "auth", "code", "sid", "session", "ticket", "otp"})


def is_token_name(name: str) -> bool:
    """Whether a parameter or header of this name is taken for a secret."""
    plain = unquote_plus(name).lower().replace("-", "").replace("_", "").replace(".", "").strip()
    return plain in _TOKEN_NAMES or any(part in plain for part in _TOKEN_PARTS)


def masked_header(name: str, value: str) -> str:
    """The value of one header, safe to show."""
    lowered = name.strip().lower()
    if lowered in _CREDENTIAL_HEADERS:
        return _masked_credentials(value)
    if lowered == "cookie":
        return "; ".join(_masked_pair(pair) for pair in value.split(";") if pair.strip())
    if lowered in ("set-cookie", "set-cookie2"):
        pair, semicolon, attributes = value.partition(";")
        return _masked_pair(pair) + semicolon + attributes
    if lowered == "authentication-info":
        return re.sub(_TICKET, rf"\1{MASK}", value)
    if lowered in _URL_HEADERS:
        return masked_url(value)
    # only what carries a secret of its own: "code" and "key" alone are words of many harmless headers
    plain = lowered.replace("-", "").replace("_", "")
    if any(part in plain for part in _TOKEN_PARTS):
        return MASK
    return value


def masked_headers(headers: tuple[Header, ...], *, show_secrets: bool = False) -> tuple[Header, ...]:
    """All headers, safe to show, or as they are with `show_secrets`."""
    if show_secrets:
        return headers
    return tuple((name, masked_header(name, value)) for name, value in headers)


def _masked_credentials(value: str) -> str:
    scheme, _, rest = value.strip().partition(" ")
    return f"{scheme} {MASK}" if rest else MASK


def _masked_pair(pair: str) -> str:
    name, equals, _ = pair.strip().partition("=")
    return f"{name}={MASK}" if equals else MASK


def masked_url(text: str) -> str:
    """A URL, a request target or a header that holds URLs, without user info and token values."""
    without_user = re.sub(r"(?<=//)[^/?#\s@]*(?:@[^/?#\s@]*)*@", MASK + "@", text)
    return masked_parameters(without_user)


#: A parameter's name: at the start, or after what divides parameters (or words) from each other.
_NAME = r"(?:^|[?&;#\s])([^=&;?#\s]{1,200})="


def masked_parameters(text: str) -> str:
    """`name=value` pairs, as in a query, a fragment or a form, with token-like values masked."""
    return "".join(MASK if name else part for part, name in parameter_parts(text))


def parameter_parts(text: str) -> list[tuple[str, str]]:
    """`text` cut at its secrets: what is shown, with "", and each token-like value, with its name."""
    parts: list[tuple[str, str]] = []
    shown = at = 0
    while match := re.compile(_NAME).search(text, at):
        at = match.end()
        if is_token_name(match[1]):
            end = _end_of_value(text, at)
            if end > at:
                parts += [(text[shown:at], ""), (text[at:end], match[1])]
                shown = at = end
    return [*parts, (text[shown:], "")]


def _end_of_value(text: str, start: int) -> int:
    end = re.compile(r"[&;#\s]").search(text, start)
    return len(text) if end is None else end.start()
