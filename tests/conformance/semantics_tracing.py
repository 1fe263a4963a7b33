"""Semantics G1 to G4: WinHTTP's trace log, whose tests stand with the command line's."""

from __future__ import annotations

from tests.conformance.facts import Fact, agrees, differs

_HERE = "tests/cli/test_tracing.py::"

TRACING: tuple[Fact, ...] = (
    differs(
        "G1",
        "D",
        "Trace options: prefix, size (65535, emptied when full), headers, text or hex, file or debugger.",
        "a file with the headers; --trace-file-prefix and --max-trace-file-size as there, and the "
        "process stands in the name, too",
        _HERE + "test_every_request_of_the_run_is_in_the_log",
        _HERE + "test_a_full_log_is_emptied_and_goes_on",
        _HERE + "test_a_log_that_fits_is_whole",
    ),
    differs(
        "G2",
        "D",
        "Columns: time, request or `*Session*`, and a text of calls and decrypted traffic.",
        "the columns are the same, the text is that of -v: there are no calls",
        _HERE + "test_every_request_of_the_run_is_in_the_log",
    ),
    agrees(
        "G3",
        "D",
        "The look of a line: `HH:MM:SS.mmm ::*0000004* :: ...`.",
        _HERE + "test_every_request_of_the_run_is_in_the_log",
    ),
    agrees(
        "G4",
        "D",
        "ENABLETRACING is for the process, with no handle; the log is its owner's alone.",
        _HERE + "test_the_log_is_its_owners_and_in_the_state_folder",
        _HERE + "test_enabletracing_belongs_to_no_handle",
    ),
)
