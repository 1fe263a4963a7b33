"""`whttp credentials set|list|delete`: what is kept for all runs.

Promise: a password comes by prompt, file, variable or standard input and is never shown; nothing is
sent. Knows no click and no file format.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping, Sequence
from typing import TextIO

from winhttp_cli.errors import Code, ExitStatus, UsageFault
from winhttp_cli.login_facts import Party
from winhttp_cli.options.auth import PASSWORD, USERNAME
from winhttp_cli.options.credential import StoredCredential
from winhttp_cli.options.tool import JSON
from winhttp_cli.options.tool_credentials import AUTH_SCHEME, PASSWORD_SOURCES, AuthSchemeChoice
from winhttp_cli.options.uses import CREDENTIALS_VERBS
from winhttp_cli.record import dataclass
from winhttp_cli.render.credentials import credential_lines, credentials_document, described
from winhttp_cli.render.terminal import Outlet, outlet_for
from winhttp_cli.secret import Secret
from winhttp_cli.settings import secrets
from winhttp_cli.settings.credentials import Kept
from winhttp_cli.settings.resolve import resolve
from winhttp_cli.settings.settings import Settings
from winhttp_cli.settings.words import FlagWord
from winhttp_cli.target import BadUrl, crack, to_target

_PORT = re.compile(r":[0-9]+\Z")
_MISUSED = Code.ERROR_INVALID_PARAMETER


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line names: HOST, HOST:PORT or a URL, whose party, which realm."""

    target: str | None
    for_proxy: bool = False
    realm: str | None = None

    @property
    def party(self) -> Party:
        return Party.PROXY if self.for_proxy else Party.SERVER


@dataclass(frozen=True, slots=True)
class _Place:
    host: str
    port: int | None = None
    url: str = ""


def keep(
    wanted: Wanted,
    words: Sequence[FlagWord],
    environ: Mapping[str, str] = os.environ,
    reader: secrets.Reader = secrets.TERMINAL,
) -> int:
    """Keeps one credential. Raises UsageFault, ExchangeFault for the file or the keyring."""
    settings = resolve(words, environ, reader=reader, purpose=CREDENTIALS_VERBS["set"])
    for line in settings.warnings:
        sys.stderr.write(f"whttp: {line}\n")
    place = _place(wanted)
    user = settings[USERNAME]
    if not user:
        raise UsageFault("credentials set needs a user", _MISUSED, hint="-u NAME says whose they are")
    credential = StoredCredential(
        user=user,
        password=settings[PASSWORD] or _asked(user, place, reader),
        host=place.host,
        port=place.port,
        scheme=_scheme(settings),
        realm=wanted.realm or "",
        url=place.url,
    )
    where = settings.held.vault.put(wanted.party, credential)
    _out(settings).line(f"kept {described(Kept(wanted.party, credential))} in {where}")
    return ExitStatus.OK


def show(
    wanted: Wanted,
    words: Sequence[FlagWord],
    environ: Mapping[str, str] = os.environ,
    stream: TextIO | None = None,
) -> int:
    """Lists what is kept, without passwords. Raises UsageFault for a store that cannot be used."""
    settings = resolve(words, environ, purpose=CREDENTIALS_VERBS["list"])
    entries = [entry for entry in settings.held.vault.all() if _is_asked_for(entry, wanted)]
    out = _out(settings, stream)
    if settings[JSON]:
        out.line(credentials_document(settings.held.vault.path, entries))
        return ExitStatus.OK
    for line in credential_lines(entries, width=out.width):
        out.line(line)
    return ExitStatus.OK


def delete(wanted: Wanted, words: Sequence[FlagWord], environ: Mapping[str, str] = os.environ) -> int:
    """Deletes what is kept for the target, as far as the flags do not say less. Raises UsageFault where
    there is nothing."""
    settings = resolve(words, environ, purpose=CREDENTIALS_VERBS["delete"])
    place, scheme, user = _place(wanted), _scheme(settings), settings[USERNAME]

    def matches(entry: Kept) -> bool:
        one = entry.credential
        return (
            (entry.party, one.host) == (wanted.party, place.host)
            and place.port in (None, one.port)
            and place.url in ("", one.url)
            and scheme in ("", one.scheme)
            and wanted.realm in (None, one.realm)
            and user in (None, one.user)
        )

    removed = settings.held.vault.remove(matches)
    if not removed:
        message = f"nothing is kept for the {wanted.party.value} {wanted.target}"
        raise UsageFault(message, _MISUSED, hint="whttp credentials list shows what is")
    out = _out(settings)
    for entry in removed:
        out.line(f"deleted {described(entry)}")
    return ExitStatus.OK


def _is_asked_for(entry: Kept, wanted: Wanted) -> bool:
    is_party = not wanted.for_proxy or entry.party is Party.PROXY
    return is_party and wanted.realm in (None, entry.credential.realm)


def _place(wanted: Wanted) -> _Place:
    """HOST[:PORT] is for every URL there; a URL is for itself and all below it, and for no proxy."""
    text = wanted.target or ""
    is_url = "://" in text
    try:
        cracked = crack(text if is_url else f"http://{_bracketed(text)}/")
        target = to_target(cracked)
    except BadUrl as bad:
        raise UsageFault(f"{text}: {bad.message}", bad.code) from None
    if cracked.user_info is not None or (not is_url and target.path != "/"):
        raise UsageFault(f"{text}: neither HOST, HOST:PORT nor a plain URL", _MISUSED)
    if is_url and wanted.for_proxy:
        raise UsageFault(f"{text}: a proxy is named by HOST or HOST:PORT", _MISUSED)
    has_port = is_url or _PORT.search(_bracketed(text)) is not None
    return _Place(target.host.lower(), target.port if has_port else None, target.url if is_url else "")


def _bracketed(text: str) -> str:
    """A bare IPv6 address gets the brackets that a URL wants."""
    return f"[{text}]" if text.count(":") > 1 and not text.startswith("[") else text


def _scheme(settings: Settings) -> str:
    scheme = settings[AUTH_SCHEME]
    return "" if scheme is AuthSchemeChoice.ANY else AUTH_SCHEME.kind.show(scheme)


def _asked(user: str, place: _Place, reader: secrets.Reader) -> Secret:
    """Without another source the terminal is asked."""
    try:
        return Secret(reader.ask(f"Password for {user} at {place.host}: "))
    except (OSError, EOFError):
        ways = ", ".join(option.flag for option in PASSWORD_SOURCES.all())
        raise UsageFault(
            "there is no password and no terminal to ask in", _MISUSED, hint=f"one of {ways}"
        ) from None


def _out(settings: Settings, stream: TextIO | None = None) -> Outlet:
    return outlet_for(stream or sys.stdout, settings)
