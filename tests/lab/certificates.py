"""Certificates made to measure: authorities, leaves and every fault a test may want to plant.

Promise: what `Wanted` says is what the certificate says, faults included; nothing is checked. Keys are
real, files are PEM. Shares nothing with the engine.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

from tests.lab.signatures import Digest, tampered, weakly_signed

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey

DAY = timedelta(days=1)


class KeyKind(Enum):
    """How a key is made. RSA costs time: the default everywhere is P-256."""

    P256 = "p256"
    P384 = "p384"
    RSA_1024 = "rsa-1024"
    RSA_2048 = "rsa-2048"
    ED25519 = "ed25519"


_MAKERS: dict[KeyKind, Callable[[], Key]] = {
    KeyKind.P256: lambda: ec.generate_private_key(ec.SECP256R1()),
    KeyKind.P384: lambda: ec.generate_private_key(ec.SECP384R1()),
    KeyKind.RSA_1024: lambda: rsa.generate_private_key(65537, 1024),
    KeyKind.RSA_2048: lambda: rsa.generate_private_key(65537, 2048),
    KeyKind.ED25519: ed25519.Ed25519PrivateKey.generate,
}

SERVER = ExtendedKeyUsageOID.SERVER_AUTH
CLIENT = ExtendedKeyUsageOID.CLIENT_AUTH
OCSP_SIGNING = ExtendedKeyUsageOID.OCSP_SIGNING


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a certificate shall say. `names` become the SAN (IP literals as addresses; `()`: no SAN at
    all). `starts` and `ends` count from now. `usages` `()` leaves the EKU out. `digest` and `pss` are how
    the issuer signs; `tamper` breaks the signature afterwards. URLs left "" leave their extension out."""

    common_name: str
    names: tuple[str, ...] = ()
    authority: bool = False
    path_length: int | None = None
    permitted: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    usages: tuple[x509.ObjectIdentifier, ...] = ()
    starts: timedelta = -DAY
    ends: timedelta = 30 * DAY
    kind: KeyKind = KeyKind.P256
    digest: Digest = Digest.SHA256
    pss: bool = False
    tamper: bool = False
    must_staple: bool = False
    ocsp_url: str = ""
    issuer_url: str = ""
    crl_url: str = ""


@dataclass(frozen=True, slots=True)
class Files:
    """An identity on disk. `chain` is the leaf and its intermediates, `bundle` that and the key."""

    certificate: Path
    chain: Path
    key: Path
    bundle: Path


@dataclass(frozen=True, slots=True)
class Identity:
    """A certificate, its private key and who signed it (None: itself)."""

    certificate: x509.Certificate
    key: Key
    issuer: Identity | None = None

    @property
    def pem(self) -> bytes:
        """The certificate alone."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)

    @property
    def chain_pem(self) -> bytes:
        """The certificate and its intermediates, as a server sends them: without the root."""
        above = self.issuer
        return self.pem + (above.chain_pem if above and above.issuer else b"")

    @property
    def key_pem(self) -> bytes:
        return self.encrypted_key_pem(None)

    def encrypted_key_pem(self, password: bytes | None) -> bytes:
        """The key as PKCS#8, encrypted unless `password` is None."""
        return self.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, _encryption(password)
        )

    def p12(self, password: bytes | None = None) -> bytes:
        """Certificate, key and intermediates as PKCS#12."""
        above = x509.load_pem_x509_certificates(self.chain_pem)[1:]
        return pkcs12.serialize_key_and_certificates(
            b"lab", self.key, self.certificate, above, _encryption(password)
        )

    def write(self, folder: Path, name: str = "server") -> Files:
        """Writes `NAME.pem`, `NAME-chain.pem`, `NAME.key` and `NAME-bundle.pem` into `folder`."""
        files = Files(
            certificate=folder / f"{name}.pem",
            chain=folder / f"{name}-chain.pem",
            key=folder / f"{name}.key",
            bundle=folder / f"{name}-bundle.pem",
        )
        files.certificate.write_bytes(self.pem)
        files.chain.write_bytes(self.chain_pem)
        files.key.write_bytes(self.key_pem)
        files.bundle.write_bytes(self.chain_pem + self.key_pem)
        return files


def root(common_name: str = "Lab Root R1", **knobs: Any) -> Identity:
    """A self-signed authority; `knobs` are fields of Wanted."""
    return issue(Wanted(common_name, authority=True, **knobs))


