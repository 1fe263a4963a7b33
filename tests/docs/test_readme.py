"""The README's screens are real: each command is run again and compared, ports and times aside."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.lab.command import Whttp
from winhttp_cli.demo.server import DemoServer

README = Path(__file__).parents[2] / "README.md"
SCREENS = re.findall(r"```console\n\$ whttp (.*)\n((?:.*\n)*?)```", README.read_text("utf-8"))


CHANGING = {
    r"\r": "",
    r"(?<=:)\d{4,5}\b": "PORT",
    r"\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT": "DATE",
    r"\d{4}-\d\d-\d\d \d\d:\d\dZ": "DATE",
    r"\d+ days": "N days",
    r"(?m)^  time .*": "  time",
    r" +": " ",
}
"""What differs from run to run: ports, dates, times, and the blanks they push about."""


def normal(text: str) -> str:
    """`text` without what differs from run to run."""
    for pattern, word in CHANGING.items():
        text = re.sub(pattern, word, text)
    return text.strip()


@pytest.mark.parametrize(("command", "screen"), SCREENS)
def test_a_screen_of_the_readme_is_what_the_command_prints(
    whttp: Whttp, demo_server: DemoServer, command: str, screen: str
) -> None:
    words = shlex.split(command.replace("demo-ca.pem", str(demo_server.ca_file)))
    base = demo_server.faulty_url if "3 of 8 checks failed" in screen else demo_server.base_url
    done = whttp(*(re.sub(r"https://localhost:\d+", base, word) for word in words))
    assert normal(done.out + done.err) == normal(screen)


def test_the_readme_has_both_screens() -> None:
    assert len(SCREENS) == 2
