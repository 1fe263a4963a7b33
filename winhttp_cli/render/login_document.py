"""Logins as members of the JSON document.

Promise: as documented in docs/json-schema.md; null where a fact does not exist. Nothing here is secret.
"""

from __future__ import annotations

from winhttp_cli.login_facts import LoginAttempt, LoginOutcome

Value = None | bool | int | str | list[str]


def login_object(attempt: LoginAttempt) -> dict[str, Value]:
    """A challenge and what was done about it."""
    return {
        "party": attempt.party.value,
        "status": attempt.status or None,
        "offers": list(attempt.offers),
        "scheme": attempt.scheme or None,
        "why": attempt.why,
        "leg": attempt.leg or None,
        "mechanism": attempt.mechanism or None,
        "fallback": attempt.fallback or None,
        "service": attempt.service or None,
        "user": attempt.user,
        "channel_binding": attempt.has_binding,
    }


def outcome_object(outcome: LoginOutcome) -> dict[str, Value]:
    """Who let us in."""
    return {
        "party": outcome.party.value,
        "scheme": outcome.scheme,
        "mechanism": outcome.mechanism or None,
        "proven": outcome.proven,
    }
