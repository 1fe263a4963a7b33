"""`whttp proxy explain` and `whttp proxy show` as a user sees them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.lab.behaviours import reply
from tests.lab.command import Whttp
from tests.lab.peers.proxies import PASSWORD, USER, Squid
from tests.lab.raw_server import RawServer
from tests.lab.terminal import Shown

Start = Callable[..., RawServer]
Terminal = Callable[..., Shown]
WPAD = "wpad:*:127.0.0.1"
URL = "https://api.contoso.test/v1?token=geheim"


def script(folder: Path, text: str) -> Path:
    path = folder / "p.pac"
    path.write_text("function FindProxyForURL(url, host) {\n" + text + "\n}")
    return path


def facts(whttp: Whttp, *arguments: object, env: dict[str, str] | None = None) -> dict[str, Any]:
    run = whttp("proxy", *arguments, "--json", env=env)
    document: dict[str, Any] = json.loads(run.out)
    assert document["schema"] == 1
    return document


def verdicts(document: dict[str, Any]) -> dict[str, str]:
    return {source["source"]: source["verdict"] for source in document["sources"]}


def test_without_any_setting_the_way_is_direct(whttp: Whttp) -> None:
    run = whttp("proxy", "explain", URL)
    assert (run.status, run.err) == (0, "")
    assert run.out.startswith("DIRECT ")
    assert "decided by: no source names a proxy" in run.out
    assert "HTTPS_PROXY, ALL_PROXY" in run.out
    assert "WinHTTP never reads these" in run.out


def test_the_path_and_query_of_an_https_url_stay_out_of_the_trace(whttp: Whttp, tmp_path: Path) -> None:
    pac = script(tmp_path, "alert(url); return 'DIRECT';")
    run = whttp("proxy", "explain", URL, "--proxy-pac", pac)
    assert 'alert("https://api.contoso.test/")' in run.out
    assert "geheim" not in run.out


def test_the_trace_shows_calls_with_arguments_results_and_answer(whttp: Whttp, tmp_path: Path) -> None:
    pac = script(tmp_path, "shExpMatch(host, '*.contoso.test'); return 'SOCKS s:1; DIRECT';")
    document = facts(whttp, "explain", URL, "--proxy-pac", pac)
    (ran,) = document["scripts"]
    assert ran["calls"][0]["call"] == 'shExpMatch("api.contoso.test", "*.contoso.test")'
    assert ran["calls"][0]["result"] == "true"
    assert ran["result"] == "SOCKS s:1; DIRECT"
    assert ran["passed_over"] == [{"entry": "SOCKS s:1", "why": "WinHTTP does not use SOCKS"}]
    assert document["routes"] == ["DIRECT"]
    assert verdicts(document)["--proxy-pac"] == "decides"


def test_a_script_that_fails_ends_with_status_9_and_shows_how_far_it_came(
    whttp: Whttp, tmp_path: Path
) -> None:
    pac = script(tmp_path, "isPlainHostName(host);\nreturn nothing.here;")
    run = whttp("proxy", "explain", URL, "--proxy-pac", pac)
    assert run.status == 9
    assert run.out.startswith("NO ROUTE")
    assert 'isPlainHostName("api.contoso.test")' in run.out
    assert "line 3" in run.out
    assert "12177 ERROR_WINHTTP_SCRIPT_EXECUTION_ERROR" in run.out


def test_the_bypass_trace_goes_entry_by_entry(whttp: Whttp) -> None:
    lists = ("-x", "px:8080", "--proxy-bypass", "<local>;10.*;*.contoso.test;never")
    document = facts(whttp, "explain", URL, *lists)
    assert document["routes"] == ["DIRECT"]
    assert [(one["entry"], one["matched"]) for one in document["bypass"]] == [
        ("<local>", False),
        ("10.*", False),
        ("*.contoso.test", True),
    ]
    assert document["intranet"] is True


def test_a_bypass_list_that_does_not_match_makes_no_intranet(whttp: Whttp, raw_server: Start) -> None:
    proxy = raw_server(reply(403, b"no", reason="Forbidden"))
    lists = ("-x", proxy.authority, "--proxy-bypass", "*.other.test")
    assert facts(whttp, "explain", URL, *lists)["intranet"] is False


def test_ten_thousand_bypass_entries_are_shown_in_part(whttp: Whttp, tmp_path: Path) -> None:
    entries = ";".join(f"*.h{index}.test" for index in range(10_000))
    whttp.configure(f'proxy = "px"\nproxy_bypass = "{entries};*.contoso.test"\n')
    run = whttp("proxy", "explain", URL)
    assert "entry 10001 matches" in run.out
    assert "and 9980 more before it" in run.out
    assert len(run.out.splitlines()) < 60


def test_every_voice_is_heard_and_one_decides(whttp: Whttp) -> None:
    whttp.configure('proxy = "file:1"\n')
    env = {"WHTTP_PROXY": "variable:2", "HTTPS_PROXY": "http://curl:3"}
    document = facts(whttp, "explain", URL, "--proxy", "none", env=env)
    found = verdicts(document)
    assert found["--proxy"] == "decides"
    assert [source for source, verdict in found.items() if verdict == "decides"] == ["--proxy"]
    heard = {source["value"] for source in document["sources"]}
    assert {"none", "variable:2", "file:1", "http://curl:3"} <= heard


def test_a_proxy_variable_decides_last_and_its_password_is_not_shown(
    whttp: Whttp, raw_server: Start
) -> None:
    proxy = raw_server(reply(403, b"no", reason="Forbidden"))
    env = {"HTTPS_PROXY": f"http://u:geheim@{proxy.authority}"}
    run = whttp("proxy", "explain", URL, env=env)
    assert f"PROXY {proxy.authority}" in run.out
    assert "decided by: HTTPS_PROXY; WinHTTP never reads it" in run.out
    assert "geheim" not in run.out


def test_a_fetched_script_is_told(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(reply(200, b"function FindProxyForURL(u, h) { return 'DIRECT'; }"))
    run = whttp("proxy", "explain", URL, "--proxy-pac", server.url("/p.pac"))
    assert f"note: fetched the PAC script {server.url('/p.pac')} (51 bytes)" in run.out


def test_discovery_asks_dns_for_wpad_and_says_that_dhcp_is_not_done(
    whttp: Whttp, raw_server: Start
) -> None:
    server = raw_server(reply(200, b"function FindProxyForURL(u, h) { return 'DIRECT'; }"))
    here = f"wpad:80:127.0.0.1:{server.port}"
    run = whttp("proxy", "explain", URL, "--proxy-auto-detect", "--connect-to", here, "--resolve", WPAD)
    assert run.status == 0
    assert "DHCP option 252" in run.out
    assert "not done here" in run.out
    assert server.request.startswith(b"GET /wpad.dat HTTP/1.1\r\n")


def test_discovery_that_finds_nothing_is_12180(whttp: Whttp, raw_server: Start) -> None:
    dead = raw_server(reply())
    dead.listener.stop()
    here = f"wpad:80:127.0.0.1:{dead.port}"
    flags = ("--proxy-auto-detect", "--connect-to", here, "--resolve", WPAD)
    run = whttp("proxy", "explain", URL, *flags)
    assert run.status == 9
    assert "12180 ERROR_WINHTTP_AUTODETECTION_FAILED" in run.out
    assert whttp("get", URL, *flags).status == 9


def test_readers_differ_where_their_sources_do(whttp: Whttp, raw_server: Start) -> None:
    proxy = raw_server(reply(403, b"no", reason="Forbidden"))
    document = facts(whttp, "explain", URL, env={"HTTPS_PROXY": f"http://{proxy.authority}"})
    routes = {one["reader"]: one["route"] for one in document["readers"]}
    assert routes["WinHTTP, default"] == "DIRECT"
    assert routes["curl and its kin"] == f"PROXY {proxy.authority}"


def test_a_preset_leaves_the_environment_out(whttp: Whttp) -> None:
    env = {"HTTPS_PROXY": "http://px:1"}
    document = facts(whttp, "explain", URL, "--as", "windows-11", env=env)
    assert document["routes"] == ["DIRECT"]
    assert verdicts(document)["HTTPS_PROXY"] == "not reached"


def test_the_probe_shows_what_a_407_offers(whttp: Whttp, squid: Squid) -> None:
    run = whttp("proxy", "explain", URL, "-x", f"127.0.0.1:{squid.basic}")
    assert run.status == 0
    assert "CONNECT -> 407 Proxy Authentication Required" in run.out
    assert 'offers Basic realm="corp"' in run.out
    assert "you gave no proxy user: --proxy-username NAME" in run.out


def test_the_probe_logs_on_with_the_user_given(whttp: Whttp, squid: Squid, raw_server: Start) -> None:
    server = raw_server(reply())
    url = f"https://target.test:{server.port}/"
    lists = ("-x", f"127.0.0.1:{squid.digest}", "--proxy-username", USER, "--proxy-password-env", "PX")
    document = facts(whttp, "explain", url, *lists, env={"PX": PASSWORD})
    assert document["probes"][0]["opened"] is True
    assert document["probes"][0]["offers"] == [{"scheme": "Digest", "realm": "corp"}]


def test_the_probe_shows_the_words_of_a_refusal(whttp: Whttp, squid: Squid) -> None:
    run = whttp("proxy", "explain", URL, "-x", f"127.0.0.1:{squid.deny}")
    assert "CONNECT -> 403 Forbidden" in run.out
    assert "Access Denied" in run.out
    assert "<html" not in run.out


def test_the_probe_of_a_plain_url_is_a_head(whttp: Whttp, raw_server: Start) -> None:
    proxy = raw_server(reply(407, b"", "Proxy-Authenticate: Negotiate", reason="Log on"))
    run = whttp("proxy", "explain", "http://plain.test/a", "-x", proxy.authority)
    assert "HEAD -> 407 Log on" in run.out
    assert "sample takes Negotiate, SPN HTTP/127.0.0.1" in run.out
    assert "not documented" in run.out
    assert proxy.request.startswith(b"HEAD http://plain.test/a HTTP/1.1\r\n")


def test_an_unreachable_proxy_is_status_9_unless_there_is_another_way(
    whttp: Whttp, tmp_path: Path, raw_server: Start
) -> None:
    dead = raw_server(reply())
    dead.listener.stop()
    assert whttp("proxy", "explain", URL, "-x", dead.authority).status == 9
    pac = script(tmp_path, f"return 'PROXY {dead.authority}; DIRECT';")
    assert whttp("proxy", "explain", URL, "--proxy-pac", pac).status == 0


def test_a_proxy_out_of_reach_gives_way_to_a_look_at_the_next(
    whttp: Whttp, tmp_path: Path, raw_server: Start
) -> None:
    dead, good = raw_server(reply()), raw_server(reply(403, b"no", reason="Forbidden"))
    dead.listener.stop()
    pac = script(tmp_path, f"return 'PROXY {dead.authority}; PROXY {good.authority}; DIRECT';")
    run = whttp("proxy", "explain", URL, "--proxy-pac", pac)
    assert f"PROBE   {dead.authority}: no connection" in run.out
    assert f"PROBE   {good.authority}: tcp ok" in run.out
    pac = script(tmp_path, f"return 'PROXY {dead.authority}; PROXY {dead.authority}1';")
    assert whttp("proxy", "explain", URL, "--proxy-pac", pac).status == 9


def test_a_proxy_that_answers_is_the_only_one_looked_at(
    whttp: Whttp, tmp_path: Path, raw_server: Start
) -> None:
    first, second = raw_server(reply(403, b"no")), raw_server(reply(403, b"no"))
    pac = script(tmp_path, f"return 'PROXY {first.authority}; PROXY {second.authority}';")
    assert len(facts(whttp, "explain", URL, "--proxy-pac", pac)["probes"]) == 1
    assert second.connections == []


def test_proxies_that_only_whttp_has_are_not_claimed_for_winhttp(whttp: Whttp, socks: int) -> None:
    document = facts(whttp, "explain", URL, "-x", f"socks5://127.0.0.1:{socks}")
    readers = {one["reader"]: one["route"] for one in document["readers"]}
    assert readers["WinHTTP, default"] == "not documented"
    assert document["routes"] == [f"SOCKS5 127.0.0.1:{socks}"]


def test_a_page_of_control_bytes_reaches_no_terminal(whttp: Whttp, raw_server: Start) -> None:
    proxy = raw_server(reply(403, b"\x1b[31mred\x07", reason="\x1b]0;x\x07"))
    run = whttp("proxy", "explain", URL, "-x", proxy.authority)
    assert "\x1b" not in run.out
    assert "\\x1b[31mred" in run.out


@pytest.mark.parametrize("value", ["px:", "htp://px", "a,b"])
def test_a_list_that_cannot_be_read_is_status_2(whttp: Whttp, value: str) -> None:
    run = whttp("proxy", "show", "-x", value)
    assert run.status == 2
    assert "--proxy" in run.err or "-x" in run.err


def test_show_lists_servers_entries_and_sources_and_sends_nothing(whttp: Whttp) -> None:
    whttp.configure('[profile.lab]\nproxy = "http=a:1;b"\n')
    lists = ("--profile", "lab", "--proxy-bypass", "<local>;10.*", "--proxy-username", "alice")
    document = facts(whttp, "show", *lists)
    assert document["servers"] == [
        {"serves": "http", "server": "http://a:1"},
        {"serves": "all others", "server": "http://b:80"},
    ]
    assert [one["entry"] for one in document["bypass"]] == ["<local>", "10.*"]
    assert document["username"] == "alice"
    assert 'profile "lab"' in whttp("proxy", "show", *lists).out


def test_explain_needs_a_url_and_show_takes_none(whttp: Whttp) -> None:
    assert whttp("proxy", "explain").status == 2
    assert whttp("proxy", "show", URL).status == 2
    assert whttp("proxy").status == 2


@pytest.mark.parametrize("columns", [80, 120])
def test_no_line_is_wider_than_the_terminal(
    columns: int, terminal: Terminal, squid: Squid, tmp_path: Path
) -> None:
    pac = script(
        tmp_path,
        f"dnsResolve('localhost'); isInNet(host, '203.0.113.0', '255.255.255.0');\n"
        f"shExpMatch(url, 'https://*.contoso.test/*');\nreturn 'PROXY 127.0.0.1:{squid.basic}; DIRECT';",
    )
    shown = terminal(
        "proxy", "explain", URL, "--proxy-pac", pac, "-x", "px1.contoso.test:8080", columns=columns
    )
    assert shown.status == 0
    assert all(len(line) <= columns for line in shown.lines)
    assert any("<- decides" in line for line in shown.lines)
    assert any("not reached: a PAC script comes first" in line for line in shown.lines)


@pytest.mark.parametrize("columns", [80, 120])
def test_a_long_list_breaks_in_no_word(columns: int, terminal: Terminal) -> None:
    servers = ";".join(f"http=px{index}.contoso.test:8080" for index in range(4))
    shown = terminal("proxy", "show", "-x", servers, columns=columns)
    assert any(servers in line for line in shown.lines) == (columns == 120)
    assert all(len(line) <= columns for line in shown.lines)
