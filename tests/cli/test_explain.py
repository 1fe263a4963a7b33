"""whttp explain: options, values, errors, notifications and releases, by any name or number."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from tests.lab.command import Whttp


def test_options_as_json_lists_the_69_of_the_seed_page(whttp: Whttp) -> None:
    options = whttp("explain", "options", "--json").json["options"]
    assert len({option["number"] for option in options}) == 69
    for option in options:
        assert option["flag"] or option["query"]
        assert option["fate"]
        assert option["handles"]
        assert option["access"]
        assert option["summary"]


def test_an_option_as_json_says_everything_about_it(whttp: Whttp) -> None:
    (option,) = whttp("explain", "88", "--json").json["options"]
    assert option["name"] == "WINHTTP_OPTION_REDIRECT_POLICY"
    assert (option["flag"], option["key"]) == ("--redirect-policy", "redirect_policy")
    assert (option["environment"], option["query"]) == ("WHTTP_REDIRECT_POLICY", "redirect_policy")
    assert option["default"] == "disallow-https-to-http"
    assert (option["handles"], option["access"]) == (["session", "request"], ["set", "query"])
    assert [value["word"] for value in option["values"]] == ["never", "disallow-https-to-http", "always"]


SAME = [
    ("redirect_policy", "redirect-policy", "WINHTTP_OPTION_REDIRECT_POLICY", "88", "0x58"),
    ("12175", "ERROR_WINHTTP_SECURE_FAILURE", "0x80072F8F", "80072f8f", "-2147012721"),
    ("WINHTTP_CALLBACK_STATUS_REDIRECT", "0x4000", "16384"),
    ("windows-7", "Windows 7", "WINDOWS_7"),
]


@pytest.mark.parametrize("names", SAME, ids=lambda names: names[0])
def test_every_name_of_a_thing_gives_the_same_page(whttp: Whttp, names: tuple[str, ...]) -> None:
    pages = {whttp("explain", name).out for name in names}
    assert len(pages) == 1
    assert len(pages.pop()) > 100


def test_a_number_that_two_libraries_use_is_given_in_both_readings(whttp: Whttp) -> None:
    readings = whttp("explain", "12175", "--json").json["errors"]
    assert [reading["library"] for reading in readings] == ["WinHTTP", "WinINet"]
    assert readings[0]["exit_status"] == 7


def test_a_number_with_several_meanings_is_explained_in_each(whttp: Whttp) -> None:
    document = whttp("explain", "4", "--json").json
    assert document["options"][0]["name"] == "WINHTTP_OPTION_CONNECT_RETRIES"
    assert document["callbacks"][0]["name"] == "WINHTTP_CALLBACK_STATUS_CONNECTING_TO_SERVER"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("WINHTTP_FLAG_SECURE_PROTOCOL_TLS1_2", "secure_protocols"),
        ("WINHTTP_OPTION_REDIRECT_POLICY_NEVER", "redirect_policy"),
        ("disallow-https-to-http", "redirect_policy"),
        ("http2", "enable_http_protocol"),
        ("insecure", "security_flags"),
        ("UNSAFE_HEADER_PARSING", "unsafe_header_blocking"),
    ],
)
def test_a_value_or_a_shorthand_leads_to_its_option(whttp: Whttp, name: str, key: str) -> None:
    (option,) = whttp("explain", name, "--json").json["options"]
    assert option["key"] == key


def test_a_bit_of_secure_failure_leads_to_its_number(whttp: Whttp) -> None:
    errors = whttp("explain", "WINHTTP_CALLBACK_STATUS_FLAG_CERT_CN_INVALID", "--json").json["errors"]
    assert errors[0]["number"] == 12038


@pytest.mark.parametrize("topic", ["options", "errors", "callbacks", "presets"])
def test_each_list_is_there_in_text_and_in_json(whttp: Whttp, topic: str) -> None:
    text, document = whttp("explain", topic), whttp("explain", topic, "--json").json
    assert text.status == 0
    assert len(text.out.splitlines()) > 15
    assert len(document[topic]) > 15
    assert document["schema"] == 1


def test_without_a_topic_it_says_what_can_be_explained(whttp: Whttp) -> None:
    assert "whttp explain presets" in whttp("explain").out
    assert set(whttp("explain", "--json").json) == {
        "schema",
        "options",
        "own",
        "errors",
        "callbacks",
        "presets",
    }


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("conect_timeout", "connect_timeout"),
        ("ERROR_WINHTTP_TIMEOUTS", "ERROR_WINHTTP_TIMEOUT"),
        ("windows-77", "windows-7"),
        ("option", "options"),
    ],
)
def test_a_mistyped_name_gets_the_right_one(whttp: Whttp, name: str, hint: str) -> None:
    run = whttp("explain", name)
    assert (run.status, run.out) == (2, "")
    assert f"nothing is called {name}" in run.err
    assert f"did you mean {hint}?" in run.err


def test_an_option_that_winhttp_has_and_the_seed_page_has_not(whttp: Whttp) -> None:
    run = whttp("explain", "http3_keepalive")
    assert run.status == 2
    assert "12009" in run.err
    assert "not on the seed page" in run.err


def test_a_broken_configuration_can_still_be_explained(whttp: Whttp) -> None:
    whttp.configure("this is not TOML")
    assert whttp("explain", "87", env={"WHTTP_NONSENSE": "1"}).status == 0


@pytest.mark.parametrize("topic", ["redirect_policy", "12175", "callbacks", "options", "windows-7"])
@pytest.mark.parametrize("columns", [80, 120])
def test_pages_fit_the_terminal(terminal: Any, topic: str, columns: int) -> None:
    shown = terminal("explain", topic, columns=columns)
    assert shown.status == 0
    assert all(len(line) <= columns for line in shown.lines)


def test_explain_loads_nothing_heavy(whttp: Whttp) -> None:
    probe = (
        "import sys; from winhttp_cli.__main__ import main; sys.argv = ['whttp', 'explain', '88']\n"
        "try: main()\nexcept SystemExit: pass\n"
        "import json; print(json.dumps(sorted(sys.modules)))"
    )
    run = subprocess.run(
        [sys.executable, "-c", probe], env=whttp.environment(), capture_output=True, check=True
    )
    loaded = set(json.loads(run.stdout.splitlines()[-1]))
    assert "winhttp_cli.options.catalogue" in loaded
    heavy = {"httpcore", "rich", "OpenSSL", "cryptography", "h2", "ssl", "socket", "tomllib"}
    assert loaded & heavy == set()
    assert not any(name.startswith("winhttp_cli.engine") for name in loaded)
