"""A login's state as events, the same for servers, proxies and tunnels.

Promise: nothing secret is told; a user name is. Must not know connections.
"""

from __future__ import annotations

from winhttp_cli.engine.auth.login import Login
from winhttp_cli.engine.auth.scheme import Credentials
from winhttp_cli.events import LoggedOn, LoginTried
from winhttp_cli.login_facts import LoginAttempt, LoginOutcome, Party


def tried(party: Party, status: int, login: Login, *, is_answered: bool) -> LoginTried:
    """A challenge, and the answer to it or the reason for none. `status` 0: an answer that nobody has
    asked for yet."""
    credentials = login.identity if isinstance(login.identity, Credentials) else None
    attempt = LoginAttempt(
        party=party,
        status=status,
        offers=login.offers if status else (),
        scheme=login.spelling if is_answered else "",
        why=login.why_this if is_answered else login.why,
        leg=login.leg if is_answered else 0,
        mechanism=login.mechanism,
        fallback=login.why_not_kerberos,
        service=login.service,
        user=credentials.username if credentials is not None else None,
        has_binding=login.has_binding,
    )
    return LoginTried(attempt=attempt)


def logged_on(party: Party, login: Login, proven: bool | None) -> LoggedOn:
    """The party let us in."""
    outcome = LoginOutcome(party=party, scheme=login.spelling, mechanism=login.mechanism, proven=proven)
    return LoggedOn(outcome=outcome)
