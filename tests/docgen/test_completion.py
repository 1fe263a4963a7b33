"""Completion, tried in the real shells: the right words, and no program started for them."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docgen.shell import Shell
from winhttp_cli.cli.documents import commands
from winhttp_cli.docgen.completion import WRITERS, completion
from winhttp_cli.docgen.flags import flags
from winhttp_cli.options.catalogue import OPTIONS
from winhttp_cli.options.option import Fate

SETUP = {
    "bash": (
        ["bash", "--norc", "--noprofile", "-i"],
        "bind 'set completion-query-items 0'; source {script}; PS1=ready''\\>",
    ),
    "zsh": (
        ["zsh", "-f", "-i"],
        "fpath=({directory} $fpath); autoload -Uz compinit; compinit -u -D; LISTMAX=99999; "
        "PS1=ready''\\>",
    ),
    "fish": (
        ["fish", "--no-config", "-i"],
        "function fish_prompt; echo -n ready''\\>; end; source {script}",
    ),
}
NAMES = {"bash": "whttp.bash", "zsh": "_whttp", "fish": "whttp.fish"}


@pytest.fixture(scope="module", params=list(SETUP))
def shell(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    """The shell with the script loaded, two profiles, and programs that would tell on themselves."""
    name = request.param
    if shutil.which(name) is None:
        pytest.skip(f"{name} is not installed")
    home = tmp_path_factory.mktemp(name)
    script = home / NAMES[name]
    script.write_text(completion(name, commands()), "utf-8")
    config = home / ".config" / "whttp" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text('user_agent = "x"\n[profile.lab]\n  [profile.work-2] # two\n', "utf-8")
    (home / "files").mkdir()
    (home / "files" / "root.pem").write_text("")
    for program in ("whttp", "python", "python3"):
        trap = home / "bin" / program
        trap.parent.mkdir(exist_ok=True)
        trap.write_text(f"#!/bin/sh\ntouch {home}/started\n")
        trap.chmod(0o755)
    env = {"HOME": str(home), "PATH": f"{home}/bin:/usr/bin:/bin", "TERM": "xterm", "LC_ALL": "C.UTF-8"}
    argv, setup = SETUP[name]
    with Shell(argv, env, setup.format(script=script, directory=home)) as running:
        yield running
    assert not (home / "started").exists()


OFFERED = [
    ("whttp get --redirect-policy ", ["never", "disallow-https-to-http", "always"], ["windows-7"]),
    ("whttp get --color=", ["auto", "always", "never"], ["windows-7"]),
    ("whttp co", ["config", "compare"], ["explain"]),
    ("whttp --as windows-8", ["windows-8", "windows-8.1"], ["windows-7"]),
    ("whttp --as windows-7 config ", ["path", "show", "check", "init"], ["explain"]),
    ("whttp proxy ", ["explain", "show", "import"], ["check"]),
    ("whttp get --profile ", ["lab", "work-2"], ["user_agent"]),
    ("whttp get --secure-protocols tls1.2,", ["tls1.3", "tls1.1"], ["windows-7"]),
    ("whttp get --ignore ", ["date-invalid", "cn-invalid"], ["windows-7"]),
    ("whttp get --query se", ["security_flags", "security_key_bitness"], ["secure_protocols"]),
    ("whttp get --query re", ["received", "redirects", "receive_timeout"], ["retry"]),
    ("whttp get --expect re", ["received", "redirects", "receive_timeout"], ["retry"]),
    ("whttp get --set secur", ["security_flags", "secure_protocols"], ["security_key_bitness"]),
    ("whttp explain e", ["errors", "enable_http_protocol"], ["redirect_policy"]),
    ("whttp get --escape-", ["--escape-percent", "--escape-disable-query"], ["--as"]),
]


@pytest.mark.parametrize(("line", "words", "others"), OFFERED)
def test_tab_offers_the_right_words(shell: Shell, line: str, words: list[str], others: list[str]) -> None:
    shown = shell.offers(line)
    assert [word for word in words if word not in shown] == []
    assert [word for word in others if word in shown.replace(line, "")] == []


@pytest.mark.parametrize(
    ("line", "whole"),
    [
        ("whttp exp", "explain"),
        ("whttp demo --ser", "--serve"),
        ("whttp get --redirect-p", "--redirect-policy"),
        ("whttp get --redirect-policy ne", "never"),
        ("whttp get --ca-file ~/files/ro", "root.pem"),
        ("whttp get --query stat", "status"),
        ("whttp get --query head", "header:"),
        ("whttp get --expect millis", "milliseconds"),
        ("whttp proxy import ~/files/ro", "root.pem"),
        ("whttp get --client-cert-context ~/files/ro", "root.pem"),
    ],
)
def test_tab_completes_the_only_word(shell: Shell, line: str, whole: str) -> None:
    assert whole in shell.offers(line)


@pytest.mark.parametrize("name", WRITERS)
def test_every_command_and_flag_that_does_something_is_in_the_script(name: str) -> None:
    script = completion(name, commands())
    for command in commands():
        assert command.name in script
    for flag in flags():
        for spelled in flag.names:
            assert spelled.lstrip("-") in script


@pytest.mark.parametrize("name", WRITERS)
def test_an_option_that_does_nothing_yet_is_not_offered(name: str) -> None:
    script = completion(name, commands()).split()
    for option in OPTIONS:
        if option.fate is Fate.NOT_YET and option.settable:
            assert option.flag not in script


@pytest.mark.parametrize("name", list(SETUP))
def test_the_shell_itself_finds_no_fault_in_the_script(name: str, tmp_path: Path) -> None:
    if shutil.which(name) is None:
        pytest.skip(f"{name} is not installed")
    script = tmp_path / "script"
    script.write_text(completion(name, commands()), "utf-8")
    run = subprocess.run([name, "-n", script], capture_output=True, env={"PATH": os.environ["PATH"]})
    assert (run.returncode, run.stderr) == (0, b"")
