"""The whole table, and `docs/conformance.md` written from it."""

from __future__ import annotations

from collections import Counter

from tests.conformance import (
    behaviour_callbacks,
    behaviour_elsewhere,
    behaviour_errors,
    behaviour_message,
    behaviour_redirects,
    semantics,
    semantics_auth,
    semantics_credentials,
    semantics_tracing,
    websocket,
)
from tests.conformance.facts import Fact

GROUPS: tuple[tuple[str, tuple[Fact, ...]], ...] = (
    ("Behaviour a: the bytes of a request", behaviour_message.BYTES),
    ("Behaviour b: redirects", behaviour_redirects.REDIRECTS),
    ("Behaviour c: status notifications", behaviour_callbacks.CALLBACKS),
    ("Behaviour d: errors", behaviour_errors.ERRORS),
    ("Behaviour e: proxies", behaviour_elsewhere.PROXY),
    ("Behaviour f: authentication", behaviour_elsewhere.AUTH),
    ("Behaviour g: cookies", behaviour_redirects.COOKIES),
    ("Behaviour h: options", behaviour_errors.OPTIONS),
    ("Behaviour i: WebSocket", websocket.BEHAVIOUR),
    ("Semantics H: handles", semantics.HANDLES),
    ("Semantics A: authentication", semantics_auth.AUTH),
    ("Semantics S: service names and channel binding", semantics_auth.NAMES),
    ("Semantics R: redirects", semantics.REDIRECTS),
    ("Semantics C: cookies", semantics.COOKIES),
    ("Semantics B: bodies", semantics.BODIES),
    ("Semantics U: URLs", semantics.URLS),
    ("Semantics E: requests", semantics.REQUESTS),
    ("Semantics G: tracing", semantics_tracing.TRACING),
    ("Semantics Q: WebSocket", websocket.SEMANTICS),
    ("Semantics J: shared credentials", semantics_credentials.GLOBAL),
    ("Semantics P: Passport", semantics_credentials.PASSPORT),
)

FACTS: tuple[Fact, ...] = tuple(fact for _, facts in GROUPS for fact in facts)

_HEAD = """# Conformance

What is known of WinHTTP's behaviour, fact by fact, and what whttp does about each. This page is written
by `python -m tests.conformance` from `tests/conformance/`; a test fails when it is stale.

Sources: **T** asserted by tests that run on Windows too; **N** by .NET's tests of the handler that sits
on WinHTTP; **C** seen in captures of Windows programs; **D** Microsoft's documentation; **O8**, **O10**,
**S** observed in or read from a reimplementation, which decides only where nothing else speaks.
"""


def page() -> str:
    """The text of `docs/conformance.md`."""
    return "\n".join([_HEAD, _summary(), *(_section(title, facts) for title, facts in GROUPS)])


def _summary() -> str:
    counts = Counter(fact.verdict.value for fact in FACTS)
    shown = len({name for fact in FACTS for name in fact.tests})
    verdicts = ", ".join(f"{number} {verdict}" for verdict, number in counts.most_common())
    return f"{len(FACTS)} facts: {verdicts}. {shown} tests show them.\n"


def _section(title: str, facts: tuple[Fact, ...]) -> str:
    lines = [
        f"## {title}",
        "",
        "| fact | source | what is known | whttp | test |",
        "|---|---|---|---|---|",
    ]
    return "\n".join([*lines, *map(_row, facts), ""])


def _row(fact: Fact) -> str:
    verdict = f"**{fact.verdict.value}**" + (f": {fact.why}" if fact.why else "")
    tests = "<br>".join(f"`{name.rpartition('::')[2]}`" for name in fact.tests)
    cells = (fact.number, fact.sources, fact.text, verdict, tests)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
