"""The configuration file: what is read, and what is refused with file, line and column."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from winhttp_cli.errors import Code, ExitStatus, UsageFault
from winhttp_cli.settings.files import MAXIMUM_SIZE, NO_FILE, read

BROKEN = [
    (b"a = 1\nb = [1,\nc", "line 3, column 1: "),
    (b"a = ", "line 1, column 5: "),
    (b"a = 1\na = 2\n", "line 2, column 6: Cannot overwrite a value"),
    (b"a = 1\nb = \xff\n", "line 2, column 5: not UTF-8"),
    (b"\x00\x01\x02", "line 1, column 1: "),
    (b"\x7fELF\x02\x01\x01\x00\xf8", "not UTF-8"),
    (b"a = " + b"[" * 5000, "nested too deeply"),
    (b"a = " + b"9" * 5000, "a number beyond all measure"),
    (b"a = 1\x1b[31m", "line 1, column 6"),
    (b'profile = "lab"\n', "profile holds tables"),
    (b"[profile]\nlab = 1\n", "profile holds tables"),
    (b"# " + b"x" * MAXIMUM_SIZE, "larger than 1048576 bytes"),
]


def written(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "config.toml"
    path.write_bytes(data)
    return path


def test_top_level_keys_and_profiles_are_told_apart(tmp_path: Path) -> None:
    path = written(tmp_path, b'a = 1\n[profile.lab]\nb = "x"\n')
    config = read(path, required=False)
    assert config.plain == {"a": 1}
    assert config.profiles == {"lab": {"b": "x"}}
    assert config.label == "config.toml"


def test_the_mark_of_windows_editors_is_no_part_of_the_first_key(tmp_path: Path) -> None:
    assert read(written(tmp_path, b"\xef\xbb\xbfa = 1\r\n"), required=False).plain == {"a": 1}


@pytest.mark.parametrize(("data", "message"), BROKEN)
def test_a_broken_file_is_one_line_with_its_place(tmp_path: Path, data: bytes, message: str) -> None:
    path = written(tmp_path, data)
    with pytest.raises(UsageFault) as caught:
        read(path, required=False)
    assert message in caught.value.message
    assert caught.value.message.startswith(f"{path}: ")
    assert "\n" not in caught.value.message
    assert caught.value.message.isprintable()
    assert (caught.value.origin, caught.value.status) == (str(path), ExitStatus.USAGE)
    assert caught.value.code == Code.ERROR_INVALID_PARAMETER


def test_a_missing_file_is_empty_at_the_usual_place_and_refused_where_named(tmp_path: Path) -> None:
    assert read(tmp_path / "config.toml", required=False) is NO_FILE
    with pytest.raises(UsageFault, match="there is no such file"):
        read(tmp_path / "config.toml", required=True)


@pytest.mark.parametrize("required", [True, False])
def test_a_directory_is_refused(tmp_path: Path, required: bool) -> None:
    with pytest.raises(UsageFault, match=r"is not a regular file|cannot be read: Is a directory"):
        read(tmp_path, required=required)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no named pipes in its file system")
def test_a_pipe_at_the_usual_place_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "config.toml")
    with pytest.raises(UsageFault, match="is not a regular file"):
        read(tmp_path / "config.toml", required=False)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no /dev")
def test_an_endless_file_is_read_in_bounded_memory() -> None:
    with pytest.raises(UsageFault, match="larger than"):
        read(Path("/dev/zero"), required=True)


def test_a_name_that_cannot_be_a_file_is_refused() -> None:
    with pytest.raises(UsageFault, match="cannot be a file"):
        read(Path("a\0b"), required=True)
