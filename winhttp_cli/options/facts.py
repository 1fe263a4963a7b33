"""The words that --query and --expect take beside the names of options: facts of the exchange.

Promise: no option has one of these names. What answers them is the report's business.
"""

from __future__ import annotations

#: Asks for the values of a field of the answer: `header:NAME`.
HEADER = "header:"
FIELD = "A field of the answer, by its name."

FACTS = {
    "status": "The HTTP status of the answer.",
    "error": "WinHTTP's number of the failure, 0 for none.",
    "milliseconds": "How long all of it took.",
    "received": "The bytes of the body that came.",
    "redirects": "How many redirects were followed.",
    "close-code": "The code a WebSocket was closed with.",
    "close-reason": "The reason that came with it.",
    "messages": "How many messages came over a WebSocket.",
}


def is_fact(word: str) -> bool:
    """Whether `word`, in lower case, asks for a fact and not for an option."""
    return word in FACTS or (word.startswith(HEADER) and len(word) > len(HEADER))
