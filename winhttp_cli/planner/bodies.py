"""Bodies: what -d and its kin come to, and the media type they suggest."""

from __future__ import annotations

from pathlib import Path

from winhttp_cli.errors import ExchangeFault, ExitStatus, Phase
from winhttp_cli.options.tool_body import DATA
from winhttp_cli.plan import Body, BodyPart, BytesPart, FilePart, StdinPart
from winhttp_cli.settings.settings import Settings

_FORM = "application/x-www-form-urlencoded"


def body_of(settings: Settings) -> tuple[Body | None, str]:
    """The body and its default Content-Type, (None, "") without one. Raises ExchangeFault, status 14,
    for a file that cannot be read."""
    texts = settings[DATA]
    if not texts:
        return None, ""
    parts: list[BodyPart] = []
    for text in texts:
        if parts:
            parts.append(BytesPart(b"&"))
        parts.append(_part(text or ""))
    return Body(tuple(parts)), _FORM


def _part(text: str) -> BodyPart:
    if text == "@-":
        return StdinPart()
    if not text.startswith("@"):
        return BytesPart(text.encode("utf-8", "surrogateescape"))
    path = Path(text[1:])
    try:
        return FilePart(path, path.stat().st_size)
    except OSError as error:
        raise ExchangeFault(
            f"--data {text}: {error.strerror}", None, Phase.FILE, status=ExitStatus.FILE
        ) from None
