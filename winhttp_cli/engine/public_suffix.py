"""Which domains are public suffixes: com, co.uk, github.io, where anyone may own a name below.

Promise: the one place that knows the public-suffix list, as the package publicsuffixlist keeps it; the
package is loaded at the first question, which only a cookie with a Domain asks, and it is given only
the rules below the domain's own top label: 6 ms instead of 30.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList


def is_public_suffix(domain: str) -> bool:
    """Whether `domain` (lower case, A-labels, no dot at either end) is a public suffix. A top label
    that the list does not know is one (the list's rule `*`)."""
    return bool(_rules(domain.rpartition(".")[2]).is_public(domain))


@lru_cache(maxsize=16)
def _rules(top: str) -> PublicSuffixList:
    """The rules whose last label is `top`, an A-label being written in Unicode in the list."""
    import publicsuffixlist

    names = {top}
    if top.startswith("xn--"):
        names.add(_unicode(top))
    choice = "|".join(re.escape(name) for name in names)
    line = re.compile(rf"^(?:[^\s/]*\.)?(?:{choice})$".encode(), re.MULTILINE)
    with open(publicsuffixlist.PSLFILE, "rb") as file:
        return publicsuffixlist.PublicSuffixList(line.findall(file.read()))


def _unicode(label: str) -> str:
    try:
        return label.encode("ascii").decode("idna")
    except UnicodeError:
        return label
