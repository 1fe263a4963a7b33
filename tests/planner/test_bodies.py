"""Request bodies: -d, --data-urlencode, -T and what does not go together."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.planner.saying import flags
from winhttp_cli.engine.body import pieces
from winhttp_cli.errors import Code, ExchangeFault, ExitStatus, UsageFault
from winhttp_cli.options.option import AnyOption
from winhttp_cli.options.tool_body import DATA, DATA_URLENCODE, FORM, JSON_BODY, UPLOAD_FILE
from winhttp_cli.plan import Body, FilePart, StdinPart
from winhttp_cli.planner import body_source
from winhttp_cli.planner.bodies import body_of

FORM_TYPE = "application/x-www-form-urlencoded"


def body(*said: tuple[AnyOption, str]) -> Body:
    made, _ = body_of(flags(*said))
    assert made is not None
    return made


def sent(*said: tuple[AnyOption, str]) -> bytes:
    return b"".join(pieces(body(*said)))


@pytest.fixture
def stdin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Standard input redirected from a file holding "0123456789", four bytes of it read already."""
    path = tmp_path / "stdin"
    path.write_bytes(b"0123456789")
    with path.open("r", encoding="ascii") as file:
        os.lseek(file.fileno(), 4, os.SEEK_SET)
        monkeypatch.setattr(sys, "stdin", file)
        yield


def test_no_option_is_no_body() -> None:
    assert body_of(flags()) == (None, "")


def test_data_is_text_in_utf_8_joined_with_ampersands() -> None:
    assert sent((DATA, "a=1"), (DATA, "b=é"), (DATA, "")) == "a=1&b=é&".encode()
    assert body_of(flags((DATA, "")))[1] == FORM_TYPE


@pytest.mark.parametrize(
    ("option", "suggested"),
    [(DATA, FORM_TYPE), (DATA_URLENCODE, FORM_TYPE), (JSON_BODY, "application/json")],
)
def test_each_kind_of_body_suggests_its_type(option: AnyOption, suggested: str) -> None:
    assert body_of(flags((option, "a=1")))[1] == suggested


def test_bytes_that_were_no_utf_8_on_the_command_line_stay() -> None:
    assert sent((DATA, os.fsdecode(b"\xff\xfe"))) == b"\xff\xfe"


def test_a_lone_surrogate_is_refused() -> None:
    with pytest.raises(UsageFault, match="--data: a lone surrogate") as caught:
        body((DATA, "\ud83d"))
    assert caught.value.code is Code.ERROR_INVALID_PARAMETER


def test_a_file_keeps_its_line_ends_and_is_streamed(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"one\r\ntwo\n\x00")
    made = body((DATA, "a=1"), (DATA, f"@{path}"))
    assert made.parts[-1] == FilePart(path, 10)
    assert (made.length, made.is_replayable) == (14, True)
    assert b"".join(pieces(made)) == b"a=1&one\r\ntwo\n\x00"


def test_redirected_standard_input_has_a_length(stdin: None) -> None:
    made = body((DATA, "@-"))
    assert made.parts == (StdinPart(6),)
    assert (b"".join(pieces(made)), made.is_replayable) == (b"456789", False)


def test_piped_standard_input_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    reader, writer = os.pipe()
    with os.fdopen(reader) as pipe, os.fdopen(writer, "wb") as other:
        monkeypatch.setattr(sys, "stdin", pipe)
        made = body((UPLOAD_FILE, "-"))
        other.write(b"streamed")
        other.close()
        assert (made.length, b"".join(pieces(made))) == (None, b"streamed")


