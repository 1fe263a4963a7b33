"""The jar's file: what curl reads and writes, owner only, locked, replaced as a whole."""

from __future__ import annotations

import os
import shutil
import socket
import stat
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from winhttp_cli import file_lock
from winhttp_cli.engine import cookie_file
from winhttp_cli.engine.cookie_file import read
from winhttp_cli.engine.cookie_parse import EARLIEST, LATEST
from winhttp_cli.engine.cookies import LARGEST_JAR, CookieJar
from winhttp_cli.errors import ExchangeFault, ExitStatus
from winhttp_cli.target import crack, to_target

NOW = 1_700_000_000.0
SITE = to_target(crack("https://www.example.com/dir/page"))
HEAD = "# Netscape HTTP Cookie File\n"
curl_is_there = pytest.mark.skipif(shutil.which("curl") is None, reason="needs the curl command")


def opened(path: Path, now: float = NOW) -> CookieJar:
    jar = CookieJar(path)
    jar.load(now)
    return jar


def keep(path: Path, *values: str, now: float = NOW) -> None:
    """One run: load, store, save."""
    jar = opened(path, now)
    assert jar.store(SITE, values, now) == ()
    jar.save(now)


def lines(path: Path) -> list[str]:
    return [line for line in path.read_text().splitlines() if "\t" in line]


def refusal(path: Path) -> str:
    with pytest.raises(ExchangeFault) as caught:
        opened(path)
    assert caught.value.status is ExitStatus.FILE
    return caught.value.message


def test_a_jar_without_a_file_keeps_nothing() -> None:
    jar = CookieJar()
    jar.load(NOW)
    jar.save(NOW)


def test_cookies_live_from_run_to_run(tmp_path: Path) -> None:
    path = tmp_path / "jar"
    keep(path, "a=1", "b=2; Secure; HttpOnly; Path=/; Domain=example.com; Max-Age=60")
    assert lines(path) == [
        "www.example.com\tFALSE\t/dir\tFALSE\t0\ta\t1",
        "#HttpOnly_.example.com\tTRUE\t/\tTRUE\t1700000060\tb\t2",
    ]
    assert opened(path).header(SITE, None, NOW) == "a=1; b=2"


def test_the_order_newest_first_survives_the_file(tmp_path: Path) -> None:
    keep(tmp_path / "jar", "a=1", "b=2")
    keep(tmp_path / "jar", "c=3")
    assert opened(tmp_path / "jar").header(SITE, None, NOW) == "c=3; b=2; a=1"


def test_expired_cookies_are_neither_read_nor_kept(tmp_path: Path) -> None:
    path = tmp_path / "jar"
    keep(path, "brief=1; Max-Age=60", "long=2; Max-Age=600")
    assert opened(path, NOW + 60).header(SITE, None, NOW) == "long=2"
    keep(path, "new=3", now=NOW + 60)
    assert [line.split("\t")[5] for line in lines(path)] == ["long", "new"]


def test_a_deleted_cookie_leaves_the_file(tmp_path: Path) -> None:
    path = tmp_path / "jar"
    keep(path, "a=1", "b=2")
    keep(path, "a=; Max-Age=0")
    assert [line.split("\t")[5] for line in lines(path)] == ["b"]


def test_two_runs_at_once_lose_neither_ones_cookies(tmp_path: Path) -> None:
    path = tmp_path / "jar"
    first, second = opened(path), opened(path)
    first.store(SITE, ("a=1",), NOW)
    second.store(SITE, ("b=2",), NOW)
    first.save(NOW)
    second.save(NOW)
    assert opened(path).header(SITE, None, NOW) == "b=2; a=1"


def test_saving_twice_writes_once_and_later_changes_again(tmp_path: Path) -> None:
    path = tmp_path / "jar"
    jar = opened(path)
    jar.store(SITE, ("a=1",), NOW)
    jar.save(NOW)
    path.unlink()
    jar.save(NOW)
    assert not path.exists()
    jar.store(SITE, ("a=; Max-Age=0", "b=2"), NOW)
    jar.save(NOW)
    assert [line.split("\t")[5] for line in lines(path)] == ["b"]


