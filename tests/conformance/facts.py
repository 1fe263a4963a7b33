"""What is known of WinHTTP's behaviour, fact by fact, and what whttp does about each.

Promise: every fact has a verdict, a difference has its reason, and a fact that a command line can show
has a test named after it (`test_b15_...` for behaviour b15, `test_semantics_r4_...` for semantics R4).
`docs/conformance.md` is written from here (`python -m tests.conformance`); it is stale, a test name is
wrong or a number is missing: a test fails.

Sources: T asserted by tests that run on Windows too, N by .NET's tests on Windows, C seen in captures of
Windows programs, D documented by Microsoft, O observed in or S read from a reimplementation, which
decides only where nothing else speaks.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Verdict(Enum):
    """What whttp does about a fact."""

    AGREES = "agrees"
    DIFFERS = "differs"
    API_ONLY = "API only"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Fact:
    """One row. `number` is the fact's id in its collection ("b15", "R4"); `why` says how we differ, which
    call would show it, or which work it belongs to; `tests` are test functions of this folder, or
    `path::function` for one that stands elsewhere."""

    number: str
    sources: str
    text: str
    verdict: Verdict
    why: str = ""
    tests: tuple[str, ...] = ()


def agrees(number: str, sources: str, text: str, *tests: str, note: str = "") -> Fact:
    """whttp does the same."""
    return Fact(number, sources, text, Verdict.AGREES, note, tests)


def differs(number: str, sources: str, text: str, why: str, *tests: str) -> Fact:
    """whttp does something else, on purpose."""
    return Fact(number, sources, text, Verdict.DIFFERS, why, tests)


def api_only(number: str, sources: str, text: str, call: str) -> Fact:
    """No command line can show it; `call` would."""
    return Fact(number, sources, text, Verdict.API_ONLY, call)


def later(number: str, sources: str, text: str, subject: str) -> Fact:
    """Part of the work on `subject`."""
    return Fact(number, sources, text, Verdict.LATER, subject)
