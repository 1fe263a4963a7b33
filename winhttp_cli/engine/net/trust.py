"""Trusted roots into an OpenSSL context.

Promise: `load` fills a context with exactly the roots the policy names: a file, a directory, the
system's own, or certifi. Roots are read when a handshake needs them, never before. Raises
`ExchangeFault` (status 14) for a file or directory that holds none. Must not decide which store.
"""

from __future__ import annotations

import re
import ssl
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from OpenSSL import SSL, crypto

from winhttp_cli.errors import ExchangeFault, ExitStatus, Phase
from winhttp_cli.plan import TrustStore

# Where systems keep their roots in one file; the first that exists is taken.
_SYSTEM_FILES = (
    "/etc/ssl/certs/ca-certificates.crt",  # Debian, Ubuntu, Arch
    "/etc/pki/tls/certs/ca-bundle.crt",  # Fedora, RHEL
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",  # RHEL
    "/etc/ssl/ca-bundle.pem",  # openSUSE
    "/etc/ssl/cert.pem",  # macOS, Alpine, OpenBSD
    "/usr/local/share/certs/ca-root-nss.crt",  # FreeBSD
)
_WINDOWS_STORES = ("ROOT", "CA")
_SERVER_AUTH = "1.3.6.1.5.5.7.3.1"
# What `openssl rehash` calls the files of a directory it has prepared.
_HASHED_NAME = re.compile(r"[0-9a-f]{8}\.[0-9]+")


def load(context: SSL.Context, store: TrustStore) -> None:
    """Give `context` the roots of `store`."""
    if store.parts:
        for part in store.parts:
            load(context, part)
        return
    if store.ca_file is not None:
        _load_file(context, store.ca_file)
    if store.ca_directory is not None:
        _load_directory(context, store.ca_directory)
    if store.system:
        _load_system(context)
    if store.ca_file is None and store.ca_directory is None and not store.system:
        _load_certifi(context)


def _load_certifi(context: SSL.Context) -> None:
    import certifi

    context.load_verify_locations(certifi.where())


def _load_file(context: SSL.Context, path: Path) -> None:
    try:
        with path.open("rb"):
            context.load_verify_locations(str(path))
    except OSError as error:
        raise _unusable(f"{path}: {error.strerror or error}") from error
    except SSL.Error as error:
        raise _unusable(f"{path}: holds no certificate in PEM form") from error


def _load_directory(context: SSL.Context, path: Path) -> None:
    """OpenSSL finds roots in a directory only under hashed names; others are read one by one."""
    try:
        files = sorted(entry for entry in path.iterdir() if entry.is_file())
    except OSError as error:
        raise _unusable(f"{path}: {error.strerror or error}") from error
    if any(_HASHED_NAME.fullmatch(entry.name) for entry in files):
        context.load_verify_locations(None, str(path))
        return
    loaded = sum(_load_if_certificates(context, entry) for entry in files)
    if not loaded:
        raise _unusable(f"{path}: holds no file with certificates in PEM form")


def _load_if_certificates(context: SSL.Context, path: Path) -> bool:
    try:
        context.load_verify_locations(str(path))
    except SSL.Error:
        return False
    return True


def _load_system(context: SSL.Context) -> None:
    if sys.platform == "win32":
        _add(context, _windows_roots())
        return
    for name in _SYSTEM_FILES:
        if Path(name).is_file():
            _load_file(context, Path(name))
            return
    context.set_default_verify_paths()


def _windows_roots() -> Iterator[bytes]:
    if sys.platform == "win32":
        for store in _WINDOWS_STORES:
            for der, encoding, trust in ssl.enum_certificates(store):
                if encoding == "x509_asn" and (trust is True or _SERVER_AUTH in trust):
                    yield der
    yield from ()


def _add(context: SSL.Context, certificates: Iterable[bytes]) -> None:
    store = context.get_cert_store()
    if store is None:
        return
    for der in certificates:
        store.add_cert(crypto.load_certificate(crypto.FILETYPE_ASN1, der))


def _unusable(message: str) -> ExchangeFault:
    return ExchangeFault(
        f"cannot read trusted roots: {message}", None, Phase.FILE, status=ExitStatus.FILE
    )
