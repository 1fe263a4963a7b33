"""SECURITY_FLAGS and SECURE_FAILURE: the bits WinHTTP answers with about a TLS connection.

Promise: pure arithmetic on what was agreed and what was found wrong, no certificate is read here.
Numbers: winhttp.h. Thresholds of the strength bits: semantics L12 (weak 40, medium 56, strong 128).
"""

from __future__ import annotations

from enum import IntFlag

from winhttp_cli.errors import Code
from winhttp_cli.options.tls import SecurityFlags
from winhttp_cli.plan import NO_FAULT, CertFault
from winhttp_cli.record import dataclass


class SecureFailure(IntFlag):
    """Bits of the SECURE_FAILURE notification (WINHTTP_CALLBACK_STATUS_FLAG_...)."""

    CERT_REV_FAILED = 0x1
    INVALID_CERT = 0x2
    CERT_REVOKED = 0x4
    INVALID_CA = 0x8
    CERT_CN_INVALID = 0x10
    CERT_DATE_INVALID = 0x20
    CERT_WRONG_USAGE = 0x40
    SECURITY_CHANNEL_ERROR = 0x80000000


@dataclass(frozen=True, slots=True)
class FaultFacts:
    """What WinHTTP calls one fault: its number, its SECURE_FAILURE bit, and the word of `--ignore`
    that passes it ("" where no seed flag does)."""

    code: Code
    bit: SecureFailure
    ignore: str = ""


_FACTS: dict[CertFault, FaultFacts] = {
    CertFault.UNKNOWN_CA: FaultFacts(
        Code.ERROR_WINHTTP_SECURE_INVALID_CA, SecureFailure.INVALID_CA, "unknown-ca"
    ),
    CertFault.WRONG_USAGE: FaultFacts(
        Code.ERROR_WINHTTP_SECURE_CERT_WRONG_USAGE, SecureFailure.CERT_WRONG_USAGE, "wrong-usage"
    ),
    CertFault.NAME: FaultFacts(
        Code.ERROR_WINHTTP_SECURE_CERT_CN_INVALID, SecureFailure.CERT_CN_INVALID, "cn-invalid"
    ),
    CertFault.DATE: FaultFacts(
        Code.ERROR_WINHTTP_SECURE_CERT_DATE_INVALID, SecureFailure.CERT_DATE_INVALID, "date-invalid"
    ),
    CertFault.WEAK_SIGNATURE: FaultFacts(
        Code.ERROR_WINHTTP_SECURE_INVALID_CERT, SecureFailure.INVALID_CERT, "weak-signature"
    ),
    CertFault.BAD_SIGNATURE: FaultFacts(
        Code.ERROR_WINHTTP_SECURE_INVALID_CERT, SecureFailure.INVALID_CERT
    ),
    CertFault.REVOKED: FaultFacts(Code.ERROR_WINHTTP_SECURE_CERT_REVOKED, SecureFailure.CERT_REVOKED),
    CertFault.REVOCATION_UNKNOWN: FaultFacts(
        Code.ERROR_WINHTTP_SECURE_CERT_REV_FAILED, SecureFailure.CERT_REV_FAILED
    ),
    CertFault.CONSTRAINTS: FaultFacts(Code.ERROR_WINHTTP_SECURE_INVALID_CERT, SecureFailure.INVALID_CERT),
    CertFault.INVALID: FaultFacts(Code.ERROR_WINHTTP_SECURE_INVALID_CERT, SecureFailure.INVALID_CERT),
}


def facts_of(fault: CertFault) -> FaultFacts:
    """What WinHTTP calls `fault`; of several, one that no flag passes, else the first."""
    found = [facts for single, facts in _FACTS.items() if single in fault]
    return next((facts for facts in found if not facts.ignore), found[0])


def secure_failure(faults: CertFault) -> SecureFailure:
    """The bits of the SECURE_FAILURE notification; forgiven faults are not notified (semantics L10),
    so leave them out of `faults`."""
    bits = SecureFailure(0)
    for fault, facts in _FACTS.items():
        if fault in faults:
            bits |= facts.bit
    return bits


def ignorable(faults: CertFault) -> CertFault:
    """Those of `faults` that a bit of SECURITY_FLAGS can pass."""
    found = NO_FAULT
    for fault, facts in _FACTS.items():
        if fault in faults and facts.ignore:
            found |= fault
    return found


def handshake_flags(cipher_bits: int) -> SecurityFlags:
    """SECURE and the strength bit for a cipher of that key length."""
    if cipher_bits >= 128:
        return SecurityFlags.SECURE | SecurityFlags.STRENGTH_STRONG
    if cipher_bits >= 56:
        return SecurityFlags.SECURE | SecurityFlags.STRENGTH_MEDIUM
    return SecurityFlags.SECURE | SecurityFlags.STRENGTH_WEAK


def names_of(bits: IntFlag) -> list[str]:
    """The names of the bits that are set, lowest first; bits without a name in hex."""
    names: list[str] = []
    left = int(bits)
    for member in sorted(type(bits), key=int):
        if left & member and member.name:
            names.append(member.name)
            left &= ~int(member)
    return [*names, f"0x{left:X}"] if left else names
