"""Starting fast: which modules a command loads, never how long it takes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest

from tests.lab.behaviours import reply
from tests.lab.raw_server import RawServer

HEAVY = ("httpcore", "rich", "OpenSSL", "cryptography", "h2", "h11", "anyio", "trio", "spnego")


def loaded(*arguments: str) -> set[str]:
    """The top-level modules that are loaded once whttp has run these arguments."""
    code = (
        "import sys; sys.argv[1:] = sys.argv[1:]\n"
        "from winhttp_cli.__main__ import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print('\\n' + ' '.join({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, timeout=30
    )
    assert "Traceback" not in done.stderr, done.stderr
    return set(done.stderr.splitlines()[-1].split())


def test_a_lone_version_does_not_load_click() -> None:
    assert "click" not in loaded("--version")


@pytest.mark.parametrize(
    "arguments",
    [("--help",), ("get", "--help"), ("explain", "options"), ("explain", "12175"), ("config", "path")],
)
def test_offline_commands_load_nothing_heavy(arguments: tuple[str, ...]) -> None:
    assert loaded(*arguments).isdisjoint(HEAVY)


def test_a_plain_get_loads_neither_rich_nor_openssl(raw_server: Callable[..., RawServer]) -> None:
    modules = loaded("get", raw_server(reply(200, b"x")).url())
    assert modules.isdisjoint({"rich", "OpenSSL", "cryptography", "h2", "h11", "anyio", "trio", "spnego"})
    assert "httpcore" in modules or "winhttp_cli" in modules


def test_a_plain_get_loads_little_of_the_standard_library(raw_server: Callable[..., RawServer]) -> None:
    modules = loaded("get", raw_server(reply(200, b"x")).url())
    assert modules.isdisjoint(
        {"ast", "dis", "tokenize", "_hashlib", "_json", "dataclasses", "subprocess"}
    )


def test_what_was_put_off_is_there_when_it_is_used(raw_server: Callable[..., RawServer]) -> None:
    assert "_json" in loaded("get", raw_server(reply(200, b"x")).url(), "--json")
