"""The plan of the house as data: which room may know which, who owns a package, what may load late.

Promise: the only place to change when a wall moves; the change says why. Knows no source file.
"""

from __future__ import annotations

LOWEST = {"errors", "later", "record", "secret", "suggest"}
"""What every room may know."""

ROOMS: dict[str, set[str]] = {
    "errors": set(),
    "later": set(),
    "record": set(),
    "secret": set(),
    "suggest": set(),
    "login_facts": set(),
    "websocket": set(),
    "plan": {"plan_auth", "plan_target", "secret", "websocket"},
    "plan_auth": {"login_facts", "plan_target", "secret"},
    "plan_target": set(),
    "events": {"plan", "login_facts"},
    "events_websocket": {"events", "websocket"},
    "file_lock": set(),
    "whole_file": set(),
    "headers": {"plan"},
    "target": {"plan"},
    "options": set(),
    "knowledge": set(),
    "settings": {"options", "knowledge", "file_lock", "login_facts", "whole_file"},
    "planner": {"settings", "options", "plan", "login_facts", "headers", "target", "websocket"},
    "engine": {
        "events_websocket",
        "plan",
        "events",
        "file_lock",
        "whole_file",
        "login_facts",
        "headers",
        "target",
        "websocket",
    },
    "report": {
        "events_websocket",
        "events",
        "login_facts",
        "plan",
        "headers",
        "settings",
        "options",
        "websocket",
    },
    "render": {
        "report",
        "settings",
        "options",
        "knowledge",
        "plan",
        "events",
        "events_websocket",
        "login_facts",
        "headers",
        "websocket",
    },
    "demo": set(),
    "docgen": {"options", "knowledge"},
    "cli": {"actions", "docgen", "options"},
    "__main__": {"cli"},
}
"""A room, or a file that stands alone, and what else it may import. Actions may import all but cli."""

ROOMS["actions"] = set(ROOMS) - {"cli", "__main__"}

NARROW_DOORS = {
    ("cli", "settings.words"),  # the flags given, as the front door hands them on
    ("cli", "render.failure"),  # a usage error is shown before any action runs
}
"""Single modules that a room may import although it may not know their room."""

OWNERS: dict[str, tuple[str, ...]] = {
    "OpenSSL": ("engine/net/",),
    "_quickjs": ("engine/proxy/pac_child.py",),
    "brotli": ("engine/content.py",),
    "certifi": ("engine/net/",),
    "click": ("cli/",),
    "cryptography": ("engine/net/", "report/certificate_reader.py", "demo/"),
    "dask": ("actions/",),
    "h2": ("engine/", "demo/"),
    "httpcore": ("engine/corehttp.py",),
    "idna": ("target.py",),
    "keyring": ("settings/keyring_store.py",),
    "publicsuffixlist": ("engine/public_suffix.py",),
    "rich": ("render/",),
    "spnego": ("engine/auth/",),
    "wsproto": ("engine/", "demo/"),
    "zstandard": ("engine/content.py",),
}
"""Outside packages: the files (or folders) that may import them. One that is not here has no owner."""

STANDARD_OWNERS: dict[str, tuple[str, ...]] = {
    "asyncio": (),
    "logging": ("engine/auth/fallback.py",),  # pyspnego says there why it did not take Kerberos
    "pickle": (),
    "select": ("engine/net/", "engine/wire.py", "demo/"),
    "socket": ("engine/net/", "demo/"),
    "ssl": ("engine/", "demo/"),
    "subprocess": ("engine/proxy/pac.py", "actions/demo.py"),
    "tomllib": ("settings/",),
}
"""Modules of the standard library that are one room's business, or nobody's."""

TYPING_OWNERS: dict[str, tuple[str, ...]] = {
    "httpcore": ("engine/",),
    "socket": ("engine/",),
}
"""More files that may import a package under TYPE_CHECKING only."""

LATE: dict[str, tuple[str, ...]] = {
    # two doors of a fast start: a command's callback loads its action, the entry point the front door
    "winhttp_cli.actions": (
        "cli/commands/",
        "actions/send.py",
        "actions/telling.py",
        "actions/batch_send.py",
    ),
    "winhttp_cli.cli": ("__main__.py", "cli/door.py"),
    # a lone --version needs not even that
    "winhttp_cli.later": ("__main__.py",),
    # a screen is loaded when it has been chosen
    "winhttp_cli.render": ("actions/", "cli/door.py"),
    "rich": ("render/",),
    # what only some requests need: TLS, HTTP/2, WebSocket, a certificate to read, a body to build
    "winhttp_cli.engine.http2": ("engine/",),
    "winhttp_cli.demo.websocket": ("demo/handler.py",),
    "winhttp_cli.engine.websocket": ("engine/loop.py", "engine/preview.py"),
    "winhttp_cli.engine.net.tls": ("engine/",),
    "winhttp_cli.engine.net.handshake": ("engine/net/tls.py",),
    "winhttp_cli.engine.net.signatures": ("engine/net/certificate.py",),
    "winhttp_cli.engine.net.evidence": ("engine/net/handshake.py",),
    "winhttp_cli.engine.net.client_certificate": ("engine/net/tls_context.py",),
    "winhttp_cli.report.certificate_reader": ("report/",),
    "winhttp_cli.planner": ("planner/",),
    "certifi": ("engine/net/trust.py",),
    "cryptography": ("demo/",),
    "h2": ("engine/", "demo/"),
    "idna": ("target.py",),
    "mimetypes": ("planner/multipart.py",),
    "publicsuffixlist": ("engine/public_suffix.py",),
    "spnego": ("engine/auth/",),
    "wsproto": ("engine/", "demo/"),
    # modules that cost milliseconds at every start and that few runs need
    "email.utils": ("actions/",),
    "getpass": ("settings/secrets.py",),
    "netrc": ("settings/secret_files.py",),
    "hashlib": ("engine/logins.py", "report/"),
    "subprocess": ("engine/proxy/pac.py",),
    "tomllib": ("settings/files.py", "settings/credentials.py"),
    "winhttp_cli.settings.credentials": ("settings/held.py",),
    "winhttp_cli.engine.logins": ("engine/loop.py",),
    "winhttp_cli.engine.passport": ("engine/loop.py",),
    "winhttp_cli.engine.auth": ("engine/auth/choice.py",),
    "winhttp_cli.engine.auth.shared": ("engine/proxy/through.py",),
    "winhttp_cli.engine.held": ("engine/loop.py",),
    # what may not be installed, and what only one operating system has
    "keyring": ("settings/keyring_store.py",),
    "_quickjs": ("engine/proxy/pac_child.py",),
    "brotli": ("engine/content.py",),
    "zstandard": ("engine/content.py",),
    "ctypes": ("render/terminal.py",),
    "fcntl": ("file_lock.py",),
    "msvcrt": ("file_lock.py", "render/terminal.py"),
    "resource": ("engine/proxy/pac_child.py",),
}
"""Modules that may be imported inside a function, and where. All else stands at the top of its file."""

FUNCTION_LINES = 50
FILE_LINES = 400
FORBIDDEN_NAMES = {"util", "utils", "helper", "helpers", "common", "misc"}
