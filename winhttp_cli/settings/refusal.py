"""A source's mistake as a UsageFault: one line that begins with the source."""

from __future__ import annotations

from winhttp_cli.errors import Code, UsageFault
from winhttp_cli.settings.origin import Origin


def refused(
    origin: Origin, message: str, code: Code = Code.ERROR_INVALID_PARAMETER, *, hint: str = ""
) -> UsageFault:
    """The fault to raise; `message` goes on after the origin's name."""
    return UsageFault(f"{origin}: {message}", code, origin=origin.text, hint=hint)
