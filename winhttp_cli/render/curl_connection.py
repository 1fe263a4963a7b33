"""The part of the curl command about names, TLS, proxies and credentials.

Promise: as in `render/curl.py`: what curl does in another way is said in a comment.
"""

from __future__ import annotations

import re
from typing import Protocol

from winhttp_cli.plan import (
    FORGIVABLE,
    NO_FAULT,
    AddressFamily,
    NetworkPolicy,
    ProxyMode,
    RequestPlan,
    TlsPolicy,
    TlsVersion,
)
from winhttp_cli.render.shell import Piece
from winhttp_cli.secret import Secret

_VERSION_WORDS = {
    TlsVersion.TLS1: "1.0",
    TlsVersion.TLS1_1: "1.1",
    TlsVersion.TLS1_2: "1.2",
    TlsVersion.TLS1_3: "1.3",
}
_SCHEME_FLAGS = {"basic": "--basic", "digest": "--digest", "ntlm": "--ntlm", "negotiate": "--negotiate"}


class Words(Protocol):
    """The command in the making, as far as this file needs it."""

    comments: list[str]

    def add(self, option: str, *pieces: Piece) -> None: ...

    def secret(self, name: str, secret: Secret | None) -> Piece: ...


def connection_words(command: Words, plan: RequestPlan, *, has_credentials: bool) -> None:
    """Adds the options. `has_credentials`: an Authorization header goes out already."""
    if plan.timeouts.connect is not None:
        command.add("--connect-timeout", f"{plan.timeouts.connect:g}")
    if plan.timeouts.total is not None:
        command.add("--max-time", f"{plan.timeouts.total:g}")
    if plan.decompress:
        command.add("--compressed")
    _network(command, plan.network, plan.target.unix_socket)
    if plan.target.is_secure:
        _tls(command, plan.tls)
    _proxy(command, plan)
    _credentials(command, plan, has_credentials)


def _network(command: Words, network: NetworkPolicy, unix_socket: str) -> None:
    if unix_socket:
        command.add("--unix-socket", unix_socket)
    if network.family is not AddressFamily.ANY:
        command.add("--" + network.family.value)
    if network.interface:
        command.add("--interface", network.interface)
    for override in network.resolve:
        port = "*" if override.port is None else str(override.port)
        command.add("--resolve", f"{override.host}:{port}:{','.join(override.addresses)}")
        if override.port is None:
            command.comments.append("curl's --resolve needs a port: put one in the place of *")
    for other in network.connect_to:
        ports = [str(port) if port is not None else "" for port in (other.from_port, other.to_port)]
        command.add("--connect-to", f"{other.from_host}:{ports[0]}:{other.to_host}:{ports[1]}")


# --- TLS ----------------------------------------------------------------------------------------------


def _tls(command: Words, policy: TlsPolicy) -> None:
    _versions(command, policy.versions)
    if policy.forgiven != NO_FAULT:
        command.add("--insecure")
        if policy.forgiven & FORGIVABLE != FORGIVABLE:
            command.comments.append("curl can only ignore every fault of a certificate, not just some")
    if policy.trust.ca_file is not None:
        command.add("--cacert", str(policy.trust.ca_file))
    if policy.trust.ca_directory is not None:
        command.add("--capath", str(policy.trust.ca_directory))
    for path in policy.crl_files:
        command.add("--crlfile", str(path))
    if policy.server_name is not None:
        command.comments.append(
            f"--sni {policy.server_name}: curl takes the name from the URL; use --connect-to"
        )
    _client_certificate(command, policy)


def _versions(command: Words, versions: TlsVersion) -> None:
    wanted = [word for version, word in _VERSION_WORDS.items() if version in versions]
    if not wanted:
        command.comments.append("no version of TLS that curl can speak is allowed")
        return
    lowest, highest = wanted[0], wanted[-1]
    command.add(f"--tlsv{lowest}")
    command.add("--tls-max", highest)
    words = list(_VERSION_WORDS.values())
    between = words[words.index(lowest) : words.index(highest) + 1]
    if between != wanted:
        command.comments.append("curl cannot leave out a version of TLS between two others")


def _client_certificate(command: Words, policy: TlsPolicy) -> None:
    chosen = policy.client_certificate
    if chosen is None or chosen.certificate is None:
        return
    command.add("--cert", str(chosen.certificate))
    if chosen.certificate.suffix.lower() in (".p12", ".pfx"):
        command.add("--cert-type", "P12")
    if chosen.key is not None:
        command.add("--key", str(chosen.key))
    if chosen.password is not None:
        command.add("--pass", command.secret("CLIENT_CERT_PASSWORD", chosen.password))


# --- proxy and credentials ----------------------------------------------------------------------------


def _proxy(command: Words, plan: RequestPlan) -> None:
    policy = plan.proxy
    if policy.mode is ProxyMode.AUTOMATIC:
        command.comments.append("curl runs no PAC script: whttp proxy explain URL names the proxy")
        return
    if policy.mode is ProxyMode.DIRECT:
        if not policy.environment:
            command.add("--noproxy", "*")
        return
    chosen = proxy_for(plan.target.scheme, policy.proxies)
    if not chosen:
        command.add("--noproxy", "*")
        return
    command.add("--proxy", chosen)
    if policy.bypass:
        _bypass(command, policy.bypass)
    if policy.username is not None:
        flag = _SCHEME_FLAGS.get(policy.scheme, "--anyauth").removeprefix("--")
        command.add(f"--proxy-{flag}")
        user = f"{policy.username}:"
        command.add("--proxy-user", user, command.secret("PROXY_PASSWORD", policy.password))


def proxy_for(scheme: str, proxies: str) -> str:
    """The entry of a WinHTTP proxy list for `scheme`, as a URL with a port: 80 unless given, or 443
    behind "https=" (behaviour e1, e3)."""
    for entry in re.split(r"[;\s]+", proxies.strip()):
        key, equals, address = entry.partition("=")
        if equals and key.lower() != scheme:
            continue
        address = address if equals else entry
        if address:
            default = "443" if equals and scheme == "https" else "80"
            has_port = re.search(r":\d+$", address) is not None
            return address if has_port else f"{address}:{default}"
    return ""


def _bypass(command: Words, bypass: str) -> None:
    entries = [entry for entry in re.split(r"[;\s]+", bypass) if entry]
    names = [entry.removeprefix("*") for entry in entries if entry.lower() != "<local>"]
    if names:
        command.add("--noproxy", ",".join(names))
    if len(names) < len(entries):
        command.comments.append("curl has no <local>: names without a dot go through the proxy")


def _credentials(command: Words, plan: RequestPlan, has_credentials: bool) -> None:
    auth = plan.auth
    if auth.shared or plan.proxy.shared:
        command.comments.append("credentials of the shared store, tried last by whttp, are left out")
    if auth.scheme == "passport" or auth.passport is not None:
        command.comments.append("curl does not speak Passport")
    if has_credentials or not auth.enabled or auth.scheme == "passport":
        return
    if auth.username is None:
        if auth.scheme in ("ntlm", "negotiate"):
            command.add(_SCHEME_FLAGS[auth.scheme])
            command.add("--user", ":")
        return
    command.add(_SCHEME_FLAGS.get(auth.scheme, "--anyauth"))
    command.add("--user", f"{auth.username}:", command.secret("PASSWORD", auth.password))
