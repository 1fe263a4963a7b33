"""`whttp passport sign-out --cookie-jar FILE [URL]`: PASSPORT_SIGN_OUT and nothing else.

Promise: nothing is sent; of the jar only the cookies of the URL go. Knows no click.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from winhttp_cli.engine.cookies import CookieJar
from winhttp_cli.errors import Code, ExitStatus, UsageFault
from winhttp_cli.options.auth_passport import PASSPORT_SIGN_OUT
from winhttp_cli.options.tool_body import COOKIE_JAR
from winhttp_cli.options.uses import PASSPORT
from winhttp_cli.planner.passport import return_url, sign_out_target
from winhttp_cli.render.terminal import outlet_for
from winhttp_cli.settings.resolve import resolve
from winhttp_cli.settings.words import FlagWord


def sign_out(url: str | None, words: Sequence[FlagWord], environ: Mapping[str, str] = os.environ) -> int:
    """Drops the cookies of `url`, else of PASSPORT_SIGN_OUT. Raises UsageFault, ExchangeFault (status 14)
    for the jar."""
    settings = resolve(words, environ, purpose=PASSPORT)
    target = sign_out_target(settings) if url is None else return_url(url, "URL")
    if target is None:
        raise UsageFault(
            "there is no URL to sign out from",
            Code.ERROR_INVALID_PARAMETER,
            hint=f"give what --query passport_return_url printed, or {PASSPORT_SIGN_OUT.flag} URL",
        )
    if not settings[COOKIE_JAR]:
        raise UsageFault(
            f"without {COOKIE_JAR.flag} FILE there is nothing to sign out of",
            Code.ERROR_INVALID_PARAMETER,
        )
    jar, now = CookieJar(Path(settings[COOKIE_JAR] or "")), time.time()
    jar.load(now)
    names = jar.forget(target)
    jar.save(now)
    count = f"{len(names)} cookie" + ("" if len(names) == 1 else "s")
    outlet_for(sys.stdout, settings).line(f"signed out of {target.url}: {count} dropped")
    return ExitStatus.OK
