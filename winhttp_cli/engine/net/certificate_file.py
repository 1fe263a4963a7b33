"""A file with certificates, and perhaps a key, read to be described.

Promise: PEM, DER, PKCS#12 and PKCS#7; a certificate without a key is as good as one with; what cannot
be read is named for what it is. A bounded part of the file is read. No password is ever in a message.
Raises `ExchangeFault`: status 14 for a file that holds no certificate, 12186 for one that is closed.
Must not judge.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, pkcs7
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12

from winhttp_cli.engine.net.certificate import Certificate
from winhttp_cli.engine.net.client_certificate import is_pkcs12, read_key
from winhttp_cli.engine.net.pem import Block, blocks, is_pem
from winhttp_cli.engine.net.printable import printable
from winhttp_cli.errors import Code, ExchangeFault, ExitStatus, Phase
from winhttp_cli.plan import ClientCertificate
from winhttp_cli.record import dataclass

Load = Callable[[bytes], list[x509.Certificate]]

LARGEST_FILE = 8 << 20
_MOST_CERTIFICATES = 1000
_CERTIFICATES = frozenset({"CERTIFICATE", "X509 CERTIFICATE"})


class KeyState(Enum):
    """What came of looking for the private key."""

    ABSENT = "no private key is there"
    MATCHES = "the private key belongs to the certificate"
    DIFFERS = "the private key does not belong to the certificate"
    CLOSED = "the private key is encrypted, and no password was given"
    REFUSED = "the password does not open the private key"
    UNREADABLE = "the private key cannot be read"


@dataclass(frozen=True, slots=True)
class CertificateFile:
    """What a file holds: its certificates as DER, the own one first."""

    form: str
    chain: tuple[bytes, ...]
    key: KeyState


def read_file(given: ClientCertificate) -> CertificateFile:
    """The file that `given.certificate` names, with its key and password."""
    path = given.certificate or Path()
    content = _content(path)
    if is_pem(content):
        return _from_pem(path, content, given)
    if is_pkcs12(content):
        return _from_pkcs12(path, content, given)
    return _from_der(path, content, given)


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        raise _unreadable(path, getattr(error, "strerror", "") or str(error)) from error
    if len(content) > LARGEST_FILE:
        raise _unreadable(path, f"larger than {LARGEST_FILE >> 20} MiB")
    return content


# --- forms ---


def _from_pem(path: Path, content: bytes, given: ClientCertificate) -> CertificateFile:
    found = list(blocks(content))
    chain = [block.der or b"" for block in found if block.label in _CERTIFICATES]
    if not chain and any(block.label == "PKCS7" for block in found):
        return _from_pkcs7(path, content, given, pkcs7.load_pem_pkcs7_certificates)
    if not chain:
        labels = dict.fromkeys(_spoken(block) for block in found)
        raise _unreadable(path, f"no certificate, but {printable(', '.join(labels))}")
    keys = [block.text for block in found if block.label.endswith("PRIVATE KEY")]
    own = b"\n".join(keys[:1])
    return CertificateFile("PEM", tuple(chain[:_MOST_CERTIFICATES]), _key_state(chain[0], own, given))


def _spoken(block: Block) -> str:
    """What a block is, in the middle of a sentence."""
    names = {
        "CERTIFICATE REQUEST": "a certificate request",
        "NEW CERTIFICATE REQUEST": "a certificate request",
        "X509 CRL": "a revocation list",
        "PUBLIC KEY": "a public key",
        "TRUSTED CERTIFICATE": "a certificate in OpenSSL's own form (TRUSTED CERTIFICATE)",
    }
    if block.label.endswith("PRIVATE KEY"):
        return "a private key"
    return names.get(block.label, f'a block "{block.label}"')


def _from_pkcs12(path: Path, content: bytes, given: ClientCertificate) -> CertificateFile:
    try:
        found = load_pkcs12(content, _password(given))
    except (ValueError, TypeError) as error:
        said = "the password does not open it" if given.password else "a password is needed"
        raise _closed(path, said) from error
    except UnsupportedAlgorithm as error:
        raise _closed(path, "encrypted in a way that is not supported here") from error
    certificates = [found.cert, *found.additional_certs] if found.cert else found.additional_certs
    if not certificates:
        raise _unreadable(path, "no certificate, but a PKCS#12 file without one")
    chain = tuple(entry.certificate.public_bytes(Encoding.DER) for entry in certificates)
    state = _compared(chain[0], found.key) if found.key is not None else KeyState.ABSENT
    if given.key is not None:
        state = _key_state(chain[0], b"", given)
    return CertificateFile("PKCS#12", chain, state)


def _from_der(path: Path, content: bytes, given: ClientCertificate) -> CertificateFile:
    if not Certificate(content).problem:
        return CertificateFile("DER", (content,), _key_state(content, b"", given))
    try:
        return _from_pkcs7(path, content, given, pkcs7.load_der_pkcs7_certificates)
    except ExchangeFault:
        raise _unreadable(path, _what_der_is(content)) from None


def _what_der_is(content: bytes) -> str:
    """For bytes that hold no certificate in any form."""
    kinds = {
        x509.load_der_x509_csr: "a certificate request",
        x509.load_der_x509_crl: "a revocation list",
    }
    for load, name in kinds.items():
        try:
            load(content)
        except (ValueError, TypeError):
            continue
        return f"no certificate, but {name}"
    return "no certificate in PEM, DER, PKCS#12 or PKCS#7 form"


def _from_pkcs7(path: Path, content: bytes, given: ClientCertificate, load: Load) -> CertificateFile:
    try:
        found = load(content)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise _unreadable(path, "no certificate, but a PKCS#7 block that cannot be read") from error
    if not found:
        raise _unreadable(path, "no certificate, but a PKCS#7 file without one")
    chain = _leaf_first([certificate.public_bytes(Encoding.DER) for certificate in found])
    return CertificateFile("PKCS#7", tuple(chain), _key_state(chain[0], b"", given))


def _leaf_first(ders: list[bytes]) -> list[bytes]:
    """PKCS#7 is a set; what issued nobody comes first, then its issuer, and so on."""
    left = {certificate.subject_der: certificate for certificate in map(Certificate, ders)}
    issuers = {c.issuer_der for c in left.values() if not c.is_self_issued}
    start = next((c for c in left.values() if c.subject_der not in issuers), None)
    chain: list[bytes] = []
    while start is not None:
        chain.append(start.der)
        del left[start.subject_der]
        start = left.get(start.issuer_der)
    return [*chain, *(der for der in ders if der not in chain)]


