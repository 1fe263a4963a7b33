"""--curl: the curl command that sends the same request; nothing is sent.

Promise: no name is looked up, no connection made. The header lines are those the engine composes.
"""

from __future__ import annotations

from winhttp_cli.engine.preview import preview
from winhttp_cli.events import Event, RequestHeadSent
from winhttp_cli.plan import Header, RequestPlan
from winhttp_cli.render.curl import curl_command
from winhttp_cli.render.terminal import Outlet
from winhttp_cli.settings.settings import Settings


def show(plan: RequestPlan, settings: Settings, out: Outlet) -> None:
    """Writes the command."""
    out.line(curl_command(plan, composed(plan), settings))


def composed(plan: RequestPlan) -> tuple[Header, ...]:
    """The header lines of the first request."""
    lines: list[Header] = []

    def hear(event: Event) -> None:
        if isinstance(event, RequestHeadSent):
            lines.extend(event.headers)

    preview(plan, hear)
    return tuple(lines)