def intermediate(issuer: Identity, common_name: str = "Lab Issuing CA 3", **knobs: Any) -> Identity:
    """An authority signed by `issuer`; `knobs` are fields of Wanted."""
    return issue(Wanted(common_name, authority=True, **knobs), issuer)


def leaf(issuer: Identity | None, *names: str, **knobs: Any) -> Identity:
    """A server certificate for `names`, self-signed when `issuer` is None; `knobs` as for root()."""
    common_name = knobs.pop("common_name", names[0] if names else "lab leaf")
    return issue(Wanted(common_name, names, **{"usages": (SERVER,), **knobs}), issuer)


def client(issuer: Identity, common_name: str = "alice", **knobs: Any) -> Identity:
    """A client certificate; `knobs` are fields of Wanted."""
    return issue(Wanted(common_name, **{"usages": (CLIENT,), **knobs}), issuer)


def issue(wanted: Wanted, issuer: Identity | None = None, key: Key | None = None) -> Identity:
    """Makes the certificate. Give `key` to certify one key twice (cross-signing)."""
    key = key or _MAKERS[wanted.kind]()
    subject = _name(wanted.common_name)
    signer = issuer.key if issuer else key
    now = datetime.now(UTC).replace(microsecond=0)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + wanted.starts)
        .not_valid_after(now + wanted.ends)
    )
    for extension, critical in _extensions(wanted, key, signer):
        builder = builder.add_extension(extension, critical)
    certificate = _sign(builder, signer, wanted)
    return Identity(tampered(certificate) if wanted.tamper else certificate, key, issuer)


def _name(common_name: str) -> x509.Name:
    organization = x509.NameAttribute(NameOID.ORGANIZATION_NAME, "whttp lab")
    return x509.Name([organization, x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _extensions(wanted: Wanted, key: Key, signer: Key) -> list[tuple[x509.ExtensionType, bool]]:
    made: list[tuple[x509.ExtensionType, bool]] = [
        (x509.BasicConstraints(wanted.authority, wanted.path_length), True),
        (x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False),
        (x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), False),
        (_key_usage(wanted.authority), True),
    ]
    if wanted.names:
        made.append((x509.SubjectAlternativeName([_san(name) for name in wanted.names]), False))
    if wanted.usages:
        made.append((x509.ExtendedKeyUsage(wanted.usages), False))
    if wanted.permitted or wanted.excluded:
        permitted = [x509.DNSName(name) for name in wanted.permitted] or None
        excluded = [x509.DNSName(name) for name in wanted.excluded] or None
        made.append((x509.NameConstraints(permitted, excluded), True))
    if wanted.must_staple:
        made.append((x509.TLSFeature([x509.TLSFeatureType.status_request]), False))
    return made + _addresses(wanted)


def _addresses(wanted: Wanted) -> list[tuple[x509.ExtensionType, bool]]:
    """Where to ask about the certificate: AIA and CRL distribution point."""
    made: list[tuple[x509.ExtensionType, bool]] = []
    access = [
        x509.AccessDescription(method, x509.UniformResourceIdentifier(url))
        for method, url in (
            (AuthorityInformationAccessOID.OCSP, wanted.ocsp_url),
            (AuthorityInformationAccessOID.CA_ISSUERS, wanted.issuer_url),
        )
        if url
    ]
    if access:
        made.append((x509.AuthorityInformationAccess(access), False))
    if wanted.crl_url:
        names = [x509.UniformResourceIdentifier(wanted.crl_url)]
        point = x509.DistributionPoint(names, relative_name=None, reasons=None, crl_issuer=None)
        made.append((x509.CRLDistributionPoints([point]), False))
    return made


def _key_usage(authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        key_cert_sign=authority,
        crl_sign=authority,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _san(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _sign(builder: x509.CertificateBuilder, signer: Key, wanted: Wanted) -> x509.Certificate:
    if isinstance(signer, ed25519.Ed25519PrivateKey):
        return builder.sign(signer, None)
    if wanted.digest in (Digest.SHA1, Digest.MD5):
        return weakly_signed(builder.sign(signer, hashes.SHA256()), signer, wanted.digest)
    algorithm = hashes.SHA384() if wanted.digest is Digest.SHA384 else hashes.SHA256()
    if not wanted.pss:
        return builder.sign(signer, algorithm)
    salted = padding.PSS(padding.MGF1(algorithm), padding.PSS.DIGEST_LENGTH)
    return builder.sign(signer, algorithm, rsa_padding=salted)


def _encryption(password: bytes | None) -> serialization.KeySerializationEncryption:
    return serialization.BestAvailableEncryption(password) if password else serialization.NoEncryption()
