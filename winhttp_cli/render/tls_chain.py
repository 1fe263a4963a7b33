"""A chain, certificate by certificate: who, by whom, until when, with which key, and where to ask.

Promise: the facts of each certificate one a line, as far as they could be read; long lists are shown
in part and say so. Used for a server's chain and for a file's.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from winhttp_cli.render.columns import wrapped
from winhttp_cli.render.screen import counted, validity
from winhttp_cli.render.section import labelled, section_title
from winhttp_cli.render.terminal import Outlet, Style
from winhttp_cli.report.certificate import Certificate
from winhttp_cli.report.printable import printable

_SHOWN_NAMES = 8
_INDENT = 5
_LABEL = 10


def chain_lines(chain: tuple[Certificate, ...], length: int, out: Outlet) -> list[str]:
    """The section of a chain that holds `length` certificates, of which `chain` were read."""
    if not chain:
        return []
    order = ", leaf first" if length > 1 else ""
    lines = section_title("CHAIN", f"{counted(length, 'certificate')}{order}", out)
    now = datetime.now(UTC)
    for number, certificate in enumerate(chain):
        lines += _certificate(number, certificate, now, out)
    if length > len(chain):
        lines.append(f"  and {length - len(chain)} more, not read")
    return lines


def _certificate(number: int, certificate: Certificate, now: datetime, out: Outlet) -> list[str]:
    title = f"{number:>3}  {printable(certificate.title)}"
    lines = [out.paint(line, Style.BOLD) for line in wrapped(title, width=out.width, indent=_INDENT)]
    if certificate.problem:
        return lines + _line("problem", certificate.problem, out)
    for label, text in _facts(certificate, now):
        lines += _line(label, text, out)
    return lines


def _line(label: str, text: str, out: Outlet) -> list[str]:
    return labelled(label, text, indent=_INDENT, width=_LABEL, out=out)


def _facts(certificate: Certificate, now: datetime) -> Iterator[tuple[str, str]]:
    """Label and text of every fact there is."""
    yield "subject", certificate.subject or "(empty)"
    if certificate.names:
        yield "names", _names(certificate)
    yield "issuer", "itself" if certificate.is_self_issued else certificate.issuer or "(empty)"
    yield "valid", _validity(certificate, now)
    yield "key", certificate.key or "cannot be read"
    yield "signature", certificate.signature or "cannot be read"
    yield "usage", _usage(certificate)
    yield "serial", certificate.serial or "cannot be read"
    yield "SHA-256", certificate.sha256
    yield "SHA-1", certificate.sha1
    yield from (("OCSP", url) for url in certificate.ocsp_urls)
    yield from (("CRL", url) for url in certificate.crl_urls)
    yield from (("issuer at", url) for url in certificate.issuer_urls)
    if certificate.timestamps:
        yield "SCT", f"{counted(certificate.timestamps, 'transparency log')} vouch for it"


def _names(certificate: Certificate) -> str:
    shown = ", ".join(certificate.names[:_SHOWN_NAMES])
    more = certificate.name_count - _SHOWN_NAMES
    return f"{shown} and {more} more" if more > 0 else shown


def _validity(certificate: Certificate, now: datetime) -> str:
    if certificate.not_before is None or certificate.not_after is None:
        return "cannot be read"
    dates = f"{certificate.not_before:%Y-%m-%d %H:%M}Z .. {certificate.not_after:%Y-%m-%d %H:%M}Z"
    return f"{dates}, {validity(certificate, now)}"


def _usage(certificate: Certificate) -> str:
    usages = ", ".join(certificate.usages) or "not restricted"
    extra = ["an authority"] if certificate.is_authority else []
    if certificate.must_staple:
        extra.append("must staple an OCSP answer")
    return "; ".join([usages, *extra])
