"""No outlet shows a secret; each has its twin under --show-secrets."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest

from tests.render import looks
from tests.report import stories
from winhttp_cli.errors import WhttpError
from winhttp_cli.events import Event, Note, RawBytes, RedirectFollowed, RouteChosen
from winhttp_cli.options.catalogue import find
from winhttp_cli.render.document import document
from winhttp_cli.render.har import Run, har
from winhttp_cli.render.screen import Screen
from winhttp_cli.render.terminal import Outlet
from winhttp_cli.report.answers import answer
from winhttp_cli.settings.settings import Settings

SECRET = "hunter2"
URL = f"http://alice:{SECRET}@h.test/?access_token={SECRET}"


def events() -> list[Event]:
    """Every place of an exchange where a secret travels."""
    sent = (
        ("Authorization", f"Bearer {SECRET}"),
        ("Proxy-Authorization", f"Basic {SECRET}"),
        ("Cookie", f"id={SECRET}"),
        ("X-Api-Key", SECRET),
        ("Referer", URL),
    )
    received = (("Set-Cookie", f"id={SECRET}; Path=/"), ("Location", URL))
    return [
        *stories.started(url=URL),
        RouteChosen(proxy=f"http://alice:{SECRET}@px:8080", why=f"HTTP_PROXY={URL}", at=0.0),
        *stories.answered(0.1, headers=received, request_headers=sent),
        RawBytes(direction=">", data=f"Cookie: id={SECRET}\r\n".encode()),
        RedirectFollowed(status=302, location=URL, url=URL, method="GET"),
        Note(text=f"went to {URL}"),
    ]


def settings(show: bool = False) -> Settings:
    """Every option that can hold a secret."""
    return looks.said(
        show_secrets="true" if show else "false",
        password=SECRET,
        proxy_password=SECRET,
        user=f"alice:{SECRET}",
        cookie=f"id={SECRET}",
        header=f"Authorization: Bearer {SECRET}",
        data=f"password={SECRET}",
        query_param=f"token={SECRET}",
        referer=URL,
        global_server_creds=f"basic://alice:{SECRET}@h.test",
    )


def in_the_trace(show: bool) -> str:
    return "\n".join(looks.trace(events(), settings(), verbosity=2, show_secrets=show))


def in_the_document(show: bool) -> str:
    return document(stories.report_of(events()), settings(show), None)


def in_the_head(show: bool) -> str:
    stream = io.StringIO()
    out = Outlet(stream, is_terminal=True)
    response = stories.report_of(events()).response
    assert response is not None
    Screen(out, out, settings(), show_secrets=show).head(response)
    return stream.getvalue()


def in_the_failure(show: bool) -> str:
    fault = WhttpError(f"could not open {URL}", None, hint=f"try {URL}")
    return "\n".join(looks.failure(events(), settings(show), error=fault))


def in_the_answer(show: bool) -> str:
    report = stories.report_of(events())
    return answer(find("url"), report, settings(show))


def in_the_summary(show: bool) -> str:
    stream = io.StringIO()
    out = Outlet(stream, is_terminal=True)
    Screen(out, out, settings(), show_secrets=show).summary(stories.report_of(events()))
    return stream.getvalue()


def in_the_archive(show: bool) -> str:
    return har([Run(stories.report_of(events()))], settings(show))


OUTLETS: list[Callable[[bool], str]] = [
    in_the_trace,
    in_the_document,
    in_the_head,
    in_the_failure,
    in_the_answer,
    in_the_summary,
    in_the_archive,
]


@pytest.mark.parametrize("outlet", OUTLETS, ids=lambda outlet: outlet.__name__)
def test_secrets_are_masked(outlet: Callable[[bool], str]) -> None:
    text = outlet(False)
    assert SECRET not in text
    assert "***" in text


@pytest.mark.parametrize("outlet", OUTLETS, ids=lambda outlet: outlet.__name__)
def test_show_secrets_shows_them(outlet: Callable[[bool], str]) -> None:
    assert SECRET in outlet(True)


def test_every_option_of_the_list_shows_when_it_may() -> None:
    lines = [line for line in in_the_trace(True).splitlines() if line.startswith("* option")]
    assert [line for line in lines if SECRET not in line] == []
    assert len(lines) == len(settings().said()) - 1
