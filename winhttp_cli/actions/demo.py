"""`whttp demo`: a guided tour of the real command against the embedded server, or that server by itself.

Promise: every step runs `whttp` in a process of its own, in an environment without the user's
configuration and proxies; its command line is printed first, whole, to be copied. No certificate check
is ever turned off.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import winhttp_cli
from winhttp_cli.demo.server import DemoServer
from winhttp_cli.errors import ExitStatus
from winhttp_cli.record import dataclass
from winhttp_cli.render.terminal import Outlet, Style, outlet


@dataclass(frozen=True, slots=True)
class Step:
    """One stop of the tour: what it shows, the arguments after `whttp`, the status it must end with."""

    title: str
    arguments: tuple[str, ...]
    expected: ExitStatus = ExitStatus.OK


def run(serve: bool) -> int:
    """Shows the tour, or with `serve` keeps the server up until Ctrl-C. Returns the exit status: 1 when a
    step did not end as it must."""
    out = outlet(sys.stdout)
    with DemoServer() as server:
        if serve:
            _announce(server, out)
            server.serve_until_interrupted()
            return ExitStatus.OK
        steps = tour(server)
        ended = [_walk(number, step, server, out) for number, step in enumerate(steps, 1)]
    out.line(out.paint("What next", Style.BOLD))
    out.line("whttp demo --serve keeps this server up and prints its addresses.")
    out.line(
        "whttp explain 12175 and whttp explain redirect-policy tell more; whttp get --help lists flags."
    )
    return ExitStatus.OK if all(ended) else ExitStatus.INTERNAL


def tour(server: DemoServer) -> tuple[Step, ...]:
    """The steps, with the addresses of `server`."""
    trust = ("--ca-file", str(server.ca_file))
    return (
        Step(
            "A request over TLS. Only the demo's own throw-away authority is trusted, by --ca-file.",
            ("get", f"{server.base_url}/json", *trust, "-i", "--report"),
        ),
        Step(
            "A redirect that is returned, not followed; -v names the source of each decision.",
            ("get", f"{server.base_url}/redirect/1", *trust, "--redirect-policy", "never", "-v"),
        ),
        Step(
            "One fact for a script: --query prints the value alone.",
            ("get", f"{server.base_url}/json", *trust, "--query", "security_key_bitness"),
        ),
        Step(
            "A WebSocket: what is sent comes back; --json would tell every event.",
            ("ws", f"{server.base_url}/websocket", *trust, "--send", "hello", "--count", "1"),
        ),
        Step(
            "An expired certificate is refused.",
            ("get", f"{server.expired_url}/json", *trust),
            ExitStatus.CERTIFICATE,
        ),
        Step(
            "Three faults at once: all are shown, after one handshake.",
            ("get", f"{server.faulty_url}/json", *trust),
            ExitStatus.CERTIFICATE,
        ),
    )


def _walk(number: int, step: Step, server: DemoServer, out: Outlet) -> bool:
    """Runs one step; whether it ended as it must."""
    out.line(out.paint(f"{number}. {step.title}", Style.BOLD))
    out.line(out.paint(f"$ {_command_line(step.arguments)}", Style.CYAN))
    out.flush()
    # -P and PYTHONPATH: the package that runs now, never one that lies in the current folder
    ended = subprocess.run(
        [sys.executable, "-P", "-m", "winhttp_cli", *step.arguments],
        env=clean_environment(os.environ, server.ca_file.parent),
    )
    is_right = ended.returncode == step.expected
    remark = "" if is_right else f", but it should be {step.expected.value}"
    style = Style.DIM if is_right else Style.RED
    out.line(out.paint(f"(exit status {ended.returncode}{remark})", style))
    out.line()
    return is_right


def clean_environment(environ: Mapping[str, str], folder: Path) -> dict[str, str]:
    """`environ` without what would change a step: WHTTP_ variables, proxies, files that programs share,
    and the user's configuration, in place of which there is the empty `folder`."""
    left_out = {"NETRC", "SSL_CERT_FILE", "SSLKEYLOGFILE"}
    kept = {
        name: value
        for name, value in environ.items()
        if name not in left_out and not name.startswith("WHTTP_") and not name.lower().endswith("_proxy")
    }
    package = str(Path(winhttp_cli.__file__).parent.parent)
    path = os.pathsep.join(filter(None, (package, environ.get("PYTHONPATH", ""))))
    return {**kept, "PYTHONPATH": path, "XDG_CONFIG_HOME": str(folder), "APPDATA": str(folder)}


def _command_line(arguments: Sequence[str]) -> str:
    words = ["whttp", *arguments]
    return subprocess.list2cmdline(words) if os.name == "nt" else shlex.join(words)


def _announce(server: DemoServer, out: Outlet) -> None:
    trust = ("--ca-file", str(server.ca_file))
    out.line(out.paint("The demo server is up until Ctrl-C.", Style.BOLD))
    out.line(f"  {server.base_url}   a good certificate, for who trusts {server.ca_file}")
    out.line(f"  {server.plain_url}    the same without TLS")
    out.line(f"  {server.expired_url}   a certificate that has expired")
    out.line(f"  {server.faulty_url}   a certificate with three faults")
    out.line()
    out.line("In another terminal:")
    for arguments in (
        ("get", f"{server.base_url}/", *trust),
        ("get", f"{server.base_url}/headers", *trust, "-H", "X-Colour: red"),
        ("get", f"{server.base_url}/redirect/3", *trust, "-v"),
        ("get", f"{server.base_url}/downgrade", *trust, "-v"),
        ("post", f"{server.base_url}/echo", *trust, "-d", "hello"),
        ("get", f"{server.faulty_url}/", *trust),
    ):
        out.line(out.paint(f"$ {_command_line(arguments)}", Style.CYAN))
    out.flush()
