"""The ladder of sources: who is asked, who decides, what is said about it."""

from __future__ import annotations

from typing import Any

import pytest

from winhttp_cli.engine.proxy.autoproxy import Autoproxy, Document
from winhttp_cli.engine.proxy.bad import REMEMBERED_SECONDS, BadProxies
from winhttp_cli.engine.proxy.grammar import parse_server
from winhttp_cli.engine.proxy.pac import PacRunner
from winhttp_cli.engine.proxy.route import Choice, Source, Verdict, choose
from winhttp_cli.errors import Code, ExchangeFault, Phase, UsageFault
from winhttp_cli.plan import ProxyMode, ProxyPolicy, Target

HTTP = Target("http", "www.example.org", 80, "/a?b")
HTTPS = Target("https", "www.example.org", 443, "/a?b")
LIST = ProxyPolicy(mode=ProxyMode.NAMED, proxies="px:8080", bypass="*.corp", source="--proxy")
PAC = "http://pac.example/p.pac"


def pac(answer: str) -> bytes:
    return f'function FindProxyForURL(url, host) {{ return "{answer}"; }}'.encode()


class Files:
    """A fetch over a dictionary, which counts."""

    def __init__(self, **files: bytes) -> None:
        self.files = {"wpad": files.get("wpad"), "pac": files.get("pac")}
        self.asked: list[str] = []

    def __call__(self, url: str, limit: int) -> Document:
        self.asked.append(url)
        body = self.files["wpad" if url == "http://wpad/wpad.dat" else "pac"]
        if body is None:
            raise ExchangeFault("404 Not Found", None, Phase.PROXY)
        return Document(body)


def autoproxy(files: Files) -> Autoproxy:
    return Autoproxy(files, PacRunner(lambda name, seconds: (), lambda: ()))


def automatic(**changes: Any) -> ProxyPolicy:
    return ProxyPolicy(mode=ProxyMode.AUTOMATIC, pac_timeout=20.0, **changes)


def verdicts(choice: Choice) -> dict[Source, Verdict]:
    return {rung.source: rung.verdict for rung in choice.ladder}


def texts(choice: Choice) -> list[str]:
    return [route.text for route in choice.require()]


def test_without_any_source_the_route_is_direct() -> None:
    choice = choose(HTTP, ProxyPolicy())
    assert (texts(choice), choice.why) == (["direct"], "no source names a proxy")
    assert set(verdicts(choice).values()) == {Verdict.NOT_SET}


def test_no_proxy_asked_for_names_who_asked() -> None:
    assert choose(HTTP, ProxyPolicy(source="--proxy")).why == "no proxy (--proxy)"


def test_named_list_decides() -> None:
    choice = choose(HTTP, LIST)
    assert (texts(choice), choice.why) == (["http://px:8080"], "proxy list (--proxy)")
    assert verdicts(choice)[Source.LIST] is Verdict.DECIDES


@pytest.mark.parametrize(
    ("proxies", "ends"),
    [
        ("socks5://px", "; WinHTTP has no socks5 proxies"),
        ("https://px", "; WinHTTP has no https proxies"),
    ],
)
def test_a_proxy_that_only_whttp_can_use_says_so(proxies: str, ends: str) -> None:
    choice = choose(HTTP, ProxyPolicy(mode=ProxyMode.NAMED, proxies=proxies))
    assert choice.why.endswith(ends)
    assert "WinHTTP" not in choose(HTTP, LIST).why


def test_named_list_does_not_fail_over() -> None:
    choice = choose(HTTP, ProxyPolicy(mode=ProxyMode.NAMED, proxies="a:1;b:2"))
    assert texts(choice) == ["http://a:1"]
    assert "only the first" in choice.ladder[2].remark


def test_bypass_entry_sends_the_host_direct_and_is_named() -> None:
    choice = choose(Target("http", "wiki.corp", 80, "/"), LIST)
    assert (texts(choice), choice.why) == (["direct"], "bypass entry *.corp (--proxy)")
    assert choice.findings[-1].bypass[-1].matched


def test_scheme_without_an_entry_goes_direct() -> None:
    choice = choose(HTTPS, ProxyPolicy(mode=ProxyMode.NAMED, proxies="http=px:1"))
    assert (texts(choice), choice.why) == (["direct"], "the list has no proxy for https")


def test_broken_list_is_the_users_fault_even_with_failover() -> None:
    policy = ProxyPolicy(mode=ProxyMode.NAMED, proxies="px:", source="--proxy", failover=True)
    with pytest.raises(UsageFault, match="no port after the colon"):
        choose(HTTP, policy).require()


def test_environment_is_the_lowest_source_and_winhttp_does_not_read_it() -> None:
    choice = choose(HTTPS, ProxyPolicy(environment=(("HTTPS_PROXY", "http://u:geheim@px:1"),)))
    assert texts(choice) == ["http://px:1"]
    assert choice.why == "HTTPS_PROXY; WinHTTP never reads it"
    assert not choice.ladder[-1].is_read_by_winhttp
    assert choice.routes[0].username == "u"
    assert "geheim" not in repr(choice)


