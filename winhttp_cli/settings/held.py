"""Credentials that stand in files beside the settings: a bearer token, the entries of a netrc file.

Promise: data only, each credential a `Secret`. What goes to which server is the planner's business; who
reads the files is `secret_files`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from winhttp_cli.record import dataclass, field
from winhttp_cli.secret import Secret

_DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Entry:
    """One machine's login."""

    username: str
    password: Secret


@dataclass(frozen=True, slots=True)
class Netrc:
    """One file. `path` None stands for the usual file, which is not there."""

    path: Path | None = None
    entries: Mapping[str, Entry] = field(default_factory=dict)

    def entry_for(self, host: str, username: str | None = None) -> Entry | None:
        """The entry of `host`, else `default`; with `username` only one of that login."""
        found = self.entries.get(host.lower()) or self.entries.get(_DEFAULT)
        if found is None or (username is not None and found.username != username):
            return None
        return found


@dataclass(frozen=True, slots=True)
class Held:
    """What was read. `netrc` is None where nobody asked for it."""

    bearer: Secret | None = None
    netrc: Netrc | None = None


NOTHING_HELD = Held()
