"""Which proxy counts: request, session, machine; script, list, none; per hop; and what says so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.lab.behaviours import redirect, reply
from tests.lab.certificates import Identity
from tests.lab.command import Finished, Whttp
from tests.lab.peers.proxies import Squid
from tests.lab.raw_server import RawServer
from tests.lab.tls import server_context

Start = Callable[..., RawServer]
URL = "http://target.test/"
BROKEN = "function FindProxyForURL(url, host) { return nothing.here; }"


@pytest.fixture
def named(raw_server: Start) -> Callable[[str], str]:
    """Starts a proxy that answers every request with its own name; its host:port."""
    return lambda name: raw_server(reply(200, name.encode())).authority


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A PAC script that throws."""
    path = tmp_path / "broken.pac"
    path.write_text(BROKEN)
    return path


def script(folder: Path, answer: str) -> Path:
    path = folder / "p.pac"
    path.write_text(f"function FindProxyForURL(url, host) {{ return {answer!r}; }}")
    return path


# --- request, session, machine ------------------------------------------------------------------------


def test_request_session_and_machine_in_that_order(whttp: Whttp, named: Callable[[str], str]) -> None:
    whttp.configure(f'proxy = "{named("machine")}"\n')
    session = ("--set", f"PROXY@session={named('session')}")
    request = ("--set", f"PROXY@request={named('request')}")
    assert whttp("get", URL).out == "machine"
    assert whttp("get", URL, *session).out == "session"
    assert whttp("get", URL, *request, *session).out == "request"


def test_default_means_what_the_machine_has(whttp: Whttp, named: Callable[[str], str]) -> None:
    whttp.configure(f'proxy = "{named("machine")}"\n')
    assert whttp("get", URL, "--proxy", "default").out == "machine"


def test_default_does_not_bring_back_a_proxy_that_the_machine_turned_off(whttp: Whttp) -> None:
    whttp.configure('proxy = "none"\n')
    run = whttp("get", "http://127.0.0.1:9/", "--proxy", "default", "-v", env={"http_proxy": "px:1"})
    assert "* route    direct" in run.err


def test_none_is_direct_whatever_else_is_set(
    whttp: Whttp, named: Callable[[str], str], raw_server: Start, broken: Path
) -> None:
    whttp.configure(f'proxy_pac = "{broken}"\nproxy_auto_detect = true\n')
    server = raw_server(reply(200, b"direct"))
    env = {"http_proxy": f"http://{named('environment')}"}
    assert whttp("get", server.url(), "--proxy", "none", env=env).out == "direct"


# --- scripts beside lists ------------------------------------------------------------------------------


def test_a_list_on_the_command_line_is_stronger_than_a_configured_script(
    whttp: Whttp, named: Callable[[str], str], broken: Path
) -> None:
    whttp.configure(f'proxy_pac = "{broken}"\n')
    assert whttp("get", URL, "-x", named("flag")).out == "flag"
    ladder = whttp("proxy", "explain", URL, "-x", named("flag")).out
    assert "not reached: --proxy comes first" in ladder


def test_a_configured_script_counts_where_nothing_stronger_is_said(whttp: Whttp, broken: Path) -> None:
    whttp.configure(f'proxy_pac = "{broken}"\n')
    run = whttp("get", URL)
    assert (run.status, "12177" in run.err) == (9, True)


def test_a_script_on_the_command_line_is_stronger_than_a_configured_none(
    whttp: Whttp, named: Callable[[str], str], tmp_path: Path
) -> None:
    whttp.configure('proxy = "none"\n')
    pac = script(tmp_path, f"PROXY {named('script')}")
    assert whttp("get", URL, "--proxy-pac", pac).out == "script"


def test_none_beside_a_script_is_direct(whttp: Whttp, raw_server: Start, broken: Path) -> None:
    server = raw_server(reply(200, b"direct"))
    assert whttp("get", server.url(), "--proxy-pac", broken, "--proxy", "none").out == "direct"


def test_a_script_that_fails_gives_way_to_the_list_beside_it_and_this_is_told(
    whttp: Whttp, named: Callable[[str], str], broken: Path
) -> None:
    run = whttp("get", URL, "--proxy-pac", broken, "-x", named("list"), "-v")
    assert run.out == "list"
    assert "* note     PAC script line 1" in run.err
    assert "(12177); the next source is asked" in run.err
    assert "proxy list (--proxy)" in run.err


def test_a_list_that_is_only_configured_hides_no_failure_of_a_script(
    whttp: Whttp, named: Callable[[str], str], broken: Path
) -> None:
    whttp.configure(f'proxy = "{named("machine")}"\n')
    assert whttp("get", URL, "--proxy-pac", broken).status == 9


