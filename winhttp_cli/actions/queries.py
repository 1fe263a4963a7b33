"""--query NAME[@HANDLE]: just that value on stdout, one line each, after success and failure alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TextIO

from winhttp_cli.errors import Code, UsageFault
from winhttp_cli.options.facts import is_fact
from winhttp_cli.options.option import AnyOption, Handle
from winhttp_cli.options.tool import SHOW_SECRETS
from winhttp_cli.planner.handles import BY_WORD, name_of, names_of
from winhttp_cli.record import dataclass
from winhttp_cli.report.answers import answer
from winhttp_cli.report.facts import fact
from winhttp_cli.report.model import Report
from winhttp_cli.settings.names import lookup
from winhttp_cli.settings.origin import Origin, Rank
from winhttp_cli.settings.settings import Settings

_ORIGIN = "--query"


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked, and of which handle. `option` None: `word` asks for a fact of the exchange."""

    option: AnyOption | None
    handle: Handle
    word: str = ""

    @classmethod
    def of(cls, text: str, origin: str = _ORIGIN) -> Query:
        """Reads NAME[@HANDLE]. Raises UsageFault: 12009 unknown, 12018 wrong handle, 87 set-only."""
        asked = text.strip().lower()
        if is_fact(asked):
            return cls(None, Handle.REQUEST, asked)
        name, at, word = text.partition("@")
        option = lookup(name.strip(), Origin(Rank.FLAG, origin))
        if not option.queryable:
            raise UsageFault(
                f"{origin}: {option.winhttp_name or option.key} can be set but not queried",
                Code.ERROR_INVALID_PARAMETER,
                origin=origin,
                hint="whttp config show -v lists what is set, and by whom",
            )
        return cls(option, _handle(option, word.strip().lower() if at else "", origin))

    def answer(self, report: Report, settings: Settings) -> str:
        """The one line, "" where the value is not available."""
        if self.option is None:
            return fact(self.word, report, show_secrets=settings[SHOW_SECRETS])
        return answer(self.option, report, settings.on(self.handle), self.handle)


def _handle(option: AnyOption, word: str, origin: str) -> Handle:
    if not word:
        allowed = [handle for handle in option.handles if handle is not Handle.NULL]
        return allowed[-1] if allowed else Handle.NULL
    handle = BY_WORD.get(word)
    if handle is None:
        raise UsageFault(
            f"{origin}: {word!r} is no handle",
            Code.ERROR_WINHTTP_INCORRECT_HANDLE_TYPE,
            origin=origin,
            hint=f"handles: {', '.join(BY_WORD)}",
        )
    if not handle & option.handles:
        raise UsageFault(
            f"{origin}: {option.winhttp_name} cannot be queried on a {name_of(handle)} handle",
            Code.ERROR_WINHTTP_INCORRECT_HANDLE_TYPE,
            origin=origin,
            hint=f"it belongs to: {', '.join(names_of(option.handles))}",
        )
    return handle


def write_answers(queries: Sequence[Query], report: Report, settings: Settings, out: TextIO) -> None:
    """One line per query, in the order asked."""
    for query in queries:
        out.write(query.answer(report, settings) + "\n")
