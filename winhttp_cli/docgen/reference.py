"""The reference in Markdown: every option, every error number, every release.

Promise: whole files, written from the catalogue and from `knowledge`; text is escaped for tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from winhttp_cli.docgen.general import PRECEDENCE
from winhttp_cli.knowledge.errors import OTHERS, WINHTTP
from winhttp_cli.knowledge.known_error import KnownError
from winhttp_cli.knowledge.releases import RELEASES
from winhttp_cli.options.catalogue import OPTIONS, SEED
from winhttp_cli.options.option import AnyOption, Fate, Topic
from winhttp_cli.options.wording import (
    TITLES,
    access_words,
    default_text,
    flag_text,
    handle_words,
    in_files,
    number_text,
    takes_text,
)

_NOTE = "<!-- Written by `make docs`; do not edit here. -->"

_INTRODUCTION = (
    f"{len(SEED)} options of WinHTTP, {len(OPTIONS) - len(SEED)} of whttp's own. Each settable option is "
    "a flag, a key of the configuration file and a variable of the environment; `--set NAME=VALUE` sets "
    "it by any of its names, `--query NAME` prints it. Values are taken as our word, as WinHTTP's name "
    "or as its number."
)


def options_page() -> str:
    """docs/options.md."""
    return "\n".join([_NOTE, "", "# Options", "", *_options_head(), *_topics()]) + "\n"


def _options_head() -> Iterator[str]:
    yield _INTRODUCTION
    yield ""
    yield PRECEDENCE


def _topics() -> Iterator[str]:
    for topic in Topic:
        chosen = [option for option in OPTIONS if option.topic is topic]
        yield from ("", f"## {TITLES[topic]}", "")
        yield from _table(
            ("option", "number", "here", "what it does"),
            [_overview(option) for option in chosen],
        )
        for option in chosen:
            yield from ("", *_option(option))


def _overview(option: AnyOption) -> tuple[str, ...]:
    link = f"[{option.key}](#{option.key})"
    return link, number_text(option), option.fate.value, option.summary


def _option(option: AnyOption) -> Iterator[str]:
    """One option with all its facts."""
    yield f"### {option.key}"
    yield from ("", option.summary)
    yield from ("", option.doc) if option.doc else ()
    yield ""
    for label, value in _facts(option):
        yield f"- {label}: {value}"
    words = [choice for choice in option.kind.choices if option.takes_value]
    if words:
        rows = [(f"`{c.word}`", str(c.number), f"`{c.winhttp}`", c.meaning) for c in words]
        yield from ("", *_table(("word", "number", "WinHTTP's name", "meaning"), rows))
    if option.example:
        yield from ("", "```sh", option.example, "```")


def _facts(option: AnyOption) -> Iterator[tuple[str, str]]:
    if option.winhttp_name:
        yield "WinHTTP", f"`{option.winhttp_name}`, {number_text(option)}"
    if option.settable:
        yield "flag", f"`{flag_text(option)}`"
    if in_files(option):
        yield "file and variable", f"`{option.key}`, `{option.environment}`"
    if option.queryable:
        yield "query", f"`--query {option.key}`"
    if option.settable and takes_text(option):
        yield "takes", takes_text(option)
    if default_text(option):
        yield "default", f"`{default_text(option)}`"
    if option.number is not None:
        yield "handles", f"{', '.join(handle_words(option))}; {' and '.join(access_words(option))}"
    yield "here", option.fate.value


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    lines = [_row(head), "|" + "---|" * len(head)]
    return [*lines, *(_row(row) for row in rows)]


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def errors_page() -> str:
    """docs/errors.md."""
    lines = [_NOTE, "", "# Error numbers", ""]
    lines.append("`whttp explain NUMBER` tells the same, by number, name or HRESULT in either sign.")
    for title, errors in (("WinHTTP", WINHTTP), ("WinINet, Windows, Winsock, HRESULTs", OTHERS)):
        rows = [_error(error) for error in errors if not error.obsolete]
        head = ("number", "name", "HRESULT", "status", "what happened", "usual causes")
        lines += ["", f"## {title}", "", *_table(head, rows)]
    return "\n".join(lines) + "\n"


def _error(error: KnownError) -> tuple[str, ...]:
    number = str(error.number) if error.number <= 0xFFFF else f"0x{error.number:08X}"
    status = "" if error.status is None else str(int(error.status))
    hresult = f"0x{error.hresult:08X}"
    return (number, f"`{error.name}`", hresult, status, error.happened, "; ".join(error.causes))


def releases_page() -> str:
    """docs/releases.md."""
    rows = [
        (
            f"`{release.word}`",
            f"0x{release.secure_protocols:X}",
            f"0x{release.offer:X}",
            "on request" if release.http2 else "no",
            "" if release.documented else "no page names it",
            release.about,
        )
        for release in RELEASES
    ]
    head = ("--as", "secure_protocols", "offered", "HTTP/2", "documented", "where the values come from")
    lines = [_NOTE, "", "# Windows releases", ""]
    lines.append(
        "`--as RELEASE` starts from what that release had built in; `whttp explain RELEASE` tells more."
    )
    return "\n".join([*lines, "", *_table(head, rows)]) + "\n"


def flags_by_topic() -> str:
    """The short table of the README: WinHTTP's options by topic, as they are typed."""
    rows = []
    for topic in Topic:
        chosen = [option for option in SEED if option.topic is topic]
        if chosen:
            rows.append((TITLES[topic], ", ".join(_typed(option) for option in chosen)))
    return "\n".join(_table(("topic", "flags, and what `--query` prints"), rows))


def _typed(option: AnyOption) -> str:
    typed = f"`{option.flag if option.settable else option.key}`"
    return f"{typed} (not yet)" if option.fate is Fate.NOT_YET else typed
