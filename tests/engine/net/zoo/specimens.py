"""What a specimen of the certificate zoo is, and the authorities that all of them come from.

Promise: a specimen is what a server shows, what is trusted, and what must be found. Nothing here asks
the engine anything.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.lab.certificates import Identity, KeyKind, intermediate, leaf, root
from winhttp_cli.plan import NO_FAULT, CertFault


@dataclass(frozen=True)
class Specimen:
    """`identity` is shown with the issuers it links to. `lists` are CRLs in DER and `pages` the web; with
    any of them, or with `asks_revocation`, revocation is checked. `faults` must be found, no more and
    no fewer."""

    identity: Identity
    trusted: tuple[Identity, ...]
    faults: CertFault = NO_FAULT
    host: str = "localhost"
    lists: tuple[bytes, ...] = ()
    pages: tuple[tuple[str, bytes], ...] = ()
    asks_revocation: bool = False

    @property
    def checks_revocation(self) -> bool:
        return bool(self.lists or self.pages or self.asks_revocation)


class Authorities:
    """One root and one issuing authority, with RSA twins, since only RSA signs weakly."""

    def __init__(self) -> None:
        self.root = root("Zoo Root")
        self.issuer = intermediate(self.root, "Zoo Issuing CA")
        self.rsa_root = root("Zoo RSA Root", kind=KeyKind.RSA_2048)

    def leaf(self, *names: str, **knobs: Any) -> Identity:
        """A certificate of the issuing authority, for localhost where nothing else is said."""
        return leaf(self.issuer, *(names or ("localhost",)), **knobs)

    def show(
        self, identity: Identity, faults: CertFault = NO_FAULT, host: str = "localhost", **more: Any
    ) -> Specimen:
        """A specimen under the zoo's root."""
        return Specimen(identity, (self.root,), faults, host, **more)


Maker = Callable[[Authorities], Specimen]
KINDS: dict[str, Maker] = {}


def kind(maker: Maker) -> Maker:
    """Adds a maker to the zoo under its own name."""
    KINDS[maker.__name__.replace("_", " ")] = maker
    return maker
