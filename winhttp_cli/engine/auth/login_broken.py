"""How logging on can fail before the peer has judged the credentials."""

from __future__ import annotations

from winhttp_cli.errors import Code, ExchangeFault, Phase


class LoginBroken(ExchangeFault):
    """12015 (status 10): logging on cannot be completed, whatever the credentials are."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message, Code.ERROR_WINHTTP_LOGIN_FAILURE, Phase.RECEIVE, hint=hint)


class Unable(Exception):
    """There is nothing to log on with: the challenge stays unanswered (semantics A12). `hint` says what
    to install where that is why."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint
