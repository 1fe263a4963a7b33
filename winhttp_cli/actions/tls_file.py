"""`whttp tls FILE`: certificates described and checked without a server.

Promise: nothing is sent. Ends with status 7 where a check of a certificate fails, with 8 where the key
does not belong to it, with 20 for --expires-in. Raises ExchangeFault (14, or 12186 for a closed file).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from winhttp_cli.actions.tls_expiry import expiry_failure, expiry_of
from winhttp_cli.actions.tls_look import MOST_CERTIFICATES, compared
from winhttp_cli.engine.net.certificate import Certificate, small_key_remarks
from winhttp_cli.engine.net.certificate_file import read_file
from winhttp_cli.engine.net.offline import judge_file
from winhttp_cli.errors import Code, WhttpError
from winhttp_cli.events import CertificateCheck, CheckVerdict
from winhttp_cli.options.tool_credentials import CLIENT_CERT_PASSWORD
from winhttp_cli.options.tool_network import CA_DIRECTORY, CA_FILE, CLIENT_CERT_KEY, STORES
from winhttp_cli.plan import ClientCertificate, TlsPolicy
from winhttp_cli.planner.tls import server_name
from winhttp_cli.planner.trust import trust_store
from winhttp_cli.report.certificate import read_certificate
from winhttp_cli.report.tls import FileReport
from winhttp_cli.settings.settings import Settings


def describe(path: Path, expires_in: timedelta | None, settings: Settings) -> FileReport:
    """The facts of the file at `path`."""
    now = datetime.now(UTC)
    key = settings[CLIENT_CERT_KEY]
    given = ClientCertificate(path, Path(key) if key else None, settings[CLIENT_CERT_PASSWORD])
    found = read_file(given)
    policy = TlsPolicy(trust=trust_store(settings), server_name=server_name(settings))
    checks = judge_file(found, policy, now, store_named=_names_a_store(settings))
    chain = tuple(read_certificate(der) for der in found.chain[:MOST_CERTIFICATES])
    expiry = expiry_of(chain, expires_in, now) if expires_in is not None else None
    failure = _failure(path, checks) or expiry_failure(expiry, asked=expires_in is not None)
    return FileReport(
        path=str(path),
        form=found.form,
        chain=chain,
        chain_length=len(found.chain),
        key=found.key.value,
        checks=checks,
        warnings=tuple(small_key_remarks(Certificate(der) for der in found.chain)),
        stores=compared(settings, found.chain),
        expiry=expiry,
        failure=failure,
    )


def _names_a_store(settings: Settings) -> bool:
    """Whether the user said whom to trust; SSL_CERT_FILE is there for other reasons."""
    return any(settings[option] for option in (CA_FILE, CA_DIRECTORY, STORES))


def _failure(path: Path, checks: tuple[CertificateCheck, ...]) -> WhttpError | None:
    failing = [check for check in checks if check.verdict is CheckVerdict.FAIL]
    if not failing:
        return None
    message = f"{path}: {len(failing)} of {len(checks)} checks failed"
    only_the_key = all(check.name == "key" for check in failing)
    no_key = Code.ERROR_WINHTTP_CLIENT_CERT_NO_PRIVATE_KEY
    return WhttpError(message, no_key if only_the_key else Code.ERROR_WINHTTP_SECURE_FAILURE)
