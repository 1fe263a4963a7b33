"""Files are whole or not there, and the owner's."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from winhttp_cli import whole_file


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_file_and_its_directory_are_the_owners(tmp_path: Path) -> None:
    path = tmp_path / "whttp" / "config.toml"
    whole_file.write_new(path, "a = 1\n")
    assert path.read_bytes() == b"a = 1\n"
    assert (mode(path), mode(path.parent)) == (0o600, 0o700)


def test_a_file_that_is_there_is_not_overwritten_by_write_new(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("mine")
    with pytest.raises(FileExistsError):
        whole_file.write_new(path, "theirs")
    assert path.read_text() == "mine"
    assert os.listdir(tmp_path) == ["config.toml"]


def test_write_replaces_the_content_and_takes_the_file_from_others(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("old")
    path.chmod(0o644)
    whole_file.write(path, "new")
    assert (path.read_text(), mode(path)) == ("new", 0o600)


def test_text_is_utf_8_and_bytes_are_bytes(tmp_path: Path) -> None:
    whole_file.write(tmp_path / "text", "é\n")
    whole_file.write(tmp_path / "bytes", b"\xff\r\n")
    assert (tmp_path / "text").read_bytes() == b"\xc3\xa9\n"
    assert (tmp_path / "bytes").read_bytes() == b"\xff\r\n"


def test_under_a_lock_what_a_killed_run_left_goes(tmp_path: Path) -> None:
    (tmp_path / ".jar.new").write_text("half")
    whole_file.write(tmp_path / "jar", "whole", locked=True)
    assert (os.listdir(tmp_path), (tmp_path / "jar").read_text()) == (["jar"], "whole")


def test_a_symbolic_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "dotfiles").write_text("old")
    (tmp_path / "config.toml").symlink_to("dotfiles")
    whole_file.write(tmp_path / "config.toml", "new")
    assert (tmp_path / "config.toml").is_symlink()
    assert (tmp_path / "dotfiles").read_text() == "new"


def test_a_failure_half_way_leaves_the_old_file_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "config.toml"
    path.write_text("old")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        whole_file.write(path, "new")
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["config.toml"]


def test_a_file_system_without_links_still_refuses_to_overwrite(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(source: Path, target: Path) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    whole_file.write_new(tmp_path / "config.toml", "first")
    with pytest.raises(FileExistsError):
        whole_file.write_new(tmp_path / "config.toml", "second")
    assert (tmp_path / "config.toml").read_text() == "first"