def test_automatic_tells_that_discovery_found_nothing(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(reply(200, b"direct"))
    run = whttp("get", server.url(), "--proxy", "automatic", "--resolve", "wpad:*:127.0.0.1", "-v")
    assert run.out == "direct"
    assert "(12180); the next source is asked" in run.err


# --- bypass lists --------------------------------------------------------------------------------------


def test_a_bypass_list_belongs_to_its_proxy_list(whttp: Whttp, named: Callable[[str], str]) -> None:
    whttp.configure(f'proxy = "{named("machine")}"\nproxy_bypass = "target.test"\n')
    assert whttp("get", URL, "-x", named("flag")).out == "flag"


def test_the_bypass_list_is_named_with_its_own_source(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(reply(200, b"direct"))
    run = whttp("get", server.url(), "-x", "px:1", "--proxy-bypass", "127.0.0.1", "-v")
    assert run.out == "direct"
    assert "bypass entry 127.0.0.1 (--proxy-bypass)" in run.err


def test_a_bypass_list_that_cannot_be_read_is_named_with_its_flag(whttp: Whttp) -> None:
    run = whttp("get", URL, "-x", "px:1", "--proxy-bypass", "exämple")
    assert run.status == 2
    assert run.err.startswith("whttp: --proxy-bypass: 'exämple' in the bypass list is not ASCII\n")


# --- per hop -------------------------------------------------------------------------------------------


def test_each_hop_of_a_redirect_has_its_own_proxy(
    whttp: Whttp, squid: Squid, raw_server: Start, localhost: Identity, lab_ca_file: Path
) -> None:
    secure = raw_server(reply(200, b"hello"), tls=server_context(localhost))
    first = raw_server(redirect(secure.url()))
    proxies = f"http={first.authority};https=127.0.0.1:{squid.open}"
    run = whttp("get", URL, "-x", proxies, "--ca-file", lab_ca_file, "--json")
    routes = [exchange["route"]["proxy"] for exchange in run.json["exchanges"]]
    assert routes == [f"http://{first.authority}", f"http://127.0.0.1:{squid.open}"]
    assert run.json["status"] == 200


def test_a_hop_that_the_bypass_list_names_goes_direct(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(reply(200, b"direct"))
    proxy = raw_server(redirect(server.url()))
    run = whttp("get", URL, "-x", proxy.authority, "--proxy-bypass", "127.0.0.1")
    assert run.out == "direct"
    assert proxy.request.startswith(b"GET http://target.test/ ")


# --- what is refused -----------------------------------------------------------------------------------

LEAKS = ["alice:geheim@px:1", "http://alice:geheim@px:1", "http=alice:ge/heim@px:1;py", "a:geheim@[::1]"]
SECRETS = ("geheim", "ge/heim")


def _refused(run: Finished) -> bool:
    told = run.out + run.err
    assert not any(secret in told for secret in SECRETS)
    return run.status == 2 and "credentials do not belong into a proxy list" in told


@pytest.mark.parametrize("value", LEAKS)
@pytest.mark.parametrize("more", [("-v",), ("--json",), ("--dry-run",)])
def test_credentials_in_a_list_are_refused_before_anybody_sees_them(
    value: str, more: tuple[str, ...], whttp: Whttp
) -> None:
    assert _refused(whttp("get", URL, "-x", value, *more))


@pytest.mark.parametrize("value", LEAKS)
def test_wherever_they_are_given(value: str, whttp: Whttp) -> None:
    assert _refused(whttp("config", "show", env={"WHTTP_PROXY": value}))
    assert _refused(whttp("get", URL, "--set", f"PROXY@session={value}", "-v"))
    whttp.configure(f'[profile.p]\nproxy = "{value}"\n')
    assert _refused(whttp("config", "check"))
    assert _refused(whttp("proxy", "show", "--profile", "p"))
    (whttp.home / "w.json").write_text(
        f'{{"Proxy": "{value}", "ProxyBypass": "", "AutoconfigUrl": "", "AutoDetect": false}}'
    )
    assert _refused(whttp("proxy", "import", "w.json"))
    assert _refused(whttp("proxy", "explain", URL, "--from", "w.json"))


def test_a_list_without_credentials_is_shown(whttp: Whttp) -> None:
    assert "px:1" in whttp("config", "show", "-x", "px:1").out


def test_config_check_reads_the_lists(whttp: Whttp) -> None:
    whttp.configure('proxy = "px:"\n[profile.a]\nproxy = "px"\nproxy_bypass = "ä"\n')
    run = whttp("config", "check")
    assert run.status == 2
    assert "config.toml: 'px:': no port after the colon" in run.out
    assert "profile \"a\", config.toml: 'ä' in the bypass list is not ASCII" in run.out
    whttp.configure('proxy = "px:1"\nproxy_bypass = "a"\n')
    assert whttp("config", "check").status == 0


def test_compare_with_an_unreadable_list_sends_nothing(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(reply())
    assert whttp("compare", server.url(), "--with", "proxy=none", "--with", "proxy=px:").status == 2
    assert server.connections == []


def test_a_script_by_another_scheme_is_12006(whttp: Whttp) -> None:
    run = whttp("get", URL, "--proxy-pac", "ftp://px/p.pac")
    assert run.status == 2
    assert "12006 ERROR_WINHTTP_UNRECOGNIZED_SCHEME" in run.err
    assert "WinHTTP fetches by http and https only" in run.err
