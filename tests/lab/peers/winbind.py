"""Samba's winbind as a standalone machine: a real check of NTLM, without a domain. Fixture: `winbind`.

The user is `alice` with `wonderland`, on the machine LABPC. Users come from nss_wrapper, so that the
system's own are left alone; winbind is found by its test variable, which only nss_wrapper enables.
"""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.lab.login_front import Outcome, Verdict
from tests.lab.peers.names import wrapper_library
from tests.lab.service import is_root, need, running, service_folder

USER, PASSWORD, MACHINE = "alice", "wonderland", "LABPC"

_FOLDERS = ("private", "state", "cache", "lock", "run", "pipes", "log")
_CONFIGURATION = """
[global]
workgroup = LAB
netbios name = LABPC
server role = standalone server
passdb backend = tdbsam:{folder}/private/passdb.tdb
private dir = {folder}/private
state directory = {folder}/state
cache directory = {folder}/cache
lock directory = {folder}/lock
pid directory = {folder}/run
ncalrpc dir = {folder}/pipes
winbindd socket directory = {folder}/pipes/winbind
log file = {folder}/log/samba.log
interfaces = lo
bind interfaces only = yes
disable netbios = yes
"""


@dataclass(frozen=True, slots=True)
class Winbind:
    """A running winbind. `command` and `environment` start `ntlm_auth` against it."""

    folder: Path
    environment: dict[str, str]

    def command(self, protocol: str) -> list[str]:
        """`protocol` is squid-2.5-ntlmssp or gss-spnego."""
        return [
            need("ntlm_auth"),
            f"--configfile={self.folder}/smb.conf",
            f"--helper-protocol={protocol}",
        ]

    def admit(self, group: str) -> None:
        """Lets the processes of a group ask about challenges, as root may."""
        shutil.chown(self.folder / "state/winbindd_privileged", group=group)

    @contextmanager
    def acceptors(self) -> Iterator[Acceptors]:
        """What a `Front` makes its acceptors with; their processes end with the block."""
        made = Acceptors(self)
        try:
            yield made
        finally:
            made.end()


class Acceptors:
    """One `ntlm_auth` per connection: it remembers the challenge it gave."""

    def __init__(self, winbind: Winbind) -> None:
        self._winbind = winbind
        self._made: list[NtlmAuth] = []

    def __call__(self, scheme: str) -> NtlmAuth:
        protocol = "squid-2.5-ntlmssp" if scheme.upper() == "NTLM" else "gss-spnego"
        self._made.append(NtlmAuth(self._winbind, protocol))
        return self._made[-1]

    def end(self) -> None:
        for one in self._made:
            one.end()


class NtlmAuth:
    """Samba's helper, one token at a time: YR begins, KK goes on; it answers TT, AF or NA."""

    def __init__(self, winbind: Winbind, protocol: str) -> None:
        self._has_proof = protocol == "gss-spnego"
        self._verb = "YR"
        self._process = subprocess.Popen(
            winbind.command(protocol),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **winbind.environment},
        )

    def accept(self, token: bytes) -> Verdict:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{self._verb} {base64.b64encode(token).decode()}\n".encode())
        self._process.stdin.flush()
        verb, *rest = self._process.stdout.readline().decode().split()
        self._verb = "KK"
        if verb == "TT":
            return Verdict(Outcome.GO_ON, base64.b64decode(rest[0]))
        if verb != "AF":
            return Verdict(Outcome.REFUSED)
        proof = base64.b64decode(rest[0]) if self._has_proof and rest[0] != "*" else b""
        return Verdict(Outcome.LET_IN, proof, rest[-1])

    def end(self) -> None:
        with self._process as process:
            process.kill()


@pytest.fixture(scope="session")
def winbind() -> Iterator[Winbind]:
    """One winbind for the session."""
    program = need("winbindd")
    if not is_root():
        pytest.skip("winbindd wants to be root")
    with service_folder("winbind") as folder:
        for name in _FOLDERS:
            (folder / name).mkdir()
        (folder / "smb.conf").write_text(_CONFIGURATION.format(folder=folder))
        environment = _users(folder)
        _add_user(folder, environment)
        command = [program, "-s", folder / "smb.conf", "-F", "--no-process-group"]
        with running(command, folder, (), environment, folder / "pipes/winbind/pipe"):
            yield Winbind(folder, environment)


def _users(folder: Path) -> dict[str, str]:
    """The environment in which the system has our user as well."""
    shutil.copy("/etc/passwd", folder / "passwd")
    shutil.copy("/etc/group", folder / "group")
    with (folder / "passwd").open("a") as file:
        file.write(f"{USER}:x:12001:12001:{USER}:/nonexistent:/bin/false\n")
    with (folder / "group").open("a") as file:
        file.write(f"{USER}:x:12001:\n")
    return {
        "LD_PRELOAD": wrapper_library(),
        "NSS_WRAPPER_PASSWD": str(folder / "passwd"),
        "NSS_WRAPPER_GROUP": str(folder / "group"),
        "SELFTEST_WINBINDD_SOCKET_DIR": str(folder / "pipes/winbind"),
    }


def _add_user(folder: Path, environment: dict[str, str]) -> None:
    command = [need("pdbedit"), "-s", str(folder / "smb.conf"), "-a", "-u", USER, "-t"]
    given = f"{PASSWORD}\n{PASSWORD}\n".encode()
    subprocess.run(
        command, input=given, env={**os.environ, **environment}, capture_output=True, check=True
    )
