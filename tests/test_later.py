"""Modules put off: nothing is executed before it is used, and then everything is as after an import."""

from __future__ import annotations

import importlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Barrier, Thread

import pytest

from winhttp_cli.later import postpone


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that modules are found in; they are forgotten afterwards."""
    monkeypatch.syspath_prepend(str(tmp_path))
    before = set(sys.modules)
    yield tmp_path
    for name in set(sys.modules) - before:
        del sys.modules[name]


def written(folder: Path, name: str, text: str) -> None:
    (folder / f"{name}.py").write_text(text)
    importlib.invalidate_caches()


def test_a_module_put_off_is_not_executed_by_being_imported(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(folder, "loud", "print('executed')\nmark = 1\n")
    postpone("loud")
    loud = importlib.import_module("loud")
    assert capsys.readouterr().out == ""
    assert loud.mark == 1
    assert capsys.readouterr().out == "executed\n"


def test_it_is_executed_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(folder, "loud", "print('executed')\nmark, other = 1, 2\n")
    postpone("loud")
    loud = importlib.import_module("loud")
    assert (loud.mark, loud.other, loud.mark) == (1, 2, 1)
    assert capsys.readouterr().out == "executed\n"


def test_a_name_it_does_not_have_is_an_attribute_error(folder: Path) -> None:
    written(folder, "small", "mark = 1\n")
    postpone("small")
    with pytest.raises(AttributeError, match="small"):
        _ = importlib.import_module("small").absent


def test_what_is_loaded_stays_as_it_is(folder: Path) -> None:
    written(folder, "early", "mark = []\n")
    early = importlib.import_module("early")
    mark = early.mark
    postpone("early")
    assert importlib.import_module("early").mark is mark


_USES_COMPILED = """
from winhttp_cli.later import postpone
postpone("binascii", "unicodedata", "zlib")
import binascii, unicodedata, zlib
assert zlib.decompressobj(15).decompress(zlib.compress(b"whole")) == b"whole"
assert unicodedata.ucd_3_2_0.normalize("NFC", "e\\u0301") == "\\u00e9"
assert issubclass(binascii.Error, ValueError)
"""


def test_a_compiled_module_works_as_if_it_had_not_been_named() -> None:
    # its functions are there before it has been executed, and crash: hence a process of its own
    assert subprocess.run([sys.executable, "-c", _USES_COMPILED]).returncode == 0


def test_what_is_not_installed_is_passed_over() -> None:
    postpone("no_such_module_anywhere")
    assert "no_such_module_anywhere" not in sys.modules
    with pytest.raises(ImportError):
        importlib.import_module("no_such_module_anywhere")


def test_a_package_put_off_gives_its_submodules_without_being_executed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "box").mkdir()
    written(folder, "box/__init__", "print('executed')\n")
    written(folder, "box/inner", "mark = 3\n")
    postpone("box")
    assert importlib.import_module("box.inner").mark == 3
    assert capsys.readouterr().out == ""


def test_two_modules_that_need_each_other_load(folder: Path) -> None:
    written(folder, "left", "mark = 1\nimport right\nboth = mark + right.mark\n")
    written(folder, "right", "import left\nmark = left.mark + 1\n")
    postpone("left", "right")
    assert importlib.import_module("left").both == 3


def test_a_circle_that_cannot_work_is_an_attribute_error(folder: Path) -> None:
    written(folder, "snake", "import tail\nmark = 1\n")
    written(folder, "tail", "import snake\nmark = snake.mark\n")
    postpone("snake")
    with pytest.raises(AttributeError, match="mark"):
        _ = importlib.import_module("snake").mark


def test_an_error_in_it_is_raised_at_every_use(folder: Path) -> None:
    written(folder, "broken", "raise OSError('no such thing')\n")
    postpone("broken")
    broken = importlib.import_module("broken")
    for _ in range(2):
        with pytest.raises(OSError, match="no such thing"):
            _ = broken.mark


def test_no_thread_sees_a_module_half_loaded(folder: Path) -> None:
    written(folder, "slow", "mark = 1\nsum(range(1_000_000))\nlast = 2\n")
    postpone("slow")
    slow, together, seen = importlib.import_module("slow"), Barrier(4), list[int]()

    def use() -> None:
        together.wait()
        seen.append(slow.last)

    threads = [Thread(target=use) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [2, 2, 2, 2]
