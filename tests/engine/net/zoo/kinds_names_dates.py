"""Kinds that are good, and kinds wrong by name, date or use; a docstring is a line of the table.

Promise: each has exactly the faults it says. Made when first asked for.
"""

from __future__ import annotations

from cryptography.x509.oid import ExtendedKeyUsageOID

from tests.engine.net.zoo.specimens import Authorities, Specimen, kind
from tests.lab.certificates import (
    CLIENT,
    DAY,
    Identity,
    KeyKind,
    Wanted,
    intermediate,
    issue,
    leaf,
    root,
)
from tests.lab.signatures import Digest
from winhttp_cli.plan import CertFault

ANY = ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE


# --- good ---


@kind
def good(zoo: Authorities) -> Specimen:
    """nothing wrong"""
    return zoo.show(zoo.leaf())


@kind
def p384(zoo: Authorities) -> Specimen:
    """an ECDSA P-384 key"""
    return zoo.show(zoo.leaf(kind=KeyKind.P384))


@kind
def ed25519(zoo: Authorities) -> Specimen:
    """an Ed25519 authority and an Ed25519 key"""
    top = root("Zoo Ed25519 Root", kind=KeyKind.ED25519)
    return Specimen(leaf(top, "localhost", kind=KeyKind.ED25519), (top,))


@kind
def rsa_pss(zoo: Authorities) -> Specimen:
    """signed with RSA-PSS"""
    return Specimen(leaf(zoo.rsa_root, "localhost", pss=True), (zoo.rsa_root,))


@kind
def rsa_1024(zoo: Authorities) -> Specimen:
    """a key of RSA 1024: a remark, no fault"""
    return zoo.show(zoo.leaf(kind=KeyKind.RSA_1024))


@kind
def no_extended_key_usage(zoo: Authorities) -> Specimen:
    """no extended key usage at all"""
    return zoo.show(zoo.leaf(usages=()))


@kind
def sha1_root(zoo: Authorities) -> Specimen:
    """a root that signed itself with SHA-1"""
    old = root("Zoo SHA-1 Root", kind=KeyKind.RSA_2048, digest=Digest.SHA1)
    return Specimen(leaf(old, "localhost"), (old,))


@kind
def chain_with_a_stranger(zoo: Authorities) -> Specimen:
    """an unrelated certificate among those sent"""
    own, stranger = zoo.leaf(), root("Zoo Stranger")
    behind = Identity(stranger.certificate, stranger.key, zoo.issuer)
    return zoo.show(Identity(own.certificate, own.key, behind))


@kind
def cross_signed(zoo: Authorities) -> Specimen:
    """a new root that is not trusted, vouched for by an old one that is"""
    new = root("Zoo New Root")
    bridge = issue(Wanted("Zoo New Root", authority=True), zoo.root, new.key)
    own = leaf(new, "localhost")
    return zoo.show(Identity(own.certificate, own.key, bridge))


@kind
def expired_root_with_valid_cross_path(zoo: Authorities) -> Specimen:
    """the path sent leads to an expired root; the new root is trusted, too"""
    old = root("Zoo Old Root", starts=-90 * DAY, ends=-9 * DAY)
    new = root("Zoo New Root")
    bridge = issue(Wanted("Zoo New Root", authority=True), old, new.key)
    own = leaf(new, "localhost")
    return Specimen(Identity(own.certificate, own.key, bridge), (old, new))


# --- names ---


@kind
def wildcard(zoo: Authorities) -> Specimen:
    """*.zoo.test for www.zoo.test"""
    return zoo.show(zoo.leaf("*.zoo.test"), host="www.zoo.test")


@kind
def wildcard_for_an_idn_label(zoo: Authorities) -> Specimen:
    """*.zoo.test for xn--bcher-kva.zoo.test"""
    return zoo.show(zoo.leaf("*.zoo.test"), host="xn--bcher-kva.zoo.test")


@kind
def ip_address(zoo: Authorities) -> Specimen:
    """127.0.0.1 as an IP address"""
    return zoo.show(zoo.leaf("127.0.0.1"), host="127.0.0.1")


