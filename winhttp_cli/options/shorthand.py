"""Flags that say in one word what an option says in more.

Promise: a shorthand is nothing but an option and a text for it; precedence, origin and checks are the
option's. Letters that belong to an option by itself (-A, -x, -H ...) stand in its record (`short`).
"""

from __future__ import annotations

from collections.abc import Mapping

from winhttp_cli.options.message import ENABLE_HTTP_PROTOCOL, HTTP_VERSION
from winhttp_cli.options.option import AnyOption
from winhttp_cli.options.redirects import REDIRECT_POLICY
from winhttp_cli.options.tls import IGNORE_EVERYTHING, SECURITY_FLAGS
from winhttp_cli.options.tool_diagnostics import STATUS_CALLBACK
from winhttp_cli.options.tool_network import ADDRESS_FAMILY
from winhttp_cli.record import dataclass, field


@dataclass(frozen=True, slots=True)
class Shorthand:
    """`flags` set `option` to the text `value`; with `takes_value` to what `text` makes of theirs.

    `words` maps the words the user may write to the option's own; other words are passed on.
    """

    flags: tuple[str, ...]
    option: AnyOption
    value: str
    summary: str
    takes_value: bool = False
    words: Mapping[str, str] = field(default_factory=dict)
    metavar: str = ""

    def text(self, given: str) -> str:
        """The option's text for the value given with the flag."""
        if not self.takes_value:
            return self.value
        parts = given.replace("|", ",").split(",")
        return ",".join(self.words.get(part.strip().lower(), part.strip()) for part in parts)


#: The words of the certificate panel, beside those of the option.
_IGNORE = {
    "unknown-ca": "ignore-unknown-ca",
    "wrong-usage": "ignore-cert-wrong-usage",
    "cn-invalid": "ignore-cert-cn-invalid",
    "date-invalid": "ignore-cert-date-invalid",
    "weak-signature": "ignore-weak-signature",
    "all": f"0x{int(IGNORE_EVERYTHING):X}",
}

SHORTHANDS = (
    Shorthand(("-L", "--location"), REDIRECT_POLICY, "always", "Follow every redirect."),
    Shorthand(
        ("-k", "--insecure"),
        SECURITY_FLAGS,
        f"0x{int(IGNORE_EVERYTHING):X}",
        "Forgive every certificate fault that has a flag.",
    ),
    Shorthand(
        ("--ignore",),
        SECURITY_FLAGS,
        "",
        "Forgive unknown-ca, wrong-usage, cn-invalid, date-invalid or weak-signature.",
        takes_value=True,
        words=_IGNORE,
        metavar="FAULTS",
    ),
    Shorthand(("--http2",), ENABLE_HTTP_PROTOCOL, "http2", "Allow HTTP/2."),
    Shorthand(("--http1.0",), HTTP_VERSION, "1.0", "Announce HTTP/1.0."),
    Shorthand(("-4", "--ipv4"), ADDRESS_FAMILY, "ipv4", "Use IPv4 addresses only."),
    Shorthand(("-6", "--ipv6"), ADDRESS_FAMILY, "ipv6", "Use IPv6 addresses only."),
    Shorthand(
        ("--callback",),
        STATUS_CALLBACK,
        "",
        "Short for --status-callback.",
        takes_value=True,
        metavar="SINK",
    ),
)
