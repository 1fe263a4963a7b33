"""`python -m tests.mutation [MODULE...]`: turns one decision at a time round and names those no test
noticed. Run by hand, for minutes; not part of the checks.

A survivor is either a test that is missing or a change that means nothing; the latter are listed in
`harmless.py` with the reason, and not shown again.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.mutation.harmless import HARMLESS
from tests.mutation.mutants import Mutant, mutants
from tests.mutation.workshop import Workshop

_UNIT = "tests/engine/"
#: The modules with rules in them, and the tests that must notice: quick ones first.
MODULES: dict[str, tuple[tuple[str, ...], ...]] = {
    "engine/redirects.py": ((f"{_UNIT}test_redirects.py",), ("tests/conformance/test_b_redirects.py",)),
    "engine/message.py": ((f"{_UNIT}test_message.py",), ("tests/conformance/test_a_bytes.py",)),
    "engine/logins.py": (
        (f"{_UNIT}test_logins.py", f"{_UNIT}test_held.py", "tests/conformance/test_f_authentication.py"),
        ("tests/cli/test_ntlm.py",),
        ("tests/cli/test_proxy_logins.py",),
        ("tests/cli/test_kerberos.py",),
    ),
    "engine/held.py": ((f"{_UNIT}test_held.py", "tests/cli/test_ntlm.py"),),
    "engine/auth/login.py": (
        (f"{_UNIT}test_auth.py", "tests/conformance/test_f_authentication.py"),
        ("tests/cli/test_ntlm.py",),
        ("tests/cli/test_proxy_logins.py",),
        ("tests/cli/test_kerberos.py",),
    ),
    "engine/auth/bound.py": (
        (f"{_UNIT}test_security_context.py",),
        ("tests/cli/test_ntlm.py",),
        ("tests/cli/test_kerberos.py",),
    ),
    "engine/auth/shared.py": (
        (f"{_UNIT}test_shared.py",),
        ("tests/cli/test_shared_credentials.py",),
    ),
    "engine/auth/passport.py": ((f"{_UNIT}test_passport.py",), ("tests/cli/test_passport.py",)),
    "engine/passport.py": (
        (f"{_UNIT}test_passport.py",),
        ("tests/cli/test_passport_secrets.py",),
        ("tests/cli/test_passport.py",),
    ),
    "engine/websocket/opening.py": (
        (f"{_UNIT}test_websocket.py",),
        ("tests/conformance/test_i_websocket.py",),
    ),
    "engine/websocket/frames.py": (
        (f"{_UNIT}test_websocket.py",),
        (f"{_UNIT}test_websocket_properties.py",),
    ),
    "engine/websocket/parts.py": (
        (f"{_UNIT}test_websocket.py",),
        (f"{_UNIT}test_websocket_properties.py",),
    ),
    "engine/cookie.py": ((f"{_UNIT}test_cookies.py",), (f"{_UNIT}test_cookie_file.py",)),
    "engine/cookies.py": ((f"{_UNIT}test_cookies.py",), (f"{_UNIT}test_cookie_file.py",)),
    "engine/cookie_parse.py": ((f"{_UNIT}test_cookie_parse.py",), (f"{_UNIT}test_cookies.py",)),
    "engine/cookie_file.py": ((f"{_UNIT}test_cookie_file.py",),),
    "target.py": (
        ("tests/test_target.py", f"{_UNIT}test_redirects.py"),
        ("tests/conformance/test_semantics.py", "tests/conformance/test_b_redirects.py"),
    ),
    "planner/header_edits.py": (("tests/planner/test_header_edits.py",),),
    "planner/framing_check.py": (("tests/planner/test_framing_check.py",),),
    "planner/multipart.py": (("tests/planner/test_multipart.py",),),
    "planner/form_encoding.py": (
        ("tests/planner/test_form_encoding.py", "tests/planner/test_bodies.py"),
    ),
    "planner/body_source.py": (("tests/planner/test_bodies.py",),),
    "planner/json_body.py": (("tests/planner/test_json_body.py",),),
    "planner/bodies.py": (("tests/planner/test_bodies.py", "tests/planner/test_multipart.py"),),
}


def survives(workshop: Workshop, module: str, mutant: Mutant) -> bool:
    """Whether no test notices `mutant`."""
    workshop.put(module, mutant.source)
    return all(workshop.passes(tests) for tests in MODULES[module])


def inspect(workshop: Workshop, module: str) -> int:
    """Prints the survivors of one module; returns their number."""
    source = workshop.source(module)
    assert all(workshop.passes(tests) for tests in MODULES[module]), f"{module}: red before any mutant"
    count = survivors = 0
    for mutant in mutants(source):
        count += 1
        place = (module, mutant.text, mutant.before, mutant.after)
        if place in HARMLESS or not survives(workshop, module, mutant):
            continue
        survivors += 1
        print(f"{module}:{mutant.line}: {mutant.text}\n    {mutant.before} -> {mutant.after}", flush=True)
    workshop.put(module, source)
    print(f"{module}: {survivors} of {count} survive", flush=True)
    return survivors


def main(modules: list[str]) -> int:
    """Inspects the modules named, or all of them."""
    tree = Path(__file__).parents[2]
    with tempfile.TemporaryDirectory() as folder:
        workshop = Workshop(tree, Path(folder))
        return min(1, sum(inspect(workshop, module) for module in modules or list(MODULES)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
