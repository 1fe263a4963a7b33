"""-o, -O, --remote-header-name, --continue: which file the body goes to, and from which byte on.

Promise: a transfer goes on only where the part's record names the same URL and the server says with
206 that it is the same version; else it starts over. A server's error page never replaces a part.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from winhttp_cli.actions.file_names import name_from_headers, name_from_url
from winhttp_cli.actions.part_file import PartFile, Record, unwritable
from winhttp_cli.errors import ExchangeFault, ExitStatus, Phase
from winhttp_cli.headers import has, value_of
from winhttp_cli.options.tool_body import (
    CONTINUE,
    OUTPUT,
    OUTPUT_DIR,
    REMOTE_HEADER_NAME,
    REMOTE_TIME,
)
from winhttp_cli.plan import Header, RequestPlan
from winhttp_cli.record import replace
from winhttp_cli.report.model import Response
from winhttp_cli.settings.settings import Settings

_CONTENT_RANGE = re.compile(r"bytes (?:(\d+)-(\d+)|\*)/(\d+|\*)\Z")
#: How much older than its answer a Last-Modified must be to count as strong (RFC 9110 section 8.8.2.2).
_STRONG_AFTER_SECONDS = 60


class Saving:
    """One body on its way to a file."""

    def __init__(self, settings: Settings, plan: RequestPlan) -> None:
        self._settings = settings
        self._url = plan.target.url
        self._url_name = name_from_url(plan.target.path)
        self._file: PartFile | None = None
        self._resumed: Record | None = None
        self._response: Response | None = None
        self._is_complete = False

    @property
    def path(self) -> str:
        """The file's final name, "" before it is known."""
        return str(self._file.path) if self._file is not None else ""

    def prepared(self, plan: RequestPlan) -> RequestPlan:
        """`plan` with the Range that goes on with a part file, where there is one to go on with."""
        settings = self._settings
        if (
            not settings[CONTINUE]
            or plan.method != "GET"
            or has(plan.headers, "range")
            or plan.decompress
        ):
            return plan
        if settings[REMOTE_HEADER_NAME] and not settings[OUTPUT]:
            return plan
        self._file = PartFile(self._place(settings[OUTPUT] or self._url_name))
        record = Record.read(self._file.record_path)
        if not self._file.size or record is None or record.url != self._url or not record.validator:
            return plan
        self._resumed = record
        lines = (("Range", f"bytes={self._file.size}-"), ("If-Range", record.validator))
        return replace(plan, headers=(*plan.headers, *lines))

    def begin(self, response: Response) -> None:
        """Decides from the head where the bytes go. Raises ExchangeFault, status 14."""
        self._response = response
        file = self._file = self._file or PartFile(self._choose(response))
        if self._resumed is not None and self._goes_on(response, file, self._resumed):
            if not self._is_complete:
                file.begin(self._resumed, append=True)
            return
        file.begin(self._record(response), append=False)

    def _goes_on(self, response: Response, file: PartFile, record: Record) -> bool:
        """Whether the answer continues the part. Raises ExchangeFault for an error page."""
        match = _CONTENT_RANGE.match(value_of(response.headers, "content-range") or "")
        if response.status == 206 and match is not None and match[1] is not None:
            if int(match[1]) == file.size:
                return True
            raise _not_continued(f"the server sent bytes from {match[1]} on, asked for {file.size}")
        if response.status == 416 and match is not None and match[3] == str(file.size):
            self._is_complete = True
            return True
        if response.status == 416 or response.status < 300:
            self._resumed = None
            if response.status != 416:
                return False
        raise _not_continued(f"the server answered {response.status}; the part file is kept")

    def _record(self, response: Response) -> Record:
        return Record(self._url, strong_validator(response.headers), response.length)

    def _choose(self, response: Response) -> Path:
        """The file's place; a name that the server chose never replaces a file."""
        output = self._settings[OUTPUT]
        if output is not None:
            return self._place(output)
        suggested = name_from_headers(response.headers) if self._settings[REMOTE_HEADER_NAME] else None
        path = self._place(suggested or self._url_name)
        if self._settings[REMOTE_HEADER_NAME] and path.exists():
            raise ExchangeFault(
                f"{path}: there is such a file already, and the server's name for it replaces none",
                None,
                Phase.FILE,
                status=ExitStatus.FILE,
                hint="name it yourself: -o FILE",
            )
        return path

    def _place(self, name: str) -> Path:
        directory = self._settings[OUTPUT_DIR]
        return Path(directory) / name if directory else Path(name)

    def take(self, piece: bytes) -> None:
        """The next bytes; those of a 416 that says the part is complete are dropped."""
        if self._file is not None and not self._is_complete:
            self._file.take(piece)

    def finish(self) -> None:
        """The body is complete: the file gets its name and, with --remote-time, its date."""
        if self._file is None:
            return
        self._file.finish()
        modified = value_of(self._response.headers, "last-modified") if self._response else None
        if self._settings[REMOTE_TIME] and modified:
            _set_time(self._file.path, modified)

    def abandon(self) -> None:
        """The exchange failed: what is there stays for --continue."""
        if self._file is not None:
            self._file.abandon()


def strong_validator(headers: tuple[Header, ...]) -> str:
    """What may stand in If-Range: a strong ETag, or a Last-Modified well before the answer's Date."""
    tag = value_of(headers, "etag")
    if tag is not None:
        return tag if tag.startswith('"') else ""
    modified, date = value_of(headers, "last-modified"), value_of(headers, "date")
    if modified is None or date is None:
        return ""
    from email.utils import parsedate_to_datetime

    try:
        age = parsedate_to_datetime(date) - parsedate_to_datetime(modified)
    except (ValueError, TypeError):
        return ""
    return modified if age.total_seconds() >= _STRONG_AFTER_SECONDS else ""


def _set_time(path: Path, modified: str) -> None:
    from email.utils import parsedate_to_datetime

    try:
        seconds = parsedate_to_datetime(modified).timestamp()
        os.utime(path, (seconds, seconds))
    except (ValueError, TypeError, OverflowError):
        return
    except OSError as error:
        raise unwritable(path, error) from None


def _not_continued(why: str) -> ExchangeFault:
    return ExchangeFault(
        f"cannot go on with the part file: {why}",
        None,
        Phase.FILE,
        status=ExitStatus.FILE,
        hint="without --continue the transfer starts over",
    )
