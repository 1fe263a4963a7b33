"""PAC scripts that mean harm or are broken: WinHTTP's numbers, bounded time, bounded memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from winhttp_cli.engine.proxy import pac
from winhttp_cli.engine.proxy.autoproxy import SCRIPT_BYTES, Autoproxy, Document
from winhttp_cli.engine.proxy.pac import PacRun, PacRunner
from winhttp_cli.errors import Code, ExchangeFault, ExitStatus, Phase
from winhttp_cli.plan import Target

TARGET = Target("https", "www.example.org", 443, "/secret/path?token=1")
SYNTAX = Code.ERROR_WINHTTP_BAD_AUTO_PROXY_SCRIPT
RUNNING = Code.ERROR_WINHTTP_SCRIPT_EXECUTION_ERROR


def run(
    script: str, seconds: float | None = 20.0, names: dict[str, tuple[str, ...]] | None = None
) -> PacRun:
    known = names or {}
    runner = PacRunner(lambda name, left: known.get(name, ()), lambda: ("192.0.2.9",))
    return runner.run(script, TARGET, seconds)


def body(statements: str) -> str:
    return "function FindProxyForURL(url, host) {\n" + statements + "\n}"


def failure(script: str, seconds: float | None = 20.0) -> ExchangeFault:
    found = run(script, seconds).failure
    assert found is not None
    assert (found.status, found.phase) == (ExitStatus.PROXY, Phase.PROXY)
    return found


LOOPS = [
    body("while (true) {}"),
    "while (true) {}",
    body("for (;;) isPlainHostName(host);"),
    body("return /^(a+)+$/.test('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab') ? '' : '';"),
    body("for (;;) try { while (true) {} } catch (e) {}"),
]


@pytest.mark.parametrize("script", LOOPS)
def test_endless_loop_ends_at_the_limit_with_12177(script: str) -> None:
    found = failure(script, 0.3)
    assert (found.code, "longer than 0.3 s" in found.message) == (RUNNING, True)


def test_a_script_in_time_is_not_stopped() -> None:
    assert run(body("return 'DIRECT';"), 20.0).failure is None


def test_waiting_for_a_name_counts_inside_the_limit() -> None:
    left: list[float | None] = []

    def slow(name: str, seconds: float | None) -> tuple[str, ...]:
        left.append(seconds)
        return ()

    runner = PacRunner(slow, lambda: ())
    result = runner.run(body("for (var i = 0; ; i++) dnsResolve('n' + i);"), TARGET, 0.5)
    assert result.failure is not None
    assert result.failure.code == RUNNING
    assert all(seconds is not None and 0 <= seconds <= 0.5 for seconds in left)
    assert left[-1] != left[0]


ALLOCATIONS = [
    body("var all = []; while (true) all.push(new Array(1000).fill(all.length));"),
    body("var s = 'x'; while (true) s += s;"),
    body("var o = {}; for (var i = 0; ; i++) o['k' + i] = 'v' + i;"),
    body("return new ArrayBuffer(1e12).byteLength + '';"),
    "var all = []; while (true) all.push([all.length]);",
]


@pytest.mark.parametrize("script", ALLOCATIONS)
def test_allocation_without_end_is_12177(script: str) -> None:
    assert failure(script).code == RUNNING


_MEASURE = """
import resource, sys
from winhttp_cli.engine.proxy.pac import PacRunner
from winhttp_cli.plan import Target
run = PacRunner(lambda n, s: (), lambda: ()).run(sys.argv[1], Target("http", "h", 80, "/"), 2.0)
# VmHWM, not ru_maxrss: that one would remember the size of whoever started this process
own = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(run.failure.code if run.failure else 0, max(own, children))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="ru_maxrss is KiB on Linux")
@pytest.mark.parametrize(
    "script", [ALLOCATIONS[0], ALLOCATIONS[1], body("for (;;) alert('x'.repeat(1e6));")]
)
def test_memory_of_both_processes_stays_bounded(script: str) -> None:
    words = subprocess.run(
        [sys.executable, "-c", _MEASURE, script], capture_output=True, text=True, check=True, timeout=60
    ).stdout.split()
    assert words[0] == "12177"
    assert int(words[1]) < 160 * 1024


def test_a_larger_memory_limit_lets_a_larger_script_run() -> None:
    script = body("var all = []; for (var i = 0; i < 2e6; i++) all.push([i]); return 'DIRECT';")
    assert failure(script).code == RUNNING
    roomy = PacRunner(lambda name, left: (), lambda: (), memory_bytes=1 << 30)
    assert roomy.run(script, TARGET, 30.0).result == "DIRECT"


