"""Whatever `whttp explain` was asked for, laid out: one entry for each kind of thing.

Promise: the pages of a thing and its JSON object say the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence

from winhttp_cli.knowledge.callbacks import NOTIFICATIONS, Notification
from winhttp_cli.knowledge.errors import ERRORS
from winhttp_cli.knowledge.known_error import KnownError
from winhttp_cli.knowledge.releases import RELEASES, Release
from winhttp_cli.options.option import AnyOption
from winhttp_cli.options.shorthand import Shorthand
from winhttp_cli.render.explain_knowledge import (
    callbacks_lines,
    error_lines,
    error_object,
    errors_lines,
    notification_lines,
    notification_object,
    presets_lines,
    release_lines,
    release_object,
)
from winhttp_cli.render.explain_option import (
    Json,
    option_lines,
    option_object,
    options_lines,
    options_object,
    shorthand_lines,
)

SCHEMA = 1

Subject = AnyOption | Shorthand | KnownError | Notification | Release

#: the lists that can be asked for
LISTS: dict[str, Callable[[int], Iterator[str]]] = {
    "options": lambda width: options_lines(width=width),
    "errors": lambda width: errors_lines(width=width),
    "callbacks": lambda width: callbacks_lines(width=width),
    "presets": lambda width: presets_lines(width=width),
}

OVERVIEW = """\
whttp explain NAME        an option, a value, an error, a notification, a Windows release
whttp explain NUMBER      the same by number: 88, 12175, 0x80072F8F, -2147012721
whttp explain options     every option, by topic
whttp explain errors      every error number
whttp explain callbacks   every status notification
whttp explain presets     the Windows releases that --as takes"""


def subject_lines(subjects: Sequence[Subject], *, width: int = 0) -> Iterator[str]:
    """The page of each subject, two empty lines between them."""
    for number, subject in enumerate(subjects):
        if number:
            yield from ("", "")
        yield from _page(subject, width)


def _page(subject: Subject, width: int) -> Iterator[str]:
    match subject:
        case Shorthand():
            return shorthand_lines(subject, width=width)
        case KnownError():
            return error_lines(subject, width=width)
        case Notification():
            return notification_lines(subject, width=width)
        case Release():
            return release_lines(subject, width=width)
        case _:
            return option_lines(subject, width=width)


def subjects_document(subjects: Iterable[Subject]) -> str:
    """The subjects as one JSON object, a list for each kind of them."""
    document: dict[str, Json] = {"schema": SCHEMA}
    for subject in subjects:
        kind, thing = _object(subject)
        found = document.setdefault(kind, [])
        if isinstance(found, list) and thing not in found:
            found.append(thing)
    return json.dumps(document, indent=2)


def _object(subject: Subject) -> tuple[str, dict[str, Json]]:
    match subject:
        case Shorthand():
            return "options", option_object(subject.option)
        case KnownError():
            return "errors", error_object(subject)
        case Notification():
            return "callbacks", notification_object(subject)
        case Release():
            return "presets", release_object(subject)
        case _:
            return "options", option_object(subject)


def lists_document(names: Iterable[str]) -> str:
    """The lists of these names as one JSON object."""
    document: dict[str, Json] = {"schema": SCHEMA}
    for name in names:
        if name == "options":
            document.update(options_object())
        elif name == "errors":
            document[name] = [error_object(error) for error in ERRORS]
        elif name == "callbacks":
            document[name] = [notification_object(notification) for notification in NOTIFICATIONS]
        else:
            document[name] = [release_object(release) for release in RELEASES]
    return json.dumps(document, indent=2)
