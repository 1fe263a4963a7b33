"""Errors, status notifications and Windows releases explained: as lines and as JSON objects.

Promise: the words come from `knowledge`; here they are only laid out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from winhttp_cli.knowledge.callbacks import NOTIFICATIONS, SECURE_FAILURE_FLAGS, Notification
from winhttp_cli.knowledge.errors import OTHERS, WINHTTP
from winhttp_cli.knowledge.known_error import KnownError
from winhttp_cli.knowledge.releases import BUILT_IN, RELEASES, Release
from winhttp_cli.options.catalogue import find
from winhttp_cli.options.tls import SECURE_PROTOCOLS, SecureProtocols
from winhttp_cli.render.explain_option import Json
from winhttp_cli.render.listing import facts, prose, table

_DEPARTURES = (
    "Without --as whttp starts from the values of windows-11, with two departures: it names itself as "
    "User-Agent, where WinHTTP leaves that to the program, and it looks at the proxy variables of the "
    "environment (http_proxy, https_proxy, all_proxy, no_proxy; not at HTTP_PROXY), which WinHTTP never "
    "reads. --as leaves out both."
)

_ONLY_COM = "Only the COM object gives this number; the C API gives 12175 and a bit of SECURE_FAILURE."


def error_lines(error: KnownError, *, width: int = 0) -> Iterator[str]:
    """One reading of one number."""
    yield f"{number_text(error)}    {error.name}"
    yield ""
    yield from prose(_happened(error), width=width)
    if error.note:
        yield ""
        yield from prose(error.note, width=width)
    yield ""
    yield from facts(_error_facts(error), width=width)
    if error.causes:
        yield ""
        yield "  usual causes"
        yield from table([("-", cause) for cause in error.causes], width=width, indent=4)
    if error.tell_apart:
        yield ""
        yield from prose(error.tell_apart, width=width)


def number_text(error: KnownError) -> str:
    """Decimal, or hexadecimal for an HRESULT that is no Win32 number in disguise."""
    return str(error.number) if error.number <= 0xFFFF else f"0x{error.number:08X}"


def _happened(error: KnownError) -> str:
    return f"{error.happened} {_ONLY_COM}" if error.com_only else error.happened


def _error_facts(error: KnownError) -> list[tuple[str, str]]:
    leads = f"{error.leads_to} for a program on WinHTTP" if error.leads_to else ""
    return [
        ("library", error.library.value + (" (obsolete)" if error.obsolete else "")),
        ("HRESULT", f"0x{error.hresult:08X}, {error.signed_hresult}"),
        ("arrives as", leads),
        ("status", f"{error.status:d} when whttp ends with it" if error.status is not None else ""),
    ]


def errors_lines(*, width: int = 0) -> Iterator[str]:
    """Every number, WinHTTP's first."""
    for title, errors in (("WinHTTP", WINHTTP), ("elsewhere", OTHERS)):
        yield title
        yield from table(_error_rows(errors), width=width)
        yield ""
    yield "explain NUMBER tells causes and which command tells them apart."


def _error_rows(errors: Sequence[KnownError]) -> list[tuple[str, str, str]]:
    return [(number_text(error), error.name, error.happened) for error in errors if not error.obsolete]


def error_object(error: KnownError) -> dict[str, Json]:
    """One reading, for scripts."""
    return {
        "number": error.number,
        "name": error.name,
        "library": error.library.value,
        "hresult": f"0x{error.hresult:08X}",
        "signed_hresult": error.signed_hresult,
        "happened": error.happened,
        "causes": list(error.causes),
        "tell_apart": error.tell_apart or None,
        "note": error.note or None,
        "obsolete": error.obsolete,
        "com_only": error.com_only,
        "leads_to": error.leads_to or None,
        "exit_status": None if error.status is None else int(error.status),
    }


def notification_lines(notification: Notification, *, width: int = 0) -> Iterator[str]:
    """One status notification."""
    yield f"{notification.winhttp_name}    0x{notification.bit:X}"
    yield ""
    yield from prose(notification.when, width=width)
    yield ""
    yield from facts(
        [
            ("carries", notification.info),
            ("heard", "always" if notification.synchronous else "in asynchronous use only"),
            ("documented", "" if notification.documented else "no"),
            ("here", notification.told_by or f"never told: {notification.not_told}"),
        ],
        width=width,
    )


def callbacks_lines(*, width: int = 0) -> Iterator[str]:
    """Every notification, then the bits of SECURE_FAILURE."""
    for title, synchronous in (("always", True), ("in asynchronous use", False)):
        yield title
        chosen = [item for item in NOTIFICATIONS if item.synchronous is synchronous]
        yield from table([(f"0x{item.bit:X}", item.name, item.when) for item in chosen], width=width)
        yield ""
    yield "bits of SECURE_FAILURE"
    rows = [(f"0x{flag.bit:X}", flag.name, str(flag.error), flag.when) for flag in SECURE_FAILURE_FLAGS]
    yield from table(rows, width=width)


def notification_object(notification: Notification) -> dict[str, Json]:
    return {
        "name": notification.winhttp_name,
        "bit": notification.bit,
        "when": notification.when,
        "info": notification.info,
        "synchronous": notification.synchronous,
        "documented": notification.documented,
        "told_by": notification.told_by or None,
    }


def release_lines(release: Release, *, width: int = 0) -> Iterator[str]:
    """One Windows release."""
    yield f"{release.word}    {release.title}"
    yield ""
    yield from prose(release.about, width=width)
    yield ""
    yield from facts(
        [
            ("secure-protocols", _protocols(release.secure_protocols)),
            ("the TLS library", f"does {_protocols(release.enabled)}"),
            ("so it offers", _protocols(release.offer)),
            ("HTTP/2", "on request (ENABLE_HTTP_PROTOCOL)" if release.http2 else "no"),
            ("308", "followed" if release.follows_308 else "handed to the program"),
            ("lacks", ", ".join(release.lacks)),
            ("documented", "" if release.documented else "no page names this release"),
        ],
        width=width,
    )


def _protocols(mask: int) -> str:
    words = SECURE_PROTOCOLS.kind.show(SecureProtocols(mask))
    return f"{words.replace(',', '|')} (0x{mask:X})"


def presets_lines(*, width: int = 0) -> Iterator[str]:
    """Every release that --as takes, and what whttp does without one."""
    rows = [
        (
            release.word,
            f"0x{release.secure_protocols:X}",
            "HTTP/2" if release.http2 else "",
            release.title,
        )
        for release in RELEASES
    ]
    yield from table(rows, width=width)
    yield ""
    yield from prose(_DEPARTURES, width=width)


def release_object(release: Release) -> dict[str, Json]:
    return {
        "word": release.word,
        "title": release.title,
        "values": {find(name).key: text for name, text in release.values.items()},
        "offer": release.offer,
        "http2": release.http2,
        "follows_308": release.follows_308,
        "lacks": list(release.lacks),
        "documented": release.documented,
        "about": release.about,
        "built_in": release.word == BUILT_IN,
    }
