"""whttp batch: results, what a line may say, and how it ends."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.lab.behaviours import cutting, echoing, redirect, reply
from tests.lab.command import Argument, Finished, Whttp
from tests.lab.raw_server import RawServer
from tests.lab.terminal import Shown

Start = Callable[..., RawServer]
OK = reply(200, b"ok", "Content-Type: text/plain")
SCHEMA = json.loads(Path(__file__).parents[2].joinpath("docs/schema/batch-1.json").read_text("utf-8"))


def results(done: Finished) -> list[dict[str, Any]]:
    """The lines, each checked against the schema, by their index."""
    found = [json.loads(line) for line in done.out.splitlines()]
    for line in found:
        jsonschema.validate(line, SCHEMA["$defs"]["result"])
    return sorted(found, key=lambda line: int(line["index"]))


@pytest.fixture
def batch(whttp: Whttp) -> Callable[..., Finished]:
    """Runs lines, texts or objects, given on standard input."""

    def run(lines: list[Any], *arguments: Argument, **knobs: Any) -> Finished:
        texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
        return whttp("batch", "-", *arguments, stdin="\n".join(texts), **knobs)

    return run


Batch = Callable[..., Finished]


def test_one_line_of_json_for_each_url(batch: Batch, raw_server: Start) -> None:
    server = raw_server({"/a": OK, "/b?token=hidden": redirect("/a")})
    done = batch([server.url("/a"), "", "# a remark", server.url("/b?token=hidden")])
    assert (done.status, done.err) == (0, "")
    first, second = results(done)
    assert first == {
        "index": 1,
        "line": 1,
        "id": None,
        "method": "GET",
        "url": server.url("/a"),
        "final_url": server.url("/a"),
        "status": 200,
        "content_type": "text/plain",
        "bytes": 2,
        "file": None,
        "milliseconds": first["milliseconds"],
        "exit_status": 0,
        "failure": None,
        "unmet": [],
        "query": {},
    }
    assert (second["index"], second["line"]) == (2, 4)
    assert second["url"] == server.url("/b?token=***")
    assert "hidden" not in done.out


def test_a_file_of_lines_with_windows_line_ends(whttp: Whttp, raw_server: Start, tmp_path: Path) -> None:
    server = raw_server(OK)
    (tmp_path / "list").write_bytes(b"\xef\xbb\xbf" + f"{server.url()}\r\n".encode() * 2)
    done = whttp("batch", tmp_path / "list")
    assert [line["status"] for line in results(done)] == [200, 200]


def test_nothing_to_do_is_no_failure(batch: Batch) -> None:
    done = batch([])
    assert (done.status, done.out, done.err) == (0, "", "")


def test_a_file_that_cannot_be_read(whttp: Whttp, tmp_path: Path) -> None:
    done = whttp("batch", tmp_path / "none")
    assert (done.status, done.out) == (14, "")
    assert "cannot read" in done.err


def test_an_object_says_what_goes_out(batch: Batch, raw_server: Start) -> None:
    server = raw_server(echoing())
    item = {
        "url": server.url("/x"),
        "method": "PUT",
        "headers": {"X-A": "1", "X-B": ["2", "3"], "X-C": ""},
        "body": "grün",
        "options": {"remove_header": ["Connection", "User-Agent"]},
        "id": "case-7",
    }
    (line,) = results(batch([item], "-H", "X-All: yes"))
    assert (line["id"], line["method"], line["status"]) == ("case-7", "PUT", 200)
    head, _, body = server.requests[0].partition(b"\r\n\r\n")
    assert head.split(b"\r\n") == [
        b"PUT /x HTTP/1.1",
        b"X-All: yes",
        b"X-A: 1",
        b"X-B: 2",
        b"X-B: 3",
        b"X-C: ",
        b"Content-Length: 5",
        f"Host: {server.authority}".encode(),
    ]
    assert body == "grün".encode()


def test_a_lines_options_win_over_flags_and_touch_no_other_line(batch: Batch, raw_server: Start) -> None:
    server = raw_server({"/": redirect("/b"), "/b": OK})
    items = [{"url": server.url(), "options": {"redirect_policy": "always"}}, {"url": server.url()}]
    first, second = results(batch(items, "--redirect-policy", "never"))
    assert (first["status"], second["status"]) == (200, 302)


@pytest.mark.parametrize(
    ("line", "said", "number"),
    [
        ("ftp://x/", "line 1: URL: scheme 'ftp'", 12006),
        ("no url", "line 1: ", 12006),
        ("{", "line 1: this is not JSON", 87),
        ('{"url": NaN}', "line 1: this is not JSON: NaN", 87),
        ("[" * 5000, "line 1: ", 12006),
        ('{"url": ' + "[" * 90000, "line 1: this is not JSON", 87),
        ({}, "line 1: an item needs a url", 87),
        ({"url": 7}, "line 1: url takes text", 87),
        ({"url": "http://h/", "methd": "GET"}, "line 1: an item has no member 'methd'", 87),
        ({"url": "http://h/", "method": "G T"}, "line 1: method 'G T' is not a token", 87),
        ({"url": "http://h/", "headers": []}, "line 1: headers takes an object", 87),
        ({"url": "http://h/", "headers": {"A": 1}}, "line 1: headers: A takes text", 87),
        ({"url": "http://h/", "headers": {"A": "b\r\nC: d"}}, "line 1: ", 12153),
        ({"url": "http://h/", "headers": {"A: b\r\nC": "d"}}, "line 1: ", 87),
        ({"url": "http://h/", "body": 7}, "line 1: body takes text", 87),
        ({"url": "http://h/", "id": []}, "line 1: id takes text or a whole number", 87),
        ({"url": "http://h/", "options": 7}, "line 1: options takes an object", 87),
        ({"url": "http://h/", "options": {"connect_timout": 1}}, "line 1: ", 12009),
        ({"url": "http://h/", "options": {"receive_timeout": -5}}, "line 1: ", 87),
        ({"url": "http://h/", "options": {"max_conns_per_server": 1}}, "line 1: ", 12018),
        ({"url": "http://h/", "options": {"user_agent": "x"}}, "line 1: ", 12018),
        ({"url": "http://h/", "options": {"url": "x"}}, "line 1: ", 12011),
        ({"url": "http://h/", "options": {"query": ["nonsense"]}}, "line 1: ", 12009),
        ({"url": "http://h/", "options": {"expect": ["nonsense"]}}, "line 1: ", 87),
        ({"url": "http://h/", "options": {"proxy": ""}}, "line 1: ", 87),
        ({"url": "http://h\ud800/"}, "line 1: ", 12005),
        ({"url": "http://h/", "body": "\ud800"}, "line 1: body holds half", 87),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_broken_line_fails_alone(
    batch: Batch, raw_server: Start, line: Any, said: str, number: int
) -> None:
    done = batch([line, raw_server(OK).url()])
    assert done.status == 21, done
    broken, good = results(done)
    assert (broken["exit_status"], broken["failure"]["code"]) == (2, number)
    assert broken["failure"]["message"].startswith(said)
    assert (good["status"], good["line"]) == (200, 2)
    assert done.err == "whttp: 1 of 2 requests failed\n"


@pytest.mark.parametrize(
    "options",
    [
        {"show_secrets": True},
        {"status_callback": "os:system"},
        {"output": "f"},
        {"data": ["@/etc/passwd"]},
        {"upload_file": "/etc/passwd"},
        {"cookie_jar": "f"},
        {"ca_file": "f"},
        {"tls_key_log": "f"},
        {"password_file": "f"},
        {"bearer_file": "f"},
        {"netrc": True},
        {"set": ["redirect_policy=always"]},
        {"as": "windows-7"},
    ],
    ids=str,
)
def test_a_line_says_nothing_for_the_whole_run(
    batch: Batch, raw_server: Start, options: dict[str, Any]
) -> None:
    server = raw_server(OK)
    (line,) = results(batch([{"url": server.url(), "options": options}]))
    assert line["exit_status"] == 2
    assert server.requests == []


def test_what_cannot_be_text_is_reported_with_its_line(whttp: Whttp, raw_server: Start) -> None:
    url = raw_server(OK).url().encode()
    lines = b"\n".join([url, b"http://\xff/", b"http://h/" + b"x" * 1024 * 1024, url])
    first, second, third, fourth = results(whttp("batch", "-", stdin=lines))
    assert (first["status"], fourth["status"], fourth["line"]) == (200, 200, 4)
    assert second["failure"]["message"] == "line 2: byte 8 is not UTF-8"
    assert third["failure"]["message"] == "line 3: a line holds at most 1048576 bytes"


def test_a_failure_has_its_own_status_and_the_rest_still_runs(batch: Batch, raw_server: Start) -> None:
    server = raw_server({"/a": OK, "/cut": cutting(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx")})
    done = batch(["http://127.0.0.1:1/", server.url("/cut"), "http://no.invalid/", server.url("/a")])
    assert done.status == 21
    assert [line["exit_status"] for line in results(done)] == [4, 12, 3, 0]
    assert [line["status"] for line in results(done)] == [None, 200, None, 200]
    assert done.err == "whttp: 3 of 4 requests failed\n"


def test_q_leaves_the_status_to_tell(batch: Batch) -> None:
    done = batch(["http://127.0.0.1:1/"], "-q")
    assert (done.status, done.err) == (21, "")


def test_f_and_expect_judge_each_item(batch: Batch, raw_server: Start) -> None:
    server = raw_server({"/a": OK, "/b": reply(404, b"")})
    items = [{"url": server.url("/a")}, {"url": server.url("/b"), "options": {"expect": ["status=404"]}}]
    assert [line["exit_status"] for line in results(batch(items))] == [0, 0]
    assert [line["exit_status"] for line in results(batch(items, "-f"))] == [0, 22]
    done = batch([item["url"] for item in items], "--expect", "status=200")
    first, second = results(done)
    assert (done.status, first["exit_status"], second["exit_status"]) == (21, 0, 20)
    assert second["unmet"] == ["expected status = 200, got 404"]


def test_query_answers_in_each_line(batch: Batch, raw_server: Start) -> None:
    server = raw_server(OK)
    (line,) = results(batch([server.url()], "--query", "status", "--query", "url"))
    assert line["query"] == {"status": "200", "url": server.url()}


def test_json_adds_the_whole_report(batch: Batch, raw_server: Start) -> None:
    server = raw_server(OK)
    (line,) = results(batch([server.url()], "--json"))
    assert line["report"]["schema"] == 1
    assert line["report"]["body"]["length"] == 2


def test_retry_is_each_items_own(batch: Batch, raw_server: Start) -> None:
    server = raw_server(reply(503, b"", "Retry-After: 0"), OK)
    (line,) = results(batch([{"url": server.url(), "options": {"retry": 1}}]))
    assert (line["status"], len(server.requests)) == (200, 2)


def test_bodies_are_saved_under_number_and_safe_name(
    batch: Batch, raw_server: Start, tmp_path: Path
) -> None:
    server = raw_server({"/x/a.txt": OK, "/..%2f..%2fb": OK, "/": reply(204, length=False)})
    urls = [server.url(path) for path in ("/x/a.txt", "/x/a.txt", "/..%2f..%2fb", "/")]
    lines = results(batch([*urls, "http://127.0.0.1:1/"], "--output-dir", tmp_path))
    names = ["1-a.txt", "2-a.txt", "3-b", "4-download"]
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == names
    assert (tmp_path / "2-a.txt").read_bytes() == b"ok"
    assert [line["file"] for line in lines] == [*(str(tmp_path / name) for name in names), None]


def test_a_body_that_cannot_be_saved_is_that_items_failure(
    batch: Batch, raw_server: Start, tmp_path: Path
) -> None:
    done = batch([raw_server(OK).url()], "--output-dir", tmp_path / "none")
    assert (done.status, results(done)[0]["exit_status"]) == (21, 14)


ONE_ANSWER = [("-o", "f"), ("-i",), ("--har", "f"), ("--dry-run",), ("-I",), ("--cert-out", "f")]


@pytest.mark.parametrize("flags", ONE_ANSWER, ids=str)
def test_what_is_about_one_answer_is_refused(
    batch: Batch, raw_server: Start, flags: tuple[str, ...]
) -> None:
    server = raw_server(OK)
    done = batch([server.url()], *flags)
    assert (done.status, done.out, server.requests) == (2, "", [])
    assert "this is about one answer, and a batch has many" in done.err


def test_what_is_about_one_answer_passes_over_in_a_file(
    whttp: Whttp, batch: Batch, raw_server: Start
) -> None:
    whttp.configure('output = "body"\nverbose = 1\n')
    done = batch([raw_server(OK).url()])
    assert (done.status, done.err, (whttp.home / "body").exists()) == (0, "", False)


def test_a_trace_of_several_requests_is_refused(batch: Batch, raw_server: Start) -> None:
    done = batch([raw_server(OK).url()], "-v")
    assert (done.status, done.out) == (2, "")
    assert "--enabletracing" in done.err


@pytest.mark.parametrize("jobs", ["0", "257", "x"])
def test_jobs_has_its_bounds(batch: Batch, jobs: str) -> None:
    assert batch(["http://h/"], "--jobs", jobs).status == 2


def test_standard_input_is_not_a_body_too(batch: Batch, raw_server: Start) -> None:
    server = raw_server(OK)
    done = batch([server.url()], "-d", "@-")
    assert (done.status, server.requests) == (21, [])


def test_items_share_cookies_as_one_session_does(batch: Batch, raw_server: Start) -> None:
    server = raw_server(reply(200, b"", "Set-Cookie: a=1"), OK)
    batch([server.url(), server.url()], "--jobs", 1)
    assert b"Cookie: a=1" in server.requests[1]


def test_callbacks_and_traces_tell_the_requests_apart(
    batch: Batch, raw_server: Start, tmp_path: Path
) -> None:
    server = raw_server(OK)
    items = [{"url": server.url(), "options": {"context_value": number}} for number in range(1, 21)]
    log = ("--enabletracing", "--trace-file-prefix", tmp_path / "t", "-q")
    done = batch(items, "--callback", f"json:{tmp_path / 'n'}", *log)
    assert done.status == 0, done
    notices = [json.loads(line) for line in (tmp_path / "n").read_text().splitlines()]
    sent = [notice for notice in notices if notice["name"].endswith("_REQUEST_SENT")]
    assert sorted(notice["context"] for notice in sent) == list(range(1, 21))
    (trace,) = tmp_path.glob("t-*.log")
    begun = {line.split()[1] for line in trace.read_text().splitlines() if "> GET" in line}
    assert len(begun) == 20


def test_a_sink_that_fails_harms_no_item(batch: Batch, raw_server: Start, tmp_path: Path) -> None:
    (tmp_path / "m.py").write_text("def f(notice):\n    raise OSError('no')\n", "utf-8")
    done = batch([raw_server(OK).url()] * 5, "--callback", "m:f", cwd=tmp_path)
    assert done.status == 14
    assert [line["exit_status"] for line in results(done)] == [0] * 5
    assert done.err.count("raised") == 1


def test_a_terminal_counts_while_results_go_elsewhere(
    terminal: Callable[..., Shown], raw_server: Start, tmp_path: Path
) -> None:
    (tmp_path / "list").write_text(f"{raw_server(OK).url()}\n" * 3, "utf-8")
    shown = terminal("batch", tmp_path / "list", terminal={"stdin", "stderr"})
    assert b"whttp: 1 done" in shown.raw
    assert (shown.status, shown.text.strip(), len(shown.stdout.splitlines())) == (0, "", 3)
