"""Logins as text: what a 401 or 407 offers, what was answered and why, and who let us in.

Promise: the same words in the trace, the sections and the summary; what a peer sent is made printable by
whoever writes the line. Nothing here is secret: a user name is not. Judges nothing.
"""

from __future__ import annotations

from winhttp_cli.login_facts import LoginAttempt, LoginOutcome, Party
from winhttp_cli.report.model import Report

#: A left part and what stands beside it.
Line = tuple[str, str]


def attempt_lines(attempt: LoginAttempt) -> list[Line]:
    """One challenge, and the answer or why there is none."""
    lines: list[Line] = []
    if attempt.leg <= 1 and attempt.status:
        offers = ", ".join(attempt.offers) or "no scheme"
        lines.append((f"the {attempt.party.value} offers {offers}", f"{attempt.status}"))
    if attempt.scheme:
        lines.append((_answer(attempt), attempt.why if attempt.leg == 1 else ""))
    else:
        lines.append((f"not answered: {attempt.why}", ""))
    if attempt.fallback and attempt.leg <= 1:
        lines.append((f"without Kerberos: {attempt.fallback}", ""))
    return lines


def _answer(attempt: LoginAttempt) -> str:
    """ "Negotiate (Kerberos), leg 1, as alice, for HTTP/host, bound to TLS"."""
    parts = [scheme_text(attempt.scheme, attempt.mechanism)]
    if attempt.service or not attempt.status:
        parts.append(f"leg {attempt.leg}" if attempt.status else "before any challenge")
    if attempt.leg == 1:
        parts.append(_who(attempt))
        parts += [f"for {attempt.service}"] if attempt.service else []
        parts += ["bound to the TLS connection"] if attempt.has_binding else []
    return ", ".join(parts)


def _who(attempt: LoginAttempt) -> str:
    if attempt.user is None:
        return "with your own credentials"
    return f"as {attempt.user}" if attempt.user else "with an empty user name"


def scheme_text(scheme: str, mechanism: str) -> str:
    """ "Negotiate (Kerberos)", "NTLM"."""
    return f"{scheme} ({mechanism})" if mechanism and mechanism != scheme else scheme


def outcome_text(outcome: LoginOutcome) -> str:
    """Who let us in, and whether we know who that is."""
    text = f"the {outcome.party.value} accepts {scheme_text(outcome.scheme, outcome.mechanism)}"
    if outcome.proven is None:
        return text
    return text + (" and has proved who it is" if outcome.proven else "; it has not proved who it is")


def summary_rows(report: Report) -> list[tuple[str, str, str]]:
    """A row per party that was logged on to, or that was not content."""
    rows = [_summary(report, party) for party in (Party.PROXY, Party.SERVER)]
    return [row for row in rows if row is not None]


def _summary(report: Report, party: Party) -> tuple[str, str, str] | None:
    attempts = [one for each in report.exchanges for one in each.logins if one.party is party]
    if not attempts:
        return None
    outcomes = [one for each in report.exchanges for one in each.logged_on if one.party is party]
    label = "auth" if party is Party.SERVER else "proxy"
    last = attempts[-1]
    if not last.scheme:
        offers = ", ".join(last.offers) or "no scheme"
        return (label, f"{offers} offered, not let in", last.why)
    latest = outcomes[-1] if outcomes else None
    what = scheme_text(last.scheme, last.mechanism)
    right = [f"SPN {last.service}"] if last.service else []
    if latest is not None and latest.proven is not None:
        right.append("mutual" if latest.proven else "not mutual")
    return (label, f"{what} {_who(last)}", ", ".join(right))
