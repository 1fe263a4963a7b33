"""The status notifications of a run, read back from `--callback json:FILE`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.lab.command import Argument, Finished, Whttp

PREFIX = "WINHTTP_CALLBACK_STATUS_"
OPENED = ["HANDLE_CREATED", "HANDLE_CREATED"]
CONNECTED = ["RESOLVING_NAME", "NAME_RESOLVED", "CONNECTING_TO_SERVER", "CONNECTED_TO_SERVER"]
SENT = ["SENDING_REQUEST", "REQUEST_SENT"]
ANSWERED = ["RECEIVING_RESPONSE", "RESPONSE_RECEIVED"]
CLOSED = ["HANDLE_CLOSING", "HANDLE_CLOSING"]
AFTER_CLOSING = ["CLOSING_CONNECTION", "CONNECTION_CLOSED"]


@dataclass(frozen=True, slots=True)
class Heard:
    """One run and what it notified, in order."""

    finished: Finished
    notices: Sequence[dict[str, Any]]

    @property
    def names(self) -> list[str]:
        """Without their prefix, and without the end of the session, which every run has."""
        assert self.notices[-1]["handle_type"] == "session"
        return [notice["name"].removeprefix(PREFIX) for notice in self.notices[:-1]]

    def all(self, name: str, member: str) -> list[Any]:
        """That member of every notice of that name."""
        return [notice[member] for notice in self.notices if notice["name"] == PREFIX + name]


def heard(whttp: Whttp, *arguments: Argument, asynchronous: bool = False) -> Heard:
    """Runs `whttp` with a callback."""
    file = Path(whttp.home) / "notices.jsonl"
    extra = ("--callback-async",) if asynchronous else ()
    finished = whttp(*arguments, "--callback", f"json:{file}", *extra)
    return Heard(finished, [json.loads(line) for line in file.read_text("ascii").splitlines()])
