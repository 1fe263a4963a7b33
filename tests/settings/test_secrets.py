"""Passwords from anywhere but the command line, and a warning for those that stand there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from winhttp_cli.errors import ExchangeFault, ExitStatus, UsageFault
from winhttp_cli.options.auth import PASSWORD, USERNAME
from winhttp_cli.options.option import AnyOption
from winhttp_cli.options.proxy import PROXY_PASSWORD
from winhttp_cli.options.tool_credentials import (
    PASSWORD_SOURCES,
    PROXY_PASSWORD_SOURCES,
    USER,
)
from winhttp_cli.secret import Secret
from winhttp_cli.settings import secrets
from winhttp_cli.settings.layer import Layer
from winhttp_cli.settings.origin import Origin, Rank
from winhttp_cli.settings.resolve import resolve
from winhttp_cli.settings.settings import Settings
from winhttp_cli.settings.words import FlagWord

ALL = pytest.mark.parametrize("need", secrets.NEEDS, ids=lambda need: need.option.key)


class Typist:
    """Types `answer` at a prompt, or has no terminal; `line` is what standard input holds."""

    def __init__(self, answer: str | None = None, line: bytes = b"") -> None:
        self.answer = answer
        self.line = line
        self.prompts: list[str] = []

    def ask(self, prompt: str) -> str:
        self.prompts.append(prompt)
        if self.answer is None:
            raise OSError
        return self.answer

    def first_line(self) -> bytes:
        return self.line


def told(*said: tuple[AnyOption, str, Rank]) -> Settings:
    layers = []
    for option, text, rank in said:
        layer = Layer()
        layer.say(option, text, Origin(rank, option.flag))
        layers.append(layer)
    return Settings(layers)


def password(settings: Settings, option: AnyOption = PASSWORD, **found: object) -> str:
    """The password that is read, through the layer it lands in."""
    typist = found.get("typist", Typist())
    environ = found.get("environ", {})
    assert isinstance(typist, Typist)
    assert isinstance(environ, dict)
    (said,) = secrets.read(settings, environ, typist)
    assert said.option is option
    assert isinstance(said.value, Secret)
    return said.value.reveal()


@ALL
def test_a_prompt_asks_for_the_right_password(need: secrets.Need) -> None:
    typist = Typist("typed ")
    settings = told((need.sources.prompt, "true", Rank.FLAG))
    assert password(settings, need.option, typist=typist) == "typed "
    assert typist.prompts == [need.prompt]


@ALL
def test_a_variable_holds_the_password(need: secrets.Need) -> None:
    settings = told((need.sources.environment, "PX", Rank.FILE))
    assert password(settings, need.option, environ={"PX": "from variable"}) == "from variable"


@ALL
@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"secret\n", "secret"),
        (b"secret\r\nmore\n", "secret"),
        (b"\xef\xbb\xbfsecret", "secret"),
        (b"\n", ""),
        (b" a b \r\r\n", " a b \r"),
        ("paßwort\n".encode(), "paßwort"),
    ],
)
def test_the_first_line_of_a_file_is_the_password(
    tmp_path: Path, need: secrets.Need, data: bytes, text: str
) -> None:
    (tmp_path / "secret").write_bytes(data)
    settings = told((need.sources.file, str(tmp_path / "secret"), Rank.FLAG))
    assert password(settings, need.option) == text


@ALL
def test_the_first_line_of_standard_input_is_the_password(need: secrets.Need) -> None:
    settings = told((need.sources.stdin, "true", Rank.FLAG))
    assert password(settings, need.option, typist=Typist(line=b"piped\n")) == "piped"


def test_the_origin_is_the_flag_that_named_the_source() -> None:
    (said,) = secrets.read(told((PASSWORD_SOURCES.environment, "PX", Rank.FLAG)), {"PX": "x"}, Typist())
    assert said.origin == Origin(Rank.FLAG, "--password-env")


def test_a_source_of_a_higher_rank_is_read_and_the_lower_one_is_not() -> None:
    settings = told(
        (PASSWORD_SOURCES.file, "/no/such/file", Rank.FILE),
        (PASSWORD_SOURCES.environment, "PX", Rank.FLAG),
    )
    assert password(settings, environ={"PX": "x"}) == "x"


def test_a_password_on_the_command_line_wins_over_a_source_in_a_file() -> None:
    settings = told((PASSWORD, "x", Rank.FLAG), (PASSWORD_SOURCES.file, "/no/such/file", Rank.FILE))
    assert len(secrets.read(settings, {}, Typist())) == 0


@pytest.mark.parametrize("other", [PASSWORD, PASSWORD_SOURCES.file])
def test_two_sources_of_one_rank_are_refused(other: AnyOption) -> None:
    settings = told((other, "x", Rank.FLAG), (PASSWORD_SOURCES.prompt, "true", Rank.FLAG))
    with pytest.raises(UsageFault, match="gives a password too") as caught:
        secrets.read(settings, {}, Typist("typed"))
    assert {other.flag, "--password-prompt"} <= set(caught.value.message.replace(":", "").split())


def test_a_switch_that_is_off_is_no_source() -> None:
    settings = told((PASSWORD, "x", Rank.FILE), (PASSWORD_SOURCES.prompt, "false", Rank.FLAG))
    assert len(secrets.read(settings, {}, Typist("typed"))) == 0


def test_two_passwords_cannot_both_come_from_standard_input() -> None:
    settings = told(
        (PASSWORD_SOURCES.stdin, "true", Rank.FLAG), (PROXY_PASSWORD_SOURCES.stdin, "true", Rank.FLAG)
    )
    with pytest.raises(UsageFault, match="--proxy-password-stdin wants to read standard input too"):
        secrets.read(settings, {}, Typist(line=b"x\n"))


def test_two_passwords_may_come_from_two_places() -> None:
    settings = told(
        (PASSWORD_SOURCES.stdin, "true", Rank.FLAG), (PROXY_PASSWORD_SOURCES.prompt, "true", Rank.FLAG)
    )
    said = {s.option: s.value.reveal() for s in secrets.read(settings, {}, Typist("typed", b"piped\n"))}
    assert said == {PASSWORD: "piped", PROXY_PASSWORD: "typed"}


@pytest.mark.parametrize(
    ("source", "text", "message"),
    [
        (PASSWORD_SOURCES.prompt, "true", "--password-prompt: there is no terminal to ask in"),
        (PASSWORD_SOURCES.environment, "PX", "--password-env: there is no environment variable 'PX'"),
        (PASSWORD_SOURCES.stdin, "true", "--password-stdin: standard input is empty"),
    ],
)
def test_a_source_that_gives_nothing_is_refused(source: AnyOption, text: str, message: str) -> None:
    with pytest.raises(UsageFault) as caught:
        secrets.read(told((source, text, Rank.FLAG)), {}, Typist())
    assert caught.value.message == message


@pytest.mark.parametrize(
    ("data", "message"),
    [(b"", "is empty"), (b"x" * 65537, "longer than 65536 bytes"), (b"\xff\xfe\n", "is not UTF-8 text")],
)
def test_a_file_that_holds_no_password_is_refused(tmp_path: Path, data: bytes, message: str) -> None:
    (tmp_path / "secret").write_bytes(data)
    with pytest.raises(UsageFault, match=message):
        secrets.read(told((PASSWORD_SOURCES.file, str(tmp_path / "secret"), Rank.FLAG)), {}, Typist())


@pytest.mark.parametrize("name", ["missing", ""])
def test_a_file_that_cannot_be_read_is_a_local_file_failure(tmp_path: Path, name: str) -> None:
    settings = told((PASSWORD_SOURCES.file, str(tmp_path / name), Rank.FLAG))
    with pytest.raises(ExchangeFault) as caught:
        secrets.read(settings, {}, Typist())
    assert caught.value.status is ExitStatus.FILE
    assert caught.value.message.startswith("--password-file: ")


@pytest.mark.parametrize(
    ("text", "name", "secret"),
    [("alice", "alice", None), ("alice:", "alice", ""), ("alice:a:b", "alice", "a:b"), (":x", "", "x")],
)
def test_user_is_two_options_in_one(text: str, name: str, secret: str | None) -> None:
    settings = resolve([FlagWord(USER, text, "-u")], {}, windows=False, reader=None)
    assert settings[USERNAME] == name
    assert settings[PASSWORD] == (None if secret is None else Secret(secret))
    assert settings.origin(USERNAME).text == "-u"


def test_passwords_on_the_command_line_give_one_warning() -> None:
    words = [FlagWord(USER, "a:x", "-u"), FlagWord(PROXY_PASSWORD, "y", "--proxy-password")]
    (warning,) = resolve(words, {}, windows=False, reader=None).warnings
    assert warning.startswith(
        "-u: others on this machine can read a command line; better: --password-prompt"
    )


def test_a_name_alone_and_a_password_from_the_environment_give_no_warning() -> None:
    words = [FlagWord(USER, "alice", "-u")]
    settings = resolve(words, {"WHTTP_PASSWORD": "x"}, windows=False, reader=None)
    assert settings.warnings == ()


def test_resolve_reads_the_password_only_where_a_reader_is_given() -> None:
    words = [FlagWord(PASSWORD_SOURCES.prompt, "true", "--password-prompt")]
    assert resolve(words, {}, reader=None)[PASSWORD] is None
    assert resolve(words, {}, reader=Typist("typed"))[PASSWORD] == Secret("typed")


@pytest.mark.skipif(os.name == "nt", reason="the mode of a file does not tell on Windows")
@pytest.mark.parametrize(("mode", "count"), [(0o600, 0), (0o640, 1), (0o604, 1)])
def test_a_password_in_a_file_that_others_may_read_gives_one_warning(
    tmp_path: Path, mode: int, count: int
) -> None:
    path = tmp_path / "config.toml"
    path.write_text('proxy_password = "x"\n')
    path.chmod(mode)
    warnings = resolve([], {"WHTTP_CONFIG": str(path)}, windows=False, reader=None).warnings
    assert list(warnings) == [f"{path}: holds a credential, and others may read it: chmod 600"] * count


def test_a_file_without_credentials_may_be_read_by_everybody(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("json = true\n")
    path.chmod(0o644)
    environ = {"WHTTP_CONFIG": str(path), "WHTTP_PASSWORD": "x"}
    assert resolve([], environ, windows=False, reader=None).warnings == ()
