"""The parts of a certificate, cut out of its DER: RFC 5280 section 4.1.

Promise: `read` gives all of them or raises `der.Malformed`; each part is as the certificate has it.
What an extension, a name or a key says is read by others. Must not judge, and loads no library: a
request by https reads three certificates, and no more than the report needs of them.
"""

from __future__ import annotations

from datetime import datetime

from winhttp_cli.engine.net import der
from winhttp_cli.engine.net.der import Element, Malformed
from winhttp_cli.record import dataclass

_VERSIONS = (0, 2)  # v1 and v3, as they are written; nobody ever made a v2
_MOST_EXTENSIONS = 1000


@dataclass(frozen=True, slots=True)
class Algorithm:
    """An AlgorithmIdentifier: its object identifier in dots, and what it takes."""

    identifier: str
    parameters: Element | None


@dataclass(frozen=True, slots=True)
class Name:
    """A distinguished name; `attributes` by object identifier, in order."""

    whole: bytes
    attributes: tuple[tuple[str, Element], ...]


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A SubjectPublicKeyInfo; `bits` is the key itself, coded as the algorithm wants it."""

    algorithm: Algorithm
    bits: bytes


@dataclass(frozen=True, slots=True)
class Fields:
    """`extensions` maps object identifiers to content, and is None where one occurs twice: then none of
    them can be relied on."""

    serial: int
    issuer: Name
    subject: Name
    validity: tuple[datetime, datetime]
    key: PublicKey
    signature: Algorithm
    extensions: dict[str, bytes] | None


def read(certificate: bytes) -> Fields:
    """The parts of a certificate in DER. Raises `der.Malformed`."""
    to_be_signed, signature, value = _exactly(der.only(certificate, der.SEQUENCE), 3)
    der.whole_bytes(value)
    parts = der.within(to_be_signed.require(der.SEQUENCE))
    if parts and parts[0].tag == der.context(0, constructed=True):
        _check_version(parts.pop(0))
    if len(parts) < 6:
        raise Malformed("a certificate with parts missing")
    serial, inner, issuer, validity, subject, key, *rest = parts
    algorithm(inner)
    return Fields(
        serial=der.integer(serial),
        issuer=name(issuer),
        subject=name(subject),
        validity=_validity(validity),
        key=_public_key(key),
        signature=algorithm(signature),
        extensions=_extensions(rest),
    )


def _exactly(element: Element, count: int) -> list[Element]:
    found = der.within(element)
    if len(found) != count:
        raise Malformed(f"{len(found)} parts in the place of {count}")
    return found


def _check_version(element: Element) -> None:
    (number,) = _exactly(element, 1)
    if der.integer(number) not in _VERSIONS:
        raise Malformed(f"{der.integer(number)} is not a version of certificates")


def algorithm(element: Element) -> Algorithm:
    """Reads an AlgorithmIdentifier. Raises Malformed."""
    parts = der.within(element.require(der.SEQUENCE))
    if not 1 <= len(parts) <= 2:
        raise Malformed("an algorithm of the wrong form")
    return Algorithm(der.identifier(parts[0]), parts[1] if len(parts) == 2 else None)


def name(element: Element) -> Name:
    """Reads a distinguished name. Raises Malformed."""
    attributes: list[tuple[str, Element]] = []
    for relative in der.within(element.require(der.SEQUENCE)):
        pairs = der.within(relative.require(der.SET))
        if not pairs:
            raise Malformed("an empty part of a name")
        for pair in pairs:
            kind, value = _exactly(pair.require(der.SEQUENCE), 2)
            attributes.append((der.identifier(kind), value))
    return Name(element.whole, tuple(attributes))


def _validity(element: Element) -> tuple[datetime, datetime]:
    begin, end = _exactly(element.require(der.SEQUENCE), 2)
    return (der.moment(begin), der.moment(end))


def _public_key(element: Element) -> PublicKey:
    kind, bits = _exactly(element.require(der.SEQUENCE), 2)
    return PublicKey(algorithm(kind), der.whole_bytes(bits))


def _extensions(rest: list[Element]) -> dict[str, bytes] | None:
    """The extensions behind the two unique identifiers nobody uses."""
    allowed = [der.context(1, constructed=False), der.context(2, constructed=False)]
    while rest and rest[0].tag in allowed:
        del allowed[: allowed.index(rest.pop(0).tag) + 1]
    if not rest:
        return {}
    if len(rest) > 1:
        raise Malformed("a certificate with parts too many")
    (listed,) = _exactly(rest[0].require(der.context(3, constructed=True)), 1)
    found = [_extension(one) for one in der.within(listed.require(der.SEQUENCE))]
    if len(found) > _MOST_EXTENSIONS:
        raise Malformed("more extensions than anyone needs")
    by_kind = dict(found)
    return by_kind if len(by_kind) == len(found) else None


def _extension(element: Element) -> tuple[str, bytes]:
    """Kind and content; whether it is critical is OpenSSL's business."""
    parts = der.within(element.require(der.SEQUENCE))
    if len(parts) == 3:
        der.boolean(parts.pop(1))
    if len(parts) != 2:
        raise Malformed("an extension of the wrong form")
    return (der.identifier(parts[0]), parts[1].require(der.OCTET_STRING).content)
