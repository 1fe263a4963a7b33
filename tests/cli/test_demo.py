"""`whttp demo`: the tour as a person sees it, and the server it can leave up."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.lab.client import body
from tests.lab.command import Finished, Whttp
from tests.lab.terminal import Shown

Terminal = Callable[..., Shown]


@pytest.fixture(scope="module")
def toured(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    """One run of the tour, its output in pipes."""
    return Whttp(tmp_path_factory.mktemp("home"))("demo", limit=60)


def test_the_tour_shows_a_real_exchange_over_tls(toured: Finished) -> None:
    assert toured.status == 0, toured
    assert "HTTP/1.1 200 OK" in toured.out
    assert '"name": "alice"' in toured.out
    for word in ("protocol", "cert", "security", "route", "time"):
        assert re.search(rf"^ +{word} +\S", toured.err, re.MULTILINE), word


def test_each_step_ends_as_it_must_and_the_bad_certificates_are_refused(toured: Finished) -> None:
    assert re.findall(r"\(exit status (.*)\)", toured.out) == ["0", "0", "0", "0", "7", "7"]
    assert "12037" in toured.err
    assert "12038" in toured.err


def test_no_check_is_ever_turned_off(toured: Finished) -> None:
    commands = [line for line in toured.out.splitlines() if line.startswith("$ whttp ")]
    assert len(commands) == 6
    assert not any(flag in line for line in commands for flag in (" -k", "--ignore", "--security-flags"))
    assert all(" --ca-file " in line for line in commands)


def test_the_users_own_settings_do_not_change_the_tour(whttp: Whttp) -> None:
    whttp.configure("connect-retries = nonsense")
    disturbing = {"HTTPS_PROXY": "http://127.0.0.1:1", "WHTTP_REDIRECT_POLICY": "nonsense"}
    assert whttp("demo", env=disturbing, limit=60).status == 0


def test_on_a_terminal_the_tour_fits_eighty_columns(terminal: Terminal) -> None:
    shown = terminal("demo", columns=80, limit=60)
    assert shown.status == 0, shown
    assert "3 of 8 checks failed" in shown.text


def test_serve_keeps_the_server_up_until_interrupted(whttp: Whttp) -> None:
    with whttp.start("demo", "--serve") as running:
        assert running.process.stdout is not None
        shown = b"".join(iter(running.process.stdout.readline, b"\n")).decode()
        plain = re.search(r"http://localhost:\d+", shown)
        assert plain is not None
        assert b"whttp demo server" in body(plain[0])
        running.interrupt()
        assert running.finish().status == 0
