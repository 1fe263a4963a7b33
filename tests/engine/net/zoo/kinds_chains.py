"""Kinds wrong by their chain, their trust or their signatures; a docstring is a line of the table.

Promise: each has exactly the faults it says. Made when first asked for.
"""

from __future__ import annotations

from cryptography import x509
from cryptography.hazmat.primitives import hashes

from tests.engine.net.zoo.specimens import Authorities, Specimen, kind
from tests.lab.certificates import (
    CLIENT,
    DAY,
    Identity,
    KeyKind,
    intermediate,
    leaf,
    root,
)
from tests.lab.signatures import Digest
from winhttp_cli.plan import CertFault

# --- trust and chain ---


@kind
def self_signed(zoo: Authorities) -> Specimen:
    """signed by its own key"""
    return zoo.show(leaf(None, "localhost"), CertFault.UNKNOWN_CA)


@kind
def untrusted_root(zoo: Authorities) -> Specimen:
    """a whole chain to a root nobody trusts"""
    stranger = intermediate(root("Zoo Stranger Root"), "Zoo Stranger CA")
    return zoo.show(leaf(stranger, "localhost"), CertFault.UNKNOWN_CA)


@kind
def missing_intermediate(zoo: Authorities) -> Specimen:
    """the server sends its own certificate alone"""
    own = zoo.leaf()
    return zoo.show(Identity(own.certificate, own.key, zoo.root), CertFault.UNKNOWN_CA)


@kind
def path_length_exceeded(zoo: Authorities) -> Specimen:
    """an authority below one whose path length is 0"""
    short = intermediate(zoo.root, "Zoo Short CA", path_length=0)
    below = intermediate(short, "Zoo Below CA")
    return zoo.show(leaf(below, "localhost"), CertFault.CONSTRAINTS)


@kind
def name_not_permitted(zoo: Authorities) -> Specimen:
    """an authority that may name zoo.test only"""
    narrow = intermediate(zoo.root, "Zoo Narrow CA", permitted=("zoo.test",))
    return zoo.show(leaf(narrow, "localhost"), CertFault.CONSTRAINTS)


@kind
def name_excluded(zoo: Authorities) -> Specimen:
    """an authority that may not name localhost"""
    narrow = intermediate(zoo.root, "Zoo Narrow CA", excluded=("localhost",))
    return zoo.show(leaf(narrow, "localhost"), CertFault.CONSTRAINTS)


@kind
def name_permitted(zoo: Authorities) -> Specimen:
    """an authority that may name zoo.test, and does"""
    narrow = intermediate(zoo.root, "Zoo Narrow CA", permitted=("zoo.test",))
    return zoo.show(leaf(narrow, "www.zoo.test"), host="www.zoo.test")


@kind
def issuer_without_authority(zoo: Authorities) -> Specimen:
    """issued by a certificate that is no authority"""
    return zoo.show(leaf(zoo.leaf("issuer.test"), "localhost"), CertFault.CONSTRAINTS)


@kind
def unknown_critical_extension(zoo: Authorities) -> Specimen:
    """a critical extension nobody understands"""
    model = zoo.leaf()
    return zoo.show(_with_odd_extension(model, zoo.issuer), CertFault.INVALID)


def _with_odd_extension(model: Identity, issuer: Identity) -> Identity:
    given = model.certificate
    builder = (
        x509.CertificateBuilder()
        .subject_name(given.subject)
        .issuer_name(given.issuer)
        .public_key(given.public_key())
        .serial_number(given.serial_number)
        .not_valid_before(given.not_valid_before_utc)
        .not_valid_after(given.not_valid_after_utc)
        .add_extension(x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), b"\x05\x00"), True)
    )
    for extension in given.extensions:
        builder = builder.add_extension(extension.value, extension.critical)
    return Identity(builder.sign(issuer.key, hashes.SHA256()), model.key, issuer)


# --- signatures ---


@kind
def sha1(zoo: Authorities) -> Specimen:
    """signed with SHA-1"""
    own = leaf(zoo.rsa_root, "localhost", digest=Digest.SHA1)
    return Specimen(own, (zoo.rsa_root,), CertFault.WEAK_SIGNATURE)


@kind
def md5(zoo: Authorities) -> Specimen:
    """signed with MD5"""
    own = leaf(zoo.rsa_root, "localhost", digest=Digest.MD5)
    return Specimen(own, (zoo.rsa_root,), CertFault.WEAK_SIGNATURE)


@kind
def sha1_intermediate(zoo: Authorities) -> Specimen:
    """an issuing authority signed with SHA-1"""
    weak = intermediate(zoo.rsa_root, "Zoo Weak CA", digest=Digest.SHA1)
    return Specimen(leaf(weak, "localhost"), (zoo.rsa_root,), CertFault.WEAK_SIGNATURE)


@kind
def bad_signature(zoo: Authorities) -> Specimen:
    """one bit of the signature changed"""
    return zoo.show(zoo.leaf(tamper=True), CertFault.BAD_SIGNATURE)


@kind
def three_faults(zoo: Authorities) -> Specimen:
    """expired, for another host, for clients only"""
    own = zoo.leaf("other.test", usages=(CLIENT,), starts=-30 * DAY, ends=-5 * DAY)
    return zoo.show(own, CertFault.NAME | CertFault.DATE | CertFault.WRONG_USAGE)


@kind
def five_faults(zoo: Authorities) -> Specimen:
    """every fault that has a flag: unknown authority, name, date, usage, SHA-1"""
    stranger = root("Zoo RSA Stranger", kind=KeyKind.RSA_2048)
    knobs = {"usages": (CLIENT,), "starts": -30 * DAY, "ends": -5 * DAY, "digest": Digest.SHA1}
    faults = CertFault.UNKNOWN_CA | CertFault.NAME | CertFault.DATE | CertFault.WRONG_USAGE
    own = leaf(stranger, "other.test", **knobs)
    return zoo.show(own, faults | CertFault.WEAK_SIGNATURE)
