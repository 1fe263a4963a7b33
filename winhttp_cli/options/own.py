"""How an option of whttp's own is declared: no WinHTTP number, set only, on the request.

The `tool*.py` files hold the records. Query-only facts are WinHTTP's; ours are all set.
"""

from __future__ import annotations

from typing import TypeVar

from winhttp_cli.options.kinds import Kind
from winhttp_cli.options.option import Access, Fate, Handle, Option, Repeat, Topic

T = TypeVar("T")


def own(
    name: str,
    topic: Topic,
    kind: Kind[T],
    default: T,
    summary: str,
    doc: str,
    example: str,
    *,
    fate: Fate = Fate.NOT_YET,
    short: str = "",
    repeat: Repeat = Repeat.LAST,
    from_command_line_only: bool = False,
) -> Option[T]:
    """An option that WinHTTP does not have."""
    return Option(
        name=name,
        number=None,
        topic=topic,
        kind=kind,
        default=default,
        handles=Handle.REQUEST,
        access=Access.SET,
        fate=fate,
        summary=summary,
        doc=doc,
        example=example,
        short=short,
        repeat=repeat,
        from_command_line_only=from_command_line_only,
    )
