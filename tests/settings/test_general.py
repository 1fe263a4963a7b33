"""Variables that other programs read too."""

from __future__ import annotations

from winhttp_cli.settings.general import NOTHING, read
from winhttp_cli.settings.origin import Rank


def test_an_empty_environment_says_nothing() -> None:
    assert read({}) == NOTHING


def test_an_empty_variable_counts_as_not_set() -> None:
    names = ("NO_COLOR", "SSL_CERT_FILE", "SSLKEYLOGFILE", "NETRC", "https_proxy", "HTTP_PROXY")
    assert read(dict.fromkeys(names, "")) == NOTHING


def test_each_variable_is_its_own_origin() -> None:
    general = read({"SSL_CERT_FILE": "root.pem", "SSLKEYLOGFILE": "keys", "NETRC": "n", "NO_COLOR": "0"})
    assert general.no_color
    assert general.certificate_file is not None
    assert general.certificate_file.value == "root.pem"
    assert general.certificate_file.origin.text == "SSL_CERT_FILE"
    assert general.certificate_file.origin.rank is Rank.ENVIRONMENT


def test_upper_case_http_proxy_is_seen_but_not_honoured() -> None:
    general = read({"HTTP_PROXY": "px:1", "HTTPS_PROXY": "px:2"})
    assert general.honoured_proxies == (("HTTPS_PROXY", "px:2"),)
    ignored = next(proxy for proxy in general.proxies if proxy.name == "HTTP_PROXY")
    assert "CGI" in ignored.ignored


def test_lower_case_http_proxy_is_honoured() -> None:
    assert read({"http_proxy": "px:1"}).honoured_proxies == (("http_proxy", "px:1"),)


def test_a_windows_release_reads_no_proxy_variable() -> None:
    general = read({"http_proxy": "px:1", "NO_PROXY": "x"}, release="windows-7")
    assert general.honoured_proxies == ()
    assert [proxy.ignored for proxy in general.proxies] == [
        "--as windows-7: WinHTTP reads no proxy variable"
    ] * 2


def test_on_windows_each_variable_is_read_once_and_http_proxy_not_in_a_cgi_program() -> None:
    environ = {"http_proxy": "px:1", "https_proxy": "px:2", "HTTPS_PROXY": "px:2"}
    assert len(read(environ, windows=True).proxies) == 2
    cgi = read({**environ, "REQUEST_METHOD": "GET"}, windows=True)
    assert cgi.honoured_proxies == (("https_proxy", "px:2"),)


def test_a_proxy_password_does_not_show_in_a_dump() -> None:
    assert "hunter2" not in repr(read({"https_proxy": "http://a:hunter2@px:1"}))