def test_a_run_that_changes_nothing_leaves_the_file_alone(tmp_path: Path) -> None:
    path = tmp_path / "jar"
    path.write_text(HEAD + "h\tFALSE\t/\tFALSE\t0\ta\t1\n# mine\n")
    before = path.read_bytes()
    opened(path).save(NOW)
    assert path.read_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="Windows has no mode bits")
def test_only_the_owner_may_read_the_file(tmp_path: Path) -> None:
    path = tmp_path / "jar"
    path.write_text(HEAD)
    path.chmod(0o644)
    keep(path, "a=1")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "jar.lock").stat().st_mode) == 0o600


def test_a_link_to_the_jar_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    link = tmp_path / "jar"
    link.symlink_to(tmp_path / "real" / "jar")
    keep(link, "a=1")
    assert link.is_symlink()
    assert len(lines(tmp_path / "real" / "jar")) == 1


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "jar"
    keep(path, "a=1")
    before = path.read_bytes()

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ExchangeFault, match="No space left") as caught:
        keep(path, "b=2")
    assert caught.value.status is ExitStatus.FILE
    assert (path.read_bytes(), sorted(os.listdir(tmp_path))) == (before, ["jar", "jar.lock"])


def test_what_a_killed_run_left_behind_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / ".jar.new").write_text("half")
    keep(tmp_path / "jar", "a=1")
    assert sorted(os.listdir(tmp_path)) == ["jar", "jar.lock"]


@pytest.mark.parametrize("text", ['{"a": 1}', "root:x:0:0", "\x00\x01\x02", "a\tb\n"])
def test_a_file_that_is_no_cookie_file_is_refused_and_untouched(tmp_path: Path, text: str) -> None:
    path = tmp_path / "jar"
    path.write_text(text)
    assert "not a cookie file" in refusal(path)
    assert path.read_text() == text


def test_a_file_that_became_something_else_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "jar"
    jar = opened(path)
    jar.store(SITE, ("a=1",), NOW)
    path.write_text("my thesis")
    with pytest.raises(ExchangeFault, match="not a cookie file"):
        jar.save(NOW)
    assert path.read_text() == "my thesis"


@pytest.mark.parametrize("text", ["", "\n", HEAD, "# HTTP cookie file.\n\n"])
def test_an_empty_jar_is_a_jar(tmp_path: Path, text: str) -> None:
    path = tmp_path / "jar"
    path.write_text(text)
    assert len(opened(path)) == 0


def test_a_directory_or_a_missing_one_is_status_14(tmp_path: Path) -> None:
    assert "directory" in refusal(tmp_path)
    jar = opened(tmp_path / "no" / "jar")
    jar.store(SITE, ("a=1",), NOW)
    with pytest.raises(ExchangeFault) as caught:
        jar.save(NOW)
    assert caught.value.status is ExitStatus.FILE


def test_a_giant_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cookie_file, "_LARGEST_FILE", 10)
    path = tmp_path / "jar"
    path.write_text(HEAD)
    assert "more than 10 bytes" in refusal(path)


def test_a_file_at_the_limit_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cookie_file, "_LARGEST_FILE", len(HEAD))
    (tmp_path / "jar").write_text(HEAD)
    assert len(opened(tmp_path / "jar")) == 0


def test_a_file_of_cookies_needs_no_heading(tmp_path: Path) -> None:
    (tmp_path / "jar").write_text("h\tFALSE\t/\tFALSE\t0\ta\t1\n")
    assert len(opened(tmp_path / "jar")) == 1


def test_a_jar_that_was_never_loaded_saves_all_it_has(tmp_path: Path) -> None:
    jar = CookieJar(tmp_path / "jar")
    jar.store(SITE, ("a=1",), NOW)
    jar.save(NOW)
    assert len(lines(tmp_path / "jar")) == 1


