"""--har: HAR 1.2 by an independent schema, and the rules that a schema cannot say."""

from __future__ import annotations

import base64
import ipaddress
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from referencing import Registry, Resource

from tests.render import looks
from tests.render.test_document import STORIES
from tests.report import stories
from winhttp_cli.events import Event, RouteChosen
from winhttp_cli.render.har import Run, har
from winhttp_cli.report.body import BodyCapture, BodyFacts
from winhttp_cli.report.collect import Collector
from winhttp_cli.settings.settings import Settings

EPOCH = 1_800_000_000.0


def validator() -> jsonschema.protocols.Validator:
    folder = Path(__file__).with_name("har_schema")
    schemas = {path.name: json.loads(path.read_text("utf-8")) for path in folder.glob("*.json")}
    resources = [(f"{name}", Resource.from_contents(schema)) for name, schema in schemas.items()]
    registry: Registry[Any] = Registry().with_resources(resources)
    checker = jsonschema.FormatChecker(("ipv4", "ipv6"))
    return jsonschema.Draft6Validator(schemas["har.json"], registry=registry, format_checker=checker)


VALIDATOR = validator()


def log(
    events: list[Event], body: BodyFacts | None = None, settings: Settings | None = None
) -> dict[str, Any]:
    collector = Collector(epoch=EPOCH)
    stories.tell(events, collector)
    parsed: dict[str, Any] = json.loads(har([Run(collector.report(), body)], settings or Settings()))
    VALIDATOR.validate(parsed)
    found: dict[str, Any] = parsed["log"]
    return found


@pytest.mark.parametrize("story", STORIES)
def test_every_story_is_valid_at_any_moment(story: str) -> None:
    events = STORIES[story]
    for length in range(len(events) + 1):
        for entry in log(events[:length])["entries"]:
            hold_to_the_specification(entry)


def hold_to_the_specification(entry: dict[str, Any]) -> None:
    """What HAR 1.2 says in words: timings add up, -1 only where allowed, addresses are addresses."""
    timings = entry["timings"]
    for name in ("send", "wait", "receive"):
        assert timings[name] >= 0
    spent = sum(value for name, value in timings.items() if name != "ssl" and value != -1)
    assert entry["time"] == pytest.approx(spent, abs=0.01)
    assert timings["ssl"] <= max(timings["connect"], -1) + 0.001
    if "serverIPAddress" in entry:
        ipaddress.ip_address(entry["serverIPAddress"])
    assert entry["startedDateTime"].startswith("2027-01-15T08:00:00.")
    assert entry["response"]["redirectURL"] is not None


def test_the_schema_refuses_what_is_missing() -> None:
    whole = json.loads(har([Run(stories.report_of(STORIES["success"]))], Settings()))
    del whole["log"]["entries"][0]["timings"]["wait"]
    assert not VALIDATOR.is_valid(whole)


def test_every_hop_is_an_entry() -> None:
    entries = log(stories.redirected(looks.CHAIN))["entries"]
    assert [entry["response"]["status"] for entry in entries] == [302, 200]
    assert [entry["comment"] for entry in entries] == ["initial exchange", "redirect exchange"]
    assert entries[0]["connection"] == entries[1]["connection"] == "1"


def test_connecting_includes_tls_and_says_how_much() -> None:
    timings = log(stories.success(looks.CHAIN))["entries"][0]["timings"]
    assert timings == {
        "blocked": -1,
        "dns": 4.0,
        "connect": 35.0,
        "ssl": 24.0,
        "send": 0.0,
        "wait": 88.0,
        "receive": 2.0,
    }


def test_a_refused_connection_has_status_zero_and_the_error() -> None:
    entry = log(stories.refused())["entries"][0]
    assert entry["response"]["status"] == 0
    assert entry["_error"] == "no address of api.contoso.com accepted the connection"


def test_the_address_is_the_servers_and_not_a_proxys() -> None:
    events = stories.plain()
    assert log(events)["entries"][0]["serverIPAddress"] == "203.0.113.10"
    events[1] = RouteChosen(proxy="http://px:8080", why="--proxy", at=0.0)
    assert "serverIPAddress" not in log(events)["entries"][0]


def body_of(data: bytes, limit: int = 100) -> BodyFacts:
    capture = BodyCapture(limit)
    capture(data)
    return capture.facts()


def content(data: bytes, **more: Any) -> dict[str, Any]:
    story = stories.plain(headers=(("Content-Type", "text/plain; charset=windows-1252"),))
    found: dict[str, Any] = log(story, body_of(data, **more))["entries"][0]["response"]["content"]
    return found


def test_a_text_body_is_text_in_its_charset() -> None:
    assert content(b"K\xe4se")["text"] == "Käse"


def test_a_body_that_is_no_text_is_base64() -> None:
    found = content(b"\x81\x00")
    assert found["encoding"] == "base64"
    assert base64.b64decode(found["text"]) == b"\x81\x00"


def test_a_body_beyond_the_limit_is_said_to_be_missing() -> None:
    found = content(b"x" * 20, limit=10)
    assert "text" not in found
    assert found["comment"] == "the body was not kept"


COOKIES = stories.plain(
    headers=(("Set-Cookie", "id=abc; Path=/a; Domain=h.test; Secure; HttpOnly"),),
    request_headers=(("Cookie", "a=1; b=2"), ("Authorization", "Bearer hunter2")),
)


def test_cookies_are_taken_apart() -> None:
    settings = looks.said(show_secrets="true")
    entry = log(COOKIES, settings=settings)["entries"][0]
    assert entry["request"]["cookies"] == [
        {"name": "a", "value": "1"},
        {"name": "b", "value": "2"},
    ]
    assert entry["response"]["cookies"] == [
        {
            "name": "id",
            "value": "abc",
            "httpOnly": True,
            "secure": True,
            "path": "/a",
            "domain": "h.test",
        }
    ]
    assert "hunter2" in json.dumps(entry)


def test_cookies_and_credentials_are_masked() -> None:
    text = json.dumps(log(COOKIES))
    assert "hunter2" not in text
    assert "abc" not in text
    assert '"a", "value": "***"' in text
