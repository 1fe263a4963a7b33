"""Does this chain look like the work of a middlebox that opens TLS? With the evidence, or not at all.

Promise: says "likely" only where an authority of the chain bears the name of a known product, and
"possible" only where every circumstance of a certificate made on the fly comes together for a public
name. A private authority alone is no suspicion. Never a verdict: the checks stand as they are.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from winhttp_cli.knowledge.tls_inspection import INSPECTORS, Inspector
from winhttp_cli.report.certificate import Certificate, read_certificate
from winhttp_cli.report.model import Report
from winhttp_cli.report.tls import Inspection

#: Names that no public authority certifies (RFC 6761, RFC 6762, RFC 8375, ICANN's .internal).
_PRIVATE_ENDINGS = frozenset(
    {"test", "local", "localhost", "internal", "invalid", "example", "lan", "corp", "home", "arpa"}
)
_MOST_READ = 10
_FRESH = timedelta(days=2)


def suspicion(
    chain: Sequence[Certificate], host: str, *, is_public: bool | None, now: datetime
) -> Inspection | None:
    """What speaks for inspection. `is_public` tells whether the chain ends in a public root (None
    where that is not known)."""
    if not chain or is_public:
        return None
    signs = circumstances(chain, host, is_public=is_public, now=now)
    for authority in _authorities(chain):
        found = _product(authority)
        if found is not None:
            named = f'the authority "{authority}" bears the name of {found.product}: {found.kind.value}'
            return Inspection(found.product, authority, (named, *signs))
    if len(signs) == len(_SIGNS) and _is_public_name(host):
        return Inspection("", chain[0].issuer_title, signs)
    return None


def named_inspector(report: Report) -> str:
    """One line for a chain, of the server's or a proxy's, that bears the name of a product, else ""."""
    last = report.last
    shown = (last.certificate, last.proxy_certificate) if last is not None else ()
    for certificate in filter(None, shown):
        chain = [read_certificate(der) for der in certificate.chain[:_MOST_READ]]
        found = suspicion(chain, certificate.host, is_public=None, now=datetime.now(UTC))
        if found is not None and found.product:
            return f"likely TLS inspection: {found.evidence[0]}; whttp tls tells more"
    return ""


def _authorities(chain: Sequence[Certificate]) -> list[str]:
    """The names in the chain that signed something, the nearest to the server first."""
    names = [name for certificate in chain for name in (certificate.issuer_title, certificate.issuer)]
    return list(dict.fromkeys(name for name in names if name))


def _product(authority: str) -> Inspector | None:
    text = authority.lower()
    for inspector in INSPECTORS:
        if any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) for name in inspector.names):
            return inspector
    return None


# --- circumstances ----------------------------------------------------------------------------------


def circumstances(
    chain: Sequence[Certificate], host: str, *, is_public: bool | None, now: datetime
) -> tuple[str, ...]:
    """The observations that go with a certificate made on the fly."""
    leaf = chain[0]
    found = {
        "root": "its root is not among the public ones (certifi)" if is_public is False else "",
        "fresh": _freshness(leaf, now),
        "log": "" if leaf.timestamps else "no transparency log vouches for it (no SCT)",
        "urls": "" if leaf.ocsp_urls or leaf.crl_urls or leaf.issuer_urls else _NO_URLS,
    }
    return tuple(found[sign] for sign in _SIGNS if found[sign])


_SIGNS = ("root", "fresh", "log", "urls")
_NO_URLS = "it names no place to ask for its issuer or its revocation"


def _freshness(leaf: Certificate, now: datetime) -> str:
    if leaf.not_before is None or not timedelta(0) <= now - leaf.not_before <= _FRESH:
        return ""
    hours = int((now - leaf.not_before).total_seconds() // 3600)
    age = f"{hours} hours ago" if hours != 1 else "1 hour ago"
    return f"its validity began {age}" if hours else "its validity began within the hour"


def _is_public_name(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_global
    except ValueError:
        labels = host.lower().rstrip(".").split(".")
        return len(labels) > 1 and labels[-1] not in _PRIVATE_ENDINGS
