"""The child process in which a PAC script runs. Started by `pac.py`, never imported by anything else.

Promise: one script, one call, then the end. The JavaScript engine offers no file, no network and no
module loading; what the script may ask for (a name, this machine's addresses) is asked of the parent
over standard output and answered on standard input, one JSON line each. Before the script runs the
process gives up what an engine fault could misuse: new descriptors, file writes, processes, memory
beyond its share (POSIX), and it ends by itself a moment after the parent's limit, should the parent
have died. Must not know winhttp_cli: it runs isolated (-I -S) with the engine's folder as its argument.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from typing import Any


def main() -> None:
    """Reads the order from standard input and answers on standard output."""
    sys.path.append(sys.argv[1])
    import _quickjs  # the engine itself: its package `quickjs` starts a thread when imported

    order = json.loads(sys.stdin.buffer.readline())
    _end_after(order["seconds"])
    _give_up_rights(order["memory"])
    context = _quickjs.Context()
    context.set_memory_limit(order["memory"])
    context.set_max_stack_size(order["stack"])
    context.add_callable("__whttp_ask", _ask)
    driver = context.eval("\n" * order["prelude_line"] + order["prelude"])
    stage = "load"
    try:
        context.eval(order["script"])
        stage = "run"
        end = json.loads(driver(order["url"], order["host"]))
    except (_quickjs.JSException, ValueError, SystemError, MemoryError) as error:
        end = {"stage": stage, "failed": type(error).__name__, "text": str(error)[:4000]}
    _say("end", end)


def _ask(what: str, text: str) -> str:
    """The script's side of the pipe: a call for the trace needs no answer, a question does."""
    _say(what, json.loads(text))
    if what == "call":
        return ""
    answer = sys.stdin.buffer.readline()
    if not answer:
        os._exit(1)
    return answer.decode("ascii")


def _say(what: str, content: Any) -> None:
    sys.stdout.buffer.write(json.dumps([what, content]).encode("ascii") + b"\n")
    sys.stdout.buffer.flush()


def _end_after(seconds: float | None) -> None:
    """A last resort: the parent kills at the limit, this ends an orphan."""
    if seconds is not None:
        timer = threading.Timer(seconds + 2, os._exit, (1,))
        timer.daemon = True
        timer.start()


def _give_up_rights(memory: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; the engine's own memory limit stands there too
        return
    limits = (
        (resource.RLIMIT_NOFILE, 3),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_AS, memory + 512 * 1024 * 1024),
    )
    for which, limit in limits:
        try:
            resource.setrlimit(which, (limit, limit))
        except (ValueError, OSError):  # a system that knows the name but not the limit
            continue


if __name__ == "__main__":
    main()
