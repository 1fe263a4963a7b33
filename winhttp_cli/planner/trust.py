"""Which roots are trusted: --stores, --ca-file and --ca-directory, SSL_CERT_FILE, certifi.

Promise: the source of the higher rank wins; two flags that contradict each other are refused, never
ranked in secret. Raises UsageFault; reads no certificate.
"""

from __future__ import annotations

from pathlib import Path

from winhttp_cli.errors import Code, UsageFault
from winhttp_cli.options.tool_network import CA_DIRECTORY, CA_FILE, STORES
from winhttp_cli.plan import TrustStore
from winhttp_cli.settings.settings import Settings

CERTIFI = TrustStore("certifi")
SYSTEM = TrustStore("the system's store", system=True)


def trust_store(settings: Settings) -> TrustStore:
    """The roots a server's certificate must lead to."""
    stores = named_stores(settings)
    if stores:
        return stores[0] if len(stores) == 1 else TrustStore(_together(stores), parts=stores)
    file, directory = settings[CA_FILE], settings[CA_DIRECTORY]
    if file:
        label = f"{Path(file).name} ({settings.origin(CA_FILE)})"
        return TrustStore(label, Path(file), Path(directory) if directory else None)
    if directory:
        return TrustStore(f"{directory} ({settings.origin(CA_DIRECTORY)})", None, Path(directory))
    variable = settings.general.certificate_file
    if variable is not None:
        return TrustStore(f"{Path(variable.value).name} (SSL_CERT_FILE)", Path(variable.value))
    return CERTIFI


def named_stores(settings: Settings) -> tuple[TrustStore, ...]:
    """The stores of --stores, in its order; () where another source decides."""
    text = settings[STORES]
    if text is None or not _decides(settings):
        return ()
    return tuple(_named(word.strip(), settings.origin(STORES).text) for word in text.split(","))


def _decides(settings: Settings) -> bool:
    """Whether --stores outranks --ca-file and --ca-directory."""
    own = settings.origin(STORES)
    others = [settings.origin(option) for option in (CA_FILE, CA_DIRECTORY) if settings[option]]
    same = [other for other in others if other.rank == own.rank]
    if same:
        raise UsageFault(
            f"{own} and {same[0]} both say whom to trust",
            Code.ERROR_INVALID_PARAMETER,
            origin=own.text,
            hint=f"{own} takes files and directories too: {own} certifi,root.pem",
        )
    return all(other.rank < own.rank for other in others)


def _named(word: str, origin: str) -> TrustStore:
    if word.lower() == "certifi":
        return CERTIFI
    if word.lower() == "system":
        return SYSTEM
    if not word or "\0" in word:
        raise UsageFault(f"{origin}: a store has no name", Code.ERROR_INVALID_PARAMETER, origin=origin)
    path = Path(word)
    if path.is_dir():
        return TrustStore(f"{word} ({origin})", ca_directory=path)
    return TrustStore(f"{path.name} ({origin})", ca_file=path)


def _together(stores: tuple[TrustStore, ...]) -> str:
    return " or ".join(store.label for store in stores)
