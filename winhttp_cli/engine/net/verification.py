"""What OpenSSL finds wrong with a chain, all of it, in one handshake.

Promise: `note` is OpenSSL's verify callback; it always says "go on", so that OpenSSL looks at
everything, and keeps every complaint. It judges nothing: the handshake asks `checks` for the verdict
before a byte of its answer leaves. `is_complete` is True only when OpenSSL walked the chain to its
end; a verification that never ran is never a pass. A complaint that `FAULTS` does not list counts as
INVALID, which nothing forgives.
"""

from __future__ import annotations

from OpenSSL import SSL, crypto

from winhttp_cli.engine.net.certificate import Certificate
from winhttp_cli.plan import CertFault
from winhttp_cli.record import dataclass

# A chain has at most 100 certificates and each a handful of faults.
_MOST = 1000

# X509_V_ERR_... of <openssl/x509_vfy.h>.
NO_ISSUER = frozenset({2, 20, 21})
NOT_TRUSTED_SELF_SIGNED = 18
NOT_TRUSTED_ROOT = 19
NOT_TRUSTED = 27
NOT_YET_VALID = 9
EXPIRED = 10
WRONG_PURPOSE = 26
NO_AUTHORITY = 79
BAD_SIGNATURE = frozenset({4, 7, 76, 77, 78})
WEAK_HASH = 68
SMALL_KEY = frozenset({66, 67})

FAULTS: dict[int, CertFault] = {
    **dict.fromkeys(
        (*NO_ISSUER, NOT_TRUSTED_SELF_SIGNED, NOT_TRUSTED_ROOT, NOT_TRUSTED), CertFault.UNKNOWN_CA
    ),
    **dict.fromkeys((NOT_YET_VALID, EXPIRED), CertFault.DATE),
    WRONG_PURPOSE: CertFault.WRONG_USAGE,
    **dict.fromkeys(BAD_SIGNATURE, CertFault.BAD_SIGNATURE),
    WEAK_HASH: CertFault.WEAK_SIGNATURE,
    **dict.fromkeys((25, 32, 47, 48, 49, 51, 52, 53, NO_AUTHORITY, 80), CertFault.CONSTRAINTS),
}

PHRASES: dict[int, str] = {
    1: "fails for a reason OpenSSL does not name",
    6: "is signed by a key that cannot be read",
    13: "has a start date that cannot be read",
    14: "has an end date that cannot be read",
    17: "needs more memory than there is",
    22: "ends a chain longer than 100 certificates",
    24: "is signed by a key that cannot be read",
    25: "stands below an issuer whose path length does not allow it",
    28: "is marked as rejected in the store",
    32: "may not sign certificates by its key usage",
    34: "has a critical extension nobody here understands",
    41: "has an extension that cannot be read",
    47: "has a name that its issuer's name constraints do not permit",
    48: "has a name that its issuer's name constraints exclude",
    49: "has name constraints with a minimum or maximum",
    51: "has name constraints of an unknown type",
    52: "has name constraints that cannot be read",
    53: "has a name that name constraints cannot be held against",
    55: "leads round in a circle",
    79: "is not an authority and may not issue certificates",
    80: "has a path length without being an authority",
}


@dataclass(frozen=True, slots=True)
class Complaint:
    """One error number, and the certificate it is about; `depth` 0 is the server's own."""

    number: int
    depth: int
    certificate: Certificate

    @property
    def fault(self) -> CertFault:
        return FAULTS.get(self.number, CertFault.INVALID)

    @property
    def phrase(self) -> str:
        return PHRASES.get(self.number, f"fails OpenSSL's check number {self.number}")


class Verification:
    """The complaints of one walk along one chain."""

    def __init__(self) -> None:
        self.complaints: list[Complaint] = []
        self.is_complete = False

    def note(self, certificate: crypto.X509, number: int, depth: int, passed: int) -> None:
        if number != 0 and not passed:
            self._complain(number, depth, certificate)
        elif depth == 0:
            self.is_complete = True

    def _complain(self, number: int, depth: int, certificate: crypto.X509) -> None:
        if len(self.complaints) < _MOST:
            self.complaints.append(Complaint(number, depth, Certificate(der_of(certificate))))

    def about(self, *numbers: int) -> list[Complaint]:
        """The complaints with one of `numbers`, the server's own certificate first, none twice."""
        found = dict.fromkeys(c for c in self.complaints if c.number in numbers)
        return sorted(found, key=lambda complaint: complaint.depth)

    def others(self) -> list[Complaint]:
        """The complaints that no check of its own covers."""
        own = {NOT_TRUSTED_SELF_SIGNED, NOT_TRUSTED_ROOT, NOT_YET_VALID, EXPIRED, WRONG_PURPOSE}
        covered = own | NO_ISSUER | BAD_SIGNATURE | SMALL_KEY | {WEAK_HASH, NOT_TRUSTED}
        found = dict.fromkeys(c for c in self.complaints if c.number not in covered)
        return sorted(found, key=lambda complaint: complaint.depth)


def der_of(certificate: crypto.X509) -> bytes:
    return crypto.dump_certificate(crypto.FILETYPE_ASN1, certificate)


def verified_chain(connection: SSL.Connection) -> list[Certificate]:
    """The chain as OpenSSL built it, the server's own first, a root from the store at its end."""
    return [Certificate(der_of(found)) for found in connection.get_verified_chain() or ()]


def presented_chain(connection: SSL.Connection) -> list[Certificate]:
    """The chain as the server sent it."""
    return [Certificate(der_of(found)) for found in connection.get_peer_cert_chain() or ()]
