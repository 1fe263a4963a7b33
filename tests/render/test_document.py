"""--json: valid by its schema at any moment, complete, ASCII, masked."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.render import looks
from tests.report import stories
from winhttp_cli.errors import Code, Timer, UsageFault, WhttpError
from winhttp_cli.events import Event
from winhttp_cli.options.catalogue import SEED
from winhttp_cli.render.document import document
from winhttp_cli.report.body import BodyCapture, BodyFacts
from winhttp_cli.report.model import Report
from winhttp_cli.settings.settings import Settings

SCHEMA = json.loads(
    Path(__file__).parents[2].joinpath("docs", "schema", "report-1.json").read_text("utf-8")
)
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)

STORIES = {
    "nothing": [],
    "success": stories.success(looks.CHAIN),
    "plain": stories.plain(),
    "redirected": stories.redirected(looks.CHAIN),
    "returned": stories.returned_redirect(),
    "rejected": stories.rejected(looks.CHAIN),
    "refused": stories.refused(),
    "timed out": stories.timed_out(Timer.RECEIVE_RESPONSE),
    "hostile": [
        *stories.success((b"junk", *looks.CHAIN)),
        *stories.plain(headers=(("X\x1b", "\x00\x7f\x9b\xff\ud800"),)),
    ],
}


def read(events: list[Event], body: BodyFacts | None = None, **more: Any) -> dict[str, Any]:
    settings = more.pop("settings", Settings())
    parsed: dict[str, Any] = json.loads(document(stories.report_of(events), settings, body, **more))
    return parsed


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("story", STORIES)
def test_every_document_is_valid(story: str) -> None:
    settings = looks.said(connect_timeout="5", header="X: y", password="hunter2")
    VALIDATOR.validate(read(STORIES[story], BodyFacts(1, "0" * 64, b"x"), settings=settings))


def test_every_half_filled_document_is_valid() -> None:
    for story in STORIES.values():
        for length in range(len(story)):
            VALIDATOR.validate(read(story[:length]))


def test_the_schema_refuses_what_is_missing_or_unknown() -> None:
    whole = read(STORIES["success"])
    for member in whole:
        assert not VALIDATOR.is_valid({name: whole[name] for name in whole if name != member})
    assert not VALIDATOR.is_valid({**whole, "surprise": 1})


@pytest.mark.parametrize("story", STORIES)
def test_documents_are_ascii_without_control_characters(story: str) -> None:
    text = document(stories.report_of(STORIES[story]), Settings(), None)
    assert text.isascii()
    assert all(letter == "\n" or " " <= letter < "\x7f" for letter in text)


def test_what_a_script_asks_first() -> None:
    whole = read(STORIES["redirected"])
    assert whole["schema"] == 1
    assert (whole["url"], whole["status"]) == ("https://api.contoso.com/v2", 200)
    assert whole["failure"] is None
    assert [each["reason"] for each in whole["exchanges"]] == ["initial", "redirect"]
    assert whole["exchanges"][1]["timing"]["wait"] == pytest.approx(88)


def test_a_failure_carries_number_phase_and_timer() -> None:
    failure = read(STORIES["timed out"])["failure"]
    assert (failure["code"], failure["name"]) == (12002, "ERROR_WINHTTP_TIMEOUT")
    assert (failure["hresult"], failure["exit_status"]) == ("0x80072EE2", 5)
    assert (failure["phase"], failure["timer"]) == ("receive", "receive-response")


def test_a_usage_fault_carries_its_origin() -> None:
    fault = UsageFault("bad", Code.ERROR_INVALID_PARAMETER, origin="--x", hint="try y")
    whole = json.loads(document(Report((), fault), Settings(), None))
    VALIDATOR.validate(whole)
    assert (whole["failure"]["origin"], whole["failure"]["hint"]) == ("--x", "try y")


def test_a_rejected_certificate_carries_every_check() -> None:
    certificate = read(STORIES["rejected"])["exchanges"][0]["certificate"]
    failing = [each for each in certificate["checks"] if each["verdict"] == "fail"]
    assert [(each["code"], each["ignore"]) for each in failing] == [
        (12038, "cn-invalid"),
        (12037, "date-invalid"),
        (12179, "wrong-usage"),
    ]
    assert certificate["secure_failure"] == 0x70
    assert certificate["faults"] == ["wrong-usage", "name", "date"]
    assert certificate["chain"][0]["subject"] == "CN=api.contoso.com"


def test_settings_are_there_with_their_origin() -> None:
    said = read([], settings=looks.said(connect_timeout="5", max_time="9"))["settings"]
    assert [(each["name"], each["value"], each["origin"]) for each in said] == [
        ("WINHTTP_OPTION_CONNECT_TIMEOUT", "5", "--connect-timeout"),
        ("MAX_TIME", "9", "--max-time"),
    ]


def test_every_queryable_option_is_answered() -> None:
    answers = read(STORIES["success"])["winhttp"]
    assert set(answers) == {option.name for option in SEED if option.queryable}
    assert answers["CONNECTION_INFO"] == {"local": stories.LOCAL, "remote": stories.REMOTE}
    assert answers["SECURITY_KEY_BITNESS"] == "256"
    assert answers["USERNAME"] is None


def test_a_value_that_looks_like_a_structure_is_still_text() -> None:
    answers = read([], settings=looks.said(user_agent='{"bad'))["winhttp"]
    assert answers["USER_AGENT"] == '{"bad'


# --- body ---------------------------------------------------------------------------------------------


def captured(data: bytes, limit: int, path: str = "") -> dict[str, Any]:
    capture = BodyCapture(limit)
    for start in range(0, len(data), 7):
        capture(data[start : start + 7])
    body: dict[str, Any] = read([], capture.facts(path))["body"]
    return body


def test_a_body_within_the_limit_is_carried() -> None:
    body = captured(b"\x00binary\xff" * 5, 40)
    assert base64.b64decode(body["base64"]) == b"\x00binary\xff" * 5


def test_a_body_over_the_limit_leaves_its_length_and_digest() -> None:
    data = b"x" * 41
    body = captured(data, 40, "page.html")
    assert body == {
        "length": 41,
        "sha256": hashlib.sha256(data).hexdigest(),
        "base64": None,
        "path": "page.html",
    }


def test_an_internal_error_is_a_document_too() -> None:
    fault = WhttpError("bug", Code.ERROR_WINHTTP_INTERNAL_ERROR)
    VALIDATOR.validate(json.loads(document(Report((), fault), Settings(), None)))
