"""A copy of the tree in which a module can be replaced and the tests be run, the installed command too.

Promise: the tree itself is never touched. The copy has a virtual environment of its own that shares the
tester's packages, so a process under test is the mutated one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

_COPIED = ("winhttp_cli", "tests", "docs", "pyproject.toml", "README.md")
_SCRIPT = """#!{python}
import sys
from winhttp_cli.__main__ import main
sys.exit(main())
"""


class Workshop:
    """The copy under `folder`."""

    def __init__(self, tree: Path, folder: Path) -> None:
        self.folder = folder
        for name in _COPIED:
            _copy(tree / name, folder / name)
        self._python = self._environment()

    def _environment(self) -> Path:
        home = self.folder / ".venv"
        venv.create(home, symlinks=True)
        packages = next(home.glob("lib/python*/site-packages"))
        shared = [place for place in sys.path if place.endswith("site-packages")]
        (packages / "shared.pth").write_text("\n".join([str(self.folder), *shared, ""]))
        script = home / "bin" / "whttp"
        script.write_text(_SCRIPT.format(python=home / "bin" / "python"))
        script.chmod(0o755)
        return home / "bin" / "python"

    def source(self, module: str) -> str:
        """A module of the package as it was copied."""
        return (self.folder / "winhttp_cli" / module).read_text("utf-8")

    def put(self, module: str, source: str) -> None:
        """Replaces a module of the package."""
        (self.folder / "winhttp_cli" / module).write_text(source, "utf-8")

    def passes(self, tests: tuple[str, ...], seconds: float = 300) -> bool:
        """Whether the tests pass; one that does not end is a failure. Those of functions alone start
        without the lab's fixtures: three times as fast."""
        command = [str(self._python), "-m", "pytest", "-x", "-q", "--no-header", *tests]
        if not any(path.startswith(("tests/conformance", "tests/cli")) for path in tests):
            command.append("--noconftest")
        try:
            done = subprocess.run(
                command,
                cwd=self.folder,
                env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONDONTWRITEBYTECODE": "1"},
                capture_output=True,
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return False
        return done.returncode == 0


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    elif source.exists():
        shutil.copy2(source, target)
