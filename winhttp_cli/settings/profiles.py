"""A layer written as a profile of the configuration file.

Promise: what is in the file stays as it is, comments included; the profile is added behind it, and a
profile of that name is never overwritten. The file is whole or unchanged (`whole_file`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from winhttp_cli import whole_file
from winhttp_cli.errors import ExchangeFault, ExitStatus, Phase
from winhttp_cli.record import dataclass
from winhttp_cli.settings import files
from winhttp_cli.settings.layer import Layer
from winhttp_cli.settings.origin import Origin, Rank
from winhttp_cli.settings.refusal import refused
from winhttp_cli.settings.toml_text import line, string
from winhttp_cli.settings.windows.state import ProxyState

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+\Z")


@dataclass(frozen=True, slots=True)
class NewProfile:
    """One profile to write: its name, the state behind it, and that as settings."""

    name: str
    state: ProxyState
    layer: Layer

    @property
    def table(self) -> str:
        return table(self.name, self.layer, f"imported from {self.state.source}")


def profiles_of(base: str, states: Iterable[ProxyState]) -> tuple[NewProfile, ...]:
    """A profile for each state: the first is called `base`, others after whose settings they are."""
    new: dict[str, NewProfile] = {}
    for state in states:
        name = base if not new else f"{base}-{state.scope.value}"
        if name in new:
            name = f"{name}-{len(new) + 1}"
        new[name] = NewProfile(name, state, state.layer())
    return tuple(new.values())


def table(name: str, layer: Layer, comment: str = "") -> str:
    """`[profile.NAME]` with its values, as TOML."""
    key = name if _BARE_KEY.match(name) else string(name)
    lines = [f"# {' '.join(comment.split())}"] if comment else []
    lines.append(f"[profile.{key}]")
    lines += [line(said.option, said.value) for said in layer]
    return "\n".join(lines) + "\n"


def name_from(path: Path) -> str:
    """A profile name made of a file's name: `WinHTTP settings.reg` becomes `winhttp-settings`."""
    words = re.findall(r"[a-z0-9_]+", path.stem.lower())
    return "-".join(words) or "windows"


def add(path: Path, new: Iterable[NewProfile]) -> None:
    """Adds the profiles to the file at `path`, which need not exist.

    Raises UsageFault when the file is broken or has such a profile, ExchangeFault (14) when it cannot
    be written.
    """
    config = files.read(path, required=False)
    tables = {profile.name: profile.table for profile in new}
    for name in tables:
        if name in config.profiles:
            message = f"there is a profile {name!r} already"
            raise refused(Origin(Rank.FILE, str(path)), message, hint="--profile NAME names the new one")
    try:
        before = path.read_bytes().decode("utf-8-sig") if config.path is not None else ""
        whole_file.write(path, _joined(before, tables))
    except OSError as error:
        message = f"{path}: cannot be written: {error.strerror or error}"
        raise ExchangeFault(message, None, Phase.FILE, status=ExitStatus.FILE) from None


def _joined(before: str, tables: dict[str, str]) -> str:
    """The old text, then each table with an empty line in front."""
    start = before.rstrip("\r\n") + "\n\n" if before.strip() else ""
    return start + "\n".join(tables.values())
