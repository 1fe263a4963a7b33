"""Every option in one tuple, and how to find one by any of its names.

Promise: an option is found by its key, flag word, bare name, WINHTTP_OPTION_ name, alias or number;
a name that is nobody's is refused with what was probably meant.
"""

from __future__ import annotations

from winhttp_cli.options import (
    auth,
    auth_passport,
    connections,
    diagnostics,
    message,
    proxy,
    redirects,
    timeouts,
    tls,
    tool,
    tool_body,
    tool_credentials,
    tool_diagnostics,
    tool_network,
    tool_passport,
    websocket,
)
from winhttp_cli.options.elsewhere import KNOWN_ELSEWHERE
from winhttp_cli.options.kinds import BadValue, parse_number
from winhttp_cli.options.option import AnyOption
from winhttp_cli.suggest import closest

SEED: tuple[AnyOption, ...] = (
    *message.OPTIONS,
    *redirects.OPTIONS,
    *timeouts.OPTIONS,
    *connections.OPTIONS,
    *tls.OPTIONS,
    *proxy.OPTIONS,
    *auth.OPTIONS,
    *auth_passport.OPTIONS,
    *websocket.OPTIONS,
    *diagnostics.OPTIONS,
)
OPTIONS: tuple[AnyOption, ...] = (
    *SEED,
    *tool.OPTIONS,
    *tool_body.OPTIONS,
    *tool_network.OPTIONS,
    *tool_credentials.OPTIONS,
    *tool_diagnostics.OPTIONS,
    *tool_passport.OPTIONS,
)

_PREFIX = "WINHTTP_OPTION_"


class UnknownOption(LookupError):
    """A name or number that no option has. `suggestion` is what was probably meant, or "".

    `known_elsewhere` says that WinHTTP has such an option, but not on the page this catalogue follows.
    Both cases are 12009.
    """

    def __init__(self, name: str, *, suggestion: str = "", known_elsewhere: bool = False) -> None:
        known = f"{name} is a WinHTTP option, but not on the seed page"
        super().__init__(known if known_elsewhere else f"no option is called {name}")
        self.name = name
        self.suggestion = suggestion
        self.known_elsewhere = known_elsewhere

    @property
    def message(self) -> str:
        return str(self)

    @property
    def hint(self) -> str:
        """One line that says what to try, or ""."""
        return f"did you mean {self.suggestion}?" if self.suggestion else ""


def find(name: str) -> AnyOption:
    """The option of that name or number; raises UnknownOption."""
    wanted = canonical(name)
    for option in OPTIONS:
        if wanted == option.name or wanted in option.aliases:
            return option
    number = _number(wanted)
    if number is not None:
        return _by_number(name, number)
    if wanted in KNOWN_ELSEWHERE:
        raise UnknownOption(_PREFIX + wanted, known_elsewhere=True)
    raise UnknownOption(name, suggestion=_suggestion(wanted))


def canonical(name: str) -> str:
    """`--connect-timeout`, `connect_timeout`, `WINHTTP_OPTION_CONNECT_TIMEOUT` as CONNECT_TIMEOUT."""
    return name.strip().removeprefix("--").upper().replace("-", "_").removeprefix(_PREFIX)


def _number(text: str) -> int | None:
    try:
        return parse_number(text.lower())
    except BadValue:
        return None


def _by_number(name: str, number: int) -> AnyOption:
    for option in SEED:
        if option.number == number:
            return option
    for known, value in KNOWN_ELSEWHERE.items():
        if value == number:
            raise UnknownOption(f"{_PREFIX}{known} ({number})", known_elsewhere=True)
    raise UnknownOption(name)


def _suggestion(wanted: str) -> str:
    """The key of the option whose name is nearest, or "" when none is near."""
    names = {alias: option for option in OPTIONS for alias in (option.name, *option.aliases)}
    near = closest(wanted, names)
    return names[near].key if near else ""
