"""`whttp proxy explain --json` and `whttp proxy show --json`: the facts as one versioned document.

Promise: `"schema": 1`; every fact of the report is there, durations in milliseconds; no secret is in
the facts. Knows no engine.
"""

from __future__ import annotations

import base64
import json
from typing import Any

from winhttp_cli.errors import WhttpError
from winhttp_cli.report.proxy import (
    BypassFact,
    ProbeFact,
    ProxyReport,
    ProxySettings,
    ScriptFact,
    SourceFact,
)

SCHEMA = 1
Object = dict[str, Any]


def report_document(report: ProxyReport) -> str:
    """One URL explained."""
    return _text(
        {
            "schema": SCHEMA,
            "url": report.url,
            "routes": list(report.routes),
            "why": report.why,
            "sources": [_source(source) for source in report.sources],
            "discovery": [{"way": way, "outcome": outcome} for way, outcome in report.discovery],
            "scripts": [_script(script) for script in report.scripts],
            "bypass": [_bypass(entry) for entry in report.bypass],
            "intranet": report.intranet,
            "readers": [
                {"reader": one.reader, "route": one.route, "why": one.why} for one in report.readers
            ],
            "probes": [_probe(probe) for probe in report.probes],
            "notes": list(report.notes),
            "failure": _failure(report.failure),
        }
    )


def settings_document(settings: ProxySettings) -> str:
    """What is configured."""
    return _text(
        {
            "schema": SCHEMA,
            "sources": [_source(source) for source in settings.sources],
            "servers": [{"serves": serves, "server": server} for serves, server in settings.servers],
            "bypass": [{"entry": one.entry, "remark": one.remark} for one in settings.bypass],
            "username": settings.username,
            "notes": list(settings.notes),
        }
    )


def _text(document: Object) -> str:
    return json.dumps(document, indent=2)


def _source(source: SourceFact) -> Object:
    return {
        "source": source.label,
        "value": source.value,
        "verdict": source.verdict.value,
        "remark": source.remark,
        "winhttp_reads": source.winhttp_reads,
    }


def _bypass(entry: BypassFact) -> Object:
    return {"entry": entry.entry, "matched": entry.matched, "remark": entry.remark}


def _script(script: ScriptFact) -> Object:
    return {
        "location": script.location,
        "size": script.size,
        "loaded_in": _rounded(script.loaded_in),
        "url": script.url,
        "host": script.host,
        "entry_point": script.entry_point,
        "calls": [
            {"call": one.text, "result": one.result, "milliseconds": _rounded(one.milliseconds)}
            for one in script.calls
        ],
        "unrecorded_calls": script.unrecorded,
        "result": script.result,
        "milliseconds": _rounded(script.milliseconds),
        "passed_over": [{"entry": entry, "why": why} for entry, why in script.passed_over],
        "failure": _failure(script.failure),
    }


def _probe(probe: ProbeFact) -> Object:
    return {
        "proxy": probe.proxy,
        "method": probe.method,
        "remote": probe.remote,
        "tcp": _rounded(probe.tcp),
        "tls": _rounded(probe.tls),
        "tls_version": probe.tls_version,
        "status": probe.status,
        "reason": probe.reason,
        "answered": _rounded(probe.answered),
        "opened": probe.opened,
        "offers": [{"scheme": one.scheme, "realm": one.realm} for one in probe.offers],
        "has_credentials": probe.has_credentials,
        "page": base64.b64encode(probe.page).decode("ascii"),
        "faults": [{"check": name, "detail": detail} for name, detail in probe.faults],
        "failure": _failure(probe.failure),
    }


def _failure(failure: WhttpError | None) -> Object | None:
    if failure is None:
        return None
    return {
        "message": failure.message,
        "code": None if failure.code is None else int(failure.code),
        "name": None if failure.code is None else failure.code.name,
        "exit_status": int(failure.status),
        "hint": failure.hint,
    }


def _rounded(milliseconds: float | None) -> float | None:
    return None if milliseconds is None else round(milliseconds, 3)
