"""Credentials that stand beside the settings: a bearer token, a netrc file's, those kept for all runs.

Promise: each credential is a `Secret`. What goes to which server is the planner's business; who reads
the files is `secret_files`, and for what is kept for all runs `credentials`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from winhttp_cli.record import dataclass, field
from winhttp_cli.secret import Secret

if TYPE_CHECKING:
    from winhttp_cli.settings.credentials import Vault

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


class Store:
    """Where credentials are kept for all runs. Few runs ask; the code for it is loaded by the first."""

    __slots__ = ("_path", "_vault")

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._vault: Vault | None = None

    @property
    def vault(self) -> Vault:
        """The store itself; its file is opened when it is asked for something."""
        if self._vault is None:
            from winhttp_cli.settings.credentials import Vault

            self._vault = Vault(self._path)
        return self._vault


@dataclass(frozen=True, slots=True)
class Held:
    """What was read, and the store that is read at the first question. `netrc` is None where nobody
    asked for it."""

    bearer: Secret | None = None
    netrc: Netrc | None = None
    store: Store = Store(None)

    @property
    def vault(self) -> Vault:
        return self.store.vault


NOTHING_HELD = Held()
