"""Starting fast: which modules a command loads, never how long it takes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.lab.behaviours import reply
from tests.lab.certificates import Identity
from tests.lab.raw_server import RawServer
from tests.lab.tls import server_context

HEAVY = ("httpcore", "rich", "OpenSSL", "cryptography", "h2", "h11", "anyio", "trio", "spnego")


def loaded(*arguments: str) -> set[str]:
    """The modules that were executed, once whttp has run these arguments. One that was put off is in
    `sys.modules`, too, and shows by its class."""
    code = (
        "import sys; sys.argv[1:] = sys.argv[1:]\n"
        "from winhttp_cli.__main__ import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "ran = [n for n, module in sys.modules.items() if type(module).__name__ != '_LaterModule']\n"
        "print('\\n' + ' '.join(ran), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, timeout=30
    )
    assert "Traceback" not in done.stderr, done.stderr
    return set(done.stderr.splitlines()[-1].split())


def test_a_lone_version_does_not_load_click() -> None:
    assert "click" not in loaded("--version")


@pytest.mark.parametrize(
    "arguments",
    [("--help",), ("get", "--help"), ("explain", "options"), ("explain", "12175"), ("config", "path")],
)
def test_offline_commands_load_nothing_heavy(arguments: tuple[str, ...]) -> None:
    assert loaded(*arguments).isdisjoint(HEAVY)


def test_a_plain_get_loads_neither_rich_nor_openssl(raw_server: Callable[..., RawServer]) -> None:
    modules = loaded("get", raw_server(reply(200, b"x")).url())
    assert modules.isdisjoint({"rich", "OpenSSL", "cryptography", "h2", "h11", "anyio", "trio", "spnego"})
    assert "winhttp_cli.engine.http1.connection" in modules


def test_a_plain_get_loads_no_websocket_and_ws_does(raw_server: Callable[..., RawServer]) -> None:
    url = raw_server(reply(200, b"x")).url()
    websocket = {"wsproto.frame_protocol", "winhttp_cli.engine.websocket.conversation"}
    assert loaded("get", url).isdisjoint(websocket)
    modules = loaded("ws", url)
    assert modules >= websocket
    assert modules.isdisjoint({"rich", "OpenSSL", "cryptography", "h2", "h11"})


def test_a_plain_get_loads_little_of_the_standard_library(raw_server: Callable[..., RawServer]) -> None:
    modules = loaded("get", raw_server(reply(200, b"x")).url())
    assert modules.isdisjoint(
        {"ast", "dis", "hashlib", "ipaddress", "json", "ssl", "dataclasses", "subprocess"}
    )


def test_who_does_not_listen_to_notifications_does_not_load_them(
    raw_server: Callable[..., RawServer],
) -> None:
    listening = {f"winhttp_cli.actions.{name}" for name in ("watchers", "callbacks", "tracing")}
    listening |= {"winhttp_cli.render.notices", "winhttp_cli.knowledge.callbacks"}
    url = raw_server(reply(200, b"x")).url()
    assert loaded("get", url).isdisjoint(listening)
    assert loaded("get", url, "--callback", "fd:2") >= listening


def test_a_batch_loads_neither_rich_nor_openssl(
    raw_server: Callable[..., RawServer], tmp_path: Path
) -> None:
    (tmp_path / "list").write_text(raw_server(reply(200, b"x")).url(), "utf-8")
    modules = loaded("batch", str(tmp_path / "list"))
    assert modules.isdisjoint({*HEAVY} - {"httpcore"})
    assert "winhttp_cli.actions.watchers" not in modules


@pytest.mark.parametrize("scheme", ["Basic", "Digest"])
def test_a_login_that_needs_no_tokens_does_not_load_pyspnego(
    raw_server: Callable[..., RawServer], scheme: str
) -> None:
    challenge = reply(401, b"", f'WWW-Authenticate: {scheme} realm="x", nonce="n"')
    modules = loaded("get", raw_server(challenge, reply(200, b"x")).url(), "-u", "a:b")
    assert "winhttp_cli.engine.auth.login" in modules
    assert "spnego" not in modules


def test_a_login_that_needs_tokens_loads_it(raw_server: Callable[..., RawServer]) -> None:
    challenge = reply(401, b"", "WWW-Authenticate: NTLM")
    assert "spnego" in loaded("get", raw_server(challenge).url(), "-u", "a:b")


def test_what_was_put_off_is_there_when_it_is_used(raw_server: Callable[..., RawServer]) -> None:
    assert "json" in loaded("get", raw_server(reply(200, b"x")).url(), "--json")


def test_a_get_by_tls_reads_certificates_without_cryptography_and_openssl_twice(
    raw_server: Callable[..., RawServer], localhost: Identity, lab_ca_file: Path
) -> None:
    server = raw_server(reply(200, b"x"), tls=server_context(localhost))
    modules = loaded("get", server.url(), "--ca-file", str(lab_ca_file))
    assert "OpenSSL.SSL" in modules
    assert modules.isdisjoint({"cryptography.x509", "hashlib", "certifi", "rich", "h2"})
