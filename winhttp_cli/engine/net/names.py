"""Does this certificate speak for this host? RFC 9525, and the common name where nothing else is there.

Promise: `match(host, certificate)` compares with the DNS names or IP addresses of the subject
alternative name; a wildcard is the whole left-most label and stands for exactly one label. The common
name counts only where the extension is absent, and the answer says so. Nothing in a certificate can
make this raise. Must not resolve.
"""

from __future__ import annotations

import ipaddress

from winhttp_cli.engine.net.certificate import Certificate
from winhttp_cli.engine.net.certificate_extensions import AnyAddress
from winhttp_cli.engine.net.printable import listed, printable
from winhttp_cli.record import dataclass


@dataclass(frozen=True, slots=True)
class NameVerdict:
    """`detail` is the line for the report."""

    matches: bool
    detail: str


def match(host: str, certificate: Certificate) -> NameVerdict:
    """`host` is an A-label host name or an IP literal, without brackets, with or without a zone."""
    address = ip_address(host)
    if address is not None:
        return _match_address(host, address, certificate)
    if certificate.has_alternative_names:
        return _match_names(host, certificate)
    return _match_common_name(host, certificate.common_name)


def ip_address(host: str) -> AnyAddress | None:
    """The address `host` spells, without its zone, or None for a name."""
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None


def _match_address(host: str, address: AnyAddress, certificate: Certificate) -> NameVerdict:
    """RFC 9525 section 6.5: octet by octet; a common name or DNS name never speaks for an address."""
    if address in certificate.addresses:
        return NameVerdict(True, f'"{address}" matched')
    return NameVerdict(False, _differs(host, _all_names(certificate)))


def _match_names(host: str, certificate: Certificate) -> NameVerdict:
    for pattern in certificate.dns_names:
        if name_matches(host, pattern):
            return NameVerdict(True, f'"{printable(pattern)}" matched')
    return NameVerdict(False, _differs(host, _all_names(certificate)))


def _match_common_name(host: str, common_name: str) -> NameVerdict:
    why = "no subject alternative name"
    if common_name and name_matches(host, common_name):
        return NameVerdict(True, f'common name "{printable(common_name)}" matched, {why}')
    return NameVerdict(
        False, f"{_differs(host, [common_name] if common_name else [])} (common name, {why})"
    )


def _all_names(certificate: Certificate) -> list[str]:
    return [*certificate.dns_names, *(str(address) for address in certificate.addresses)]


def _differs(host: str, names: list[str]) -> str:
    if not names:
        return f"{host} is not named: the certificate has no name"
    return f"{host} is not {listed(names)}" if len(names) == 1 else f"{host} is none of {listed(names)}"


def name_matches(host: str, pattern: str) -> bool:
    """RFC 9525 sections 6.3 and 6.4, without regard to case (RFC 4343) and a final dot."""
    host_labels, labels = _labels(host), _labels(pattern)
    if not _are_valid(host_labels) or len(host_labels) != len(labels):
        return False
    if labels[0] == "*":
        return _wildcard_covers(host_labels, labels)
    return _are_valid(labels) and host_labels == labels


def _labels(name: str) -> list[str]:
    return name.lower().removesuffix(".").split(".")


def _are_valid(labels: list[str]) -> bool:
    return all(0 < len(label) <= 63 and _is_plain(label) for label in labels)


def _is_plain(label: str) -> bool:
    """Letters, digits, hyphen, underscore: what DNS names of hosts are made of. No NUL, no "*"."""
    return label.isascii() and all(c.isalnum() or c in "-_" for c in label)


def _wildcard_covers(host_labels: list[str], labels: list[str]) -> bool:
    """ "*.test" is refused, as OpenSSL refuses it: a wildcard may not cover a whole top-level domain."""
    return len(labels) >= 3 and _are_valid(labels[1:]) and host_labels[1:] == labels[1:]
