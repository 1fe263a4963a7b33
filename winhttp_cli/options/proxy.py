"""Proxies: which one is used, who is asked for a password, and what it answered."""

from __future__ import annotations

from winhttp_cli.options.credential import CredentialKind
from winhttp_cli.options.kinds import Many, SecretText, Switch, Text
from winhttp_cli.options.option import Access, Fate, Handle, Option, Repeat, Topic
from winhttp_cli.options.proxy_setting import DEFAULT_PROXY, ProxyKind

_SESSION_OR_REQUEST = Handle.SESSION | Handle.REQUEST
_SET_AND_QUERY = Access.SET | Access.QUERY

PROXY = Option(
    name="PROXY",
    number=38,
    topic=Topic.PROXY,
    kind=ProxyKind(),
    default=DEFAULT_PROXY,
    handles=Handle.NULL | Handle.SESSION | Handle.REQUEST,
    access=_SET_AND_QUERY,
    fate=Fate.WORKS,
    summary="The proxy: none, default, automatic, or a list of proxies.",
    doc=(
        "A value on the request wins over one on the session, and that over the machine's, which is "
        "what the configuration says and what `default` stands for. A list "
        "may name a proxy for each scheme, `http=px1:8080;https=px2:8080`; of several for the "
        "same scheme WinHTTP uses the first. The bypass list is --proxy-bypass, automatic "
        "configuration --proxy-pac and --proxy-auto-detect; a list holds no user and no password. "
        "https:// and socks5:// proxies are whttp's own. WinHTTP never reads HTTP_PROXY and "
        "its kin; whttp does so only as the last source, and not with --as."
    ),
    example="whttp get https://example.org/ --proxy px.contoso.com:8080",
    short="-x",
)

PROXY_USERNAME = Option(
    name="PROXY_USERNAME",
    number=0x1002,
    topic=Topic.PROXY,
    kind=Text("NAME"),
    default=None,
    handles=Handle.REQUEST,
    access=_SET_AND_QUERY,
    fate=Fate.WORKS,
    summary="User name for the proxy.",
    doc=(
        "Used to answer a 407; nothing goes out before the proxy asks. Where Passport is in use "
        "it is the only way, WinHttpSetCredentials will not do."
    ),
    example="whttp get https://example.org/ -x px:8080 --proxy-username alice --proxy-password-prompt",
)

PROXY_PASSWORD = Option(
    name="PROXY_PASSWORD",
    number=0x1003,
    topic=Topic.PROXY,
    kind=SecretText(),
    default=None,
    handles=Handle.REQUEST,
    access=_SET_AND_QUERY,
    fate=Fate.WORKS,
    summary="Password for the proxy.",
    doc=(
        "On a command line others can read it; take --proxy-password-prompt, "
        "--proxy-password-file, --proxy-password-env or --proxy-password-stdin instead. A query "
        "prints it masked."
    ),
    example="whttp get https://example.org/ -x px:8080 --proxy-username alice --proxy-password-env PX",
)

RECEIVE_PROXY_CONNECT_RESPONSE = Option(
    name="RECEIVE_PROXY_CONNECT_RESPONSE",
    number=103,
    topic=Topic.PROXY,
    kind=Switch(),
    default=False,
    handles=_SESSION_OR_REQUEST,
    access=Access.SET,
    fate=Fate.WORKS,
    summary="Hand over what a proxy said when it refused CONNECT.",
    doc=(
        "Without it a refused tunnel is a failure (status 9) and Windows hides the proxy's page. "
        "With it the proxy's status, headers and body are the answer, and "
        "IS_PROXY_CONNECT_RESPONSE says so. The trace of whttp shows the page either way."
    ),
    example="whttp get https://example.org/ -x px:8080 --receive-proxy-connect-response",
)

IS_PROXY_CONNECT_RESPONSE = Option(
    name="IS_PROXY_CONNECT_RESPONSE",
    number=104,
    topic=Topic.PROXY,
    kind=Switch(),
    default=False,
    handles=_SESSION_OR_REQUEST,
    access=Access.QUERY,
    fate=Fate.WORKS,
    summary="Whether the answer is the proxy's refusal of CONNECT, not the server's.",
    doc=(
        "Only useful together with RECEIVE_PROXY_CONNECT_RESPONSE: a 403 may come from the site "
        "or from the proxy in front of it, and this tells them apart."
    ),
    example="whttp get https://example.org/ -x px:8080 --query is_proxy_connect_response",
)

PROXY_SPN_USED = Option(
    name="PROXY_SPN_USED",
    number=107,
    topic=Topic.PROXY,
    kind=Text("SPN"),
    default="",
    handles=Handle.REQUEST,
    access=Access.QUERY,
    fate=Fate.WORKS,
    summary="The service name that was used to authenticate to the proxy.",
    doc=(
        "Readable once NTLM or Negotiate was tried with a proxy. Its host part is the first thing "
        "to check when Kerberos falls back to NTLM."
    ),
    example="whttp get https://example.org/ -x px:8080 --query proxy_spn_used",
)

GLOBAL_PROXY_CREDS = Option(
    name="GLOBAL_PROXY_CREDS",
    number=97,
    topic=Topic.PROXY,
    kind=Many(CredentialKind()),
    default=(),
    handles=Handle.NULL,
    access=Access.SET,
    fate=Fate.WORKS,
    summary="Credentials for proxies in the store that the whole process shares.",
    doc=(
        "Used only when a request has none of its own, neither by options nor in the proxy's URL. "
        "The store has a second part that is kept for all runs: `whttp credentials`. On Windows it "
        "is fed by WinINet and fails with 12009 unless the registry value ShareCredsWithWinHttp "
        "exists; whttp needs no such value. The text says "
        "that no handle is given, the table lists session and request; the structure is "
        "WINHTTP_CREDS in the table and WINHTTP_CREDS_EX in the text."
    ),
    example="whttp get https://example.org/ --global-proxy-creds 'alice:secret@px.contoso.com:8080'",
    repeat=Repeat.LIST,
)

OPTIONS = (
    PROXY,
    PROXY_USERNAME,
    PROXY_PASSWORD,
    RECEIVE_PROXY_CONNECT_RESPONSE,
    IS_PROXY_CONNECT_RESPONSE,
    PROXY_SPN_USED,
    GLOBAL_PROXY_CREDS,
)
