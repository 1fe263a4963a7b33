"""The value of GLOBAL_PROXY_CREDS and GLOBAL_SERVER_CREDS (WINHTTP_CREDS_EX) as one text.

The text form is `[SCHEME://]USER[:PASSWORD]@HOST[:PORT][?realm=REALM&url=URL]`. SCHEME is one of
basic, ntlm, passport, digest, negotiate; without it any scheme may use the credential. Reserved
characters are percent-encoded (`CONTOSO%5Calice`), as in a URL. Promise: the password never shows.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, unquote, urlencode

from winhttp_cli.options.kinds import BadValue, Kind
from winhttp_cli.record import dataclass
from winhttp_cli.secret import Secret

SCHEMES = ("basic", "ntlm", "passport", "digest", "negotiate")
# a text: compiled when a run reads one, which few do
_FORM = (
    r"(?i)(?:(?P<scheme>[a-z]+)://)?(?P<user>[^:@/?]+)(?::(?P<password>[^@]*))?@"
    r"(?P<host>\[[0-9a-f:.%]+\]|[^:/?@\[\]]+)(?::(?P<port>\d{1,5}))?(?:\?(?P<rest>.*))?"
)


@dataclass(frozen=True, slots=True)
class StoredCredential:
    """One entry of the process-wide store. `port` None is any port, "" is any realm, scheme or URL."""

    user: str
    password: Secret
    host: str
    port: int | None = None
    scheme: str = ""
    realm: str = ""
    url: str = ""


class CredentialKind(Kind[StoredCredential]):
    """Reads and (masked) writes the text form."""

    metavar = "USER:PASSWORD@HOST"
    secret = True

    def parse(self, text: str) -> StoredCredential:
        match = re.fullmatch(_FORM, text)
        if match is None:
            raise BadValue("the credential is not of the form USER:PASSWORD@HOST")
        scheme = (match["scheme"] or "").lower()
        if scheme and scheme not in SCHEMES:
            raise BadValue(f"the credential's scheme is not one of {', '.join(SCHEMES)}")
        port = int(match["port"]) if match["port"] else None
        if port is not None and not 0 < port < 65536:
            raise BadValue("the credential's port is out of range (1 to 65535)")
        extra = _extra(match["rest"] or "")
        return StoredCredential(
            user=unquote(match["user"]),
            password=Secret(unquote(match["password"] or "")),
            host=match["host"].strip("[]").lower(),
            port=port,
            scheme=scheme,
            realm=extra.get("realm", ""),
            url=extra.get("url", ""),
        )

    def show(self, value: StoredCredential) -> str:
        """The text form with the password masked: the one part that cannot be read back."""
        scheme = f"{value.scheme}://" if value.scheme else ""
        host = f"[{value.host}]" if ":" in value.host else value.host
        port = f":{value.port}" if value.port is not None else ""
        extra = {name: text for name, text in (("realm", value.realm), ("url", value.url)) if text}
        rest = f"?{urlencode(extra, quote_via=quote)}" if extra else ""
        return f"{scheme}{quote(value.user, safe='')}:{value.password}@{host}{port}{rest}"

    def range_text(self) -> str:
        return "[SCHEME://]USER[:PASSWORD]@HOST[:PORT][?realm=REALM&url=URL], percent-encoded"


def _extra(text: str) -> dict[str, str]:
    """The named parts after the question mark; an unknown name is refused, a typing error likely."""
    parts = dict(parse_qsl(text, keep_blank_values=True))
    if set(parts) - {"realm", "url"}:
        raise BadValue("the credential has a part other than realm and url")
    return parts
