"""The HTTP/1 policy as a page for people: `python -m tests.engine.http1.policy_table` writes it anew."""

from __future__ import annotations

from pathlib import Path

from winhttp_cli.engine.http1.policy import Rule, Verdict, standard

PAGE = Path(__file__).parents[3] / "docs" / "http1-policy.md"

_INTRODUCTION = """\
# What becomes of malformed HTTP/1 answers

Every shape a server can get wrong has one rule; the codec refuses and tolerates nothing else. A refused
shape ends the exchange with the number given. A tolerated one is read in the way given and leaves a note
in the report; where the last column says so, the connection is not used again, so that no disagreement
about where a message ends can reach the next one. Written from `winhttp_cli/engine/http1/policy.py`;
`tests/engine/http1/policy_cases.py` holds a breach of each rule and its nearest neighbour that is none.

| shape | verdict | how it is read, or why not | standard | connection |
|---|---|---|---|---|
"""


def page() -> str:
    return _INTRODUCTION + "".join(_line(rule) for rule in Rule)


def _line(rule: Rule) -> str:
    ruling = rule.ruling
    is_refused = ruling.verdict is Verdict.REFUSED
    verdict = f"refused, {int(ruling.code or 0)}" if is_refused else "tolerated"
    closes = "closed" if is_refused or ruling.closes else "kept"
    return f"| {ruling.shape} | {verdict} | {ruling.reading} | {standard(rule)} | {closes} |\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
