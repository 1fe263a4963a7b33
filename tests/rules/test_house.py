"""The house rules, held over every file; each has a twin that shows it would notice."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.rules.house import (
    Source,
    caught_too_much,
    cycle,
    forbidden_names,
    foreign_packages,
    late_imports,
    missing_init,
    no_docstring,
    package_sources,
    silenced_without_reason,
    too_long,
    wrong_rooms,
)
from tests.rules.plan_of_the_house import ROOMS

Rule = Callable[[Source], list[str]]

ROOT = Path(__file__).parents[2]
PACKAGE = package_sources(ROOT)
TESTS = [
    Source(f"../{file.relative_to(ROOT).as_posix()}", file.read_text("utf-8"))
    for file in sorted((ROOT / "tests").rglob("*.py"))
]

RULES: list[Rule] = [
    wrong_rooms,
    foreign_packages,
    late_imports,
    too_long,
    no_docstring,
    forbidden_names,
    caught_too_much,
    silenced_without_reason,
]


@pytest.mark.parametrize("rule", RULES)
def test_every_file_of_the_package_keeps_the_rule(rule: Rule) -> None:
    assert [complaint for source in PACKAGE for complaint in rule(source)] == []


@pytest.mark.parametrize("rule", [too_long, no_docstring, forbidden_names])
def test_every_test_file_keeps_the_rule(rule: Rule) -> None:
    assert [complaint for source in TESTS for complaint in rule(source)] == []


def test_no_module_needs_itself_in_a_circle() -> None:
    assert cycle(PACKAGE) == []


def test_every_folder_says_what_it_promises() -> None:
    assert missing_init(ROOT) == []


def test_the_plan_names_every_room_and_no_other() -> None:
    assert {source.room for source in PACKAGE} - {"__init__"} == set(ROOMS)


def test_the_order_of_the_rooms_has_no_circle() -> None:
    rooms = [
        Source(f"{room}.py", "".join(f"import winhttp_cli.{other}\n" for other in known))
        for room, known in ROOMS.items()
    ]
    assert cycle(rooms) == []


BROKEN = [
    (wrong_rooms, "engine/x.py", "from winhttp_cli.options.option import Option"),
    (wrong_rooms, "engine/x.py", "def f():\n    import winhttp_cli.settings"),
    (wrong_rooms, "render/x.py", "if TYPE_CHECKING:\n    from winhttp_cli.engine import pool"),
    (wrong_rooms, "attic/x.py", ""),
    (wrong_rooms, "errors.py", "from winhttp_cli.plan import Header"),
    (wrong_rooms, "actions/x.py", "from winhttp_cli.cli import app"),
    (wrong_rooms, "cli/x.py", "from winhttp_cli.settings.settings import Settings"),
    (foreign_packages, "actions/x.py", "import click"),
    (foreign_packages, "engine/pool.py", "import httpcore"),
    (foreign_packages, "report/x.py", "if TYPE_CHECKING:\n    import httpcore"),
    (foreign_packages, "engine/x.py", "import requests"),
    (foreign_packages, "engine/http1/x.py", "import socket"),
    (foreign_packages, "engine/net/x.py", "import asyncio"),
    (late_imports, "engine/x.py", "def f():\n    import json"),
    (
        late_imports,
        "actions/x.py",
        "class A:\n    def f(self):\n        import winhttp_cli.engine.session",
    ),
    (too_long, "engine/x.py", "x = 1\n" * 401),
    (too_long, "engine/x.py", "def f():\n" + "    x = 1\n" * 50),
    (no_docstring, "engine/x.py", "x = 1"),
    (forbidden_names, "engine/utils.py", ""),
    (forbidden_names, "common/x.py", ""),
    (forbidden_names, "engine/http_helpers.py", ""),
    (caught_too_much, "engine/x.py", "try:\n    f()\nexcept Exception:\n    raise"),
    (caught_too_much, "engine/x.py", "try:\n    f()\nexcept (OSError, Exception):\n    pass"),
    (caught_too_much, "engine/x.py", "try:\n    f()\nexcept BaseException:\n    pass"),
    (caught_too_much, "cli/x.py", "try:\n    f()\nexcept:\n    pass"),
    (silenced_without_reason, "engine/x.py", "x = 1  # type: " + "ignore"),
    (silenced_without_reason, "engine/x.py", "x = 1  # type: " + "ignore[assignment]"),
    (silenced_without_reason, "engine/x.py", "x = 1  # no" + "qa: E501"),
]


@pytest.mark.parametrize(("rule", "path", "text"), BROKEN)
def test_a_broken_rule_is_noticed(rule: Rule, path: str, text: str) -> None:
    assert len(rule(Source(path, text))) == 1


KEPT = [
    (wrong_rooms, "engine/x.py", "from winhttp_cli.plan import Header\nimport winhttp_cli.engine.pool"),
    (wrong_rooms, "cli/x.py", "from winhttp_cli.settings.words import FlagWord"),
    (foreign_packages, "engine/x.py", "if TYPE_CHECKING:\n    from httpcore import Request"),
    (foreign_packages, "cli/x.py", "import click, json"),
    (late_imports, "cli/commands/x.py", "def f():\n    from winhttp_cli.actions.send import run"),
    (too_long, "engine/x.py", "def f():\n" + "    x = 1\n" * 49),
    (forbidden_names, "engine/commonly.py", ""),
    (caught_too_much, "engine/x.py", "try:\n    f()\nexcept BaseException:\n    g()\n    raise"),
    (caught_too_much, "cli/x.py", "try:\n    f()\nexcept Exception:\n    pass"),
    (silenced_without_reason, "engine/x.py", "x = 1  # type: " + "ignore[assignment]  # why it is right"),
    (silenced_without_reason, "engine/x.py", "x = 1  # no" + "qa: BLE001 - the one place"),
]


@pytest.mark.parametrize(("rule", "path", "text"), KEPT)
def test_what_the_plan_allows_is_no_complaint(rule: Rule, path: str, text: str) -> None:
    assert rule(Source(path, text)) == []


def test_a_circle_is_noticed() -> None:
    one = Source("engine/a.py", "import winhttp_cli.engine.b")
    two = Source("engine/b.py", "import winhttp_cli.engine.a")
    named = Source("engine/b.py", "from winhttp_cli.engine import a")
    late = Source("engine/b.py", "def f():\n    import winhttp_cli.engine.a")
    assert len(cycle([one, two])) == 1
    assert len(cycle([one, named])) == 1
    assert cycle([one, late]) == []


def test_a_folder_without_a_promise_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "winhttp_cli" / "room").mkdir(parents=True)
    (tmp_path / "winhttp_cli" / "room" / "x.py").touch()
    (tmp_path / "winhttp_cli" / "__init__.py").touch()
    assert len(missing_init(tmp_path)) == 1


def tracked_files() -> list[Path]:
    """The files of the repository; in a source archive without git, the package and the tests."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True)
    names = listed.stdout.decode().split("\0")[:-1]
    found = [ROOT / name for name in names] or [*ROOT.glob("winhttp_cli/**/*"), *ROOT.glob("tests/**/*")]
    return [file for file in found if file.is_file()]


WORKPLACES = ("/wo" + "rk/", "/ro" + "ot/")


def test_no_file_names_the_place_it_was_written_at() -> None:
    named = [
        (file.relative_to(ROOT).as_posix(), place)
        for file in tracked_files()
        for place in WORKPLACES
        if place.encode() in file.read_bytes()
    ]
    assert named == []
