"""The door to httpcore: cheap, the real classes, and a plain import where the layout is unknown."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("_ssl", "anyio", "trio", "h11", "h2", "certifi", "OpenSSL")


def run(code: str, path: Path | None = None) -> str:
    """What `code` prints in a fresh interpreter that looks for modules in `path` first."""
    front = f"import sys; sys.path.insert(0, {str(path)!r});" if path else ""
    command = [sys.executable, "-c", front + code]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture
def with_async_libraries(tmp_path: Path) -> Path:
    """A directory with packages named anyio and trio that say so when they are executed."""
    for name in ("anyio", "trio"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text(f"print({name!r}, 'was loaded'); mark = 1\n")
    return tmp_path


def test_nothing_heavy_is_loaded() -> None:
    code = (
        "import sys, winhttp_cli.engine.corehttp\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    assert run(code) == "[]"


def test_anyio_and_trio_are_not_executed_where_they_are_installed(with_async_libraries: Path) -> None:
    assert run("import winhttp_cli.engine.corehttp", with_async_libraries) == ""


def test_a_plain_import_would_execute_them(with_async_libraries: Path) -> None:
    assert "anyio was loaded" in run("import httpcore._synchronization", with_async_libraries)


def test_a_module_put_off_is_executed_by_its_first_use(with_async_libraries: Path) -> None:
    code = "import winhttp_cli.engine.corehttp; import anyio; print('imported'); print(anyio.mark)"
    assert run(code, with_async_libraries).splitlines() == ["imported", "anyio was loaded", "1"]


def test_a_later_plain_import_gives_the_same_classes() -> None:
    code = """
import winhttp_cli.engine.corehttp as door
import httpcore
names = [n for n in door.__all__ if hasattr(httpcore, n)]
print(len(names), all(getattr(door, n) is getattr(httpcore, n) for n in names))
print(httpcore.AsyncConnectionPool.__module__, httpcore.default_ssl_context().verify_mode.name)
"""
    assert run(code).splitlines() == ["24 True", "httpcore CERT_REQUIRED"]


def test_an_earlier_plain_import_is_used_as_it_is() -> None:
    code = """
import httpcore
import winhttp_cli.engine.corehttp as door
print(door.ConnectionPool is httpcore.ConnectionPool, door.http2_connection() is httpcore.HTTP2Connection)
"""
    assert run(code) == "True True"


def test_http2_is_loaded_without_the_asyncio_half() -> None:
    code = """
import sys, winhttp_cli.engine.corehttp as door
print(door.http2_connection().__name__, "h2" in sys.modules, "httpcore._async" in sys.modules)
import httpcore
print(door.http2_connection() is httpcore.HTTP2Connection)
"""
    assert run(code).splitlines() == ["HTTP2Connection True False", "True"]


def test_a_stock_pool_still_makes_stock_connections() -> None:
    code = """
import winhttp_cli.engine.corehttp as door
pool = door.ConnectionPool()
print(type(pool.create_connection(door.URL("http://127.0.0.1:1/").origin)).__name__)
"""
    assert run(code) == "HTTPConnection"


def test_an_unknown_layout_falls_back_to_the_plain_import(tmp_path: Path) -> None:
    package = tmp_path / "httpcore"
    package.mkdir()
    (package / "__init__.py").write_text(
        "print('plain')\n"
        "def __getattr__(name):\n"
        "    if name.startswith('__'): raise AttributeError(name)\n"
        "    return 'new ' + name\n"
    )
    code = "import winhttp_cli.engine.corehttp as door; print(door.ConnectionPool, door.ReadError)"
    assert run(code, tmp_path).splitlines() == ["plain", "new ConnectionPool new ReadError"]
