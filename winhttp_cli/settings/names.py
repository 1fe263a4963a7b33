"""Names of options as a source wrote them, and who may set what.

Promise: a name that cannot be used ends in one UsageFault with WinHTTP's number, the source and, where
there is one, the name that was meant in the spelling of that source. Knows no values.
"""

from __future__ import annotations

from collections.abc import Callable

from winhttp_cli.errors import Code, UsageFault
from winhttp_cli.options.catalogue import UnknownOption, find
from winhttp_cli.options.option import AnyOption, Fate
from winhttp_cli.options.tool import CONFIG, PROFILE
from winhttp_cli.settings.origin import Origin, Rank
from winhttp_cli.settings.refusal import refused

Spelling = Callable[[AnyOption], str]

_FILE_RANKS = (Rank.FILE, Rank.PROFILE)
_ABOUT_FILES = (CONFIG, PROFILE)


def key_spelling(option: AnyOption) -> str:
    """As a configuration file and `--set` write it."""
    return option.key


def environment_spelling(option: AnyOption) -> str:
    """As the environment writes it."""
    return option.environment


def lookup(name: str, origin: Origin, spelling: Spelling = key_spelling) -> AnyOption:
    """The option of any name or number. Raises UsageFault 12009."""
    try:
        return find(name)
    except UnknownOption as unknown:
        raise refusal(unknown, origin, spelling) from None


def refusal(unknown: UnknownOption, origin: Origin, spelling: Spelling) -> UsageFault:
    """An unknown name as the failure it is: 12009, and what was meant."""
    hint = "whttp explain options lists them all"
    if unknown.suggestion:
        hint = f"did you mean {spelling(find(unknown.suggestion))}?"
    return refused(origin, unknown.message, Code.ERROR_WINHTTP_INVALID_OPTION, hint=hint)


def exact(name: str, written: str, origin: Origin, spelling: Spelling) -> AnyOption:
    """The option whose one spelling in this source is `written`; `name` is what to look for.

    A file or an environment has one spelling for each option, so that no value is said twice.
    """
    option = lookup(name, origin, spelling)
    if spelling(option) == written:
        return option
    hint = f"did you mean {spelling(option)}?"
    raise refused(origin, f"no option is called {written}", Code.ERROR_WINHTTP_INVALID_OPTION, hint=hint)


def check_settable(option: AnyOption, origin: Origin) -> None:
    """Refuses what cannot be set at all (12011, 12009) or not by this source (12009)."""
    name = option.winhttp_name or option.key
    if not option.settable:
        message, hint = f"{name} can only be queried", f"--query {option.key} prints it"
        raise refused(origin, message, Code.ERROR_WINHTTP_OPTION_NOT_SETTABLE, hint=hint)
    why = _why_not(option, origin.rank)
    if why:
        raise refused(origin, f"{name} {why}", Code.ERROR_WINHTTP_INVALID_OPTION)


def _why_not(option: AnyOption, rank: Rank) -> str:
    """What keeps an option that can be set from being set here and now, or ""."""
    if option.fate is Fate.RESERVED:
        return "is reserved for the system and cannot be set"
    if option.fate is Fate.NOT_YET:
        return "is not yet in whttp"
    if option.from_command_line_only and rank is not Rank.FLAG:
        return "is taken from the command line only"
    if option in _ABOUT_FILES and rank in _FILE_RANKS:
        return "says what is read and cannot stand in it"
    return ""