def test_an_address_covers_nothing_below_it_in_the_file_either(tmp_path: Path) -> None:
    jar = CookieJar(tmp_path / "jar")
    jar.store(to_target(crack("http://127.0.0.1/")), ("a=1; Domain=127.0.0.1",), NOW)
    jar.save(NOW)
    assert lines(tmp_path / "jar") == ["127.0.0.1\tFALSE\t/\tFALSE\t0\ta\t1"]


def test_a_file_with_too_many_cookies_is_cut_to_what_a_jar_holds(tmp_path: Path) -> None:
    path = tmp_path / "jar"
    made = "".join(f"h{n // 100}\tFALSE\t/\tFALSE\t0\tn{n}\tv\n" for n in range(LARGEST_JAR + 500))
    path.write_text(HEAD + made)
    assert len(opened(path)) == LARGEST_JAR
    keep(path, "new=1")
    assert (len(lines(path)), lines(path)[-1].split("\t")[5]) == (LARGEST_JAR, "new")


@pytest.mark.parametrize(
    "line",
    [
        "# h\tFALSE\t/\tFALSE\t0\ta\t1",
        "h\tFALSE\t/\tFALSE\t0",
        "h\tFALSE\t/\tFALSE\t0\ta\t1\t2",
        "h\tperhaps\t/\tFALSE\t0\ta\t1",
        "h\tTRUE\t/\tperhaps\t0\ta\t1",
        "h\tFALSE\trelative\tFALSE\t0\ta\t1",
        "\tFALSE\t/\tFALSE\t0\ta\t1",
        "h\tFALSE\t/\tFALSE\t0\t\t1",
        "h\tFALSE\t/\tFALSE\t0\ta\t1\x1b[2J",
        "h\tFALSE\t/\tFALSE\t0\ta\t1\x7f",
        "h\tFALSE\t/\tFALSE\t0\ta\t" + "v" * 4096,
    ],
)
def test_lines_that_are_no_cookies_are_passed_over(tmp_path: Path, line: str) -> None:
    path = tmp_path / "jar"
    path.write_text(f"{HEAD}{line}\nh\tfalse\t/\tTrue\t0\tgood\t\r\n")
    (cookie,) = read(path)
    assert (cookie.name, cookie.value, cookie.secure) == ("good", "", True)


@pytest.mark.parametrize(
    ("text", "expires"),
    [
        ("0", None),
        ("1", 1.0),
        ("9" * 400, LATEST),
        ("0" * 400, None),
        ("0" * 400 + "7", 7.0),
        ("253402300798", LATEST - 1),
        ("999999999999", LATEST),
        ("-1", EARLIEST),
        ("soon", EARLIEST),
        ("", EARLIEST),
    ],
)
def test_expiry_in_the_file(tmp_path: Path, text: str, expires: float | None) -> None:
    path = tmp_path / "jar"
    path.write_text(f"{HEAD}h\tFALSE\t/\tFALSE\t{text}\ta\t1\n")
    assert read(path)[0].expires == expires


def test_a_digit_that_is_not_ascii_is_no_time(tmp_path: Path) -> None:
    path = tmp_path / "jar"
    path.write_bytes(f"{HEAD}h\tFALSE\t/\tFALSE\t\xb2\ta\t1\n".encode("latin-1"))
    assert read(path)[0].expires == EARLIEST


def test_an_expiry_in_the_first_second_does_not_become_the_sessions(tmp_path: Path) -> None:
    keep(tmp_path / "jar", "a=1; Max-Age=1", now=-0.5)
    assert lines(tmp_path / "jar") == ["www.example.com\tFALSE\t/dir\tFALSE\t1\ta\t1"]


def test_the_largest_cookie_and_blanks_in_a_value_survive_and_no_value_becomes_an_empty_one(
    tmp_path: Path,
) -> None:
    largest = "v" * 4095
    keep(tmp_path / "jar", f"a={largest}", "b=c d", "e")
    assert opened(tmp_path / "jar").header(SITE, None, NOW) == f"e=; b=c d; a={largest}"


