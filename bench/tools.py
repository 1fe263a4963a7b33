"""The commands that are measured: whttp and its peers, and how each is told the same thing.

Promise: a `Tool` knows its own words for each task, and None for a task it does not do. Only what is
installed is found. Every tool is kept from reading configuration and from progress bars.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

from bench.stage import Stage

Words = list[str]
NOWHERE = os.devnull


@dataclass(frozen=True, slots=True)
class Tool:
    """`program` is what is run, with the words that quieten it."""

    name: str
    program: Words

    @property
    def opening(self) -> Words:
        """The least it can be asked for."""
        return [self.program[0], "--version"]

    def version(self) -> str:
        """Its version number, "" where it does not say."""
        done = subprocess.run(self.opening, capture_output=True, text=True, check=False)
        found = re.search(r"\d+\.\d+(\.\d+)?", done.stdout + done.stderr)
        return found[0] if found else ""

    def environment(self, stage: Stage) -> dict[str, str]:
        """What it must find there."""
        return {}

    def get(self, url: str, stage: Stage) -> Words | None:
        """One small answer to standard output."""
        return [*self.program, *self._get_words(), *self._trust(url, stage), url]

    def many(self, urls: list[str], stage: Stage) -> Words | None:
        """All of them on one connection, the answers thrown away."""
        return None

    def download(self, url: str, stage: Stage) -> Words | None:
        """A large answer to the file `stage.target`."""
        return None

    def download_by_http2(self, url: str, stage: Stage) -> Words | None:
        """The same by HTTP/2."""
        return None

    def upload(self, url: str, stage: Stage) -> Words | None:
        """The file `stage.body` by PUT."""
        return None

    def _get_words(self) -> Words:
        return []

    def _trust(self, url: str, stage: Stage) -> Words:
        """How to trust the stage's authority; nothing for plain http."""
        return [] if url.startswith("http:") else self._trusting(str(stage.authority))

    def _trusting(self, authority: str) -> Words:
        return []


class Whttp(Tool):
    def _get_words(self) -> Words:
        return ["get"]

    def many(self, urls: list[str], stage: Stage) -> Words | None:
        return [*self.program, "get", "-q", *urls]

    def download(self, url: str, stage: Stage) -> Words | None:
        return [*self.program, "get", "-q", *self._trust(url, stage), "-o", str(stage.target), url]

    def download_by_http2(self, url: str, stage: Stage) -> Words | None:
        return [*(self.download(url, stage) or []), "--http2"]

    def upload(self, url: str, stage: Stage) -> Words | None:
        return [*self.program, "put", "-q", "-T", str(stage.body), url]

    def _trusting(self, authority: str) -> Words:
        return ["--ca-file", authority]


class Curl(Tool):
    def _get_words(self) -> Words:
        return ["--http1.1"]

    def many(self, urls: list[str], stage: Stage) -> Words | None:
        return [*self.program, *(word for url in urls for word in ("-o", NOWHERE, url))]

    def download(self, url: str, stage: Stage) -> Words | None:
        trust = self._trust(url, stage)
        return [*self.program, "--http1.1", *trust, "-o", str(stage.target), url]

    def download_by_http2(self, url: str, stage: Stage) -> Words | None:
        trust = self._trust(url, stage)
        return [*self.program, "--http2", *trust, "-o", str(stage.target), url]

    def upload(self, url: str, stage: Stage) -> Words | None:
        return [*self.program, "-T", str(stage.body), url]

    def _trusting(self, authority: str) -> Words:
        return ["--cacert", authority]


class Wget(Tool):
    def _get_words(self) -> Words:
        return ["-O", "-"]

    def many(self, urls: list[str], stage: Stage) -> Words | None:
        return [*self.program, "-O", NOWHERE, *urls]

    def download(self, url: str, stage: Stage) -> Words | None:
        return [*self.program, *self._trust(url, stage), "-O", str(stage.target), url]

    def upload(self, url: str, stage: Stage) -> Words | None:
        return [*self.program, "-O", "-", "--method=PUT", f"--body-file={stage.body}", url]

    def _trusting(self, authority: str) -> Words:
        return [f"--ca-certificate={authority}"]


class HttPie(Tool):
    def download(self, url: str, stage: Stage) -> Words | None:
        return [*self.program, *self._trust(url, stage), "-d", "-o", str(stage.target), url]

    def upload(self, url: str, stage: Stage) -> Words | None:
        return [*self.program, "PUT", url, f"@{stage.body}"]

    def _trusting(self, authority: str) -> Words:
        return [f"--verify={authority}"]


class Httpx(Tool):
    @property
    def opening(self) -> Words:
        return [self.program[0], "--help"]

    def version(self) -> str:
        return ""

    def download(self, url: str, stage: Stage) -> Words | None:
        return [*self.program, *self._trust(url, stage), "--download", str(stage.target), url]

    def environment(self, stage: Stage) -> dict[str, str]:
        return {"SSL_CERT_FILE": str(stage.authority)}


def found(folders: list[Path]) -> dict[str, Tool]:
    """What is installed: whttp beside this Python, the others on PATH or in `folders`."""
    path = os.pathsep.join([*map(str, folders), os.environ.get("PATH", "")])
    own = Path(sysconfig.get_path("scripts")) / "whttp"
    tools: dict[str, Tool] = {"whttp": Whttp("whttp", [str(own)])}
    for name, kind, program, words in (
        ("curl", Curl, "curl", ["-q", "-s"]),
        ("wget", Wget, "wget", ["--no-config", "-q"]),
        ("HTTPie", HttPie, "http", ["--ignore-stdin", "--quiet"]),
        ("httpx", Httpx, "httpx", []),
    ):
        place = shutil.which(program, path=path)
        if place is not None:
            tools[name] = kind(name, [place, *words])
    return tools


def bare_python() -> Words:
    """The floor of every command in Python."""
    return [sys.executable, "-c", "pass"]
