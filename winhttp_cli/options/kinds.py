"""Kinds: how the text of a value becomes a typed value and back.

Promise: `parse(show(v)) == v` for every value a kind can hold, and every refusal is a `BadValue` with
the WinHTTP number that Windows would answer with. A kind knows no option, no origin, no parser: the
settings room adds where the value came from.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from enum import IntEnum, IntFlag
from typing import Generic, TypeVar

from winhttp_cli.errors import Code
from winhttp_cli.record import dataclass
from winhttp_cli.secret import Secret

T = TypeVar("T")
E = TypeVar("E", bound=IntEnum)
F = TypeVar("F", bound=IntFlag)

DWORD_MAX = 0xFFFFFFFF
INFINITE = DWORD_MAX


class BadValue(Exception):
    """A text that a kind cannot read. `code` is the number WinHttpSetOption would fail with."""

    def __init__(self, message: str, code: Code = Code.ERROR_INVALID_PARAMETER) -> None:
        super().__init__(message)
        self.message = message
        self.code = code


@dataclass(frozen=True, slots=True)
class Choice:
    """One word of an enum or flag set: our word, WinHTTP's name, the number and what it means."""

    word: str
    winhttp: str
    number: int
    meaning: str
    settable: bool = True


class Kind(ABC, Generic[T]):
    """The type of an option's value."""

    metavar: str = "VALUE"
    choices: tuple[Choice, ...] = ()
    secret: bool = False
    is_switch: bool = False
    #: a flag that takes no value and is counted: -v, -vv
    counts: bool = False
    #: what a completion script offers besides the choices: "", "file", "directory", "host"
    completion: str = ""

    @abstractmethod
    def parse(self, text: str) -> T:
        """The value written as `text`; raises BadValue."""

    @abstractmethod
    def show(self, value: T) -> str:
        """The canonical text of `value`; `parse` reads it back."""

    def query(self, value: T) -> str:
        """The text `--query` prints: numbers in decimal, masks in hex."""
        return self.show(value)

    def range_text(self) -> str:
        """What values are legal, in one phrase for `explain`."""
        return ""

    def runs_code(self, value: T) -> bool:
        """Whether `value` makes whttp run code of the user's: then the command line alone may say it."""
        return False


def parse_number(text: str) -> int:
    """A decimal or 0x-hexadecimal integer; a leading minus is read so that ranges can refuse it."""
    cleaned = text.strip()
    digits = cleaned.removeprefix("-")
    is_hex = digits[:2].lower() == "0x"
    body = digits[2:] if is_hex else digits
    if not body.isascii() or not body.isalnum() or (not is_hex and not body.isdigit()):
        raise BadValue(f"{text!r} is not a number")
    try:
        magnitude = int(body, 16 if is_hex else 10)
    except ValueError:
        raise BadValue(f"{text!r} is not a number") from None
    return -magnitude if cleaned.startswith("-") else magnitude


class Number(Kind[int]):
    """A DWORD in a range. With `infinite`, 0xFFFFFFFF, -1 and "infinite" mean no limit."""

    def __init__(
        self, *, low: int = 0, high: int = DWORD_MAX, unit: str = "", infinite: bool = False
    ) -> None:
        self.low = low
        self.high = high
        self.unit = unit
        self.infinite = infinite
        self.metavar = {"ms": "MS", "bytes": "BYTES", "s": "SECONDS"}.get(unit, "N")

    def parse(self, text: str) -> int:
        if self.infinite and text.strip().lower() in ("infinite", "-1"):
            return INFINITE
        value = parse_number(text)
        if self.infinite and value == INFINITE:
            return value
        if not self.low <= value <= self.high:
            raise BadValue(f"{text} is out of range ({self.range_text()})")
        return value

    def show(self, value: int) -> str:
        return "infinite" if self.infinite and value == INFINITE else str(value)

    def query(self, value: int) -> str:
        return str(value)

    def range_text(self) -> str:
        high = "0xFFFFFFFF" if self.high == DWORD_MAX else str(self.high)
        tail = ", or infinite (0xFFFFFFFF, -1)" if self.infinite else ""
        unit = f" {self.unit}" if self.unit else ""
        return f"{self.low} to {high}{unit}{tail}"