@pytest.mark.skipif(os.name == "nt", reason="named pipes of POSIX")
def test_a_named_pipe_is_streamed_once_and_not_opened_early(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    made = body((DATA, f"@{path}"))
    assert (made.length, made.is_replayable) == (None, False)
    keeper = os.open(path, os.O_RDWR)
    os.write(keeper, b"through")
    stream = pieces(made)
    assert next(stream) == b"through"
    os.close(keeper)
    assert list(stream) == []


@pytest.mark.parametrize("gone", [True, False])
def test_a_closed_standard_input_ends_with_14(gone: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = io.StringIO()
    closed.close()
    monkeypatch.setattr(sys, "stdin", None if gone else closed)
    with pytest.raises(ExchangeFault, match="--data: cannot read standard input: it is closed") as caught:
        body((DATA, "@-"))
    assert caught.value.status is ExitStatus.FILE


@pytest.mark.parametrize("name", ["missing", "", "."])
@pytest.mark.parametrize("option", [DATA, DATA_URLENCODE, FORM, JSON_BODY, UPLOAD_FILE])
def test_a_file_that_cannot_be_read_names_who_asked(
    option: AnyOption, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = {FORM: "f=@", UPLOAD_FILE: ""}.get(option, "@")
    with pytest.raises((ExchangeFault, UsageFault)) as caught:
        body((option, before + name))
    assert caught.value.message.startswith(f"{option.flag}: ")
    assert caught.value.status is (ExitStatus.FILE if name else ExitStatus.USAGE)


def test_a_name_with_a_nul_from_a_file_is_status_14() -> None:
    with pytest.raises(ExchangeFault) as caught:
        body_source.source("a\0b", "x")
    assert caught.value.status is ExitStatus.FILE


@pytest.mark.parametrize(
    ("text", "encoded"),
    [
        ("a b&c+", "a+b%26c%2B"),
        ("=a=b", "a%3Db"),
        ("n=a b", "n=a+b"),
        ("n=", "n="),
        ("n=a@b", "n=a%40b"),
        ("é-._~", "%C3%A9-._~"),
        ("", ""),
        ("@{file}", "x%0Ay%00"),
        ("n@{file}", "n=x%0Ay%00"),
    ],
)
def test_data_urlencode_takes_curls_five_forms(text: str, encoded: str, tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"x\ny\x00")
    given = text.replace("{file}", str(path))
    assert sent((DATA_URLENCODE, given)) == encoded.encode()


def test_data_urlencode_reads_standard_input(stdin: None) -> None:
    assert sent((DATA_URLENCODE, "n@-")) == b"n=456789"


def test_data_and_data_urlencode_go_together() -> None:
    assert sent((DATA_URLENCODE, "b= "), (DATA, "a=1")) == b"a=1&b=+"


def test_a_file_too_large_to_encode_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(body_source, "LARGEST_WHOLE", 3)
    path = tmp_path / "f"
    path.write_bytes(b"1234")
    with pytest.raises(ExchangeFault, match="more than 3 bytes"):
        body((DATA_URLENCODE, f"@{path}"))
    path.write_bytes(b"123")
    assert sent((DATA_URLENCODE, f"@{path}")) == b"123"


def test_standard_input_too_large_to_encode_is_refused(
    stdin: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(body_source, "LARGEST_WHOLE", 5)
    with pytest.raises(ExchangeFault, match="more than 5 bytes"):
        body((DATA_URLENCODE, "@-"))


def test_standard_input_that_has_been_read_has_a_length_of_zero(stdin: None) -> None:
    sys.stdin.read()
    assert body((DATA, "@-")).parts == (StdinPart(0),)


def test_the_reason_is_the_systems_own(tmp_path: Path) -> None:
    with pytest.raises(ExchangeFault) as caught:
        body((DATA, f"@{tmp_path / 'gone'}"))
    assert caught.value.message == f"--data: cannot read {tmp_path / 'gone'}: No such file or directory"


@pytest.mark.parametrize(
    "said",
    [
        [(DATA, "@-"), (DATA, "@-")],
        [(DATA, "@-"), (DATA_URLENCODE, "@-")],
        [(DATA_URLENCODE, "@-"), (DATA_URLENCODE, "n@-")],
        [(FORM, "a=@-"), (FORM, "b=<-")],
    ],
)
def test_standard_input_is_read_once_only(said: list[tuple[AnyOption, str]], stdin: None) -> None:
    with pytest.raises(UsageFault, match="can be read once only"):
        body(*said)


def test_an_at_sign_behind_an_equals_sign_is_no_standard_input(stdin: None) -> None:
    assert sent((DATA, "@-"), (DATA_URLENCODE, "a=@-"), (DATA_URLENCODE, "b-")) == b"456789&a=%40-&b-"


@pytest.mark.parametrize("option", [DATA, DATA_URLENCODE, FORM, JSON_BODY])
def test_two_kinds_of_body_do_not_go_together(option: AnyOption) -> None:
    with pytest.raises(UsageFault, match=f"{option.flag} and --upload-file each make a body"):
        body((option, "a=1"), (UPLOAD_FILE, "-"))


def test_upload_suggests_no_type(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"123")
    assert body_of(flags((UPLOAD_FILE, str(path)))) == (Body((FilePart(path, 3),)), "")
