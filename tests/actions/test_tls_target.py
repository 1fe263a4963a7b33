"""What `whttp tls` takes for a URL, a server or a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from winhttp_cli.actions.tls_target import read_target
from winhttp_cli.errors import Code, UsageFault


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://example.org/a?b", "https://example.org/a?b"),
        ("HTTPS://example.org", "HTTPS://example.org"),
        ("example.org:8443", "https://example.org:8443/"),
        ("example.org", "https://example.org/"),
        ("[::1]:443", "https://[::1]:443/"),
        ("::1", "https://[::1]/"),
        ("fe80::1%eth0", "https://[fe80::1%eth0]/"),
        ("server.pem:443", "https://server.pem:443/"),
        ("bücher.example:443", "https://bücher.example:443/"),
    ],
)
def test_a_server_becomes_an_https_url(text: str, url: str) -> None:
    assert read_target(text) == url


@pytest.mark.parametrize("text", ["server.pem", "./example.org", "a/b", "x.P12", "C:\\certs\\x", "k.key"])
def test_what_looks_like_a_file_is_one_even_if_it_is_missing(text: str) -> None:
    assert read_target(text) == Path(text)


def test_a_file_that_is_there_wins_over_a_host_without_a_port(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "localhost").write_bytes(b"")
    assert read_target("localhost") == Path("localhost")
    assert read_target("localhost:443") == "https://localhost:443/"


@pytest.mark.parametrize("text", ["http://example.org/", "ftp://example.org", "://x"])
def test_a_url_without_tls_is_refused(text: str) -> None:
    with pytest.raises(UsageFault) as caught:
        read_target(text)
    assert caught.value.code is Code.ERROR_WINHTTP_UNRECOGNIZED_SCHEME
