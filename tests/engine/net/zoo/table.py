"""Where whttp must judge differently from `openssl verify`, and the page of the zoo for people.

Promise: a difference that is not in `DIFFERENCES` fails the tests, and so does one that is there and no
longer exists. Run as a module it rewrites the page.
"""

from __future__ import annotations

from pathlib import Path

from tests.engine.net.zoo.inventory import KINDS
from tests.engine.net.zoo.specimens import Authorities
from winhttp_cli.plan import NO_FAULT, CertFault

PAGE = Path(__file__).parents[4] / "docs" / "certificate-zoo.md"

_STRENGTH = "WinHTTP has a fault for broken hashes; at level 0 OpenSSL has none"
DIFFERENCES: dict[str, str] = {
    "partial wildcard": "RFC 9525 section 6.3: a wildcard is the whole label; OpenSSL takes a part of it",
    "sha1": _STRENGTH,
    "md5": _STRENGTH,
    "sha1 intermediate": _STRENGTH,
    "good by ocsp": "`openssl verify` asks no responder, and there is no CRL",
    "must staple without staple": "RFC 7633: `openssl verify` does not see the handshake",
}

_FLAGS = {
    CertFault.UNKNOWN_CA: "unknown-ca",
    CertFault.NAME: "cn-invalid",
    CertFault.DATE: "date-invalid",
    CertFault.WRONG_USAGE: "wrong-usage",
    CertFault.WEAK_SIGNATURE: "weak-signature",
}

_HEAD = """# The certificate zoo

Every kind of certificate the tests keep, what `whttp` finds wrong with it, and whether
`openssl verify -purpose sslserver -verify_hostname HOST -auth_level 0` comes to the same verdict, with
`-crl_check` where revocation is checked. Written by `python -m tests.engine.net.zoo.table`; a test holds
every line.

| kind | what it is | faults found | passed by `--ignore` | `openssl verify` |
|---|---|---|---|---|
"""


def page(zoo: Authorities) -> str:
    """The page, one line per kind."""
    return _HEAD + "".join(_line(name, zoo) for name in KINDS)


def _line(name: str, zoo: Authorities) -> str:
    maker = KINDS[name]
    faults = maker(zoo).faults
    found = ", ".join(_words(fault) for fault in faults) or "none"
    return f"| {name} | {maker.__doc__} | {found} | {_flags(faults)} | {_agreement(name)} |\n"


def _words(fault: CertFault) -> str:
    return (fault.name or "").lower().replace("_", " ")


def _flags(faults: CertFault) -> str:
    if faults is NO_FAULT:
        return ""
    flags = [_FLAGS.get(fault, "") for fault in faults]
    return ",".join(flags) if all(flags) else "nothing"


def _agreement(name: str) -> str:
    return f"differs: {DIFFERENCES[name]}" if name in DIFFERENCES else "agrees"


if __name__ == "__main__":
    PAGE.write_text(page(Authorities()), "utf-8")
