"""What a store of roots says of a chain, without a server: a path to a root of its own, or why not.

Promise: `ask` looks at trust alone; dates, names and usage are other checks' business. The answer is
that of OpenSSL's chain building with exactly the roots of that store. Nothing in a certificate can
make it raise; a store that cannot be read does (status 14). Must not do network I/O.
"""

from __future__ import annotations

from collections.abc import Sequence

from OpenSSL import SSL, crypto

from winhttp_cli.engine.net import trust
from winhttp_cli.engine.net.certificate import Certificate
from winhttp_cli.engine.net.verification import (
    FAULTS,
    NO_ISSUER,
    NOT_TRUSTED_ROOT,
    NOT_TRUSTED_SELF_SIGNED,
    PHRASES,
    der_of,
)
from winhttp_cli.plan import CertFault, TrustStore
from winhttp_cli.record import dataclass

# X509_V_FLAG_NO_CHECK_TIME of <openssl/x509_vfy.h>.
_NO_CHECK_TIME = 0x200000


@dataclass(frozen=True, slots=True)
class StoreAnswer:
    """`root` is the label of the root that was reached, "" for none."""

    store: str
    trusted: bool
    root: str
    detail: str


def ask(store: TrustStore, chain: Sequence[bytes]) -> StoreAnswer:
    """What `store` says of `chain` (DER, the server's own first). Raises `ExchangeFault`."""
    certificates = [found for found in map(_loaded, chain) if found is not None]
    context = SSL.Context(SSL.TLS_CLIENT_METHOD)
    trust.load(context, store)
    roots = context.get_cert_store()
    if roots is None or not certificates or _loaded(chain[0]) is None:
        return StoreAnswer(store.label, False, "", "the certificate cannot be read")
    roots.set_flags(_NO_CHECK_TIME)
    own, *others = certificates
    walk = crypto.X509StoreContext(roots, own, others)
    try:
        verified = walk.get_verified_chain()
    except crypto.X509StoreContextError as error:
        return _refused(store, error)
    root = Certificate(der_of(verified[-1])).label
    return StoreAnswer(store.label, True, root, f"leads to {root}")


def _loaded(der: bytes) -> crypto.X509 | None:
    try:
        return crypto.load_certificate(crypto.FILETYPE_ASN1, der)
    except crypto.Error:
        return None


def _refused(store: TrustStore, error: crypto.X509StoreContextError) -> StoreAnswer:
    number = int(error.errors[0])
    about = Certificate(der_of(error.certificate))
    if number in NO_ISSUER:
        detail = f"{about.issuer_label} is not there"
    elif number == NOT_TRUSTED_SELF_SIGNED:
        detail = f"{about.label} is self-signed and not there"
    elif number == NOT_TRUSTED_ROOT:
        detail = f"{about.label} is not there"
    elif FAULTS.get(number) is CertFault.BAD_SIGNATURE:
        detail = f"the signature of {about.label} is wrong"
    else:
        detail = f"{about.label} {PHRASES.get(number, f'fails check number {number}')}"
    return StoreAnswer(store.label, False, "", detail)
