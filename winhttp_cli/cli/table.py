"""The command table: every command, its one line, and where its code is.

Promise: nothing here imports a command's module, so `--help` stays cheap (the second door). Completion
and man pages are written from this table too.
"""

from __future__ import annotations

import re

from winhttp_cli.options import uses
from winhttp_cli.options.uses import ANYTHING, Purpose
from winhttp_cli.record import dataclass

_PACKAGE = "winhttp_cli.cli.commands."


@dataclass(frozen=True, slots=True)
class Row:
    """One command. `usage` is what follows its name; `takes_options` says whether it reads the
    catalogue's flags; `verbs` are the words of a second level ("config show"); `purposes` say which
    flags it has a use for, for its help."""

    name: str
    module: str
    summary: str
    usage: str
    takes_options: bool = True
    verbs: tuple[str, ...] = ()
    purposes: tuple[Purpose, ...] = (ANYTHING,)

    @property
    def path(self) -> str:
        return _PACKAGE + self.module


_METHODS = {
    "get": "Fetch a URL (GET).",
    "head": "Fetch only the response head (HEAD).",
    "post": "Send a body (POST).",
    "put": "Store a body at the URL (PUT).",
    "patch": "Change a resource with a body (PATCH).",
    "delete": "Delete a resource (DELETE).",
    "options": "Ask what a resource allows (OPTIONS).",
}

TABLE: tuple[Row, ...] = (
    *(Row(name, "send", summary, "URL...") for name, summary in _METHODS.items()),
    Row("request", "send", "Send any other method.", "METHOD URL..."),
    Row(
        "ws",
        "ws",
        "Talk over a WebSocket: lines in, messages out, close code.",
        "URL [--send TEXT] [--binary] [--wait SECONDS] [--count N]"
        " [--close-code N] [--close-reason TEXT]",
        purposes=(uses.WEB_SOCKET,),
    ),
    Row(
        "explain",
        "explain",
        "Explain an option, an error number, or list what there is.",
        "[NAME|NUMBER|options|errors|callbacks|presets]",
        purposes=(uses.EXPLAIN,),
    ),
    Row(
        "config",
        "config",
        "The effective configuration with the source of each value.",
        "path|show|check|init",
        verbs=("path", "show", "check", "init"),
        purposes=tuple(uses.CONFIG_VERBS.values()),
    ),
    Row(
        "proxy",
        "proxy",
        "Which proxy a request takes and why; what is configured.",
        "explain URL|show|import FILE [--from FILE]",
        verbs=("explain", "show", "import"),
        purposes=(uses.PROXY_EXPLAIN, uses.PROXY_SHOW, uses.PROXY_IMPORT),
    ),
    Row(
        "tls",
        "tls",
        "The handshake and the certificates of a server, or a certificate file.",
        "URL|HOST:PORT|FILE [--releases] [--expires-in TIME] [--cert FILE]",
        purposes=(uses.TLS_SERVER, uses.TLS_FILE),
    ),
    Row(
        "credentials",
        "credentials",
        "Credentials kept for all runs, tried last: set, list, delete.",
        "set TARGET|list|delete TARGET [--for-proxy] [--realm TEXT]",
        verbs=("set", "list", "delete"),
        purposes=tuple(uses.CREDENTIALS_VERBS.values()),
    ),
    Row(
        "passport",
        "passport",
        "Sign out of Passport: drop the cookies of a return URL.",
        "sign-out [URL]",
        verbs=("sign-out",),
        purposes=(uses.PASSPORT,),
    ),
    Row(
        "compare",
        "compare",
        "Make the same request several ways, side by side.",
        "URL --with NAME=VALUE --with NAME=VALUE",
        purposes=(uses.COMPARE,),
    ),
    Row(
        "batch",
        "batch",
        "Many requests from a file, pooled and parallel, one JSON line each.",
        "FILE|- [--jobs N] [--ordered]",
        purposes=(uses.BATCH,),
    ),
    Row(
        "completion",
        "completion",
        "Print the completion script of a shell.",
        "bash|zsh|fish|powershell",
        takes_options=False,
        verbs=("bash", "zsh", "fish", "powershell"),
    ),
    Row(
        "demo",
        "demo",
        "An embedded server on loopback and a guided tour.",
        "[--serve]",
        takes_options=False,
    ),
)

# expressions as texts: compiled by the runs that use them
_FLAG_IN_USAGE = r"(--[a-z][a-z-]*)( [A-Z])?"


def own_arity() -> dict[str, bool]:
    """The flags that only one command has, as its usage line names them, to "takes a value"."""
    return {flag: bool(value) for row in TABLE for flag, value in re.findall(_FLAG_IN_USAGE, row.usage)}


BY_NAME = {row.name: row for row in TABLE}
