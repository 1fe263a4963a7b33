"""The command line as a layer, `--set NAME[@HANDLE]=VALUE` included.

Promise: a value's origin is the flag as the user wrote it; `--set NAME=VALUE` means exactly what the
option's own flag means.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from winhttp_cli.errors import Code
from winhttp_cli.options.option import Handle
from winhttp_cli.options.tool import SET
from winhttp_cli.settings import admission
from winhttp_cli.settings.layer import Layer
from winhttp_cli.settings.names import lookup
from winhttp_cli.settings.origin import Origin, Rank
from winhttp_cli.settings.refusal import refused
from winhttp_cli.settings.words import FlagWord

#: the handles a user may name
HANDLES = {
    "session": Handle.SESSION,
    "connect": Handle.CONNECT,
    "request": Handle.REQUEST,
    "websocket": Handle.WEBSOCKET,
}
_NAMES = "NAME is a key, a flag word, a WINHTTP_OPTION_ name or a number"


def flag_layer(words: Iterable[FlagWord]) -> Layer:
    """The layer of the command line. Raises UsageFault."""
    layer = Layer()
    for word in expand(words):
        origin = Origin(Rank.FLAG, word.spelled)
        admission.say(layer, word.option, word.text, origin, word.handle)
    return layer


def expand(words: Iterable[FlagWord]) -> Iterator[FlagWord]:
    """The words with every `--set` replaced by the option it names."""
    for word in words:
        yield _assigned(word) if word.option is SET else word


def _assigned(word: FlagWord) -> FlagWord:
    place, equals, text = word.text.partition("=")
    name, at, handle = place.partition("@")
    if not equals or not name:
        raise refused(Origin(Rank.FLAG, word.spelled), "takes NAME=VALUE", hint=_NAMES)
    origin = Origin(Rank.FLAG, f"{word.spelled} {place}")
    option = lookup(name, origin)
    if option is SET:
        raise refused(origin, "set cannot set itself")
    return FlagWord(option, text, origin.text, _handle(handle, origin) if at else None)


def _handle(word: str, origin: Origin) -> Handle:
    if word.lower() in HANDLES:
        return HANDLES[word.lower()]
    message = f"{word or 'nothing'} is not a kind of handle"
    hint = f"the handles are {', '.join(HANDLES)}"
    raise refused(origin, message, Code.ERROR_WINHTTP_INCORRECT_HANDLE_TYPE, hint=hint)
