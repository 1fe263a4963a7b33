"""whttp config: where the file is, what it comes to, whether it is right, and a new one."""

from __future__ import annotations

import os
from itertools import pairwise

import pytest

from tests.lab.command import Whttp


def test_path_prints_the_path_and_nothing_else(whttp: Whttp) -> None:
    run = whttp("config", "path")
    assert (run.status, run.out, run.err) == (0, f"{whttp.config}\n", "")
    assert whttp("config", "path", "--config", "none").out == "none\n"
    assert whttp("config", "path", "--json").json == {
        "schema": 1,
        "file": str(whttp.config),
        "exists": False,
    }


def test_show_names_the_source_of_each_value(whttp: Whttp) -> None:
    whttp.configure('connect_timeout = 1\n[profile.lab]\nsend_timeout = 2\nuser_agent = "x"\n')
    env = {"WHTTP_PROFILE": "lab", "WHTTP_RECEIVE_TIMEOUT": "3", "http_proxy": "http://a:b@px:1"}
    run = whttp("config", "show", "--redirect-policy", "never", env=env)
    lines = {tuple(line.split(None, 3)[:3]): line.split(None, 3)[3:] for line in run.out.splitlines()}
    assert lines["connect-timeout", "=", "1"] == ["ms                                  config.toml"]
    assert lines["send-timeout", "=", "2"][0].endswith('profile "lab", config.toml')
    assert lines["receive-timeout", "=", "3"][0].endswith("WHTTP_RECEIVE_TIMEOUT")
    assert lines["redirect-policy", "=", "never"] == ["--redirect-policy"]
    assert lines["http_proxy", "=", "http://***@px:1"] == ["environment; WinHTTP never reads it"]
    assert ("connect-retries", "=", "5") not in lines
    assert run.status == 0


@pytest.mark.parametrize("env", [{}, {"WHTTP_SEND_TIMEOUT": "3"}, {"NO_COLOR": "1"}])
def test_show_sets_its_parts_apart_by_one_empty_line(whttp: Whttp, env: dict[str, str]) -> None:
    lines = whttp("config", "show", env=env).out.splitlines()
    assert lines.count("") == (2 if env else 1)
    assert not any(one == other == "" for one, other in pairwise(lines))


def test_show_with_v_lists_the_built_in_values_too(whttp: Whttp) -> None:
    out = whttp("config", "show", "-v").out
    assert "connect-retries = 5" in out
    assert out.count("built-in") > 50


def test_show_as_json_has_every_option(whttp: Whttp) -> None:
    whttp.configure("connect_timeout = 1\n")
    document = whttp("config", "show", "--json").json
    options = {option["key"]: option for option in document["options"]}
    assert options["connect_timeout"] == {
        "name": "WINHTTP_OPTION_CONNECT_TIMEOUT",
        "key": "connect_timeout",
        "value": "1",
        "origin": "config.toml",
        "set": True,
    }
    assert options["send_timeout"]["origin"] == "built-in"
    assert (document["schema"], document["exists"]) == (1, True)


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_passwords_are_masked_unless_asked_for(whttp: Whttp, form: tuple[str, ...]) -> None:
    env = {"WHTTP_PASSWORD": "hunter2", "WHTTP_USERNAME": "alice"}
    assert "hunter2" not in str(whttp("config", "show", *form, env=env))
    assert "hunter2" in whttp("config", "show", "--show-secrets", *form, env=env).out


def test_show_asks_for_no_password(whttp: Whttp) -> None:
    assert whttp("config", "show", "--password-stdin", "--password-file", "/no/such").status == 0


def test_check_lists_every_mistake_of_every_table(whttp: Whttp) -> None:
    whttp.configure('conect_timeout = 1\n[profile.a]\nurl = "x"\n[profile.b]\nsend_timeout = "soon"\n')
    run = whttp("config", "check")
    assert run.status == 2
    assert run.out.splitlines() == [
        "config.toml: no option is called conect_timeout (did you mean connect_timeout?)",
        'profile "a", config.toml: WINHTTP_OPTION_URL can only be queried (--query url prints it)',
        "profile \"b\", config.toml: 'soon' is not a number "
        "(takes 0 to 0xFFFFFFFF ms, or infinite (0xFFFFFFFF, -1))",
    ]


def test_check_of_a_broken_file_names_line_and_column(whttp: Whttp) -> None:
    whttp.configure("a = 1\nb = \n")
    run = whttp("config", "check", "--json")
    assert run.status == 2
    assert run.json["mistakes"] == [
        f"{whttp.config}: line 2, column 5: Invalid value "
        "(whttp config path prints which file is read; --config none reads none)"
    ]


def test_a_broken_file_stops_a_request_with_one_line(whttp: Whttp) -> None:
    whttp.configure("a = ")
    run = whttp("get", "http://127.0.0.1:1/")
    assert (run.status, run.out) == (2, "")
    assert run.err.startswith(f"whttp: {whttp.config}: line 1, column 5: Invalid value\n")
    assert "Traceback" not in run.err


def test_check_of_a_good_file_and_of_none(whttp: Whttp) -> None:
    assert whttp("config", "check").status == 0
    whttp.configure("connect_timeout = 1\n")
    assert whttp("config", "check").out == f"{whttp.config}: no mistakes\n"


def test_init_writes_a_file_for_its_owner_that_changes_nothing(whttp: Whttp) -> None:
    before = whttp("config", "show", "--json").json["options"]
    run = whttp("config", "init")
    assert (run.status, run.out) == (0, f"wrote {whttp.config}\n")
    assert whttp("config", "show", "--json").json["options"] == before
    if os.name == "posix":
        assert whttp.config.stat().st_mode & 0o777 == 0o600


def test_init_never_overwrites(whttp: Whttp) -> None:
    whttp.configure("connect_timeout = 1\n")
    run = whttp("config", "init")
    assert (run.status, run.out) == (14, "")
    assert "is there already" in run.err
    assert whttp.config.read_text() == "connect_timeout = 1\n"


def test_init_where_nothing_can_be_written_is_a_local_file_failure(whttp: Whttp) -> None:
    (whttp.home / "file").write_text("")
    run = whttp("config", "init", "--config", whttp.home / "file" / "config.toml")
    assert run.status == 14
    assert "Traceback" not in run.err


def test_a_control_byte_in_a_file_does_not_reach_the_terminal(whttp: Whttp) -> None:
    whttp.configure('user_agent = "a\\u001b[31mb"\n')
    assert "\x1b" not in whttp("config", "show").out
