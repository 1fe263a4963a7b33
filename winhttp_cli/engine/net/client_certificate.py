"""CLIENT_CERT_CONTEXT: the user's own certificate and key into an OpenSSL context.

Promise: PEM (certificate, chain and key in one file or two) and PKCS#12, with or without a password;
every way this can fail is named, and no password is ever in a message. 12185 where the key is not
there, 12186 where it cannot be opened, status 14 where a file cannot be read. Must not talk to a
server.
"""

from __future__ import annotations

from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import load_der_private_key, load_pem_private_key
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12
from OpenSSL import SSL

from winhttp_cli.errors import Code, ExchangeFault, ExitStatus, Phase
from winhttp_cli.plan import ClientCertificate

_NO_KEY = Code.ERROR_WINHTTP_CLIENT_CERT_NO_PRIVATE_KEY
_KEY_CLOSED = Code.ERROR_WINHTTP_CLIENT_CERT_NO_ACCESS_PRIVATE_KEY
UsableKey = (
    rsa.RSAPrivateKey
    | ec.EllipticCurvePrivateKey
    | ed25519.Ed25519PrivateKey
    | ed448.Ed448PrivateKey
    | dsa.DSAPrivateKey
)
_LARGEST_FILE = 1 << 20


class _Identity:
    """A certificate, its key, and the certificates that lead to its root."""

    def __init__(self, chain: list[x509.Certificate], key: UsableKey) -> None:
        self.chain = chain
        self.key = key


def use(context: SSL.Context, given: ClientCertificate) -> None:
    """Give `context` what `given` names; nothing where it names no file. Raises `ExchangeFault`."""
    if given.certificate is None:
        return
    identity = _read(given.certificate, given)
    own, *others = identity.chain
    context.use_certificate(own)
    for certificate in others:
        context.add_extra_chain_cert(certificate)
    try:
        context.use_privatekey(identity.key)
        context.check_privatekey()
    except SSL.Error as error:
        source = given.key or given.certificate
        raise _fault(f"the key in {source} does not belong to the certificate", _NO_KEY) from error


def _read(path: Path, given: ClientCertificate) -> _Identity:
    content = _bytes(path)
    if b"-----BEGIN" in content:
        return _from_pem(path, content, given)
    if is_pkcs12(content):
        return _from_pkcs12(path, content, given)
    return _from_der(path, content, given)


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_LARGEST_FILE)
    except OSError as error:
        raise _unreadable(f"{path}: {error.strerror or error}") from error


def is_pkcs12(content: bytes) -> bool:
    """A SEQUENCE that opens with the INTEGER 3: RFC 7292 section 4."""
    length_of_length = content[1] & 0x7F if len(content) > 1 and content[1] & 0x80 else 0
    start = 2 + length_of_length
    return content[:1] == b"\x30" and content[start : start + 3] == b"\x02\x01\x03"


def _from_pem(path: Path, content: bytes, given: ClientCertificate) -> _Identity:
    try:
        chain = x509.load_pem_x509_certificates(content)
    except ValueError as error:
        raise _unreadable(f"{path}: holds no certificate in PEM form") from error
    if given.key is None and b"PRIVATE KEY-----" not in content:
        raise _no_key(path)
    return _Identity(chain, _separate_key(given) if given.key else _key(path, content, given))


def _from_der(path: Path, content: bytes, given: ClientCertificate) -> _Identity:
    try:
        chain = [x509.load_der_x509_certificate(content)]
    except ValueError as error:
        raise _unreadable(f"{path}: neither PEM nor PKCS#12 nor a certificate") from error
    if given.key is None:
        raise _no_key(path)
    return _Identity(chain, _separate_key(given))


def _from_pkcs12(path: Path, content: bytes, given: ClientCertificate) -> _Identity:
    try:
        found = load_pkcs12(content, _password(given))
    except ValueError as error:
        raise _closed(path, given) from error
    except UnsupportedAlgorithm as error:
        raise _unknown_encryption(path) from error
    if found.cert is None:
        raise _unreadable(f"{path}: holds no certificate")
    if found.key is None:
        raise _no_key(path)
    chain = [found.cert.certificate, *(entry.certificate for entry in found.additional_certs)]
    return _Identity(chain, _usable_key(path, found.key))


# --- keys ---


def _separate_key(given: ClientCertificate) -> UsableKey:
    path = given.key or Path()
    return _key(path, _bytes(path), given)


def _key(path: Path, content: bytes, given: ClientCertificate) -> UsableKey:
    try:
        return _usable_key(path, read_key(content, _password(given)))
    except TypeError as error:  # encrypted, and no password
        raise _closed(path, given) from error
    except UnsupportedAlgorithm as error:
        raise _unknown_encryption(path) from error
    except ValueError as error:
        if b"ENCRYPTED" in content:
            raise _closed(path, given) from error
        raise _fault(f"{path} holds no private key that can be read", _NO_KEY) from error


def read_key(content: bytes, password: bytes | None) -> PrivateKeyTypes:
    """A private key in PEM or DER. Raises TypeError for an encrypted one without a password, ValueError
    for a wrong password or no key at all, UnsupportedAlgorithm."""
    read = load_pem_private_key if b"-----BEGIN" in content else load_der_private_key
    try:
        return read(content, password)
    except TypeError:
        if password is None:
            raise
        return read(content, None)  # a password nobody needed


def _usable_key(path: Path, key: PrivateKeyTypes) -> UsableKey:
    if not isinstance(key, UsableKey):
        raise _fault(f"{path} holds a key of a kind TLS cannot use here", _NO_KEY)
    return key


def _password(given: ClientCertificate) -> bytes | None:
    return given.password.reveal().encode() if given.password is not None else None


# --- faults ---


def _closed(path: Path, given: ClientCertificate) -> ExchangeFault:
    if given.password is None:
        hint = "--client-cert-password-prompt asks for it"
        return _fault(f"{path} is encrypted and no password was given", _KEY_CLOSED, hint)
    return _fault(f"the password does not open {path}", _KEY_CLOSED)


def _unknown_encryption(path: Path) -> ExchangeFault:
    return _fault(f"{path} is encrypted in a way that is not supported here", _KEY_CLOSED)


def _no_key(path: Path) -> ExchangeFault:
    hint = "--client-cert-key FILE names it"
    return _fault(f"{path} holds a certificate but no key", _NO_KEY, hint)


def _fault(message: str, code: Code, hint: str = "") -> ExchangeFault:
    return ExchangeFault(f"client certificate: {message}", code, Phase.TLS, hint=hint)


def _unreadable(message: str) -> ExchangeFault:
    return ExchangeFault(f"client certificate: {message}", None, Phase.FILE, status=ExitStatus.FILE)
