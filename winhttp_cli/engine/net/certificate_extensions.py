"""What the extensions of a certificate say: RFC 5280 section 4.2.

Promise: each function reads the content of one extension as a whole or raises `der.Malformed`; there
are no half-read ones. Must not judge.
"""

from __future__ import annotations

import ipaddress

from winhttp_cli.engine.net import certificate_fields, der
from winhttp_cli.engine.net.der import Element, Malformed
from winhttp_cli.record import dataclass

SUBJECT_ALTERNATIVE_NAME = "2.5.29.17"
BASIC_CONSTRAINTS = "2.5.29.19"
CRL_DISTRIBUTION_POINTS = "2.5.29.31"
EXTENDED_KEY_USAGE = "2.5.29.37"
AUTHORITY_INFORMATION_ACCESS = "1.3.6.1.5.5.7.1.1"
TLS_FEATURE = "1.3.6.1.5.5.7.1.24"

OCSP = "1.3.6.1.5.5.7.48.1"
CA_ISSUERS = "1.3.6.1.5.5.7.48.2"

#: RFC 7633 section 4.2.3.1: the number of the status_request extension of TLS.
STATUS_REQUEST = 5

AnyAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class GeneralNames:
    """Of the names in a GeneralNames those that are used here."""

    dns: tuple[str, ...]
    addresses: tuple[AnyAddress, ...]
    urls: tuple[str, ...]


def alternative_names(content: bytes) -> GeneralNames:
    """Section 4.2.1.6."""
    return _general_names(der.within(der.only(content, der.SEQUENCE)))


def is_authority(content: bytes) -> bool:
    """Section 4.2.1.9: the `cA` of the basic constraints, which is false where it is left out."""
    parts = der.within(der.only(content, der.SEQUENCE))
    says = der.boolean(parts.pop(0)) if parts and parts[0].tag == der.BOOLEAN else False
    if len(parts) > 1 or (parts and der.integer(parts[0]) < 0):
        raise Malformed("basic constraints of the wrong form")
    return says


def usages(content: bytes) -> tuple[str, ...]:
    """Section 4.2.1.12: the purposes, as object identifiers in dots."""
    return tuple(der.identifier(one) for one in der.within(der.only(content, der.SEQUENCE)))


def features(content: bytes) -> tuple[int, ...]:
    """RFC 7633 section 4: the TLS extensions that the server promises to use."""
    return tuple(der.integer(one) for one in der.within(der.only(content, der.SEQUENCE)))


def access_urls(content: bytes, method: str) -> tuple[str, ...]:
    """Section 4.2.2.1: the URLs at which `method` works."""
    places: list[Element] = []
    for description in der.within(der.only(content, der.SEQUENCE)):
        parts = der.within(description.require(der.SEQUENCE))
        if len(parts) != 2:
            raise Malformed("an access description of the wrong form")
        if der.identifier(parts[0]) == method:
            places.append(parts[1])
    return _general_names(places).urls


def distribution_urls(content: bytes) -> tuple[str, ...]:
    """Section 4.2.1.13: the full names of the points at which lists are."""
    found: list[str] = []
    for point in der.within(der.only(content, der.SEQUENCE)):
        for part in der.within(point.require(der.SEQUENCE)):
            if part.tag == der.context(0, constructed=True):
                found += _full_names(part)
    return tuple(found)


def _full_names(point_name: Element) -> tuple[str, ...]:
    found = der.within(point_name)
    if len(found) != 1:
        raise Malformed("a distribution point of the wrong form")
    if found[0].tag != der.context(0, constructed=True):
        return ()
    return _general_names(der.within(found[0])).urls


_OTHER, _MAIL, _DNS, _DIRECTORY, _URL, _ADDRESS, _REGISTERED = (
    der.context(0, constructed=True),
    der.context(1, constructed=False),
    der.context(2, constructed=False),
    der.context(4, constructed=True),
    der.context(6, constructed=False),
    der.context(7, constructed=False),
    der.context(8, constructed=False),
)


def _general_names(names: list[Element]) -> GeneralNames:
    """One name that cannot be read spoils all: what it was meant to say nobody knows."""
    dns, addresses, urls = list[str](), list[AnyAddress](), list[str]()
    for name in names:
        if name.tag == _DNS:
            dns.append(der.ascii_text(name))
        elif name.tag == _ADDRESS:
            addresses.append(_address(name.content))
        elif name.tag == _URL:
            urls.append(der.ascii_text(name))
        else:
            _check_other(name)
    return GeneralNames(tuple(dns), tuple(addresses), tuple(urls))


def _check_other(name: Element) -> None:
    if name.tag == _MAIL:
        der.ascii_text(name)
    elif name.tag == _DIRECTORY:
        for inner in der.within(name):
            certificate_fields.name(inner)
    elif name.tag not in (_OTHER, _REGISTERED):
        raise Malformed("a name of a kind nobody uses")


def _address(octets: bytes) -> AnyAddress:
    if len(octets) == 4:
        return ipaddress.IPv4Address(octets)
    if len(octets) == 16:
        return ipaddress.IPv6Address(octets)
    raise Malformed("an address of neither 4 nor 16 bytes")
