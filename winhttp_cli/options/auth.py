"""Authentication: who the request is made for, and how far the signed-in user is trusted with it."""

from __future__ import annotations

from enum import IntEnum

from winhttp_cli.options.credential import CredentialKind
from winhttp_cli.options.kinds import Choice, Enumeration, Many, SecretText, Switch, Text
from winhttp_cli.options.option import Access, Fate, Handle, Option, Repeat, Topic

_SET_AND_QUERY = Access.SET | Access.QUERY


class AutologonLevel(IntEnum):
    """The WINHTTP_AUTOLOGON_SECURITY_LEVEL_ values."""

    MEDIUM = 0
    LOW = 1
    HIGH = 2


class SpnPort(IntEnum):
    """The values of SPN."""

    DISABLE_SPN_SERVER_PORT = 0
    ENABLE_SPN_SERVER_PORT = 1


_LEVEL = "WINHTTP_AUTOLOGON_SECURITY_LEVEL_"

USERNAME = Option(
    name="USERNAME",
    number=0x1000,
    topic=Topic.AUTH,
    kind=Text("NAME"),
    default=None,
    handles=Handle.REQUEST,
    access=_SET_AND_QUERY,
    fate=Fate.WORKS,
    summary="User name for the server.",
    doc=(
        "Nothing goes out before the server asks (401); then the stack picks a scheme among those "
        "offered, Basic in clear text included, which is why Microsoft advises to name the scheme "
        "(--auth-scheme). What Windows picks is not documented; here it is the first of Negotiate, "
        "NTLM, Digest and Basic. A name without a password sends nothing. `DOMAIN\\user` and "
        "`user@REALM` are taken as they are; Kerberos reads the first as `user@DOMAIN`."
    ),
    example="whttp get https://example.org/ --username alice --password-prompt",
)

PASSWORD = Option(
    name="PASSWORD",
    number=0x1001,
    topic=Topic.AUTH,
    kind=SecretText(),
    default=None,
    handles=Handle.REQUEST,
    access=_SET_AND_QUERY,
    fate=Fate.WORKS,
    summary="Password for the server.",
    doc=(
        "On a command line others can read it; take --password-prompt, --password-file, "
        "--password-env or --password-stdin instead. A query prints it masked."
    ),
    example="whttp get https://example.org/ --username alice --password-env ALICE",
)

AUTOLOGON_POLICY = Option(
    name="AUTOLOGON_POLICY",
    number=77,
    topic=Topic.AUTH,
    kind=Enumeration(
        AutologonLevel,
        (
            Choice("medium", _LEVEL + "MEDIUM", 0, "only to hosts on the proxy bypass list"),
            Choice("low", _LEVEL + "LOW", 1, "to any server that asks"),
            Choice("high", _LEVEL + "HIGH", 2, "never"),
        ),
        metavar="LEVEL",
    ),
    default=AutologonLevel.MEDIUM,
    handles=Handle.REQUEST,
    access=Access.SET,
    fate=Fate.WORKS,
    summary="Whether the signed-in user's own credentials answer NTLM and Negotiate.",
    doc=(
        "The levels are named from the security side: low trusts everybody. Intranet means "
        "nothing but a host on the proxy bypass list; zones and DNS suffixes play no part, and "
        "without a proxy list there is no intranet. `whttp proxy explain` says what a host is. "
        "Your own credentials are a Kerberos ticket (kinit), the file NTLM_USER_FILE names, or on "
        "Windows the logon session. They answer a proxy unless the level is high, and stay with "
        "the origin of the request. High is documented to have no effect for localhost and IP "
        "addresses; here it has. The COM object numbers the same three differently (always 0, "
        "bypass 1, never 2)."
    ),
    example="whttp get https://intranet.contoso.com/ --autologon-policy low",
)

SPN = Option(
    name="SPN",
    number=96,
    topic=Topic.AUTH,
    kind=Enumeration(
        SpnPort,
        (
            Choice("disable-spn-server-port", "WINHTTP_DISABLE_SPN_SERVER_PORT", 0, "HTTP/host"),
            Choice("enable-spn-server-port", "WINHTTP_ENABLE_SPN_SERVER_PORT", 1, "HTTP/host:port"),
        ),
        metavar="PORT",
    ),
    default=SpnPort.DISABLE_SPN_SERVER_PORT,
    handles=Handle.REQUEST,
    access=Access.SET,
    fate=Fate.WORKS,
    summary="Whether the port belongs to the Kerberos service name.",
    doc=(
        "Needed for a service on a port of its own whose account is registered with that port. No "
        "default is documented; the value 0 and the behaviour of browsers say without the port. "
        "A proxy's service name never has one. Elsewhere than on Windows krb5.conf may replace the "
        "host by its canonical name (dns_canonicalize_hostname)."
    ),
    example="whttp get http://intranet:8080/ --spn enable-spn-server-port",
)

SERVER_SPN_USED = Option(
    name="SERVER_SPN_USED",
    number=106,
    topic=Topic.AUTH,
    kind=Text("SPN"),
    default="",
    handles=Handle.REQUEST,
    access=Access.QUERY,
    fate=Fate.WORKS,
    summary="The service name that was used to authenticate to the server.",
    doc=(
        "Readable once NTLM or Negotiate was tried: `HTTP/` and the host as given. It is the first "
        "thing to check when Kerberos falls back to NTLM; -v says why it did."
    ),
    example="whttp get https://intranet.contoso.com/ --query server_spn_used",
)

GLOBAL_SERVER_CREDS = Option(
    name="GLOBAL_SERVER_CREDS",
    number=98,
    topic=Topic.AUTH,
    kind=Many(CredentialKind()),
    default=(),
    handles=Handle.NULL,
    access=Access.SET,
    fate=Fate.WORKS,
    summary="Credentials for servers in the store that the whole process shares.",
    doc=(
        "Tried last of all, where a request has no user, password, token or Authorization of its "
        "own, and only where USE_GLOBAL_SERVER_CREDENTIALS is on. The store has a second part that "
        "is kept for all runs: `whttp credentials`. Host, port, scheme and realm must be those of "
        "the challenge as far as the entry names them; what the URL is for is not documented, here "
        "it stands for itself and all below it. Basic over plain http needs an entry with an http "
        "URL. On Windows the store is fed by WinINet and fails with 12009 unless the registry "
        "value ShareCredsWithWinHttp exists; whttp needs no such value. The text says that no "
        "handle is given, the table lists session and request."
    ),
    example="whttp get https://example.org/ --global-server-creds 'basic://alice:secret@example.org'",
    repeat=Repeat.LIST,
)

USE_GLOBAL_SERVER_CREDENTIALS = Option(
    name="USE_GLOBAL_SERVER_CREDENTIALS",
    number=101,
    topic=Topic.AUTH,
    kind=Switch(),
    default=False,
    handles=Handle.SESSION,
    access=Access.SET,
    fate=Fate.WORKS,
    summary="Let the process-wide server credentials be tried last.",
    doc=(
        "Off by default. The credentials are those of GLOBAL_SERVER_CREDS and of `whttp "
        "credentials`. Only handles that are opened afterwards take it over, so it must be set on "
        "the session first; the text speaks of the session alone, the table adds the request."
    ),
    example="whttp get https://example.org/ --use-global-server-credentials",
)

OPTIONS = (
    USERNAME,
    PASSWORD,
    AUTOLOGON_POLICY,
    SPN,
    SERVER_SPN_USED,
    GLOBAL_SERVER_CREDS,
    USE_GLOBAL_SERVER_CREDENTIALS,
)
