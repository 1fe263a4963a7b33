"""`--from FILE`: a route explained by what Windows printed, exported or stored."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.test_proxy_explain import URL, Start, facts, script, verdicts
from tests.lab.behaviours import reply
from tests.lab.command import Whttp
from tests.settings.windows import blobs

NETSH = "Current WinHTTP proxy settings:\n\n    Proxy Server(s) :  {}\n    Bypass List     :  <local>\n"


def advproxy(folder: Path, pac: str) -> Path:
    path = folder / "advproxy.json"
    values = {"Proxy": "", "ProxyBypass": "", "AutoconfigUrl": pac, "AutoDetect": False}
    path.write_text(json.dumps(values))
    return path


def test_windows_text_decides_as_if_it_were_configured(
    whttp: Whttp, tmp_path: Path, raw_server: Start
) -> None:
    proxy = raw_server(reply(403, b"no", reason="Forbidden"))
    file = tmp_path / "netsh.txt"
    file.write_text(NETSH.format(proxy.authority))
    document = facts(whttp, "explain", URL, "--from", file)
    assert document["routes"] == [f"PROXY {proxy.authority}"]
    assert document["why"] == "proxy list (netsh.txt)"
    assert [one["entry"] for one in document["bypass"]] == ["<local>"]


def test_a_script_of_one_file_comes_before_the_list_of_another(
    whttp: Whttp, tmp_path: Path, raw_server: Start
) -> None:
    server = raw_server(reply(200, b"function FindProxyForURL(u, h) { return 'DIRECT'; }"))
    machine = tmp_path / "netsh.txt"
    machine.write_text(NETSH.format("px1.contoso.test:8080"))
    user = advproxy(tmp_path, server.url("/p.pac"))
    document = facts(whttp, "explain", URL, "--from", user, "--from", machine)
    found = verdicts(document)
    assert found["advproxy.json proxy_pac"] == "decides"
    assert found["netsh.txt proxy"] == "not reached"
    readers = {one["reader"]: one["route"] for one in document["readers"]}
    assert readers["WinHTTP, default"] == "PROXY px1.contoso.test:8080"
    assert readers["WinHTTP, automatic"] == "DIRECT"


def test_a_flag_is_stronger_than_windows_text(whttp: Whttp, tmp_path: Path) -> None:
    file = tmp_path / "netsh.txt"
    file.write_text(NETSH.format("px:1"))
    document = facts(whttp, "explain", URL, "--from", file, "--proxy", "none")
    assert document["routes"] == ["DIRECT"]
    assert verdicts(document)["netsh.txt proxy"] == "not reached"


def test_from_is_for_explain_and_show_only(whttp: Whttp, tmp_path: Path) -> None:
    file = tmp_path / "netsh.txt"
    file.write_text(NETSH.format("px:1"))
    assert "px:1" in whttp("proxy", "show", "--from", file).out
    assert whttp("--from", file, "proxy", "show").status == 0
    assert whttp("proxy", "import", file, "--from", file).status == 2
    assert whttp("proxy", "show", "--from", tmp_path / "none").status == 14


def test_the_machines_list_is_the_way_out_when_the_users_script_fails(
    whttp: Whttp, tmp_path: Path, raw_server: Start
) -> None:
    proxy = raw_server(reply(403, b"no", reason="Forbidden"))
    machine = tmp_path / "netsh.txt"
    machine.write_text(NETSH.format(proxy.authority))
    script(tmp_path, "throw 1;")
    server = raw_server(reply(200, (tmp_path / "p.pac").read_bytes()))
    user = advproxy(tmp_path, server.url("/p.pac"))
    document = facts(whttp, "explain", URL, "--from", user, "--from", machine)
    found = verdicts(document)
    assert (found["advproxy.json proxy_pac"], found["netsh.txt proxy"]) == ("failed", "decides")
    assert document["why"] == "proxy list (netsh.txt)"
    assert [one["entry"] for one in document["bypass"]] == ["<local>"]


def test_without_a_machines_list_the_way_out_is_direct(
    whttp: Whttp, tmp_path: Path, raw_server: Start
) -> None:
    server = raw_server(reply(404, b"none"))
    user = advproxy(tmp_path, server.url("/p.pac"))
    document = facts(whttp, "explain", URL, "--from", user)
    assert document["routes"] == ["DIRECT"]
    assert document["why"] == "no source that worked names a proxy"


def test_the_bypass_list_of_one_file_is_not_lent_to_the_list_of_another(
    whttp: Whttp, tmp_path: Path
) -> None:
    machine, user = tmp_path / "netsh.txt", tmp_path / "user.json"
    machine.write_text(NETSH.format("px1:1").replace("<local>", "*.contoso.test"))
    members = {"Proxy": "127.0.0.1:1", "ProxyBypass": "", "AutoconfigUrl": "", "AutoDetect": False}
    user.write_text(json.dumps(members))
    assert facts(whttp, "explain", URL, "--from", user, "--from", machine)["bypass"] == []
    assert facts(whttp, "explain", URL, "--from", machine)["routes"] == ["DIRECT"]


def test_a_program_without_automatic_proxies_reads_no_users_settings(whttp: Whttp) -> None:
    (whttp.home / "user.hex").write_text(blobs.user(3, "127.0.0.1:1").hex())
    document = facts(whttp, "explain", URL, "--from", "user.hex")
    readers = {one["reader"]: one["route"] for one in document["readers"]}
    assert readers["WinHTTP, default"] == "DIRECT"
    assert readers["WinHTTP, automatic"] == "PROXY 127.0.0.1:1"
