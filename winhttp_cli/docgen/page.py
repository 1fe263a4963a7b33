"""A generated block inside a page written by hand.

Promise: only what stands between the block's two marks is replaced; a page without the marks is an error,
never a silent no-op. Knows no table.
"""

from __future__ import annotations

from winhttp_cli.errors import InternalFault


def with_block(page: str, name: str, content: str) -> str:
    """`page` with the block `name` replaced by `content`.

    The marks are `<!-- NAME: ... -->` and `<!-- end of NAME -->`, each on a line of its own. Raises
    InternalFault when one is missing.
    """
    lines = page.splitlines()
    opening = _find(lines, f"<!-- {name}: ")
    closing = _find(lines, f"<!-- end of {name} -->")
    return "\n".join([*lines[: opening + 1], content, *lines[closing:]]) + "\n"


def _find(lines: list[str], mark: str) -> int:
    for number, line in enumerate(lines):
        if line.startswith(mark):
            return number
    raise InternalFault(f"the page has no line that starts with {mark!r}")
