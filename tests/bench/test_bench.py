"""The measuring measures: medians, turns, ratios, and commands that fail."""

from __future__ import annotations

import sys
from collections.abc import Callable
from urllib.request import ProxyHandler, Request, build_opener

import pytest

from bench import __main__ as bench
from bench import results
from bench.measuring import Failed, Launcher, Run, Summary, in_turn
from bench.server import serving
from bench.tasks import FLOOR, Task


def summary(wall: float) -> Summary:
    return Summary.of([Run(wall, wall / 2, 10.0)])


def test_a_summary_is_medians_the_spread_and_the_largest_peak() -> None:
    found = Summary.of([Run(3.0, 1.0, 20.0), Run(1.0, 2.0, 10.0), Run(2.0, 9.0, 30.0)])
    assert found == Summary(wall=2.0, lowest=1.0, highest=3.0, processor=2.0, peak=30.0)


def test_commands_run_in_turn_and_the_first_round_does_not_count() -> None:
    said: list[str] = []

    def command(name: str) -> Callable[[], Run]:
        def measure() -> Run:
            said.append(name)
            return Run(float(len(said)), 0.0, 0.0)

        return measure

    figures = in_turn({name: command(name) for name in "abc"}, 3, lambda text: None)
    assert [said[at : at + 3] for at in range(0, 12, 3)] == [
        list("cab"),
        list("abc"),
        list("bca"),
        list("cab"),
    ]
    assert figures["a"].lowest == 4.0


def test_a_process_is_measured() -> None:
    with Launcher() as launcher:
        small = launcher.run([sys.executable, "-S", "-c", "pass"])
        large = launcher.run([sys.executable, "-S", "-c", "x = bytearray(64 << 20)"])
    assert small.processor > 0
    assert large.peak - small.peak > 50


def test_a_command_that_fails_is_no_measurement() -> None:
    with Launcher() as launcher, pytest.raises(Failed, match="status 3"):
        launcher.run([sys.executable, "-c", "raise SystemExit(3)"])


def test_what_further_requests_cost_is_the_difference() -> None:
    walls = {
        "whttp, 1 request": 1.0,
        "whttp, 200 requests": 4.0,
        "curl, 1 request": 0.5,
        "curl, 200 requests": 2.0,
    }
    figures = {name: summary(wall) for name, wall in walls.items()}
    assert results.further(figures) == {"whttp": 3.0, "curl": 1.5}
    page = results.page([(Task("many", "curl, 200 requests", {}), figures)], [], 11)
    assert "- whttp, start-up subtracted: 2.00 of curl" in page
    assert (
        "| whttp, 200 requests | 4000 ms | 4000 ms to 4000 ms | 2000 ms | 10 MiB | 2.00 | 2.00 |" in page
    )


def test_the_server_gives_and_takes() -> None:
    direct = build_opener(ProxyHandler({}))
    with serving() as url:
        with direct.open(f"{url}/3000000") as answer:
            assert answer.read() == bytes(3_000_000)
        with direct.open(Request(f"{url}/upload", bytes(3_000_000), method="PUT")) as answer:
            assert answer.status == 204


def test_a_quick_measurement_of_the_start_writes_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = bench.PAGE.read_bytes() if bench.PAGE.exists() else b""
    monkeypatch.setattr(sys, "argv", ["bench", "--quick", "--only", "start"])
    bench.main()
    out = capsys.readouterr().out
    assert FLOOR in out
    assert "whttp --version" in out
    assert before == (bench.PAGE.read_bytes() if bench.PAGE.exists() else b"")
