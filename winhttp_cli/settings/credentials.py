"""The credentials kept for all runs: the store behind GLOBAL_SERVER_CREDS and GLOBAL_PROXY_CREDS.

Promise: one private file beside the configuration says what is kept; a password stands in the keyring
where there is one, else in that file. The file is written whole, for its owner only, and is refused
where others can read it or it is somebody else's (on Windows %APPDATA% is private by itself). It is
opened at the first question, not before, and a password in a keyring is fetched when it is used. Two
runs that change it wait for each other. On Windows the process-wide store lives in WinINet and needs a
registry value (semantics J1, J2); this is its counterpart (J4).
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from winhttp_cli import whole_file
from winhttp_cli.errors import Code, ExchangeFault, ExitStatus, Phase, UsageFault
from winhttp_cli.file_lock import locked
from winhttp_cli.login_facts import Party
from winhttp_cli.options.credential import SCHEMES, CredentialKind, StoredCredential
from winhttp_cli.record import dataclass, replace
from winhttp_cli.secret import MASK, DeferredSecret, Secret
from winhttp_cli.settings import keyring_store
from winhttp_cli.settings.toml_text import string

#: more than any store needs; a larger file is some other file
MAXIMUM_SIZE = 1024 * 1024
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_HEAD = "# Credentials that whttp keeps for all its runs; written by `whttp credentials`."
_FORM = CredentialKind()
_TEXTS = ("user", "host", "scheme", "realm", "url", "password")


@dataclass(frozen=True, slots=True)
class Kept:
    """One entry of the store."""

    party: Party
    credential: StoredCredential
    in_keyring: bool = False

    @property
    def key(self) -> str:
        """What the keyring files it under, readable for people and without the password."""
        shown = _FORM.show(self.credential).replace(f":{MASK}@", "@", 1)
        return f"{self.party.value} {shown}"

    @property
    def place(self) -> tuple[str, ...]:
        """What it is for: a newer entry for the same takes the place of an older one."""
        one = self.credential
        port = "" if one.port is None else str(one.port)
        return (one.host, port, one.scheme, one.realm, one.url)


class Vault:
    """The store at `path`; None is a store that cannot hold anything."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._entries: tuple[Kept, ...] | None = None

    def all(self) -> tuple[Kept, ...]:
        """Every entry. Raises UsageFault for a file that is not private or not ours."""
        if self._entries is None:
            self._entries = _read(self.path) if self.path is not None else ()
        return self._entries

    def of(self, party: Party) -> tuple[StoredCredential, ...]:
        """The credentials of one party."""
        return tuple(entry.credential for entry in self.all() if entry.party is party)

    def put(self, party: Party, credential: StoredCredential) -> str:
        """Keeps a credential, in the place of an older one for the same; says where. Raises UsageFault,
        ExchangeFault (status 14) for a file that cannot be written."""
        ring = keyring_store.find()
        entry = Kept(party, credential, in_keyring=ring is not None)
        with _Change(self.path) as path:
            is_for_the_same = partial(_is_for, party, entry.place)
            kept, replaced = _split(_read(path), is_for_the_same)
            if ring is not None:
                ring.put(entry.key, credential.password.reveal())
            _write(path, (*kept, entry))
            _forget(one for one in replaced if one.key != entry.key or ring is None)
        self._entries = None
        return f"the keyring ({ring.name})" if ring is not None else f"{path}, there is no keyring"

    def remove(self, matches: Callable[[Kept], bool]) -> tuple[Kept, ...]:
        """Takes out the entries that match, and returns them."""
        with _Change(self.path) as path:
            kept, removed = _split(_read(path), matches)
            if removed:
                _write(path, kept)
                _forget(removed)
        self._entries = None
        return removed


class _Change:
    """The file, locked against other runs, with failures as ours."""

    def __init__(self, path: Path | None) -> None:
        if path is None:
            raise UsageFault("there is no place for credentials", Code.ERROR_INVALID_PARAMETER)
        self._path = path
        self._lock = locked(path)

    def __enter__(self) -> Path:
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lock.__enter__()
        except OSError as error:
            raise _unwritable(self._path, error) from None
        return self._path

    def __exit__(self, *raised: object) -> None:
        self._lock.__exit__(None, None, None)


def _is_for(party: Party, place: tuple[str, ...], entry: Kept) -> bool:
    return (entry.party, entry.place) == (party, place)


