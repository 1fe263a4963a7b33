"""The `whttp` and `terminal` fixtures, tried on programs whose behaviour is known."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.lab.command import Whttp

Run = Callable[..., Whttp]


@pytest.fixture
def program(tmp_path: Path) -> Run:
    """A Whttp whose program is a piece of Python."""
    return lambda code: Whttp(tmp_path, (sys.executable, "-c", code))


def test_streams_and_status_come_apart(program: Run) -> None:
    code = "import sys; print(sys.stdin.read()); print('e', file=sys.stderr); sys.exit(7)"
    done = program(code)(stdin="given")
    assert (done.out, done.err, done.status) == ("given\n", "e\n", 7)


def test_arguments_may_be_text_paths_bytes_and_numbers(program: Run) -> None:
    done = program("import json, sys; print(json.dumps(sys.argv[1:]))")("a b", Path("p"), b"\xff", 3)
    assert done.json == ["a b", "p", "\udcff", "3"]


def test_the_environment_holds_no_proxy_and_no_whttp_variable(
    program: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTPS_PROXY", "http_proxy", "WHTTP_PROXY", "SSL_CERT_FILE", "NETRC"):
        monkeypatch.setenv(name, "leaked")
    done = program("import json, os; print(json.dumps(dict(os.environ)))")(env={"WHTTP_X": "1"})
    assert "leaked" not in done.json.values()
    assert done.json["WHTTP_X"] == "1"


def test_home_and_configuration_are_temporary(program: Run, tmp_path: Path) -> None:
    whttp = program("import os; print(open(os.environ['XDG_CONFIG_HOME'] + '/whttp/config.toml').read())")
    whttp.configure("connect-retries = 2")
    assert whttp().out == "connect-retries = 2\n"
    assert whttp.config.is_relative_to(tmp_path)


def test_a_run_that_does_not_end_is_killed_and_fails(program: Run) -> None:
    with pytest.raises(AssertionError, match=r"still running after 0\.5 s(.|\n)*said this"):
        program("print('said this', flush=True)\nwhile True: pass")(limit=0.5)


def test_a_running_program_can_be_interrupted(program: Run) -> None:
    code = "try:\n  print('on', flush=True)\n  input()\nexcept KeyboardInterrupt:\n  exit(130)"
    with program(code).start() as running:
        assert running.process.stdout is not None
        assert running.process.stdout.readline() == b"on\n"
        running.interrupt()
        assert running.finish().status == 130


posix = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")


@posix
def test_a_terminal_has_the_width_asked_for(program: Run) -> None:
    from tests.lab.terminal import show

    code = "import os; print([os.get_terminal_size(n).columns for n in range(3)])"
    assert show(program(code), columns=57).lines == ("[57, 57, 57]",)


@posix
def test_chosen_streams_only_are_a_terminal(program: Run) -> None:
    from tests.lab.terminal import show

    shown = show(program("import os; print([os.isatty(n) for n in range(3)])"), terminal={"stderr"})
    assert (shown.stdout, shown.raw) == (b"[False, False, True]\n", b"")


@posix
def test_the_screen_is_what_a_person_sees(program: Run) -> None:
    from tests.lab.terminal import show

    shown = show(program(r"print('\x1b[31mre\x1b[0md\n12345\rab')"), columns=80)
    assert shown.lines == ("red", "ab345")
    assert b"\x1b[31m" in shown.raw


@posix
def test_lines_scrolled_off_are_kept(program: Run) -> None:
    from tests.lab.terminal import show

    assert show(program("for n in range(50): print(n)"), rows=10).lines == tuple(map(str, range(50)))


@posix
def test_a_person_answers_prompts(program: Run) -> None:
    from tests.lab.terminal import show

    code = "import getpass; print('got ' + getpass.getpass('secret: ')); print(input('name: '))"
    shown = show(program(code), talk=[(b"secret: ", b"hush\n"), (b"name: ", b"me\n")])
    assert shown.lines == ("secret:", "got hush", "name: me", "me")


@posix
def test_ctrl_c_at_the_terminal_reaches_the_program(program: Run) -> None:
    from tests.lab.terminal import show

    code = "import time\ntry:\n  print('on')\n  time.sleep(60)\nexcept KeyboardInterrupt:\n  print('off')"
    assert show(program(code), talk=[(b"on", b"\x03")], limit=10).lines == ("on", "^Coff")


def test_the_fixtures_drive_the_installed_script(whttp: Whttp, terminal: partial[object]) -> None:
    assert Path(whttp.program[0]).stem == "whttp"
    assert terminal.args == (whttp,)
