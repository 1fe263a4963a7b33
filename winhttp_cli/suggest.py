"""The known word that a mistyped one most likely stood for: an option, an error, a release, a profile.

Promise: small and without imports; it runs only when something is refused.
"""

from __future__ import annotations

from collections.abc import Iterable


def closest(word: str, known: Iterable[str]) -> str:
    """The known word nearest to `word`, or "" when none is near enough to be helpful."""
    limit = max(1, len(word) // 3)
    best, best_distance = "", limit + 1
    for candidate in known:
        if abs(len(candidate) - len(word)) < best_distance:
            distance = edits(word.lower(), candidate.lower())
            if distance < best_distance:
                best, best_distance = candidate, distance
    return best


def edits(one: str, other: str) -> int:
    """Insertions, deletions, replacements and swaps of neighbours that turn `one` into `other`."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        before, above, row = row, before, [i]
        for j, wanted in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if above and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
    return row[-1]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint line, or ""."""
    found = closest(word, known)
    return f"did you mean {found}?" if found else ""