def test_octets_above_ascii_come_back_as_they_went(tmp_path: Path) -> None:
    keep(tmp_path / "jar", "a=caf\xe9\xff")
    assert opened(tmp_path / "jar").header(SITE, None, NOW) == "a=caf\xe9\xff"


def test_a_lock_held_by_another_is_waited_for_and_then_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "jar"
    monkeypatch.setattr(cookie_file, "locked", lambda name: file_lock.locked(name, patience=0.0))
    with file_lock.locked(path), pytest.raises(ExchangeFault, match="another process keeps it locked"):
        keep(path, "a=1")
    keep(path, "a=1")


def test_a_lock_that_is_given_back_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = file_lock.locked(tmp_path / "jar")
    other.__enter__()
    pauses: list[float] = []

    def give_back(seconds: float) -> None:
        pauses.append(seconds)
        other.__exit__(None, None, None)

    monkeypatch.setattr(file_lock, "time", SimpleNamespace(monotonic=time.monotonic, sleep=give_back))
    with file_lock.locked(tmp_path / "jar"):
        assert len(pauses) == 1


# --- curl ------------------------------------------------------------------------------------------


@pytest.fixture
def peer() -> Iterator[tuple[int, list[bytes]]]:
    """A server for two requests: it sets cookies, and keeps what it was sent."""
    received: list[bytes] = []
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(10)
    answer = (
        b"HTTP/1.1 200 OK\r\nSet-Cookie: own=1; HttpOnly\r\n"
        b"Set-Cookie: wide=2; Path=/; Domain=site.test\r\n"
        b"Set-Cookie: kept=3; Max-Age=6000; Path=/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    )

    def serve() -> None:
        with listener:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                received.append(connection.recv(65536))
                connection.sendall(answer)

    thread = threading.Thread(target=serve)
    thread.start()
    yield listener.getsockname()[1], received
    thread.join()


def curl(port: int, *arguments: str) -> None:
    command = ["curl", "-sS", "--max-time", "10", "--noproxy", "*", *arguments]
    to_peer = ["--connect-to", f"::127.0.0.1:{port}", "http://www.site.test/dir/page"]
    subprocess.run([*command, *to_peer], check=True, timeout=20, env={"PATH": os.environ["PATH"]})


@curl_is_there
def test_curl_sends_what_our_jar_holds(tmp_path: Path, peer: tuple[int, list[bytes]]) -> None:
    port, received = peer
    jar = opened(tmp_path / "jar")
    answer = (
        "own=1; HttpOnly",
        "wide=2; Path=/; Domain=site.test; Max-Age=6000000000",
        "no=; Path=/no",
        "e=",
    )
    jar.store(to_target(crack("http://www.site.test/dir/page")), answer, NOW)
    jar.save(NOW)
    curl(port, "--cookie", str(tmp_path / "jar"))
    (line,) = (line for line in received[0].split(b"\r\n") if line.startswith(b"Cookie: "))
    assert sorted(line[8:].split(b"; ")) == [b"e=", b"own=1", b"wide=2"]


@curl_is_there
def test_our_jar_sends_what_curl_kept(tmp_path: Path, peer: tuple[int, list[bytes]]) -> None:
    port, _ = peer
    curl(port, "--cookie-jar", str(tmp_path / "jar"))
    jar = CookieJar(tmp_path / "jar")
    jar.load(NOW)
    same = to_target(crack("http://www.site.test/dir/page"))
    sibling = to_target(crack("http://a.site.test/dir/page"))
    assert set((jar.header(same, None, NOW) or "").split("; ")) == {"own=1", "wide=2", "kept=3"}
    assert jar.header(sibling, None, NOW) == "wide=2"
    own = next(cookie for cookie in read(tmp_path / "jar") if cookie.name == "own")
    assert (own.http_only, own.expires) == (True, None)
