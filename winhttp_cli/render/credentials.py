"""What is kept in the store of credentials, for people and as JSON.

Promise: no password, not even its length; what a file held is printed safely. Knows no store.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from winhttp_cli.login_facts import Party
from winhttp_cli.render.listing import table
from winhttp_cli.report.printable import printable
from winhttp_cli.secret import MASK
from winhttp_cli.settings.credentials import Kept

SCHEMA = 1


def described(entry: Kept) -> str:
    """One entry in a few words: "alice at api.contoso.com:8443 (basic)"."""
    one = entry.credential
    limits = [part for part in (one.scheme, one.realm and f'realm "{one.realm}"') if part]
    suffix = f" ({', '.join(limits)})" if limits else ""
    proxy = "the proxy " if entry.party is Party.PROXY else ""
    return printable(f"{one.user} at {proxy}{_place(entry)}{suffix}")


def credential_lines(entries: Sequence[Kept], *, width: int) -> list[str]:
    """One line for each, the password masked."""
    rows = [
        (
            entry.party.value,
            printable(_place(entry)),
            printable(entry.credential.user),
            entry.credential.scheme or "any scheme",
            printable(entry.credential.realm and f'realm "{entry.credential.realm}"') or "any realm",
            MASK,
            "keyring" if entry.in_keyring else "file",
        )
        for entry in entries
    ]
    return table(rows, width=width, indent=0)


def credentials_document(path: Path | None, entries: Sequence[Kept]) -> str:
    """The list as JSON."""
    return json.dumps(
        {
            "schema": SCHEMA,
            "path": str(path) if path is not None else None,
            "credentials": [_fields(entry) for entry in entries],
        },
        indent=2,
    )


def _fields(entry: Kept) -> dict[str, str | int | bool | None]:
    one = entry.credential
    return {
        "for": entry.party.value,
        "host": one.host,
        "port": one.port,
        "url": one.url or None,
        "user": one.user,
        "scheme": one.scheme or None,
        "realm": one.realm or None,
        "password": MASK,
        "in_keyring": entry.in_keyring,
    }


def _place(entry: Kept) -> str:
    one = entry.credential
    if one.url:
        return one.url
    host = f"[{one.host}]" if ":" in one.host else one.host
    return host if one.port is None else f"{host}:{one.port}"
