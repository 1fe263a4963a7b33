"""The value of STATUS_CALLBACK: where the status notifications go.

`[json:]PLACE`, where PLACE is `stderr`, `fd:N` or a file; `json` alone is `json:stderr`. Or
`MODULE:FUNCTION`, a Python function, which only the command line may name. Nothing is opened here.
"""

from __future__ import annotations

from enum import Enum

from winhttp_cli.options.kinds import BadValue, Kind
from winhttp_cli.record import dataclass

_JSON = "json"
_STDERR = "stderr"
_DESCRIPTOR = "fd:"


class SinkPlace(Enum):
    """What kind of place it is."""

    STDERR = "stderr"
    DESCRIPTOR = "fd"
    FILE = "file"
    FUNCTION = "function"


@dataclass(frozen=True, slots=True)
class CallbackSink:
    """`name` is the path, the number of the descriptor, or MODULE:FUNCTION; "" for stderr. `as_json`: an
    object per line, not a line to read."""

    place: SinkPlace
    name: str = ""
    as_json: bool = False


class CallbackSinkKind(Kind[CallbackSink | None]):
    """None is no callback."""

    metavar = "SINK"
    completion = "file"

    def parse(self, text: str) -> CallbackSink | None:
        if not text:
            return None
        if text == _JSON:
            return CallbackSink(SinkPlace.STDERR, as_json=True)
        as_json = text.startswith(f"{_JSON}:")
        place = text.removeprefix(f"{_JSON}:") if as_json else text
        if not place or "\0" in place:
            raise BadValue("a sink needs a name")
        if place == _STDERR:
            return CallbackSink(SinkPlace.STDERR, as_json=as_json)
        number = place.removeprefix(_DESCRIPTOR)
        if number != place and number.isascii() and number.isdigit() and len(number) < 10:
            return CallbackSink(SinkPlace.DESCRIPTOR, str(int(number)), as_json)
        if not _names_function(place):
            return CallbackSink(SinkPlace.FILE, place, as_json)
        if as_json:
            raise BadValue("a function is handed an object anyway: leave json: out")
        return CallbackSink(SinkPlace.FUNCTION, place)

    def show(self, value: CallbackSink | None) -> str:
        if value is None:
            return ""
        place = (
            f"{_DESCRIPTOR}{value.name}" if value.place is SinkPlace.DESCRIPTOR else value.name or _STDERR
        )
        return f"{_JSON}:{place}" if value.as_json else place

    def range_text(self) -> str:
        return "[json:]stderr, fd:N or a file; json; on the command line also MODULE:FUNCTION"

    def runs_code(self, value: CallbackSink | None) -> bool:
        return value is not None and value.place is SinkPlace.FUNCTION


def _names_function(text: str) -> bool:
    """MODULE:FUNCTION, each of identifiers and dots."""
    names = text.split(":")
    parts = [part for name in names for part in name.split(".")]
    return len(names) == 2 and text.isascii() and all(part.isidentifier() for part in parts)
