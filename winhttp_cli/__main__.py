"""The entry point of the `whttp` script and of `python -m winhttp_cli`.

Promise: a lone `--version` is answered here, before click is imported (the first of the three doors
that keep starts fast); everything else goes to the front door.
"""

from __future__ import annotations

import gc
import os
import sys

from winhttp_cli import __version__

#: What is imported at the top of many files, ours and the libraries', and used by few runs.
SELDOM = (
    "base64",
    "fnmatch",
    "hashlib",
    "inspect",
    "ipaddress",
    "json",
    "ntpath",
    "random",
    "selectors",
)


def main() -> int:
    """Runs whttp on sys.argv; returns the exit status."""
    _open_closed_streams()
    arguments = sys.argv[1:]
    if arguments in (["--version"], ["-V"]):
        return _version()
    # loading makes many objects and no garbage: looking for some costs a tenth of a small request
    gc.set_threshold(50_000)
    from winhttp_cli.later import postpone

    postpone(*SELDOM)
    from winhttp_cli.cli.door import enter

    status = enter(arguments)
    # the interpreter's last sweep would walk through every module, a fifth of a small request's time,
    # to free what the process's end frees anyway
    gc.freeze()
    return status


def _open_closed_streams() -> None:
    """A stream that the caller closed (`>&-`) is None: what goes there goes nowhere."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w"))


def _version() -> int:
    try:
        sys.stdout.write(f"whttp {__version__}\n")
        sys.stdout.flush()
    except OSError as error:
        from winhttp_cli.cli.door import unwritable

        return unwritable(error)
    return 0


if __name__ == "__main__":
    sys.exit(main())
