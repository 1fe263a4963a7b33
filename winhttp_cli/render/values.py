"""The value of an option as a person reads it, secrets masked.

Promise: the one place that turns a setting into text for a screen, a document or an export. A secret
kind is `***`; headers, cookies, URLs and form data are masked by the rules of `report/masking.py`.
`--show-secrets` is honoured here and nowhere below.
"""

from __future__ import annotations

from winhttp_cli.options.credential import StoredCredential
from winhttp_cli.options.header_line import HeaderLine
from winhttp_cli.options.kinds import FlagSet, Many, Number
from winhttp_cli.options.option import AnyOption
from winhttp_cli.report.masking import masked_headers, masked_url
from winhttp_cli.report.printable import printable, shortened
from winhttp_cli.secret import MASK, Secret
from winhttp_cli.settings.settings import Settings

#: Characters of a flag set that are written without blanks.
LONG_SET = 40
#: Characters of a value in a trace; request bodies are options, too.
LONGEST = 500


def word_of(option: AnyOption) -> str:
    """The option's name in our words: `redirect-policy`."""
    return option.key.replace("_", "-")


def value_text(option: AnyOption, settings: Settings, *, show_secrets: bool = False) -> str:
    """The value, one line, printable, secrets masked."""
    value = settings[option]
    if option.kind.secret:
        return _secret_text(value, show_secrets)
    lines = header_lines(value)
    if lines:
        shown = masked_headers(lines, show_secrets=show_secrets)
        return printable(", ".join(f"{name}: {content}" for name, content in shown))
    text = option.kind.show(value)
    if not show_secrets:
        text = "\n".join(masked_url(line) for line in text.split("\n"))
    return printable(", ".join(text.split("\n")) if isinstance(option.kind, Many) else text)


def header_lines(value: object) -> tuple[HeaderLine, ...]:
    """The header lines in the value of one of the header options; empty for every other value."""
    items = value if isinstance(value, tuple) else ()
    return tuple(item for item in items if isinstance(item, HeaderLine))


def _secret_text(value: object, show_secrets: bool) -> str:
    if isinstance(value, tuple):
        return ", ".join(_secret_text(item, show_secrets) for item in value)
    if isinstance(value, StoredCredential):
        return printable(f"{value.user}:{_secret_text(value.password, show_secrets)}@{value.host}")
    if isinstance(value, Secret):
        return printable(value.reveal()) if show_secrets else MASK
    return "" if value is None else MASK


def long_value(option: AnyOption, settings: Settings, *, show_secrets: bool = False) -> str:
    """The value with what makes it plain: a mask's number, a number's unit.

    `tls1.2|tls1.3 (0x2800)`, `60000 ms`, `never`.
    """
    text = shortened(value_text(option, settings, show_secrets=show_secrets), LONGEST)
    kind = option.kind
    if isinstance(kind, FlagSet):
        # a long set gets blanks to break at
        divider = "|" if len(text) <= LONG_SET else " | "
        return f"{text.replace(',', divider)} ({kind.query(settings[option])})"
    if isinstance(kind, Number) and kind.unit and text.isdigit():
        return f"{text} {kind.unit}"
    return text or '""'
