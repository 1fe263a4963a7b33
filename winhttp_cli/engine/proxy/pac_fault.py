"""What can go wrong with a PAC script, as WinHTTP numbers it (semantics W9).

Promise: 12166 for a text that is no PAC script (syntax, no entry point), 12177 for one that fails
while it runs (an exception, time, memory, a result that is no text), 12178 where nothing can run it.
Each message names the line in the script where the engine knows it. Must not know processes.
"""

from __future__ import annotations

import re
from typing import Any

from winhttp_cli.errors import Code, ExchangeFault, Phase

#: empty lines before our own functions, so that a stack's frames in them can be told from the script's
PRELUDE_LINE = 1_000_000

# expressions as texts: compiled by the runs that use them
_PLACE = r"<input>:(\d+):(\d+)"
_EXTENSION = (
    r"\b(isResolvableEx|isInNetEx|dnsResolveEx|myIpAddressEx|sortIpAddressList|getClientVersion)\b"
    r" is not defined"
)
#: errors of the engine by which a limit shows, and what we call them
_LIMITS = {"null": "it used up its memory", "out of memory": "it used up its memory"}


def _fault(message: str, code: Code, hint: str = "") -> ExchangeFault:
    return ExchangeFault(message, code, Phase.PROXY, hint=hint)


def engine_missing() -> ExchangeFault:
    """12178: the JavaScript engine is not installed on this kind of machine."""
    message = "no JavaScript engine to run a PAC script with"
    hint = "pip install 'whttp[pac]'"
    return _fault(message, Code.ERROR_WINHTTP_AUTO_PROXY_SERVICE_ERROR, hint)


def cannot_start(error: OSError) -> ExchangeFault:
    """12178: the system gives no process to run it in."""
    message = f"no process to run a PAC script in: {error.strerror or error}"
    return _fault(message, Code.ERROR_WINHTTP_AUTO_PROXY_SERVICE_ERROR)


def overrun(seconds: float | None) -> ExchangeFault:
    """12177: killed at the time limit, or (None) ended without a word, as an engine out of memory may."""
    if seconds is None:
        return _fault("the PAC script's process ended early", Code.ERROR_WINHTTP_SCRIPT_EXECUTION_ERROR)
    message = f"the PAC script ran longer than {seconds:g} s and was stopped"
    return _fault(message, Code.ERROR_WINHTTP_SCRIPT_EXECUTION_ERROR, "raise it with --pac-timeout")


def no_entry_point() -> ExchangeFault:
    """12166: neither entry point is a function (semantics W5)."""
    message = "the PAC script defines neither FindProxyForURL nor FindProxyForURLEx"
    return _fault(message, Code.ERROR_WINHTTP_BAD_AUTO_PROXY_SCRIPT)


def fault_of(end: dict[str, Any]) -> ExchangeFault:
    """The fault behind a child's closing line that holds no result."""
    if "kind" in end:
        message = f"the PAC script returned {end['text']}, which is not a text"
        return _fault(message, Code.ERROR_WINHTTP_SCRIPT_EXECUTION_ERROR)
    text = end["thrown"] if "thrown" in end else end["text"]
    if str(text).startswith(('"', "[")):  # thrown, but not an Error: its value is shown
        text = f"threw {text}"
    text = str(text).encode("utf-8", "replace").decode("utf-8")
    first, _, rest = text.partition("\n")
    where = _where(str(end.get("stack") or rest))
    if end.get("stage") == "load" and first.startswith("SyntaxError"):
        return _fault(f"PAC script{where}: {first}", Code.ERROR_WINHTTP_BAD_AUTO_PROXY_SCRIPT)
    first = _LIMITS.get(first.removeprefix("InternalError: "), first)
    hint = ""
    if re.search(_EXTENSION, first):
        hint = "the IPv6 functions exist only inside FindProxyForURLEx"
    return _fault(f"PAC script{where}: {first}", Code.ERROR_WINHTTP_SCRIPT_EXECUTION_ERROR, hint)


def _where(stack: str) -> str:
    """ " line 3, column 7": the innermost place of a stack that lies in the script itself."""
    for line, column in re.findall(_PLACE, stack):
        if int(line) < PRELUDE_LINE:
            return f" line {line}, column {column}"
    return ""
