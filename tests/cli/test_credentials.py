"""`whttp credentials`: what is kept for all runs, and that nobody else gets to see it."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.lab.command import Finished, Whttp

PASSWORD = "correct-horse-battery"
POSIX = pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
RING = '''
import json, os, pathlib
from keyring.backend import KeyringBackend
from keyring.errors import KeyringError, PasswordDeleteError

FILE = pathlib.Path(os.environ["LAB_RING"])

class Keyring(KeyringBackend):
    """Keeps passwords in a file of the test's; one that is read-only is a locked keyring."""

    priority = 1

    def _all(self):
        if os.environ.get("LAB_RING_LOCKED"):
            raise KeyringError("it is locked")
        return json.loads(FILE.read_text()) if FILE.exists() else {}

    def get_password(self, service, username):
        return self._all().get(f"{service}|{username}")

    def set_password(self, service, username, password):
        FILE.write_text(json.dumps(self._all() | {f"{service}|{username}": password}))

    def delete_password(self, service, username):
        left = self._all()
        if left.pop(f"{service}|{username}", None) is None:
            raise PasswordDeleteError
        FILE.write_text(json.dumps(left))
'''


def store(whttp: Whttp) -> Path:
    return whttp.config.with_name("credentials.toml")


def keep(
    whttp: Whttp,
    *words: str,
    user: str = "alice",
    password: str = PASSWORD,
    env: Mapping[str, str] | None = None,
) -> Finished:
    given = ("-u", user, "--password-stdin")
    return whttp("credentials", "set", *words, *given, stdin=f"{password}\n", env=env)


def listed(whttp: Whttp) -> list[str]:
    """The lines of the list, blanks made one."""
    return [" ".join(line.split()) for line in whttp("credentials", "list").out.splitlines()]


@pytest.fixture
def ring(tmp_path: Path) -> dict[str, str]:
    """The environment of runs that have a keyring."""
    (tmp_path / "lab_ring.py").write_text(RING)
    return {
        "PYTHON_KEYRING_BACKEND": "lab_ring.Keyring",
        "PYTHONPATH": str(tmp_path),
        "LAB_RING": str(tmp_path / "ring.json"),
    }


def test_what_is_set_is_listed_without_its_password(whttp: Whttp) -> None:
    keep(whttp, "api.test:8443", "--auth-scheme", "digest", "--realm", "corp")
    keep(whttp, "px.test", "--for-proxy", user="DOM\\bob")
    assert listed(whttp) == [
        'server api.test:8443 alice digest realm "corp" *** file',
        "proxy px.test DOM\\bob any scheme any realm *** file",
    ]


def test_the_list_as_json(whttp: Whttp) -> None:
    keep(whttp, "https://api.test/v1")
    document = whttp("credentials", "list", "--json").json
    assert document["schema"] == 1
    (entry,) = document["credentials"]
    assert (entry["host"], entry["port"], entry["url"]) == ("api.test", 443, "https://api.test/v1")
    assert (entry["user"], entry["password"], entry["in_keyring"]) == ("alice", "***", False)


@pytest.mark.parametrize("outlet", [(), ("--json",), ("-v",), ("--show-secrets",)])
def test_the_password_is_shown_by_no_verb(whttp: Whttp, outlet: tuple[str, ...]) -> None:
    runs = [keep(whttp, "api.test"), whttp("credentials", "list", *outlet)]
    runs.append(whttp("credentials", "delete", "api.test", *outlet))
    assert [run.status for run in runs] == [0, 0, 0]
    assert all(PASSWORD not in run.out + run.err for run in runs)


def test_a_newer_one_for_the_same_place_replaces_the_older(whttp: Whttp) -> None:
    keep(whttp, "api.test")
    keep(whttp, "API.test", user="bob")
    assert listed(whttp) == ["server api.test bob any scheme any realm *** file"]


def test_port_scheme_realm_and_side_make_a_place_of_its_own(whttp: Whttp) -> None:
    for words in ([], ["--realm", "r"], ["--auth-scheme", "basic"], ["--for-proxy"]):
        keep(whttp, "api.test", *words)
    keep(whttp, "api.test:81")
    assert len(listed(whttp)) == 5


def test_delete_takes_what_was_named_and_leaves_the_rest(whttp: Whttp) -> None:
    keep(whttp, "api.test")
    keep(whttp, "api.test:81")
    keep(whttp, "api.test", "--for-proxy")
    assert whttp("credentials", "delete", "api.test:81").out == "deleted alice at api.test:81\n"
    assert whttp("credentials", "delete", "api.test", "--for-proxy").status == 0
    assert listed(whttp) == ["server api.test alice any scheme any realm *** file"]


def test_deleting_what_is_not_there_is_refused(whttp: Whttp) -> None:
    keep(whttp, "api.test")
    refused = whttp("credentials", "delete", "other.test")
    assert refused.status == 2
    assert "nothing is kept for the server other.test" in refused.err
    assert whttp("credentials", "delete", "api.test", "-u", "bob").status == 2
    assert len(listed(whttp)) == 1


@POSIX
def test_the_file_is_for_its_owner_only(whttp: Whttp) -> None:
    told = keep(whttp, "api.test").out
    assert told == f"kept alice at api.test in {store(whttp)}, there is no keyring\n"
    assert stat.S_IMODE(store(whttp).stat().st_mode) == 0o600


@POSIX
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o602])
def test_a_file_open_to_others_is_refused_by_every_verb(whttp: Whttp, mode: int) -> None:
    keep(whttp, "api.test")
    store(whttp).chmod(mode)
    before = store(whttp).read_bytes()
    runs = [
        keep(whttp, "b.test"),
        whttp("credentials", "list"),
        whttp("credentials", "delete", "api.test"),
    ]
    assert [run.status for run in runs] == [2, 2, 2]
    assert all(f"chmod 600 {store(whttp)}" in run.err for run in runs)
    assert store(whttp).read_bytes() == before


@pytest.mark.parametrize(
    "text",
    [
        "[[server]]\nhost = 1\nuser = 'a'\npassword = 'secret-word'",
        "[[server]]\nhost = 'a'\nuser = 'a'\npasswort = 'secret-word'",
        "[[server]]\nhost = 'a'\nuser = 'a'\nport = 65536\npassword = 'secret-word'",
        "[[server]]\nhost = 'a'\npassword = 'secret-word'",
        "[[other]]\npassword = 'secret-word'",
        "server = 'secret-word'",
        "secret-word",
        "\udcff",
    ],
)
def test_a_file_of_another_form_is_refused_and_not_quoted(whttp: Whttp, text: str) -> None:
    keep(whttp, "api.test")
    store(whttp).write_bytes(text.encode("utf-8", "surrogateescape"))
    refused = whttp("credentials", "list")
    assert refused.status == 2
    assert str(store(whttp)) in refused.err
    assert "secret-word" not in refused.err


def test_without_a_password_and_a_terminal_the_ways_are_named(whttp: Whttp) -> None:
    refused = whttp("credentials", "set", "api.test", "-u", "alice")
    assert refused.status == 2
    assert "--password-stdin" in refused.err
    assert not store(whttp).exists()


def test_a_password_on_the_command_line_is_warned_of(whttp: Whttp) -> None:
    warned = whttp("credentials", "set", "api.test", "-u", f"alice:{PASSWORD}")
    assert warned.status == 0
    assert "others on this machine can read a command line" in warned.err


@pytest.mark.parametrize(
    "target",
    ["", "a b", "ftp://api.test/", "api.test/path", "u@api.test", "https://u:p@api.test/", "a:0"],
)
def test_a_target_that_is_none_is_refused(whttp: Whttp, target: str) -> None:
    assert keep(whttp, target).status == 2
    assert not store(whttp).exists()


def test_a_proxy_has_no_url(whttp: Whttp) -> None:
    assert keep(whttp, "https://px.test/", "--for-proxy").status == 2


@pytest.mark.parametrize(
    ("target", "shown"),
    [("::1", "[::1]"), ("[::1]:81", "[::1]:81"), ("bücher.test", "xn--bcher-kva.test")],
)
def test_addresses_and_international_names(whttp: Whttp, target: str, shown: str) -> None:
    keep(whttp, target)
    assert listed(whttp) == [f"server {shown} alice any scheme any realm *** file"]


@pytest.mark.parametrize("odd", ['quo"te\\', "tab\there", "emoji \U0001f511", "\x7f"])
def test_odd_passwords_and_names_come_back_as_they_were(whttp: Whttp, odd: str) -> None:
    keep(whttp, "api.test", user=odd, password=odd)
    assert whttp("credentials", "list", "--json").json["credentials"][0]["user"] == odd
    assert len(listed(whttp)) == 1


def test_runs_at_the_same_time_lose_nothing(whttp: Whttp) -> None:
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda number: keep(whttp, f"h{number}.test").status, range(6)))
    assert done == [0] * 6
    assert len(listed(whttp)) == 6


def test_with_a_keyring_the_file_holds_no_password(whttp: Whttp, ring: dict[str, str]) -> None:
    assert "in the keyring" in keep(whttp, "api.test", env=ring).out
    assert PASSWORD not in store(whttp).read_text()
    assert PASSWORD in Path(ring["LAB_RING"]).read_text()
    assert listed(whttp)[0].endswith("*** keyring")


def test_deleting_and_replacing_leave_nothing_in_the_keyring(whttp: Whttp, ring: dict[str, str]) -> None:
    keep(whttp, "api.test", env=ring)
    keep(whttp, "api.test", user="bob", password="newer", env=ring)
    assert PASSWORD not in Path(ring["LAB_RING"]).read_text()
    assert whttp("credentials", "delete", "api.test", env=ring).status == 0
    assert Path(ring["LAB_RING"]).read_text() == "{}"


def test_a_locked_keyring_keeps_nothing_and_says_so(whttp: Whttp, ring: dict[str, str]) -> None:
    refused = keep(whttp, "api.test", env={**ring, "LAB_RING_LOCKED": "1"})
    assert refused.status == 10
    assert "the keyring gives no password: it is locked" in refused.err
    assert PASSWORD not in refused.err
    assert not store(whttp).exists()
