"""Basic (RFC 7617): user and password in base64, in UTF-8 (behaviour f15)."""

from __future__ import annotations

import base64
from collections.abc import Generator

from winhttp_cli.engine.auth.challenges import Challenge
from winhttp_cli.engine.auth.scheme import Credentials


def answer(credentials: Credentials) -> Generator[str, Challenge, None]:
    """Yields the one header value there is; a second challenge means it was refused (f10).

    It may be sent before any challenge, which WinHTTP does where the scheme was named (f9). A colon
    cannot be part of the user name (RFC 7617 section 2); it is sent as it is and then ends it.
    """
    pair = f"{credentials.username}:{credentials.password.reveal()}"
    yield "Basic " + base64.b64encode(pair.encode("utf-8")).decode("ascii")
