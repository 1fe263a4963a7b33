"""Random flags, values, variables and configuration: whatever is typed, whttp ends in one of the ways
that are documented. The words are drawn from the catalogue: a new option is covered at once."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

import pytest

from tests.lab.behaviours import reply
from tests.lab.command import Finished, Whttp
from tests.lab.raw_server import RawServer
from winhttp_cli.errors import ExitStatus
from winhttp_cli.options.catalogue import OPTIONS
from winhttp_cli.options.kinds import BadValue
from winhttp_cli.options.option import AnyOption, Fate
from winhttp_cli.options.shorthand import SHORTHANDS

Start = Callable[..., RawServer]

SEEDS = range(80)
COMMANDS = (*("get", "post", "put") * 4, "head", "delete", "request", "config", "proxy")
SECOND_WORDS = {"request": "GET", "config": "show", "proxy": "explain"}

TEXTS = (
    *("", "0", "1", "-1", "-2", "0xFFFFFFFF", "4294967296", "9" * 40, "0x2800", "nan", "1.5", "1e9"),
    *("true", "none", "all", "default", "never", "always", "infinite", "abc", "x" * 5000, "é", "\udcff"),
    *("a=b", "a:b", "a:b:c", "h:1:127.0.0.1", "::", "::1", "[::1]:80", "127.0.0.1", "http://127.0.0.1:1"),
    *(
        "X: y",
        "X:",
        "Host: a\r\nB: c",
        "a\nb",
        "\x1b[2J",
        "%",
        "{}",
        "[1,2]",
        "a:=1",
        "a:=",
        "=",
        "@",
        ";",
    ),
    *("@/nonexistent", "@-", "-", "/nonexistent/file", ".", "/dev/null", "out", "json", "stderr", "--"),
    *("windows-7", "utf8", "65001", "basic", "kerberos", "tls1.2", "gzip,deflate", "certifi", "system"),
    *(
        "status=200",
        "url=x",
        "connect_timeout=5",
        "88@request=1",
        "URL=1",
        "999=1",
        "404",
        "connect_timeout",
    ),
)
TOML_VALUES = (
    *("'never'", "'x'", "''", "'\\u001b[2J'", "1", "-1", "true", "1.5", "[1]", "[]", "{a = 1}"),
    *("['a', 'b']", "1979-05-27", "9999999999999999999", "nan", '"\\u001b"'),
)
BROKEN_FILES = (
    "=",
    "[profile",
    "[profile]\nlab = 1",
    "profile = 1",
    "[a.b]\nc = 1",
    "\x00",
    "as = 'windows-3'",
)
URLS = (
    "http://127.0.0.1:1/",
    "foo",
    "http://",
    "http://[::1",
    "ftp://x/",
    "http://a b/",
    "http://é..test/",
    "",
)
WAITS = frozenset({"password_stdin", "proxy_password_stdin", "retry", "max_time", "listen"})
"""Options whose very purpose is to wait, or to end waiting."""


def usable(option: AnyOption) -> bool:
    return option.settable and option.key not in WAITS


def understood(option: AnyOption) -> list[str]:
    """The texts that this option takes."""
    taken = []
    for text in TEXTS:
        with suppress(BadValue):
            option.kind.parse(text)
            taken.append(text)
    return taken or list(TEXTS)


@dataclass
class Words:
    """One random command line with what surrounds it."""

    draw: random.Random
    url: str
    arguments: list[str] = field(default_factory=list)
    environment: dict[str, str] = field(default_factory=dict)
    configuration: str = ""

    def __post_init__(self) -> None:
        command = self.draw.choice(COMMANDS)
        flags = [word for _ in range(self.draw.randint(0, 5)) for word in self.flag()]
        second = [SECOND_WORDS[command]] if command in SECOND_WORDS else []
        last = [] if command == "config" else [self.draw.choice((self.url,) * 50 + URLS)]
        self.arguments = [command, *second, *flags, *last]
        for option in self.draw.sample(OPTIONS, self.draw.choice((0, 0, 0, 1))):
            self.environment[option.environment] = self.text(option).replace("\0", "")
        if self.draw.random() < 0.2:
            self.configuration = self.toml()

    def flag(self) -> Iterator[str]:
        if self.draw.random() < 0.2:
            short = self.draw.choice(SHORTHANDS)
            yield self.draw.choice(short.flags)
            if short.takes_value:
                yield self.text(short.option)
            return
        option = self.draw.choice([each for each in OPTIONS if usable(each)])
        if option.fate in (Fate.NOT_YET, Fate.RESERVED) and self.draw.random() < 0.98:
            return
        yield option.flag
        if option.takes_value and not option.kind.counts:
            yield self.text(option)

    def text(self, option: AnyOption) -> str:
        return self.draw.choice(understood(option) if self.draw.random() < 0.95 else TEXTS)

    def toml(self) -> str:
        if self.draw.random() < 0.2:
            return self.draw.choice(BROKEN_FILES)
        options = self.draw.sample(OPTIONS, self.draw.randint(1, 3))
        return "\n".join(f"{option.key} = {self.draw.choice(TOML_VALUES)}" for option in options)


def complaints(done: Finished, words: Words) -> list[str]:
    """What is wrong with how it ended."""
    err = done.stderr.decode("utf-8", "backslashreplace")
    is_quiet = "quiet" in f"{words.arguments} {words.environment} {words.configuration}".lower()
    found = {
        "a traceback": "Traceback" in err,
        "an internal error": "internal error" in err or done.status == ExitStatus.INTERNAL,
        "an undocumented status": done.status not in {int(status) for status in ExitStatus},
        "a control byte": re.search(r"[\x00-\x08\x0b-\x1f\x7f]", err) is not None,
        "not a word": bool(done.status) and not err and not done.stdout and not is_quiet,
    }
    return [complaint for complaint, is_so in found.items() if is_so]


@pytest.mark.parametrize("seed", SEEDS)
def test_it_ends_in_a_documented_way(whttp: Whttp, raw_server: Start, seed: int) -> None:
    server = raw_server(reply(200, b"ok", "Content-Type: text/plain"))
    words = Words(random.Random(seed), server.url())
    if words.configuration:
        whttp.configure(words.configuration)
    done = whttp(*words.arguments, env=words.environment)
    assert complaints(done, words) == [], f"{done}\n{words.environment}\n{words.configuration}"


@pytest.mark.parametrize(
    ("status", "err", "complaint"),
    [
        (2, b"Traceback (most recent call last):", "a traceback"),
        (1, b"whttp: internal error", "an internal error"),
        (3, b"whttp: \x1b[2J", "a control byte"),
        (99, b"whttp: no", "an undocumented status"),
        (2, b"", "not a word"),
    ],
)
def test_a_bad_end_would_be_noticed(status: int, err: bytes, complaint: str) -> None:
    words = Words(random.Random(0), "http://h/")
    words.arguments, words.environment, words.configuration = [], {}, ""
    assert complaints(Finished((), status, b"", err), words) == [complaint]
