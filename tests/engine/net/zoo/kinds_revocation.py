"""Kinds that are asked about; a docstring is a line of the table.

Promise: each has exactly the faults it says. Made when first asked for.
"""

from __future__ import annotations

from tests.engine.net.zoo.specimens import Authorities, Specimen, kind
from tests.lab.certificates import (
    DAY,
    leaf,
)
from tests.lab.revocation import REVOKED, ocsp_answer, revocation_list
from winhttp_cli.plan import CertFault

OCSP_URL = "http://ocsp.zoo.test"


# --- revocation ---


@kind
def on_no_list(zoo: Authorities) -> Specimen:
    """two CRLs that do not name any certificate of the chain"""
    return zoo.show(zoo.leaf(), lists=(revocation_list(zoo.issuer), revocation_list(zoo.root)))


@kind
def revoked_by_list(zoo: Authorities) -> Specimen:
    """named by its issuer's CRL"""
    own = zoo.leaf()
    lists = (revocation_list(zoo.issuer, own), revocation_list(zoo.root))
    return zoo.show(own, CertFault.REVOKED, lists=lists)


@kind
def revoked_authority(zoo: Authorities) -> Specimen:
    """its issuing authority is named by the root's CRL"""
    lists = (revocation_list(zoo.issuer), revocation_list(zoo.root, zoo.issuer))
    return zoo.show(zoo.leaf(), CertFault.REVOKED, lists=lists)


@kind
def expired_list(zoo: Authorities) -> Specimen:
    """a CRL whose nextUpdate is over"""
    old = revocation_list(zoo.issuer, updated=-9 * DAY, next_update=-2 * DAY)
    lists = (old, revocation_list(zoo.root))
    return zoo.show(zoo.leaf(), CertFault.REVOCATION_UNKNOWN, lists=lists)


@kind
def no_place_to_ask(zoo: Authorities) -> Specimen:
    """revocation is checked, and nobody can say anything"""
    return zoo.show(zoo.leaf(), CertFault.REVOCATION_UNKNOWN, asks_revocation=True)


@kind
def good_by_ocsp(zoo: Authorities) -> Specimen:
    """its responder says good"""
    own = leaf(zoo.root, "localhost", ocsp_url=OCSP_URL)
    return zoo.show(own, pages=((OCSP_URL, ocsp_answer(own)),))


@kind
def revoked_by_ocsp(zoo: Authorities) -> Specimen:
    """its responder says revoked"""
    own = leaf(zoo.root, "localhost", ocsp_url=OCSP_URL)
    return zoo.show(own, CertFault.REVOKED, pages=((OCSP_URL, ocsp_answer(own, REVOKED)),))


@kind
def must_staple_without_staple(zoo: Authorities) -> Specimen:
    """insists on a stapled OCSP answer, and none comes"""
    own = zoo.leaf(must_staple=True)
    lists = (revocation_list(zoo.issuer), revocation_list(zoo.root))
    return zoo.show(own, CertFault.REVOCATION_UNKNOWN, lists=lists)
