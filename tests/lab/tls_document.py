"""The JSON document of `whttp tls`, held to its committed schema whenever a test reads one."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

import jsonschema
from referencing import Registry, Resource

from tests.lab.command import Finished

_FOLDER = Path(__file__).parents[2] / "docs" / "schema"


@functools.cache
def validator() -> jsonschema.Draft202012Validator:
    """For documents of `whttp tls`."""
    schemas = [json.loads((_FOLDER / f"{name}-1.json").read_text("utf-8")) for name in ("tls", "report")]
    resources = [(schema["$id"], Resource.from_contents(schema)) for schema in schemas]
    return jsonschema.Draft202012Validator(schemas[0], registry=Registry().with_resources(resources))


def tls_document(done: Finished) -> dict[str, Any]:
    """What the run printed, valid and in ASCII."""
    assert done.stdout.isascii(), done
    document: dict[str, Any] = done.json
    validator().validate(document)
    return document
