"""How a run ended, said in one word."""

from __future__ import annotations

from tests.lab.command import Finished


def good(finished: Finished) -> Finished:
    """The run succeeded."""
    assert finished.status == 0, finished
    return finished


def failed(finished: Finished, status: int, number: int) -> Finished:
    """The run ended with this exit status and named this WinHTTP number."""
    assert finished.status == status, finished
    assert f" {number} " in finished.err, finished
    return finished


def refused(finished: Finished, number: int) -> Finished:
    """The run was refused as the user's mistake."""
    return failed(finished, 2, number)
