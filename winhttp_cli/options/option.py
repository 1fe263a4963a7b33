"""The record of one option, and the typed key to its value.

Promise: everything the outlets need (flag, config key, environment name, help, man page, completion)
is derived from this record and written nowhere else. Knows no parser, no file format, no engine.
"""

from __future__ import annotations

from enum import Enum, Flag, auto
from typing import Any, Generic, TypeVar

from winhttp_cli.options.kinds import Kind
from winhttp_cli.record import dataclass

T = TypeVar("T")


class Topic(Enum):
    """The subject of an option; the same word names files in every room."""

    MESSAGE = "message"
    REDIRECTS = "redirects"
    COOKIES = "cookies"
    TIMEOUTS = "timeouts"
    CONNECTIONS = "connections"
    TLS = "tls"
    PROXY = "proxy"
    AUTH = "auth"
    WEBSOCKET = "websocket"
    DIAGNOSTICS = "diagnostics"
    TOOL = "tool"


class Handle(Flag):
    """The kinds of WinHTTP handle an option may be set on or read from."""

    NULL = auto()
    SESSION = auto()
    CONNECT = auto()
    REQUEST = auto()
    WEBSOCKET = auto()


class Access(Flag):
    """Whether an option may be set, queried or both."""

    SET = auto()
    QUERY = auto()


class Fate(Enum):
    """What an option does here, said honestly."""

    WORKS = "works"
    EMULATED = "emulated"
    REPORT_ONLY = "report only"
    NO_EFFECT = "deprecated, no effect"
    RESERVED = "reserved"
    NOT_YET = "not yet"


class Repeat(Enum):
    """What a second occurrence does: replace, make a list, add to the lists of lower layers too,
    unite the bits of a flag set, or be refused: what is said once for the process."""

    LAST = "last"
    LIST = "list"
    ACCUMULATE = "accumulate"
    UNITE = "unite"
    ONCE = "once"


@dataclass(frozen=True, slots=True, eq=False)
class Option(Generic[T]):
    """One option. `number` is WinHTTP's, or None for an option of whttp's own.

    `name` is the part after WINHTTP_OPTION_ (or, for our own, the same form). `default` is the
    built-in value; for a query-only option it is what `--query` answers before anything is known.
    `short` is one letter with its dash, or "". `aliases` are other spellings of `name`.
    """

    name: str
    number: int | None
    topic: Topic
    kind: Kind[T]
    default: T
    handles: Handle
    access: Access
    fate: Fate
    summary: str
    doc: str = ""
    example: str = ""
    aliases: tuple[str, ...] = ()
    short: str = ""
    repeat: Repeat = Repeat.LAST
    from_command_line_only: bool = False

    @property
    def winhttp_name(self) -> str:
        """The full WINHTTP_OPTION_ name, or "" for an option of whttp's own."""
        return f"WINHTTP_OPTION_{self.name}" if self.number is not None else ""

    @property
    def key(self) -> str:
        """The key in a config file."""
        return self.name.lower()

    @property
    def flag(self) -> str:
        """The long flag."""
        return "--" + self.key.replace("_", "-")

    @property
    def environment(self) -> str:
        """The environment variable."""
        return f"WHTTP_{self.name}"

    @property
    def settable(self) -> bool:
        return Access.SET in self.access

    @property
    def queryable(self) -> bool:
        return Access.QUERY in self.access

    @property
    def takes_value(self) -> bool:
        """False for a switch: as a flag it stands alone."""
        return not self.kind.is_switch

    def again(self, earlier: Any, later: Any) -> Any:
        """What two occurrences in one layer come to."""
        if self.repeat is Repeat.LAST:
            return later
        return earlier | later if self.repeat is Repeat.UNITE else (*earlier, *later)

    def __repr__(self) -> str:
        return f"Option({self.name})"


AnyOption = Option[Any]
