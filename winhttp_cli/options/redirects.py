"""Redirects: which 3xx answers are followed, and how many."""

from __future__ import annotations

from enum import IntEnum

from winhttp_cli.options.kinds import Choice, Enumeration, Number
from winhttp_cli.options.option import Access, Fate, Handle, Option, Topic


class RedirectPolicyValue(IntEnum):
    """Values of WINHTTP_OPTION_REDIRECT_POLICY."""

    NEVER = 0
    DISALLOW_HTTPS_TO_HTTP = 1
    ALWAYS = 2


_PREFIX = "WINHTTP_OPTION_REDIRECT_POLICY_"

REDIRECT_POLICY = Option(
    name="REDIRECT_POLICY",
    number=88,
    topic=Topic.REDIRECTS,
    kind=Enumeration(
        RedirectPolicyValue,
        (
            Choice("never", _PREFIX + "NEVER", 0, "hand every 3xx to the caller"),
            Choice(
                "disallow-https-to-http",
                _PREFIX + "DISALLOW_HTTPS_TO_HTTP",
                1,
                "follow, but hand back a redirect from https down to http",
            ),
            Choice("always", _PREFIX + "ALWAYS", 2, "follow every redirect"),
        ),
        metavar="POLICY",
    ),
    default=RedirectPolicyValue.DISALLOW_HTTPS_TO_HTTP,
    handles=Handle.SESSION | Handle.REQUEST,
    access=Access.SET | Access.QUERY,
    fate=Fate.WORKS,
    summary="Which redirects are followed.",
    doc=(
        "With the default, a redirect from https to http is not followed: the 3xx itself is the "
        "response, as Windows does it (the error list speaks of 12156 instead). Redirects to "
        "other hosts and from http to https are followed."
    ),
    example="whttp get https://example.org/ --redirect-policy never",
)

MAX_HTTP_AUTOMATIC_REDIRECTS = Option(
    name="MAX_HTTP_AUTOMATIC_REDIRECTS",
    number=89,
    topic=Topic.REDIRECTS,
    kind=Number(unit="redirects"),
    default=10,
    handles=Handle.SESSION | Handle.REQUEST,
    access=Access.SET | Access.QUERY,
    fate=Fate.WORKS,
    summary="How many redirects are followed before the request fails with 12156.",
    doc=(
        "Exactly this many hops are followed; one more ends the request with "
        "ERROR_WINHTTP_REDIRECT_FAILED, and option URL then names the last URL reached. 0 fails "
        "at the first redirect. The error page of WinHTTP speaks of five, the option page and "
        "measurements of ten."
    ),
    example="whttp get http://example.org/ --max-http-automatic-redirects 3",
)

OPTIONS = (REDIRECT_POLICY, MAX_HTTP_AUTOMATIC_REDIRECTS)
