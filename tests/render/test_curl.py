"""--curl: the line, run by real curl, sends the same request."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.render.capture import Capture, Seen
from winhttp_cli.engine.message import Hop, compose
from winhttp_cli.options.catalogue import find
from winhttp_cli.plan import Body, BodyPart, BytesPart, FilePart, Header, RequestPlan, StdinPart
from winhttp_cli.planner.request import request_plan
from winhttp_cli.record import replace
from winhttp_cli.render.curl import curl_command
from winhttp_cli.render.curl_connection import proxy_for
from winhttp_cli.render.shell import printf, variable, word
from winhttp_cli.settings.layer import Layer
from winhttp_cli.settings.origin import Origin, Rank
from winhttp_cli.settings.settings import Settings

STDIN = b"in\0put"

needs_curl = pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")


def given(*flags: tuple[str, str]) -> Settings:
    """Settings by name and text; a name may come again."""
    layer = Layer()
    for name, text in flags:
        option = find(name)
        layer.say(option, text, Origin(Rank.FLAG, option.flag))
    return Settings([layer])


def planned(settings: Settings, method: str, url: str) -> tuple[RequestPlan, tuple[Header, ...]]:
    plan = request_plan(settings, method, url)
    return plan, compose(plan, Hop.first(plan))


def line_for(settings: Settings, method: str = "GET", url: str = "http://h.test/") -> str:
    plan, headers = planned(settings, method, url)
    return curl_command(plan, headers, settings)


def run(line: str, **variables: str) -> None:
    environment = {**os.environ, **variables}
    # `set -u`: a variable that nobody named is an error
    command = ["sh", "-c", f"set -u\n{line}"]
    subprocess.run(
        command, check=True, env=environment, timeout=30, capture_output=True, input=b"in\0put"
    )


def sent(settings: Settings, method: str, path: str, **variables: str) -> tuple[Seen, Seen]:
    """What curl sent, and what whttp would send."""
    with Capture() as capture:
        plan, headers = planned(settings, method, f"http://127.0.0.1:{capture.port}{path}")
        run(curl_command(plan, headers, settings), **variables)
        seen = capture.seen()
    wanted = Seen(method, plan.target.path, sorted(headers), seen.body)
    return seen, wanted


REQUESTS = {
    "plain": ("GET", "/", ()),
    "target": ("GET", "/a/../b%20c?x=[1]&y={a,b}&z=*~'\"$HOME`id`", ()),
    "headers": (
        "GET",
        "/",
        (
            ("header", 'X-Quotes: it\'s "quoted" $HOME `id` \\ !'),
            ("header", "X-Empty:"),
            ("header", "X-Twice: 1"),
            ("header", "X-Twice: 2"),
            ("header", "Accept: text/html"),
            ("user_agent", "me/1.0 (a; b)"),
        ),
    ),
    "no user agent": ("GET", "/", (("remove_header", "User-Agent"),)),
    "own host": ("GET", "/", (("header", "Host: other.test"),)),
    "custom method": ("PURGE", "/", ()),
    "lower case method": ("get", "/", ()),
    "delete": ("DELETE", "/x", ()),
    "options": ("OPTIONS", "/", ()),
    "empty post": ("POST", "/", ()),
    "form": ("POST", "/", (("data", "a=1"), ("data", "b=it's $HOME\n2"))),
    "at sign": ("POST", "/", (("data_urlencode", "a=@x"),)),
    "put": ("PUT", "/", (("data", "x"), ("header", "Content-Type: text/plain"))),
    "get with a body": ("GET", "/", (("data", "x"),)),
    "refresh": ("GET", "/", (("refresh", "true"),)),
    "no keep-alive": ("GET", "/", (("disable_feature", "keep-alive"),)),
    "chunked": ("POST", "/", (("data", "abc"), ("header", "Transfer-Encoding: chunked"))),
}


@needs_curl
@pytest.mark.parametrize("name", REQUESTS)
def test_curl_sends_the_same_request(name: str) -> None:
    method, path, flags = REQUESTS[name]
    seen, wanted = sent(given(("show_secrets", "true"), *flags), method, path)
    assert seen == wanted


@needs_curl
def test_curl_sends_head() -> None:
    seen, wanted = sent(given(), "HEAD", "/")
    assert seen == wanted


@needs_curl
@pytest.mark.parametrize("data", [b"a=1&b=%00", b"\x00\xff%s\\'\n\r", b"", bytes(range(256))])
def test_curl_sends_the_same_body(data: bytes, tmp_path: Path) -> None:
    file = tmp_path / "the body's"
    file.write_bytes(data)
    for flags in ([("data", f"@{file}")], [("data", "x=1"), ("data", f"@{file}")]):
        settings = given(*flags)
        seen, wanted = sent(settings, "POST", "/")
        assert seen == wanted
        assert seen.body == (data if len(flags) == 1 else b"x=1&" + data)


@needs_curl
@pytest.mark.parametrize(
    ("parts", "body"),
    [
        ((StdinPart(),), STDIN),
        ((BytesPart(b"<"), StdinPart(), BytesPart(b"\xff>")), b"<" + STDIN + b"\xff>"),
    ],
)
def test_curl_reads_standard_input_where_whttp_does(parts: tuple[BodyPart, ...], body: bytes) -> None:
    with Capture() as capture:
        url = f"http://127.0.0.1:{capture.port}/"
        plan = replace(request_plan(given(), "POST", url), body=Body(parts))
        run(curl_command(plan, compose(plan, Hop.first(plan)), given()))
        assert capture.seen().body == body


def test_a_slice_of_a_file_is_cut_out(tmp_path: Path) -> None:
    file = tmp_path / "f"
    file.write_bytes(b"0123456789")
    plan = replace(request_plan(given(), "POST", "http://h/"), body=Body((FilePart(file, 4, offset=3),)))
    source = curl_command(plan, (), given()).rpartition(" | curl")[0]
    assert subprocess.run(["sh", "-c", source], capture_output=True, check=True).stdout == b"3456"


# --- secrets ------------------------------------------------------------------------------------------

SECRETS = (
    ("header", "Authorization: Bearer hunter2"),
    ("cookie", "id=hunter2"),
    ("header", "X-Api-Key: hunter2"),
    ("data", "user=alice&password=hunter2"),
)


def test_secrets_are_variables_named_in_a_comment() -> None:
    line = line_for(given(*SECRETS), "POST", "http://h.test/?access_token=hunter2&x=1")
    assert "hunter2" not in line
    first = line.splitlines()[0]
    assert first == "# set first: AUTHORIZATION, X_API_KEY, COOKIE, PASSWORD, ACCESS_TOKEN"
    assert "http://h.test/?access_token='\"$ACCESS_TOKEN\"'&x=1'" in line


def test_show_secrets_writes_them_out() -> None:
    line = line_for(given(*SECRETS, ("show_secrets", "true")), "POST")
    assert "Bearer hunter2" in line
    assert "$" not in line


@needs_curl
def test_with_the_variables_set_curl_sends_the_same_request() -> None:
    variables = {
        "AUTHORIZATION": "Bearer hunter2",
        "COOKIE": "id=hunter2",
        "X_API_KEY": "hunter2",
        "PASSWORD": "hunter2",
        "ACCESS_TOKEN": "hunter2",
    }
    seen, wanted = sent(given(*SECRETS), "POST", "/?access_token=hunter2", **variables)
    assert seen == wanted
    assert seen.body == b"user=alice&password=hunter2"


def test_passwords_are_variables_too() -> None:
    settings = given(
        ("username", "alice"),
        ("password", "hunter2"),
        ("proxy", "px:8080"),
        ("proxy_username", "bob"),
        ("proxy_password", "hunter3"),
    )
    line = line_for(settings)
    assert "hunter" not in line
    assert '--user alice:"$PASSWORD"' in line
    assert '--proxy-user bob:"$PROXY_PASSWORD"' in line
    assert "--anyauth" in line


# --- connections --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("secure_protocols", "tls1.2", "--tlsv1.2"),
        ("security_flags", "0x13300", "--insecure"),
        ("ca_file", "root.pem", "--cacert root.pem"),
        ("connect_timeout", "1500", "--connect-timeout 1.5"),
        ("max_time", "3", "--max-time 3"),
        ("decompression", "gzip", "--compressed"),
        ("enable_http_protocol", "http2", "--http2"),
        ("http_version", "1.0", "--http1.0"),
        ("proxy", "none", "--noproxy '*'"),
        ("proxy", "px:3128", "--proxy px:3128"),
        ("address_family", "ipv6", "--ipv6"),
        ("resolve", "h.test:443:192.0.2.1", "--resolve h.test:443:192.0.2.1"),
        ("redirect_policy", "always", "--location"),
        ("max_http_automatic_redirects", "3", "--max-redirs 3"),
        ("output", "a b.html", "--output 'a b.html'"),
        ("fail", "true", "--fail-with-body"),
    ],
)
def test_settings_that_curl_has(name: str, text: str, words: str) -> None:
    assert words in line_for(given((name, text)), url="https://h.test/")


@pytest.mark.parametrize(
    ("name", "text", "comment"),
    [
        ("secure_protocols", "tls1,tls1.2", "cannot leave out a version"),
        ("security_flags", "ignore-unknown-ca", "can only ignore every fault"),
        ("proxy_pac", "http://h/p.pac", "runs no PAC script"),
        ("sni", "other.test", "takes the name from the URL"),
    ],
)
def test_what_curl_cannot_do_is_said(name: str, text: str, comment: str) -> None:
    lines = line_for(given((name, text)), url="https://h.test/").splitlines()
    assert any(line.startswith("# ") and comment in line for line in lines)


def test_redirects_are_not_followed_where_the_policy_is_never() -> None:
    assert "--location" not in line_for(given(("redirect_policy", "never")))


@pytest.mark.parametrize(
    ("scheme", "proxies", "chosen"),
    [
        ("http", "px", "px:80"),
        ("https", "px:8080 other", "px:8080"),
        ("https", "http=a:1;https=b", "b:443"),
        ("http", "https=b", ""),
        ("http", "http=http://a", "http://a:80"),
    ],
)
def test_a_proxy_list_gives_the_entry_of_the_scheme(scheme: str, proxies: str, chosen: str) -> None:
    assert proxy_for(scheme, proxies) == chosen


# --- shell --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "a b", "it's", '"$HOME" `id` \\', "*?[x]", "a\nb", "ünï"])
def test_a_word_reaches_the_command_unchanged(text: str) -> None:
    line = word([text, variable("a-b", "x"), text])
    done = subprocess.run(
        ["sh", "-c", f"printf %s {line}"], env={"A_B": "v w"}, capture_output=True, check=True
    )
    assert done.stdout.decode() == f"{text}v w{text}"


@pytest.mark.parametrize("data", [bytes(range(256)), b"--boundary\r\n", b"-", b""])
def test_printf_writes_every_byte(data: bytes) -> None:
    done = subprocess.run(["sh", "-c", printf(data)], capture_output=True, check=True)
    assert done.stdout == data


def test_a_plain_request_needs_no_variable() -> None:
    assert line_for(given()).startswith("curl ")


def test_named_schemes_are_curls_own() -> None:
    proxy = (("PROXY", "px:80"), ("PROXY_USERNAME", "a"), ("PROXY_PASSWORD", "b"))
    line = line_for(given(*proxy, ("PROXY_AUTH_SCHEME", "ntlm"), ("AUTH_SCHEME", "negotiate")))
    assert "--proxy-ntlm" in line
    assert "--negotiate \\\n  --user :" in line
    assert "--proxy-anyauth" in line_for(given(*proxy))
