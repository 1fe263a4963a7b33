"""The installed `whttp`, run as a process: what every test under `tests/cli/` drives.

Promise: a clean environment (no proxy variables, no WHTTP_*, no netrc, no keyring, configuration in a
temporary folder), a bound in time, and one object with everything that came out. Knows nothing of the
package under test.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sysconfig
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

Argument = str | bytes | os.PathLike[str] | int

KEPT = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "COMSPEC", "PATHEXT")
"""Variables of the tester's own environment that a run may see: those that say where the system is."""

PASSED_ON = ("COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG", "COVERAGE_FILE")


@dataclass(frozen=True, slots=True)
class Finished:
    """What one run left behind. `status` is the exit status; a death by signal N is -N."""

    command: tuple[str, ...]
    status: int
    stdout: bytes
    stderr: bytes

    @property
    def out(self) -> str:
        """Standard output as text."""
        return self.stdout.decode("utf-8")

    @property
    def err(self) -> str:
        """Standard error as text."""
        return self.stderr.decode("utf-8")

    @property
    def json(self) -> Any:
        """Standard output read as one JSON document."""
        return json.loads(self.stdout)

    def __str__(self) -> str:
        return (
            f"$ {' '.join(self.command)}\nstatus {self.status}\n"
            f"--- stdout\n{self.stdout.decode('utf-8', 'backslashreplace')}\n"
            f"--- stderr\n{self.stderr.decode('utf-8', 'backslashreplace')}"
        )

    __repr__ = __str__


class Running:
    """A run that has been started and not yet waited for: for signals, and for talking while it works."""

    def __init__(self, process: subprocess.Popen[bytes], command: tuple[str, ...], limit: float) -> None:
        self.process = process
        self.command = command
        self.limit = limit

    def interrupt(self) -> None:
        """Ctrl-C."""
        self.process.send_signal(signal.SIGINT)

    def terminate(self) -> None:
        """SIGTERM."""
        self.process.terminate()

    def finish(self, stdin: bytes | None = None) -> Finished:
        """Waits for the end, at most `limit` seconds; a run that does not end fails the test."""
        try:
            out, err = self.process.communicate(stdin, timeout=self.limit)
        except subprocess.TimeoutExpired:
            self.process.kill()
            out, err = self.process.communicate()
            late = Finished(self.command, self.process.returncode, out, err)
            raise AssertionError(f"still running after {self.limit} s:\n{late}") from None
        return Finished(self.command, self.process.returncode, out, err)

    def __enter__(self) -> Running:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream is not None and not stream.closed:
                stream.close()
        self.process.wait()


def installed_script() -> Path:
    """The console script beside the interpreter that runs the tests."""
    return Path(sysconfig.get_path("scripts")) / ("whttp.exe" if os.name == "nt" else "whttp")


@dataclass(frozen=True, slots=True)
class Whttp:
    """Runs the installed `whttp` with `home` as its HOME. Call it for a finished run, `start` it for one
    that goes on, `terminal` it for one that believes a person is watching."""

    home: Path
    program: tuple[str, ...] = field(default_factory=lambda: (str(installed_script()),))

    @property
    def config(self) -> Path:
        """Where a configuration file is looked for."""
        return self.home / ".config" / "whttp" / "config.toml"

    def configure(self, text: str) -> Path:
        """Writes the configuration file."""
        self.config.parent.mkdir(parents=True, exist_ok=True)
        self.config.write_text(text, "utf-8")
        return self.config

    def environment(self, extra: Mapping[str, str] | None = None) -> dict[str, str]:
        """The whole environment of a run."""
        clean = {name: os.environ[name] for name in (*KEPT, *PASSED_ON) if name in os.environ}
        own = {
            "HOME": str(self.home),
            "USERPROFILE": str(self.home),
            "APPDATA": str(self.home / ".config"),
            "XDG_CONFIG_HOME": str(self.home / ".config"),
            "XDG_CACHE_HOME": str(self.home / ".cache"),
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
        }
        return {**clean, **own, **(extra or {})}

    def command(self, arguments: Sequence[Argument]) -> tuple[str, ...]:
        """The command line as text."""
        return (*self.program, *(os.fsdecode(_plain(argument)) for argument in arguments))

    def start(
        self,
        *arguments: Argument,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        limit: float = 30,
        stdin: int = subprocess.PIPE,
        stdout: int = subprocess.PIPE,
        stderr: int = subprocess.PIPE,
    ) -> Running:
        """Starts a run. The streams take what subprocess.Popen takes."""
        command = self.command(arguments)
        process = subprocess.Popen(
            command,
            stdin=stdin,
            stdout=stdout,
            stderr=stderr,
            env=self.environment(env),
            cwd=cwd or self.home,
        )
        return Running(process, command, limit)

    def __call__(
        self,
        *arguments: Argument,
        stdin: str | bytes | None = None,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        limit: float = 30,
    ) -> Finished:
        """Runs to the end. `stdin` None gives an empty standard input; `limit` is seconds."""
        given = stdin.encode() if isinstance(stdin, str) else stdin
        source = subprocess.DEVNULL if given is None else subprocess.PIPE
        with self.start(*arguments, env=env, cwd=cwd, limit=limit, stdin=source) as running:
            return running.finish(given)


def _plain(argument: Argument) -> str | bytes:
    return str(argument) if isinstance(argument, int) else os.fspath(argument)
