"""Everything that goes by a name or number: options, values, errors, notifications, releases.

Promise: a name with several meanings is given in each of them; one that nobody knows is refused with
what was probably meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from winhttp_cli.errors import Code, UsageFault
from winhttp_cli.knowledge.callbacks import (
    NOTIFICATIONS,
    SECURE_FAILURE_FLAGS,
    Notification,
    UnknownNotification,
    find_notification,
)
from winhttp_cli.knowledge.errors import ERRORS, UnknownError, by_number, find_error
from winhttp_cli.knowledge.known_error import KnownError
from winhttp_cli.knowledge.releases import RELEASES, Release, UnknownRelease, find_release
from winhttp_cli.options.catalogue import OPTIONS, UnknownOption, find
from winhttp_cli.options.option import AnyOption
from winhttp_cli.options.shorthand import SHORTHANDS, Shorthand
from winhttp_cli.render.explanation import LISTS, Subject
from winhttp_cli.suggest import closest

_SECURE_FAILURE = "WINHTTP_CALLBACK_STATUS_FLAG_"


def subjects(name: str) -> list[Subject]:
    """The subjects of that name. Raises UsageFault when there is none."""
    found: list[Subject] = [
        *_shorthands(name),
        *_options(name),
        *_errors(name),
        *_notifications(name),
        *_releases(name),
    ]
    return found or [*_owners_of_value(name)] or _unknown(name)


def _shorthands(name: str) -> list[Shorthand]:
    return [short for short in SHORTHANDS if {name, f"--{name.lower()}"} & set(short.flags)]


def _options(name: str) -> list[AnyOption]:
    by_letter = [option for option in OPTIONS if option.short == name]
    try:
        return by_letter or [find(name)]
    except UnknownOption:
        return []


def _errors(name: str) -> tuple[KnownError, ...]:
    bare = name.strip().upper().removeprefix(_SECURE_FAILURE)
    for flag in SECURE_FAILURE_FLAGS:
        if flag.name == bare:
            return by_number(flag.error)
    try:
        return find_error(name)
    except UnknownError:
        return ()


def _notifications(name: str) -> list[Notification]:
    try:
        return [find_notification(name)]
    except UnknownNotification:
        return []


def _releases(name: str) -> list[Release]:
    try:
        return [find_release(name)]
    except UnknownRelease:
        return []


def _owners_of_value(name: str) -> Iterator[AnyOption]:
    """The options that take this word or WinHTTP name as a value."""
    wanted = name.strip().lower().replace("_", "-")
    for option in OPTIONS:
        for choice in option.kind.choices:
            if option.takes_value and wanted in (choice.word, choice.winhttp.lower().replace("_", "-")):
                yield option


def _unknown(name: str) -> list[Subject]:
    try:
        find(name)
    except UnknownOption as unknown:
        if unknown.known_elsewhere:
            code, message = Code.ERROR_WINHTTP_INVALID_OPTION, unknown.message
            raise UsageFault(message, code, hint="whttp explain options lists what is here") from None
    near = closest(name, _names())
    raise UsageFault(
        f"nothing is called {name}",
        Code.ERROR_INVALID_PARAMETER,
        hint=f"did you mean {near}?" if near else "whttp explain lists what can be explained",
    )


def _names() -> Iterator[str]:
    """Every name that can be asked for, the way it is most likely typed."""
    yield from LISTS
    for option in OPTIONS:
        yield from (option.key, option.key.replace("_", "-"))
        yield from (choice.word for choice in option.kind.choices)
        if option.winhttp_name:
            yield option.winhttp_name
    yield from (error.name for error in ERRORS)
    yield from (notification.name for notification in NOTIFICATIONS)
    yield from (notification.winhttp_name for notification in NOTIFICATIONS)
    yield from (release.word for release in RELEASES)