# --- keys ---


def _key_state(own: bytes, inside: bytes, given: ClientCertificate) -> KeyState:
    content = _content(given.key) if given.key is not None else inside
    if not content:
        return KeyState.ABSENT
    try:
        key = read_key(content, _password(given))
    except TypeError:
        return KeyState.CLOSED
    except (ValueError, UnsupportedAlgorithm):
        is_closed = b"ENCRYPTED" in content and given.password is not None
        return KeyState.REFUSED if is_closed else KeyState.UNREADABLE
    return _compared(own, key)


def _compared(own: bytes, key: PrivateKeyTypes) -> KeyState:
    certificate = Certificate(own)
    try:
        if certificate.parsed is None:
            return KeyState.DIFFERS
        form = (Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        same = certificate.parsed.public_key().public_bytes(*form) == key.public_key().public_bytes(*form)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return KeyState.UNREADABLE
    return KeyState.MATCHES if same else KeyState.DIFFERS


def _password(given: ClientCertificate) -> bytes | None:
    return given.password.reveal().encode() if given.password is not None else None


def _unreadable(path: Path, what: str) -> ExchangeFault:
    return ExchangeFault(f"{path}: {what}", None, Phase.FILE, status=ExitStatus.FILE)


def _closed(path: Path, what: str) -> ExchangeFault:
    code = Code.ERROR_WINHTTP_CLIENT_CERT_NO_ACCESS_PRIVATE_KEY
    hint = "--client-cert-password-prompt asks for the password"
    return ExchangeFault(f"{path}: {what}", code, Phase.FILE, hint=hint)