def test_environment_is_not_asked_below_a_list_that_bypasses() -> None:
    policy = ProxyPolicy(
        mode=ProxyMode.NAMED, proxies="a:1", bypass="*", environment=(("http_proxy", "b:2"),)
    )
    assert texts(choose(HTTP, policy)) == ["direct"]


def test_no_proxy_variable_sends_direct() -> None:
    variables = (("http_proxy", "px:1"), ("no_proxy", "example.org"))
    choice = choose(HTTP, ProxyPolicy(environment=variables))
    assert texts(choice) == ["direct"]
    assert choice.why == "no_proxy entry example.org; WinHTTP never reads it"


def test_script_gives_its_routes_in_order() -> None:
    files = Files(pac=pac("PROXY a:1; HTTPS b:2; DIRECT"))
    choice = choose(HTTP, automatic(pac_url=PAC), autoproxy(files))
    assert texts(choice) == ["http://a:1", "https://b:2", "direct"]
    assert choice.why == f"PAC {PAC}"
    assert choice.findings[-1].run is not None


def test_script_is_fetched_once_per_session() -> None:
    files = Files(pac=pac("DIRECT"))
    session = autoproxy(files)
    for _ in range(3):
        choose(HTTP, automatic(pac_url=PAC), session)
    assert files.asked == [PAC]


def test_script_comes_before_the_list() -> None:
    files = Files(pac=pac("PROXY a:1"))
    choice = choose(HTTP, automatic(pac_url=PAC, proxies="px:1"), autoproxy(files))
    assert texts(choice) == ["http://a:1"]
    assert verdicts(choice)[Source.LIST] is Verdict.NOT_REACHED


def test_discovery_comes_before_the_scripts_url() -> None:
    files = Files(wpad=pac("PROXY w:1"), pac=pac("PROXY a:1"))
    choice = choose(HTTP, automatic(auto_detect=True, pac_url=PAC), autoproxy(files))
    assert texts(choice) == ["http://w:1"]
    assert verdicts(choice)[Source.SCRIPT] is Verdict.NOT_REACHED


def test_scripts_url_is_the_fallback_of_discovery() -> None:
    files = Files(pac=pac("PROXY a:1"))
    choice = choose(HTTP, automatic(auto_detect=True, pac_url=PAC), autoproxy(files))
    assert texts(choice) == ["http://a:1"]
    assert verdicts(choice)[Source.DISCOVERY] is Verdict.FAILED


def test_discovery_that_finds_nothing_is_12180_and_names_dhcp_as_not_done() -> None:
    choice = choose(HTTP, automatic(auto_detect=True), autoproxy(Files()))
    with pytest.raises(ExchangeFault) as caught:
        choice.require()
    assert caught.value.code == Code.ERROR_WINHTTP_AUTODETECTION_FAILED
    discovery = choice.findings[-1].discovery
    assert discovery is not None
    assert (discovery.steps[0].way, discovery.steps[0].outcome) == (
        "DHCP option 252",
        "not done here",
    )


def test_failed_discovery_is_not_repeated() -> None:
    files = Files()
    session = autoproxy(files)
    for _ in range(3):
        choose(HTTP, automatic(auto_detect=True), session)
    assert len(files.asked) == 1


def test_failing_script_ends_the_request_unless_failover_is_planned() -> None:
    files = Files()
    strict = choose(HTTP, automatic(pac_url=PAC, proxies="px:1"), autoproxy(files))
    with pytest.raises(ExchangeFault) as caught:
        strict.require()
    assert caught.value.code == Code.ERROR_WINHTTP_UNABLE_TO_DOWNLOAD_SCRIPT
    lenient = automatic(pac_url=PAC, proxies="px:1", failover=True)
    choice = choose(HTTP, lenient, autoproxy(files))
    assert texts(choice) == ["http://px:1"]
    assert verdicts(choice)[Source.SCRIPT] is Verdict.FAILED


def test_when_every_source_failed_the_route_is_direct() -> None:
    choice = choose(HTTP, automatic(auto_detect=True, failover=True), autoproxy(Files()))
    assert (texts(choice), choice.why) == (["direct"], "no source that worked names a proxy")


def test_bad_proxies_go_behind_their_alternatives_for_a_while() -> None:
    now = [1000.0]
    bad = BadProxies(lambda: now[0])
    bad.mark(parse_server("a:1"))
    session = autoproxy(Files(pac=pac("PROXY a:1; PROXY b:2; DIRECT")))
    policy = automatic(pac_url=PAC)
    assert texts(choose(HTTP, policy, session, bad)) == ["http://b:2", "direct", "http://a:1"]
    now[0] += REMEMBERED_SECONDS
    assert texts(choose(HTTP, policy, session, bad)) == ["http://a:1", "http://b:2", "direct"]


def test_a_bad_proxy_that_answers_again_is_forgiven() -> None:
    bad = BadProxies()
    proxy = parse_server("a:1")
    bad.mark(proxy)
    assert proxy in bad
    bad.clear(proxy)
    assert proxy not in bad


def test_without_an_engine_a_script_is_12178() -> None:
    with pytest.raises(ExchangeFault) as caught:
        choose(HTTP, automatic(pac_url=PAC), None).require()
    assert caught.value.code == Code.ERROR_WINHTTP_AUTO_PROXY_SERVICE_ERROR
