"""--dry-run: the request that would be sent, with the sources of what it is made of; nothing is sent.

Promise: no name is looked up, no connection made, no script fetched.
"""

from __future__ import annotations

import sys

from winhttp_cli.engine.preview import preview
from winhttp_cli.options.tool import SHOW_SECRETS
from winhttp_cli.plan import BytesPart, FilePart, RequestPlan
from winhttp_cli.render.terminal import Outlet
from winhttp_cli.render.trace import Trace
from winhttp_cli.settings.settings import Settings


def show(plan: RequestPlan, settings: Settings, out: Outlet) -> None:
    """Writes the trace of a request that is not sent, and a line on its body, to stdout."""
    trace = Trace(
        sys.stdout,
        settings,
        width=out.width,
        show_secrets=settings[SHOW_SECRETS],
        colour=out.colour,
    )
    preview(plan, trace)
    for part in plan.body.parts if plan.body is not None else ():
        if isinstance(part, BytesPart):
            what = f"{len(part.data)} bytes"
        elif isinstance(part, FilePart):
            what = f"{part.length} bytes of {part.path}"
        else:
            what = "standard input"
        out.line(f"* body     {what}")
    out.line("* dry run: nothing was sent")
