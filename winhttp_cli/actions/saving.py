"""-o, -O, --remote-header-name, --continue: which file the body goes to, and from which byte on.

Promise: a transfer goes on only where the part's record names the same URL and the server says with
206 that it is the same version; else it starts over. A server's error page never replaces a part.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

from winhttp_cli.actions.file_names import name_from_headers, name_from_url
from winhttp_cli.actions.part_file import PartFile, Record, unwritable
from winhttp_cli.errors import Code, ExchangeFault, ExitStatus, Phase, UsageFault
from winhttp_cli.headers import has, value_of
from winhttp_cli.options.tool_body import (
    CONTINUE,
    OUTPUT,
    OUTPUT_DIR,
    REMOTE_HEADER_NAME,
    REMOTE_NAME,
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
        self._size = 0
        #: What a continued file must come to; a server may send less of a range than was asked for.
        self._total: int | None = None

    @property
    def path(self) -> str:
        """The file's final name, "" before it is known."""
        return str(self._file.path) if self._file is not None else ""

    @property
    def size(self) -> int:
        """Bytes of the finished file."""
        return self._size

    def remains(self) -> str:
        """What a transfer that ended early left behind, where --continue can use it; else ""."""
        if self._file is None or self._is_complete or not self._file.size:
            return ""
        record = Record.read(self._file.record_path)
        if record is None or not record.validator:
            return ""
        return f"{self._file.size} bytes are in {self._file.part}; --continue goes on from there"

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
            if int(match[1]) != file.size:
                raise _not_continued(f"the server sent bytes from {match[1]} on, asked for {file.size}")
            self._total = _total(response, record, match[3])
            return True
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
        if self._total is not None and self._file.size != self._total:
            raise _not_continued(f"{self._file.size} of {self._total} bytes are there now")
        self._size = self._file.finish()
        modified = value_of(self._response.headers, "last-modified") if self._response else None
        if self._settings[REMOTE_TIME] and modified:
            _set_time(self._file.path, modified)

    def abandon(self) -> None:
        """The exchange failed: what is there stays for --continue."""
        if self._file is not None:
            self._file.abandon()


def check_places(settings: Settings, plans: Sequence[RequestPlan]) -> None:
    """Refuses what would save several bodies under one name. Raises UsageFault 87."""
    output = settings[OUTPUT]
    if output is not None:
        place = Path(output)
        # a device takes them all
        if place.is_file() or not place.exists():
            origin = settings.origin(OUTPUT).text
            raise _same_place(origin, f"one file cannot take the answers of {len(plans)} URLs")
    elif not settings[REMOTE_HEADER_NAME]:
        names = [name_from_url(plan.target.path) for plan in plans]
        for name in names:
            if names.count(name) > 1:
                origin = settings.origin(REMOTE_NAME).text
                raise _same_place(origin, f"two of the URLs would both be saved as {name}")


def _same_place(origin: str, message: str) -> UsageFault:
    return UsageFault(
        f"{origin}: {message}",
        Code.ERROR_INVALID_PARAMETER,
        origin=origin,
        hint="-O names each file after the last part of its URL; else use one command for each",
    )


def _total(response: Response, record: Record, said: str) -> int | None:
    """The length of the whole file. Raises ExchangeFault where the 206 is of another version, which
    must not be put together with what is there (RFC 9110 section 15.3.7)."""
    name = "etag" if record.validator.startswith('"') else "last-modified"
    now = value_of(response.headers, name)
    if now is not None and now != record.validator:
        raise _not_continued("the server sent bytes of another version")
    total = int(said) if said != "*" else record.length
    if record.length is not None and total != record.length:
        raise _not_continued(f"the file has {total} bytes now, and had {record.length}")
    return total


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
