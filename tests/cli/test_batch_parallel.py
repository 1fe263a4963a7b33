"""whttp batch: how much at a time, what is shared, and what an interrupt leaves."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.lab.behaviours import Behaviour, hanging, reply
from tests.lab.command import Finished, Whttp
from tests.lab.peers.nginx import Nginx
from tests.lab.raw_server import Peer, RawServer

Start = Callable[..., RawServer]
OK = reply(200, b"ok")
LIMIT = 20


class Together:
    """Answers when `number` requests have come; to those that wait in vain nothing is said."""

    def __init__(self, number: int) -> None:
        self.barrier = threading.Barrier(number)

    def __call__(self, peer: Peer) -> None:
        with suppress(threading.BrokenBarrierError):
            self.barrier.wait(LIMIT)
            peer.send(OK)


def run(whttp: Whttp, urls: list[str], *arguments: Any) -> Finished:
    return whttp("batch", "-", *arguments, stdin="\n".join(urls), limit=60)


def statuses(done: Finished) -> list[int]:
    return [json.loads(line)["exit_status"] for line in done.out.splitlines()]


def test_as_many_requests_as_jobs_are_under_way(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(Together(6))
    done = run(whttp, [server.url()] * 6, "--jobs", 6)
    assert (done.status, statuses(done)) == (0, [0] * 6)
    assert len(server.connections) == 6


def test_one_job_is_one_request_at_a_time(whttp: Whttp, raw_server: Start) -> None:
    meeting = Together(2)
    server = raw_server(meeting)
    done = run(whttp, [server.url()] * 2, "--jobs", 1, "--max-time", "0.3")
    meeting.barrier.abort()
    assert (done.status, statuses(done)[0]) == (21, 5)


def test_a_server_gets_no_more_connections_than_the_option_says(
    whttp: Whttp, nginx: Nginx, tmp_path: Path
) -> None:
    urls = [nginx.url(path=f"/headers?{tmp_path.name}-{number}") for number in range(60)]
    done = run(whttp, urls, "--jobs", 8, "--max-conns-per-server", 2)
    assert statuses(done) == [0] * 60
    logged = nginx.logged(tmp_path.name, 60)
    assert 1 <= len({line.connection for line in logged}) <= 2


def test_the_limit_holds_back_what_jobs_would_send(whttp: Whttp, raw_server: Start) -> None:
    meeting = Together(2)
    server = raw_server(meeting)
    flags = ("--jobs", 4, "--max-conns-per-server", 1, "--max-time", "0.3")
    done = run(whttp, [server.url()] * 2, *flags)
    meeting.barrier.abort()
    assert (done.status, statuses(done)[0]) == (21, 5)


def test_connections_are_kept_between_items(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(OK)
    assert run(whttp, [server.url()] * 200, "--jobs", 4).status == 0
    assert len(server.requests) == 200
    assert len(server.connections) <= 4


def late_first() -> tuple[dict[str, Behaviour | bytes], threading.Event]:
    """/first is answered when /second has been."""
    answered = threading.Event()

    def first(peer: Peer) -> None:
        answered.wait(LIMIT)
        peer.send(OK)

    def second(peer: Peer) -> None:
        peer.send(OK)
        answered.set()

    return {"/first": first, "/second": second}, answered


def order(done: Finished) -> list[int]:
    return [json.loads(line)["index"] for line in done.out.splitlines()]


def test_results_come_as_they_are_done(whttp: Whttp, raw_server: Start) -> None:
    """/first is let go once the result of /second has been read."""
    released = threading.Event()

    def first(peer: Peer) -> None:
        released.wait(LIMIT)
        peer.send(OK)

    server = raw_server({"/first": first, "/second": OK})
    with whttp.start("batch", "-") as running:
        assert running.process.stdin is not None
        assert running.process.stdout is not None
        running.process.stdin.write(f"{server.url('/first')}\n{server.url('/second')}\n".encode())
        running.process.stdin.flush()
        assert json.loads(running.process.stdout.readline())["index"] == 2
        released.set()
        assert json.loads(running.process.stdout.readline())["index"] == 1
        assert running.finish(b"").status == 0


def test_ordered_results_wait_for_earlier_ones(whttp: Whttp, raw_server: Start) -> None:
    answers, _ = late_first()
    server = raw_server(answers)
    urls = [server.url("/first"), *([server.url("/second")] * 30)]
    assert order(run(whttp, urls, "--ordered", "--jobs", 4)) == list(range(1, 32))


def test_a_line_is_sent_before_the_next_is_there(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(OK)
    with whttp.start("batch", "-") as running:
        assert running.process.stdin is not None
        assert running.process.stdout is not None
        for number in (1, 2, 3):
            running.process.stdin.write(f"{server.url()}\n".encode())
            running.process.stdin.flush()
            assert json.loads(running.process.stdout.readline())["line"] == number
        assert running.finish(b"").status == 0


def test_an_interrupt_keeps_what_is_done(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server({"/done": OK, "/hangs": hanging()})
    with whttp.start("batch", "-", "--jobs", 4) as running:
        assert running.process.stdin is not None
        assert running.process.stdout is not None
        lines = f"{server.url('/hangs')}\n" * 3 + f"{server.url('/done')}\n"
        running.process.stdin.write(lines.encode())
        running.process.stdin.flush()
        assert json.loads(running.process.stdout.readline())["index"] == 4
        running.interrupt()
        done = running.finish()
    assert (done.status, done.stdout, done.stderr) == (130, b"", b"")


def test_an_interrupt_keeps_what_waits_for_its_turn(whttp: Whttp, raw_server: Start) -> None:
    """/last is asked for by the thread that has dealt with /done."""
    is_asked = threading.Event()

    def last(peer: Peer) -> None:
        is_asked.set()
        peer.wait_for_end()

    server = raw_server({"/hangs": hanging(), "/done": OK, "/last": last})
    with whttp.start("batch", "-", "--jobs", 2, "--ordered") as running:
        assert running.process.stdin is not None
        lines = "\n".join(server.url(path) for path in ("/hangs", "/done", "/last"))
        running.process.stdin.write(lines.encode() + b"\n")
        running.process.stdin.flush()
        assert is_asked.wait(LIMIT)
        running.interrupt()
        done = running.finish()
    assert (done.status, order(done)) == (130, [2])


def test_a_termination_ends_it_while_standard_input_is_waited_for(
    whttp: Whttp, raw_server: Start
) -> None:
    server = raw_server(OK)
    with whttp.start("batch", "-") as running:
        assert running.process.stdin is not None
        assert running.process.stdout is not None
        running.process.stdin.write(f"{server.url()}\n".encode())
        running.process.stdin.flush()
        running.process.stdout.readline()
        running.terminate()
        assert (running.process.wait(LIMIT), running.finish().stderr) == (143, b"")


def test_a_reader_that_goes_away_ends_it_quietly(whttp: Whttp, raw_server: Start) -> None:
    server = raw_server(OK)
    with whttp.start("batch", "-") as running:
        assert running.process.stdin is not None
        assert running.process.stdout is not None
        running.process.stdin.write(f"{server.url()}\n".encode())
        running.process.stdin.flush()
        running.process.stdout.readline()
        running.process.stdout.close()
        running.process.stdin.write(f"{server.url()}\n".encode() * 50)
        running.process.stdin.close()
        assert running.process.wait(LIMIT) == 141
