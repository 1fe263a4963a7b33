"""Two verdicts on a specimen: whttp's, by a handshake, and that of `openssl verify`.

Promise: both see the same certificates, roots and lists. OpenSSL's is its own program with its own
library, told to judge like a browser's handshake (`-purpose sslserver`, the host, security level 0).
"""

from __future__ import annotations

import subprocess
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization

from tests.engine.net.handshakes import ANSWER, Outcome, shake
from tests.engine.net.web import Web
from tests.engine.net.zoo.specimens import Specimen
from tests.lab.raw_server import RawServer
from tests.lab.service import need
from tests.lab.tls import server_context
from winhttp_cli.plan import NO_FAULT, CertFault, TlsPolicy, TrustStore


def ours(specimen: Specimen, folder: Path, forgiven: CertFault = NO_FAULT) -> Outcome:
    """One handshake with a server that shows the specimen, used for one request where it is accepted."""
    policy = TlsPolicy(
        trust=TrustStore("the zoo", ca_file=_trusted(specimen, folder)),
        forgiven=forgiven,
        check_revocation=specimen.checks_revocation,
        crl_files=_lists(specimen, folder),
    )
    with RawServer(ANSWER, tls=server_context(specimen.identity)) as server:
        outcome = shake(server.port, policy, host=specimen.host, fetch=Web(dict(specimen.pages)))
        if outcome.stream is not None:
            assert outcome.exchange() == ANSWER
    return outcome


def openssl_accepts(specimen: Specimen, folder: Path) -> bool:
    """What `openssl verify` says."""
    files = specimen.identity.write(folder, "specimen")
    is_address = specimen.host.replace(".", "").isdigit()
    name = ("-verify_ip" if is_address else "-verify_hostname", specimen.host)
    command: list[str | Path] = [need("openssl"), "verify", "-purpose", "sslserver", *name]
    command += ["-auth_level", "0", "-CAfile", _trusted(specimen, folder), "-untrusted", files.chain]
    command += ["-no-CApath", "-no-CAstore"]
    if specimen.checks_revocation:
        command.append("-crl_check_all" if specimen.lists else "-crl_check")
    for file in _lists(specimen, folder):
        command += ["-CRLfile", file]
    done = subprocess.run([*command, files.certificate], capture_output=True, timeout=20)
    return done.returncode == 0


def _trusted(specimen: Specimen, folder: Path) -> Path:
    file = folder / "trusted.pem"
    file.write_bytes(b"".join(authority.pem for authority in specimen.trusted))
    return file


def _lists(specimen: Specimen, folder: Path) -> tuple[Path, ...]:
    files = []
    for number, crl in enumerate(specimen.lists):
        file = folder / f"list-{number}.pem"
        file.write_bytes(x509.load_der_x509_crl(crl).public_bytes(serialization.Encoding.PEM))
        files.append(file)
    return tuple(files)
