"""The page about shell scripts is true: each block is run by sh, and prints what stands under it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.lab.command import Whttp
from winhttp_cli.demo.server import DemoServer

PAGE = Path(__file__).parents[2] / "docs" / "scripting.md"
BLOCKS = re.findall(r"```sh\n(.*?)```\n\n```text\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")


@pytest.mark.parametrize(("script", "printed"), BLOCKS, ids=[b[0].splitlines()[0] for b in BLOCKS])
def test_a_block_prints_what_stands_under_it(
    whttp: Whttp, demo_server: DemoServer, tmp_path: Path, script: str, printed: str
) -> None:
    environment = whttp.environment({"BASE": demo_server.plain_url})
    environment["PATH"] = os.pathsep.join([str(Path(whttp.program[0]).parent), environment["PATH"]])
    done = subprocess.run(
        ["sh", "-eu", "-c", script],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (0, printed), done.stderr


def test_every_block_has_its_output() -> None:
    assert len(BLOCKS) == PAGE.read_text("utf-8").count("```sh\n") == 15