class Seconds(Kind[float]):
    """A duration in seconds, for whttp's own options; 0 means no limit."""

    metavar = "SECONDS"

    def parse(self, text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            raise BadValue(f"{text!r} is not a number of seconds") from None
        if not 0 <= value <= 10**9:
            raise BadValue(f"{text} is out of range ({self.range_text()})")
        return value

    def show(self, value: float) -> str:
        return f"{value:g}" if float(f"{value:g}") == value else repr(value)

    def range_text(self) -> str:
        return "0 (no limit) to 1000000000 seconds"


class Count(Kind[int]):
    """How often a flag without a value was given; elsewhere a small number."""

    metavar = "N"
    is_switch = True
    counts = True

    def parse(self, text: str) -> int:
        word = text.strip().lower()
        if word in ("true", "false"):
            return int(word == "true")
        value = parse_number(text)
        if not 0 <= value <= 9:
            raise BadValue(f"{text} is out of range ({self.range_text()})")
        return value

    def show(self, value: int) -> str:
        return str(value)

    def range_text(self) -> str:
        return "0 to 9"


_TRUE = frozenset({"true", "yes", "on", "1"})
_FALSE = frozenset({"false", "no", "off", "0"})


class Switch(Kind[bool]):
    """A BOOL. As a flag it takes no value; elsewhere true/false, yes/no, on/off, 1/0."""

    metavar = "BOOL"
    is_switch = True
    choices = (
        Choice("true", "TRUE", 1, "on"),
        Choice("false", "FALSE", 0, "off"),
    )

    def parse(self, text: str) -> bool:
        word = text.strip().lower()
        if word in _TRUE:
            return True
        if word in _FALSE:
            return False
        raise BadValue(f"{text!r} is neither true nor false")

    def show(self, value: bool) -> str:
        return "true" if value else "false"

    def query(self, value: bool) -> str:
        return "1" if value else "0"

    def range_text(self) -> str:
        return "true or false"


def _find(choices: Sequence[Choice], text: str) -> Choice | None:
    wanted = text.strip().lower().replace("_", "-")
    for choice in choices:
        if wanted in (choice.word, choice.winhttp.lower().replace("_", "-")):
            return choice
    return None


class Enumeration(Kind[E]):
    """One of a few words; read as our word, WinHTTP's name or WinHTTP's number."""

    def __init__(self, enum: type[E], choices: Sequence[Choice], metavar: str) -> None:
        self.enum = enum
        self.choices = tuple(choices)
        self.metavar = metavar

    def parse(self, text: str) -> E:
        choice = _find(self.choices, text)
        if choice is None:
            choice = self._by_number(text)
        return self.enum(choice.number)

    def _by_number(self, text: str) -> Choice:
        try:
            number = parse_number(text)
        except BadValue:
            number = -1
        for choice in self.choices:
            if choice.number == number:
                return choice
        raise BadValue(f"{text!r} is none of the values of this option")

    def show(self, value: E) -> str:
        return next(c.word for c in self.choices if c.number == value)

    def query(self, value: E) -> str:
        return str(int(value))

    def range_text(self) -> str:
        return ", ".join(f"{c.word} ({c.number})" for c in self.choices)


class FlagSet(Kind[F]):
    """A set of bits; read as words joined by `,` or `|`, WinHTTP's names, or a mask (0x2800).

    Bits whose choice is not settable may be read from a connection but are refused here with 87.
    `lenient` accepts bits nobody defined, where Windows does (behaviour h11); they do nothing.
    """

    metavar = "FLAGS"

    def __init__(
        self,
        flags: type[F],
        choices: Sequence[Choice],
        metavar: str = "FLAGS",
        *,
        lenient: bool = False,
    ) -> None:
        self.flags = flags
        self.choices = tuple(choices)
        self.metavar = metavar
        self.settable = DWORD_MAX if lenient else 0
        for choice in choices:
            self.settable |= choice.number if choice.settable else 0

    def parse(self, text: str) -> F:
        mask = 0
        for word in text.replace("|", ",").split(","):
            mask |= self._bits(word.strip(), text)
        refused = mask & ~self.settable
        if refused:
            raise BadValue(f"{text!r} holds bits that cannot be set: 0x{refused:X}")
        return self.flags(mask)

    def _bits(self, word: str, text: str) -> int:
        if word.lower() == "none" or (word == "" and text.strip() == ""):
            return 0
        choice = _find(self.choices, word)
        if choice is not None:
            return choice.number
        try:
            number = parse_number(word)
        except BadValue:
            raise BadValue(f"{word!r} is neither a flag of this option nor a mask") from None
        if not 0 <= number <= DWORD_MAX:
            raise BadValue(f"{word} is not a 32-bit mask")
        return number

    def show(self, value: F) -> str:
        left = int(value)
        words: list[str] = []
        singles = [c for c in self.choices if c.number and c.number & (c.number - 1) == 0]
        for choice in singles:
            if left & choice.number:
                words.append(choice.word)
                left &= ~choice.number
        if left:
            words.append(f"0x{left:X}")
        return ",".join(words) or "none"

    def query(self, value: F) -> str:
        return f"0x{int(value):X}"

    def range_text(self) -> str:
        words = ", ".join(f"{c.word} (0x{c.number:X})" for c in self.choices if c.settable)
        return f"none, or any of {words}"


class Line(Kind[str]):
    """Free text: one element of a list."""

    def __init__(self, metavar: str = "TEXT", *, completion: str = "") -> None:
        self.metavar = metavar
        self.completion = completion

    def parse(self, text: str) -> str:
        if "\0" in text:
            raise BadValue("a NUL character is not allowed here")
        return text

    def show(self, value: str) -> str:
        return value


class Text(Kind[str | None]):
    """Free text; None is "not set"."""

    def __init__(self, metavar: str = "TEXT", *, completion: str = "") -> None:
        self._line = Line(metavar, completion=completion)
        self.metavar = metavar
        self.completion = completion

    def parse(self, text: str) -> str | None:
        return self._line.parse(text)

    def show(self, value: str | None) -> str:
        return "" if value is None else value


class SecretText(Kind[Secret | None]):
    """A credential; it shows as `***` and is the one kind whose `show` cannot be read back."""

    secret = True

    def __init__(self, metavar: str = "SECRET") -> None:
        self.metavar = metavar

    def parse(self, text: str) -> Secret | None:
        return Secret(text)

    def show(self, value: Secret | None) -> str:
        return "" if value is None else str(value)


class Many(Kind[tuple[T, ...]]):
    """Several values of one kind. A text is one of them: one occurrence of a flag, one element of a
    TOML list. Line ends in it are its own, so that nothing can be smuggled in behind one."""

    def __init__(self, item: Kind[T]) -> None:
        self.item = item
        self.metavar = item.metavar
        self.choices = item.choices
        self.secret = item.secret
        self.completion = item.completion

    def parse(self, text: str) -> tuple[T, ...]:
        return (self.item.parse(text),)

    def show(self, value: tuple[T, ...]) -> str:
        return "\n".join(self.item.show(item) for item in value)

    def range_text(self) -> str:
        return self.item.range_text()


class Opaque(Kind[None]):
    """A structure, pointer or handle that can only be read: setting it is 12011.

    `structure` is WinHTTP's type name; the report answers the query.
    """

    def __init__(self, structure: str) -> None:
        self.structure = structure
        self.metavar = structure

    def parse(self, text: str) -> None:
        raise BadValue("this can only be queried", Code.ERROR_WINHTTP_OPTION_NOT_SETTABLE)

    def show(self, value: None) -> str:
        return ""
