"""What `whttp proxy import` wrote: as TOML with remarks, and as a JSON document.

Promise: what came out of a file never reaches a terminal raw.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from winhttp_cli.report.printable import printable
from winhttp_cli.settings.profiles import NewProfile
from winhttp_cli.settings.windows.reading import WindowsFile
from winhttp_cli.settings.windows.state import Scope

SCHEMA = 1
_USERS = "a program on WinHTTP reads a user's settings only when it asks for automatic proxies"


def import_lines(found: WindowsFile, place: Path, new: Sequence[NewProfile]) -> Iterator[str]:
    """The tables that were written, what was passed over, and how to use them."""
    for profile in new:
        yield from (printable(line) for line in profile.table.splitlines())
        yield from (f"# note: {printable(note)}" for note in _notes(profile))
        yield ""
    names = ", ".join(f"--profile {printable(profile.name)}" for profile in new)
    yield f"{found.format.value}: written to {printable(str(place))}; use it with {names}"


def _notes(profile: NewProfile) -> tuple[str, ...]:
    of_user = (_USERS,) if profile.state.scope is Scope.USER else ()
    return (*profile.state.notes, *of_user)


def import_document(found: WindowsFile, place: Path, new: Sequence[NewProfile]) -> str:
    """The same as one JSON object."""
    return json.dumps(
        {
            "schema": SCHEMA,
            "format": found.format.value,
            "file": str(place),
            "profiles": [_object(profile) for profile in new],
        },
        indent=2,
    )


def _object(profile: NewProfile) -> dict[str, object]:
    return {
        "name": profile.name,
        "source": profile.state.source,
        "scope": profile.state.scope.value,
        "values": {said.option.key: said.option.kind.show(said.value) for said in profile.layer},
        "notes": list(_notes(profile)),
    }