THROWS = [
    ("throw new Error('boom');", "line 2, column"),
    ("return missing.thing;", ": ReferenceError: missing is not defined"),
    ("return host.nothing.more;", "TypeError"),
    ("throw 'a text';", 'threw "a text"'),
    ("throw {a: 1};", "threw [object]"),
    ("return FindProxyForURL(url, host);", "RangeError: Maximum call stack size exceeded"),
    ("return eval('((');", "SyntaxError"),
]


@pytest.mark.parametrize(("statements", "words"), THROWS)
def test_a_throw_is_12177_and_names_the_line(statements: str, words: str) -> None:
    found = failure(body(statements))
    assert found.code == RUNNING
    assert words in found.message


SYNTAX_ERRORS = [
    ("function FindProxyForURL(url, host) {\n  if (\n}", "line 3"),
    ("\n\n\nvar = 3;", "line 4"),
    ("function FindProxyForURL(url, host) { return 'a }", "line 1"),
    ("\0\0\0 ((", "SyntaxError"),
]


@pytest.mark.parametrize(("script", "words"), SYNTAX_ERRORS)
def test_a_syntax_error_is_12166_and_names_the_line(script: str, words: str) -> None:
    found = failure(script)
    assert found.code == SYNTAX
    assert words in found.message


@pytest.mark.parametrize("script", ["", "var a = 1;", "var FindProxyForURL = 'PROXY a:1';"])
def test_without_an_entry_point_it_is_12166(script: str) -> None:
    assert failure(script).code == SYNTAX


@pytest.mark.parametrize("value", ["5", "undefined", "{}", "[]", "true", "function(){}", "Symbol('x')"])
def test_a_result_that_is_no_text_is_12177(value: str) -> None:
    found = failure(body(f"return ({value});"))
    assert found.code == RUNNING
    assert "not a text" in found.message


def test_null_means_direct_and_stays_a_result() -> None:
    assert run(body("return null;")).result == ""


def test_a_result_without_end_is_cut() -> None:
    result = run(body("return 'PROXY a:1;'.repeat(1e6);")).result
    assert result is not None
    assert len(result) <= 32768


OUTSIDE = [
    "require", "process", "fetch", "XMLHttpRequest", "std", "os", "__whttp_ask", "ActiveXObject",
    "WebAssembly", "print", "console", "Deno", "setTimeout", "importScripts",
]  # fmt: skip


def test_a_script_reaches_no_file_and_no_network() -> None:
    kinds = ", ".join(f"typeof {name}" for name in OUTSIDE)
    assert run(body(f"return [{kinds}].join();")).result == ",".join(["undefined"] * len(OUTSIDE))


def test_a_script_cannot_import_a_module(tmp_path: Path) -> None:
    module = tmp_path / "stolen.js"
    module.write_text("export const secret = 'DIRECT';")
    script = f"var got = 'PROXY none:1'; import('{module}').then(m => {{ got = m.secret; }});"
    assert run(script + body("return got;")).result == "PROXY none:1"


_PROBE = """
import json, os, sys
def is_open(number):
    try:
        os.fstat(number)
    except OSError:
        return False
    return True
sys.stdin.readline()
text = json.dumps([[n for n in range(3, 256) if is_open(n)], sorted(os.environ)])
print(json.dumps(["end", {"entry": "probe", "kind": "string", "text": text}]), flush=True)
"""


def test_the_child_inherits_no_descriptor_and_no_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "pac_child.py").write_text(_PROBE)
    (tmp_path / "pac_functions.js").write_text("")
    monkeypatch.setattr(pac, "__file__", str(tmp_path / "pac.py"))
    monkeypatch.setenv("WHTTP_PROXY_PASSWORD", "geheim")
    leaked = os.open(os.devnull, os.O_RDONLY)
    os.set_inheritable(leaked, True)
    result = run("").result
    os.close(leaked)
    assert result is not None
    descriptors, variables = json.loads(result)
    assert descriptors == []
    assert set(variables) <= {"LC_CTYPE", "SYSTEMROOT", "TZ"}


def test_without_a_process_to_run_in_it_is_12178(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nonexistent/python")
    found = failure(body("return 'DIRECT';"))
    assert found.code == Code.ERROR_WINHTTP_AUTO_PROXY_SERVICE_ERROR
    assert "No such file" in found.message


def test_without_the_engine_it_is_12178_and_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pac, "_engine_folder", lambda: None)
    found = failure(body("return 'DIRECT';"))
    assert found.code == Code.ERROR_WINHTTP_AUTO_PROXY_SERVICE_ERROR
    assert "whttp[pac]" in found.hint


