"""--har FILE: the exchanges of all requests of a run, written at its end.

Promise: written after success and failure alike, in one go; nothing half-written has the final name.
"""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Self

from winhttp_cli import whole_file
from winhttp_cli.actions.part_file import unwritable
from winhttp_cli.options.tool import HAR
from winhttp_cli.render.har import Run, har
from winhttp_cli.report.body import BodyFacts
from winhttp_cli.report.model import Report
from winhttp_cli.settings.settings import Settings


class Archive:
    """Keeps reports until the run ends. Raises ExchangeFault, status 14, where it cannot be written."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._runs: list[Run] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *ending: object) -> None:
        path = Path(self._settings[HAR] or "")
        text = har(self._runs, self._settings) + "\n"
        try:
            if not path.parent.is_dir():
                raise FileNotFoundError(errno.ENOENT, "there is no such directory")
            if path.exists() and not path.is_file():
                # a device or a pipe has no place beside it
                path.write_text(text, "utf-8")
            else:
                whole_file.write(path, text)
        except OSError as error:
            raise unwritable(path, error) from None

    def add(self, report: Report, body: BodyFacts | None) -> None:
        """One more request of the run."""
        self._runs.append(Run(report, body))