def _split(
    entries: tuple[Kept, ...], matches: Callable[[Kept], bool]
) -> tuple[tuple[Kept, ...], tuple[Kept, ...]]:
    """Those that do not match, and those that do."""
    return (
        tuple(entry for entry in entries if not matches(entry)),
        tuple(entry for entry in entries if matches(entry)),
    )


def _forget(entries: Iterable[Kept]) -> None:
    for entry in entries:
        if entry.in_keyring:
            keyring_store.required().remove(entry.key)


# --- the file -----------------------------------------------------------------------------------------


def _write(path: Path, entries: tuple[Kept, ...]) -> None:
    try:
        whole_file.write(path, "\n\n".join([_HEAD, *map(_table, entries)]) + "\n")
    except UnicodeEncodeError:
        raise _fault(path, "cannot hold what is not Unicode text") from None
    except OSError as error:
        raise _unwritable(path, error) from None


def _table(entry: Kept) -> str:
    one = entry.credential
    lines = [f"[[{entry.party.value}]]", f"host = {string(one.host)}"]
    if one.port is not None:
        lines.append(f"port = {one.port}")
    lines.append(f"user = {string(one.user)}")
    for name, text in (("scheme", one.scheme), ("realm", one.realm), ("url", one.url)):
        if text:
            lines.append(f"{name} = {string(text)}")
    kept = "keyring = true" if entry.in_keyring else f"password = {string(one.password.reveal())}"
    return "\n".join([*lines, kept])


def _read(path: Path) -> tuple[Kept, ...]:
    try:
        data = _private_bytes(path)
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise _fault(path, f"cannot be read: {error.strerror or error}") from None
    return tuple(_entries(path, data))


def _private_bytes(path: Path) -> bytes:
    """What the file holds; checked on the open file, so that nobody can put another in between."""
    with path.open("rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise _fault(path, "is not a regular file")
        if os.name == "posix" and status.st_mode & _OTHERS:
            raise _fault(path, "others can read it", hint=f"chmod 600 {path}")
        if os.name == "posix" and status.st_uid != os.geteuid():
            raise _fault(path, "belongs to another user")
        data = file.read(MAXIMUM_SIZE + 1)
    if len(data) > MAXIMUM_SIZE:
        raise _fault(path, f"is larger than {MAXIMUM_SIZE} bytes: not a store of credentials")
    return data


def _entries(path: Path, data: bytes) -> Iterator[Kept]:
    # read only where there is a file to read
    import tomllib

    try:
        document = tomllib.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        raise _fault(path, "is not the TOML that whttp writes") from None
    for party in Party:
        tables = document.pop(party.value, [])
        for number, table in enumerate(tables if isinstance(tables, list) else [tables], 1):
            yield _entry(path, party, number, table)
    if document:
        raise _fault(path, f"holds {next(iter(document))!r}, which is neither server nor proxy")


def _entry(path: Path, party: Party, number: int, table: object) -> Kept:
    where = f"{party.value} {number}"
    if not isinstance(table, dict):
        raise _fault(path, f"{where} is not a table")
    texts = {name: table.get(name, "") for name in _TEXTS}
    port, in_keyring = table.get("port"), table.get("keyring", False)
    is_port = port is None or (isinstance(port, int) and 0 < port < 65536)
    is_sound = all(isinstance(text, str) for text in texts.values()) and is_port
    if not is_sound or set(table) - {*_TEXTS, "port", "keyring"} or not isinstance(in_keyring, bool):
        raise _fault(path, f"{where} is not as whttp writes it")
    if not texts["host"] or not texts["user"] or texts["scheme"] not in ("", *SCHEMES):
        raise _fault(path, f"{where} lacks a host, a user or a known scheme")
    password = Secret(texts.pop("password"))
    kept = Kept(party, StoredCredential(password=password, port=port, **texts), in_keyring)
    return _with_deferred(kept) if in_keyring else kept


def _with_deferred(entry: Kept) -> Kept:
    """The entry with a password that is fetched from the keyring when it is used."""
    password = DeferredSecret(partial(_fetched, entry.key))
    return replace(entry, credential=replace(entry.credential, password=password))


def _fetched(key: str) -> str:
    return keyring_store.required().fetch(key)


def _fault(path: Path, message: str, hint: str = "") -> UsageFault:
    return UsageFault(f"{path}: {message}", Code.ERROR_INVALID_PARAMETER, origin=str(path), hint=hint)


def _unwritable(path: Path, error: OSError) -> ExchangeFault:
    message = f"{path}: {error.strerror or error}"
    return ExchangeFault(message, None, Phase.FILE, status=ExitStatus.FILE)
