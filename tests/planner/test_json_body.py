"""-j: members, raw JSON, a whole document."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.planner.saying import flags
from winhttp_cli.engine.body import pieces
from winhttp_cli.errors import UsageFault
from winhttp_cli.options.tool_body import JSON_BODY
from winhttp_cli.plan import FilePart
from winhttp_cli.planner.bodies import body_of
from winhttp_cli.planner.json_body import json_body


def sent(*items: str) -> bytes:
    return b"".join(pieces(json_body(items, "-j")))


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ("a=1", '{"a": "1"}'),
        ("a:=1", '{"a": 1}'),
        ("a=", '{"a": ""}'),
        ("=v", '{"": "v"}'),
        ("a:b=c", '{"a:b": "c"}'),
        ("url=http://h/?x:=1", '{"url": "http://h/?x:=1"}'),
        ('q=say "é"\n', '{"q": "say \\"é\\"\\n"}'),
        ('a:={"b": [1.0, true, null]}', '{"a": {"b": [1.0, true, null]}}'),
        ("a:=12345678901234567890.10", '{"a": 12345678901234567890.10}'),
    ],
)
def test_members_become_json_as_typed(item: str, text: str) -> None:
    assert sent(item) == text.encode()


def test_members_stand_in_order_and_a_later_one_wins() -> None:
    assert json.loads(sent("b=1", "a:=2", "b=3")) == {"b": "3", "a": 2}


@pytest.mark.parametrize(
    "item", ["a", "", "a:=", "a:=x", "a:=NaN", "a:=Infinity", "a:=1 2", "a:='x'", "a:=" + "[" * 100_000]
)
def test_what_is_no_json_is_refused_with_its_origin(item: str) -> None:
    with pytest.raises(UsageFault) as caught:
        json_body((item,), "-j")
    assert caught.value.message.startswith("-j: ")
    assert len(caught.value.message) < 200


@pytest.mark.parametrize("item", ["a=\udcff", "\udcff=a", 'a:="\udcff"'])
def test_text_that_is_not_unicode_is_refused(item: str) -> None:
    with pytest.raises(UsageFault):
        json_body((item,), "-j")


@pytest.mark.parametrize("number", [0xD800, 0xDBFF, 0xDC00, 0xDFFF])
def test_every_lone_surrogate_is_refused_and_its_neighbours_are_text(number: int) -> None:
    with pytest.raises(UsageFault):
        json_body((f"a={chr(number)}",), "-j")
    assert sent("a=\ud7ff\ue000") == '{"a": "\ud7ff\ue000"}'.encode()


def test_a_document_is_streamed_as_it_is_and_stands_alone(tmp_path: Path) -> None:
    path = tmp_path / "d.json"
    path.write_bytes(b"[1,\n2]")
    assert json_body((f"@{path}",), "-j").parts == (FilePart(path, 6),)
    with pytest.raises(UsageFault, match="stands alone"):
        json_body((f"@{path}", "a=1"), "-j")


def test_a_refusal_says_why_and_how_it_is_written() -> None:
    for item, reason in (("a:=x", "Expecting value"), ("a:=" + "[" * 100_000, "nested too deeply")):
        with pytest.raises(UsageFault, match=reason) as caught:
            json_body((item,), "-j")
        assert "=JSON" in caught.value.hint


def test_the_type_is_json() -> None:
    assert body_of(flags((JSON_BODY, "a=1")))[1] == "application/json"