def test_an_https_url_is_shown_to_the_script_without_path_and_query() -> None:
    assert run(body("return url;")).result == "https://www.example.org/"


def test_an_http_url_is_shown_whole() -> None:
    runner = PacRunner(lambda name, left: (), lambda: ())
    plain = Target("http", "h.example", 8080, "/a?b")
    assert runner.run(body("return url;"), plain).result == "http://h.example:8080/a?b"


def test_the_trace_is_kept_when_the_script_is_stopped() -> None:
    stopped = run(body("dnsResolve('n.example'); while (true) {}"), 1.0, {"n.example": ("192.0.2.1",)})
    assert stopped.failure is not None
    assert [(call.text, call.result) for call in stopped.calls] == [
        ('dnsResolve("n.example")', '"192.0.2.1"')
    ]


def test_the_trace_is_bounded_and_counts_the_rest() -> None:
    result = run(body("for (var i = 0; i < 5000; i++) dnsDomainLevels('a.b'); return 'DIRECT';"))
    assert (len(result.calls), result.unrecorded) == (1000, 4000)


def test_long_arguments_are_cut_in_the_trace() -> None:
    result = run(body("alert('x'.repeat(1e6)); return 'DIRECT';"))
    assert len(result.calls[0].text) < 400


def test_odd_characters_cross_the_pipe() -> None:
    result = run(body("return 'PROXY \\ud800\\u0000\\u20ac\\n:1';")).result
    assert result == "PROXY ?\0€\n:1"


def autoproxy(content: bytes, content_type: str = "") -> Autoproxy:
    runner = PacRunner(lambda name, left: (), lambda: ())
    return Autoproxy(lambda url, limit: Document(content, content_type), runner)


WEB_PAGES = [
    (b"<html><body>Sign in</body></html>", "text/html"),
    (b"\n  <!DOCTYPE html>", ""),
    (b"<?xml version='1.0'?>", "application/x-ns-proxy-autoconfig"),
    (b"Not found", "text/html; charset=utf-8"),
]


@pytest.mark.parametrize(("content", "content_type"), WEB_PAGES)
def test_a_web_page_in_place_of_a_script_is_12176(content: bytes, content_type: str) -> None:
    with pytest.raises(ExchangeFault) as caught:
        autoproxy(content, content_type).script("http://pac/p.pac")
    assert caught.value.code == Code.ERROR_WINHTTP_UNHANDLED_SCRIPT_TYPE


def test_a_script_served_as_html_is_still_a_script() -> None:
    content = body("return 'DIRECT';").encode()
    assert autoproxy(content, "text/html").script("http://pac/p.pac").size == len(content)


def test_a_script_of_two_megabytes_is_12167() -> None:
    with pytest.raises(ExchangeFault, match="larger than 1 MB") as caught:
        autoproxy(b"/" * (2 * SCRIPT_BYTES)).script("http://pac/p.pac")
    assert caught.value.code == Code.ERROR_WINHTTP_UNABLE_TO_DOWNLOAD_SCRIPT


def test_a_script_of_one_megabyte_runs() -> None:
    filler = body("return 'DIRECT';") + "\n//"
    script = autoproxy((filler + "x" * (SCRIPT_BYTES - len(filler))).encode()).script("http://pac/p")
    assert script.size == SCRIPT_BYTES
    assert run(script.text).result == "DIRECT"


def test_a_script_can_be_a_file(tmp_path: Path) -> None:
    path = tmp_path / "p q.pac"
    path.write_bytes(b"\xef\xbb\xbf" + body("return 'DIRECT';").encode())
    for location in (str(path), path.as_uri()):
        assert run(autoproxy(b"").script(location).text).result == "DIRECT"


def test_a_missing_file_is_12167(tmp_path: Path) -> None:
    with pytest.raises(ExchangeFault, match="No such file") as caught:
        autoproxy(b"").script(str(tmp_path / "none.pac"))
    assert caught.value.code == Code.ERROR_WINHTTP_UNABLE_TO_DOWNLOAD_SCRIPT


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_a_script_is_read_in_its_encoding(encoding: str) -> None:
    content = body("return 'PROXY ä';").encode(encoding)
    assert run(autoproxy(content).script("http://pac/p").text).result == "PROXY ä"