@kind
def common_name_only(zoo: Authorities) -> Specimen:
    """no subject alternative name, localhost as the common name"""
    return zoo.show(leaf(zoo.issuer, common_name="localhost"))


@kind
def wrong_host(zoo: Authorities) -> Specimen:
    """other.test for localhost"""
    return zoo.show(zoo.leaf("other.test"), CertFault.NAME)


@kind
def wildcard_two_labels_deep(zoo: Authorities) -> Specimen:
    """*.zoo.test for a.b.zoo.test"""
    return zoo.show(zoo.leaf("*.zoo.test"), CertFault.NAME, "a.b.zoo.test")


@kind
def wildcard_without_a_label(zoo: Authorities) -> Specimen:
    """*.zoo.test for zoo.test"""
    return zoo.show(zoo.leaf("*.zoo.test"), CertFault.NAME, "zoo.test")


@kind
def wildcard_of_a_top_level_domain(zoo: Authorities) -> Specimen:
    """*.test for zoo.test"""
    return zoo.show(zoo.leaf("*.test"), CertFault.NAME, "zoo.test")


@kind
def partial_wildcard(zoo: Authorities) -> Specimen:
    """w*.zoo.test for www.zoo.test"""
    return zoo.show(zoo.leaf("w*.zoo.test"), CertFault.NAME, "www.zoo.test")


@kind
def wildcard_in_the_middle(zoo: Authorities) -> Specimen:
    """www.*.test for www.zoo.test"""
    return zoo.show(zoo.leaf("www.*.test"), CertFault.NAME, "www.zoo.test")


@kind
def common_name_beside_alternative_name(zoo: Authorities) -> Specimen:
    """localhost as the common name, other.test as the alternative one"""
    return zoo.show(zoo.leaf("other.test", common_name="localhost"), CertFault.NAME)


@kind
def other_ip_address(zoo: Authorities) -> Specimen:
    """127.0.0.2 as an IP address, for 127.0.0.1"""
    return zoo.show(zoo.leaf("127.0.0.2"), CertFault.NAME, "127.0.0.1")


@kind
def ip_address_as_common_name(zoo: Authorities) -> Specimen:
    """127.0.0.1 as the common name only"""
    own = leaf(zoo.issuer, common_name="127.0.0.1")
    return zoo.show(own, CertFault.NAME, "127.0.0.1")


# --- time and use ---


@kind
def expired(zoo: Authorities) -> Specimen:
    """ended five days ago"""
    return zoo.show(zoo.leaf(starts=-30 * DAY, ends=-5 * DAY), CertFault.DATE)


@kind
def not_yet_valid(zoo: Authorities) -> Specimen:
    """begins in five days"""
    return zoo.show(zoo.leaf(starts=5 * DAY), CertFault.DATE)


@kind
def expired_intermediate(zoo: Authorities) -> Specimen:
    """the issuing authority ended two days ago"""
    old = intermediate(zoo.root, "Zoo Old CA", starts=-30 * DAY, ends=-2 * DAY)
    return zoo.show(leaf(old, "localhost"), CertFault.DATE)


@kind
def expired_root(zoo: Authorities) -> Specimen:
    """the trusted root ended nine days ago, and there is no other path"""
    old = root("Zoo Old Root", starts=-90 * DAY, ends=-9 * DAY)
    return Specimen(leaf(old, "localhost"), (old,), CertFault.DATE)


@kind
def client_only(zoo: Authorities) -> Specimen:
    """extended key usage clientAuth"""
    return zoo.show(zoo.leaf(usages=(CLIENT,)), CertFault.WRONG_USAGE)


@kind
def client_only_authority(zoo: Authorities) -> Specimen:
    """an issuing authority whose extended key usage is clientAuth"""
    narrow = intermediate(zoo.root, "Zoo Client CA", usages=(CLIENT,))
    return zoo.show(leaf(narrow, "localhost"), CertFault.WRONG_USAGE)


@kind
def any_extended_key_usage(zoo: Authorities) -> Specimen:
    """extended key usage anyExtendedKeyUsage, and nothing else"""
    return zoo.show(zoo.leaf(usages=(ANY,)), CertFault.WRONG_USAGE)
