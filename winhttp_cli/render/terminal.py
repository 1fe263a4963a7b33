"""Where text goes: one stream, whether it is a terminal, its width, and whether it takes colour.

Promise: the colour decision is made per stream by one rule (`--color`, then NO_COLOR, then TERM, then
isatty). No escape sequence is written where colour is off. Text from outside goes through
`report/printable.py` first; the sequences added here are the only ones that reach a terminal.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from enum import Enum
from typing import TextIO

from winhttp_cli.options.tool import COLOR, WIDTH, ColorChoice
from winhttp_cli.record import dataclass, replace
from winhttp_cli.settings.settings import Settings

FALLBACK_WIDTH = 80
#: Width of a stream that is no terminal: lines are never wrapped for a pipe.
UNLIMITED = 0


class Style(Enum):
    """Select Graphic Rendition parameters (ECMA-48 8.3.117)."""

    BOLD = "1"
    DIM = "2"
    RED = "31"
    GREEN = "32"
    YELLOW = "33"
    BLUE = "34"
    MAGENTA = "35"
    CYAN = "36"


@dataclass(frozen=True, slots=True)
class Outlet:
    """One stream to write on. `width` is 0 where lines are not to be wrapped."""

    stream: TextIO
    is_terminal: bool = False
    colour: bool = False
    width: int = UNLIMITED

    def paint(self, text: str, *styles: Style) -> str:
        """`text` in these styles, or as it is where colour is off."""
        return paint(text, *styles) if self.colour and text else text

    def line(self, text: str = "") -> None:
        """Writes one line. What the stream's encoding cannot hold is written as an escape."""
        self.write(text + "\n")

    def write(self, text: str) -> None:
        encoding = self.stream.encoding or "utf-8"
        self.stream.write(text.encode(encoding, "backslashreplace").decode(encoding))

    def flush(self) -> None:
        self.stream.flush()


def paint(text: str, *styles: Style) -> str:
    """`text` between the sequences of `styles` and the one that ends them."""
    if not styles:
        return text
    codes = ";".join(style.value for style in styles)
    return f"\x1b[{codes}m{text}\x1b[0m"


def is_terminal(stream: TextIO) -> bool:
    """Whether a person is looking at `stream`; a closed one is no terminal."""
    try:
        return stream.isatty()
    except ValueError:
        return False


def wants_colour(terminal: bool, choice: ColorChoice, environment: Mapping[str, str]) -> bool:
    """The rule: `--color` decides; with auto a terminal does, unless NO_COLOR is set to something
    (no-color.org) or TERM is "dumb"."""
    if choice is not ColorChoice.AUTO:
        return choice is ColorChoice.ALWAYS
    return terminal and not environment.get("NO_COLOR") and environment.get("TERM") != "dumb"


def goes_back(environment: Mapping[str, str] | None = None) -> bool:
    """Whether a terminal can write over its line; a dumb one cannot."""
    environment = os.environ if environment is None else environment
    return environment.get("TERM") != "dumb"


def outlet(
    stream: TextIO,
    choice: ColorChoice = ColorChoice.AUTO,
    environment: Mapping[str, str] | None = None,
) -> Outlet:
    """`stream` with its three facts looked up."""
    environment = os.environ if environment is None else environment
    terminal = is_terminal(stream)
    colour = wants_colour(terminal, choice, environment)
    if colour and terminal and sys.platform == "win32":
        colour = choice is ColorChoice.ALWAYS or _sequences_enabled(stream)
    width = _terminal_width(stream, environment) if terminal else UNLIMITED
    return Outlet(stream, terminal, colour, width)


def outlet_for(
    stream: TextIO, settings: Settings, environment: Mapping[str, str] | None = None
) -> Outlet:
    """The same with `--color` and `--width`."""
    found = outlet(stream, settings[COLOR], environment)
    return replace(found, width=settings[WIDTH]) if settings[WIDTH] else found


def _terminal_width(stream: TextIO, environment: Mapping[str, str]) -> int:
    """COLUMNS, else what the terminal says, else 80."""
    said = environment.get("COLUMNS", "")
    if said.isascii() and said.isdigit() and int(said) > 0:
        return int(said)
    try:
        return os.get_terminal_size(stream.fileno()).columns or FALLBACK_WIDTH
    except (OSError, ValueError):
        return FALLBACK_WIDTH


def _sequences_enabled(stream: TextIO) -> bool:
    """Windows: asks the console to read escape sequences (ENABLE_VIRTUAL_TERMINAL_PROCESSING, 4)."""
    if sys.platform == "win32":
        import ctypes
        import msvcrt

        handle = msvcrt.get_osfhandle(stream.fileno())
        mode = ctypes.c_ulong()
        kernel = ctypes.windll.kernel32
        if not kernel.GetConsoleMode(handle, ctypes.byref(mode)):
            return False
        return bool(kernel.SetConsoleMode(handle, mode.value | 4))
    return True
