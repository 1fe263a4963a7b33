"""Answers kept until their nextUpdate, in memory and on disk; a spoiled entry is harmless."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.net.revocations import OCSP, Check
from tests.engine.net.web import Web
from tests.lab.certificates import Identity, root
from tests.lab.revocation import (
    REVOKED,
    ocsp_answer,
)
from winhttp_cli.engine.net.tls_sessions import TlsSessions


def test_an_answer_is_kept_until_its_end(by_ocsp: Identity, check: Check) -> None:
    web, sessions = Web({OCSP: ocsp_answer(by_ocsp)}), TlsSessions()
    for _ in range(2):
        assert check(by_ocsp, web, sessions).fault is None
    assert len(web.asked) == 1


def test_an_answer_is_kept_on_disk_for_the_next_run(
    by_ocsp: Identity, check: Check, tmp_path: Path
) -> None:
    web, folder = Web({OCSP: ocsp_answer(by_ocsp)}), tmp_path / "cache"
    for _ in range(2):
        assert check(by_ocsp, web, TlsSessions(), fetch_cache=folder).fault is None
    assert len(web.asked) == 1
    (kept,) = folder.iterdir()
    assert folder.stat().st_mode & 0o077 == 0
    assert kept.is_file()


def test_without_a_folder_nothing_is_kept_across_runs(by_ocsp: Identity, check: Check) -> None:
    web = Web({OCSP: ocsp_answer(by_ocsp)})
    for _ in range(2):
        check(by_ocsp, web, TlsSessions())
    assert len(web.asked) == 2


def test_an_answer_without_an_end_is_not_kept(by_ocsp: Identity, check: Check) -> None:
    web, sessions = Web({OCSP: ocsp_answer(by_ocsp, next_update=None)}), TlsSessions()
    for _ in range(2):
        assert check(by_ocsp, web, sessions).fault is None
    assert len(web.asked) == 2


@pytest.mark.parametrize("spoiled", [b"", b"junk", b"99999999999\nspoiled", b"9" * 400 + b"\nx"])
def test_a_spoiled_entry_on_disk_costs_a_fetch_and_nothing_else(
    by_ocsp: Identity, check: Check, tmp_path: Path, spoiled: bytes
) -> None:
    web, folder = Web({OCSP: ocsp_answer(by_ocsp)}), tmp_path / "cache"
    check(by_ocsp, web, TlsSessions(), fetch_cache=folder)
    next(folder.iterdir()).write_bytes(spoiled)
    assert check(by_ocsp, web, TlsSessions(), fetch_cache=folder).fault is None
    assert len(web.asked) == 2


def test_an_entry_on_disk_cannot_make_a_revoked_certificate_good(
    revoking_root: Identity, by_ocsp: Identity, check: Check, tmp_path: Path
) -> None:
    web, folder = Web({OCSP: ocsp_answer(by_ocsp, REVOKED)}), tmp_path / "cache"
    check(by_ocsp, web, TlsSessions(), fetch_cache=folder)
    (kept,) = folder.iterdir()
    stranger = root("Revoking Root")
    kept.write_bytes(b"99999999999\n" + ocsp_answer(by_ocsp, responder=stranger))
    assert check(by_ocsp, web, TlsSessions(), fetch_cache=folder).code == 12170


def test_a_folder_that_cannot_be_written_is_no_fault(by_ocsp: Identity, check: Check) -> None:
    web = Web({OCSP: ocsp_answer(by_ocsp)})
    assert check(by_ocsp, web, fetch_cache=Path("/proc/nowhere")).fault is None
