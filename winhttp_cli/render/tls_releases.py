"""The matrix of --releases: what each Windows release offers, and what came of it.

Promise: every cell is a measured handshake or says that it is not; what is inferred and where the
documentation contradicts itself stands below. Knows no handshake.
"""

from __future__ import annotations

from collections.abc import Iterator

from winhttp_cli.plan import VERSION_NAMES
from winhttp_cli.render.columns import cells, padded, wrapped
from winhttp_cli.render.screen import counted
from winhttp_cli.render.section import section_title
from winhttp_cli.render.terminal import Outlet, Style
from winhttp_cli.report.printable import printable
from winhttp_cli.report.tls import OfferFact, ReleaseFact

_LIMITS = (
    "Measured are the versions. Ciphers and extensions are those of the OpenSSL here, not of "
    "Windows' Schannel; SSL 2.0 and 3.0 are left out of an offer, today's OpenSSL cannot speak them."
)

Cell = tuple[str, tuple[Style, ...]]


def release_lines(releases: tuple[ReleaseFact, ...], out: Outlet) -> list[str]:
    """The matrix and what is to be said about it."""
    count = counted(_handshakes(releases), "handshake")
    lines = section_title("RELEASES", f"measured by {count}, one per distinct offer", out)
    lines += _matrix(releases, out)
    lines += _errors(releases, out)
    for text in (*_remarks(releases), _LIMITS):
        lines += [out.paint(line, Style.DIM) for line in wrapped(f"  {text}", width=out.width, indent=2)]
    return lines


def _handshakes(releases: tuple[ReleaseFact, ...]) -> int:
    offers = [release.offer for release in releases]
    offers += [reading.offer for release in releases for reading in release.readings]
    return len({offer.spoken for offer in offers if offer.spoken})


def versions_text(mask: int) -> str:
    """ "SSL 3.0, TLS 1.0 to 1.2": neighbours are drawn together."""
    versions = [version for version in VERSION_NAMES if version.value & mask]
    tls = [
        VERSION_NAMES[version] for version in versions if version.name and version.name.startswith("TLS")
    ]
    texts = [VERSION_NAMES[version] for version in versions if VERSION_NAMES[version] not in tls]
    numbers = [int(name[-1]) for name in tls]
    if len(tls) > 2 and numbers == list(range(numbers[0], numbers[-1] + 1)):
        return ", ".join([*texts, f"{tls[0]} to {tls[-1][-3:]}"])
    return ", ".join([*texts, *tls]) or "nothing"


# --- the matrix ---------------------------------------------------------------------------------------


def _matrix(releases: tuple[ReleaseFact, ...], out: Outlet) -> list[str]:
    head: list[Cell] = [(word, (Style.DIM,)) for word in ("release", "default", "offers", "result")]
    rows = [head, *(_row(release) for release in releases)]
    widths = [max(cells(row[column][0]) for row in rows) + 2 for column in range(3)]
    return [_line(row, widths, out) for row in rows]


def _row(release: ReleaseFact) -> list[Cell]:
    offer = release.offer
    mark = "" if release.documented else " *"
    result = offer.version if offer.connects else _refusal(offer)
    style = Style.GREEN if offer.connects else Style.RED
    return [
        (release.word + mark, ()),
        (f"0x{release.mask:X}", ()),
        (versions_text(offer.mask), ()),
        (printable(result), (style,)),
    ]


def _line(row: list[Cell], widths: list[int], out: Outlet) -> str:
    *left, (last, styles) = row
    texts = [
        out.paint(padded(text, width), *style) for (text, style), width in zip(left, widths, strict=True)
    ]
    return "  " + "".join(texts) + out.paint(last, *styles)


def _refusal(offer: OfferFact) -> str:
    if not offer.spoken:
        return "not measured"
    return f"no: {offer.code:d}" if offer.code is not None else "no"


# --- below it -----------------------------------------------------------------------------------------


def _errors(releases: tuple[ReleaseFact, ...], out: Outlet) -> list[str]:
    """What each failing offer was told, once."""
    lines: list[str] = []
    failed = {release.offer.spoken: release.offer for release in releases if not release.offer.connects}
    for offer in failed.values():
        number = f"{offer.code:d} {offer.code.name}, " if offer.code is not None else ""
        text = printable(f"  {number}offering {versions_text(offer.spoken)}: {offer.message}")
        lines += [out.paint(line, Style.RED) for line in wrapped(text, width=out.width, indent=4)]
    return lines


def _remarks(releases: tuple[ReleaseFact, ...]) -> Iterator[str]:
    if not all(release.documented for release in releases):
        yield "* no page names this server's default; it is taken to be that of its sibling."
    for (mask, source), words in _readings(releases).items():
        offer = words[0][1]
        names = ", ".join(word for word, _ in words)
        yield f"{names}: {source} gives 0x{mask:X}. Then: {printable(_outcome(offer))}."


def _outcome(offer: OfferFact) -> str:
    if offer.connects:
        return f"connects, {offer.version}"
    return f"{_refusal(offer)}, {offer.message}" if not offer.spoken else _refusal(offer)


def _readings(
    releases: tuple[ReleaseFact, ...],
) -> dict[tuple[int, str], list[tuple[str, OfferFact]]]:
    """The other readings, each with the releases it is about."""
    found: dict[tuple[int, str], list[tuple[str, OfferFact]]] = {}
    for release in releases:
        for reading in release.readings:
            key = (reading.mask, reading.source)
            found.setdefault(key, []).append((release.word, reading.offer))
    return found
