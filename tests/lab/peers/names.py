"""Names of one's own for a process: nss_wrapper answers its getaddrinfo from a file.

Promise: `names({"three.test": ["127.0.0.2", "127.0.0.3"]})` is the environment for a run that sees
exactly those names, addresses in that order, besides the system's own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from tests.lab.service import absent

LIBRARIES = ("/usr/lib/*/libnss_wrapper.so", "/usr/lib64/libnss_wrapper.so", "/usr/lib/libnss_wrapper.so")

Names = Callable[[Mapping[str, Sequence[str]]], dict[str, str]]


def wrapper_library() -> str:
    """The path of nss_wrapper, or no test."""
    root = Path("/")
    found = [path for pattern in LIBRARIES for path in root.glob(pattern.removeprefix("/"))]
    if not found:
        absent("nss_wrapper is not installed (libnss-wrapper)")
    return str(found[0])


@pytest.fixture
def names(tmp_path: Path) -> Names:
    """Makes the environment in which these names have these addresses."""
    library = wrapper_library()

    def make(addresses: Mapping[str, Sequence[str]]) -> dict[str, str]:
        hosts = tmp_path / "hosts"
        lines = [f"{address} {name}\n" for name, each in addresses.items() for address in each]
        hosts.write_text("".join(lines))
        return {"LD_PRELOAD": library, "NSS_WRAPPER_HOSTS": str(hosts)}

    return make
