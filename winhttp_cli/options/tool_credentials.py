"""whttp's own options, part four: credentials, and the ways to give one that nobody else can read."""

from __future__ import annotations

from enum import IntEnum

from winhttp_cli.options.kinds import Choice, Enumeration, SecretText, Switch, Text
from winhttp_cli.options.option import AnyOption, Fate, Option, Topic
from winhttp_cli.options.own import own
from winhttp_cli.record import dataclass


class AuthSchemeChoice(IntEnum):
    """The WINHTTP_AUTH_SCHEME_ values; 0 lets the stack choose."""

    ANY = 0
    BASIC = 1
    NTLM = 2
    PASSPORT = 4
    DIGEST = 8
    NEGOTIATE = 16


_SCHEME = Enumeration(
    AuthSchemeChoice,
    (
        Choice("any", "any", 0, "whatever is offered"),
        Choice("basic", "WINHTTP_AUTH_SCHEME_BASIC", 1, "name and password in clear text, sent at once"),
        Choice("ntlm", "WINHTTP_AUTH_SCHEME_NTLM", 2, "challenge and response, bound to the connection"),
        Choice("passport", "WINHTTP_AUTH_SCHEME_PASSPORT", 4, "Passport 1.4"),
        Choice("digest", "WINHTTP_AUTH_SCHEME_DIGEST", 8, "challenge and digest"),
        Choice("negotiate", "WINHTTP_AUTH_SCHEME_NEGOTIATE", 16, "Kerberos, else NTLM"),
    ),
    metavar="SCHEME",
)


@dataclass(frozen=True, slots=True)
class PasswordSources:
    """Four ways to give one password without writing it on the command line."""

    prompt: Option[bool]
    file: Option[str | None]
    environment: Option[str | None]
    stdin: Option[bool]

    def all(self) -> tuple[AnyOption, ...]:
        return (self.prompt, self.file, self.environment, self.stdin)


def _sources(prefix: str, topic: Topic, whose: str) -> PasswordSources:
    flag = "--" + prefix.lower().replace("_", "-")
    return PasswordSources(
        prompt=own(
            f"{prefix}_PROMPT",
            topic,
            Switch(),
            False,
            f"Ask for {whose} in the terminal.",
            "Nothing is echoed. It fails when there is no terminal to ask in.",
            f"whttp get https://example.org/ {flag}-prompt",
            fate=Fate.WORKS,
            from_command_line_only=True,
        ),
        file=own(
            f"{prefix}_FILE",
            topic,
            Text("FILE", completion="file"),
            None,
            f"Read {whose} from the first line of a file.",
            "The line end is not part of it. Keep the file readable for yourself only.",
            f"whttp get https://example.org/ {flag}-file secret.txt",
            fate=Fate.WORKS,
        ),
        environment=own(
            f"{prefix}_ENV",
            topic,
            Text("NAME"),
            None,
            f"Read {whose} from an environment variable.",
            "The variable must exist; an empty one is an empty password.",
            f"whttp get https://example.org/ {flag}-env SECRET",
            fate=Fate.WORKS,
        ),
        stdin=own(
            f"{prefix}_STDIN",
            topic,
            Switch(),
            False,
            f"Read {whose} from the first line of standard input.",
            "Only one thing can be read from standard input in one run.",
            f"whttp get https://example.org/ {flag}-stdin < secret.txt",
            fate=Fate.WORKS,
            from_command_line_only=True,
        ),
    )


USER = own(
    "USER",
    Topic.AUTH,
    SecretText("USER[:PASSWORD]"),
    None,
    "User name and password for the server in one: sets USERNAME and PASSWORD.",
    "Nothing goes out before the server asks. Others on the machine can read a command line; "
    "leave out the password and add --password-prompt. Everything after the first colon is the "
    "password.",
    "whttp get https://example.org/ -u alice --password-prompt",
    fate=Fate.WORKS,
    short="-u",
)
AUTH_SCHEME = own(
    "AUTH_SCHEME",
    Topic.AUTH,
    _SCHEME,
    AuthSchemeChoice.ANY,
    "Name the scheme for the server, the way of WinHttpSetCredentials.",
    "Basic then goes out with the first request, and over plain http so does a Negotiate that "
    "becomes Kerberos; over TLS it waits for the challenge, to bind the connection in. A scheme the "
    "server does not offer leaves the 401 as it is. Without a user name ntlm and negotiate take your "
    "own credentials, where --autologon-policy lets them. Kerberos needs the extra: pip install "
    "'whttp[kerberos]'; without it Negotiate is NTLM.",
    "whttp get https://example.org/ -u alice --password-prompt --auth-scheme basic",
    fate=Fate.WORKS,
)
PROXY_AUTH_SCHEME = own(
    "PROXY_AUTH_SCHEME",
    Topic.PROXY,
    _SCHEME,
    AuthSchemeChoice.ANY,
    "Name the scheme for the proxy.",
    "The twin of --auth-scheme for a 407: the proxy must offer the scheme, and Basic goes out with "
    "the first request. Without a user name ntlm and negotiate take your own credentials, unless "
    "--autologon-policy is high.",
    "whttp get https://example.org/ -x px:8080 --proxy-username alice --proxy-auth-scheme ntlm",
    fate=Fate.WORKS,
)
PASSWORD_SOURCES = _sources("PASSWORD", Topic.AUTH, "the server's password")
PROXY_PASSWORD_SOURCES = _sources("PROXY_PASSWORD", Topic.PROXY, "the proxy's password")
CLIENT_CERT_PASSWORD = own(
    "CLIENT_CERT_PASSWORD",
    Topic.TLS,
    SecretText(),
    None,
    "Password of the client certificate's file or key.",
    "On a command line others can read it; take one of the four --client-cert-password- forms instead.",
    "whttp get https://example.org/ --client-cert-context alice.p12 --client-cert-password secret",
    fate=Fate.WORKS,
)
CLIENT_CERT_PASSWORD_SOURCES = _sources(
    "CLIENT_CERT_PASSWORD", Topic.TLS, "the client certificate's password"
)
BEARER_FILE = own(
    "BEARER_FILE",
    Topic.AUTH,
    Text("FILE", completion="file"),
    None,
    "Send `Authorization: Bearer` with the token in this file.",
    "The first line is the token (RFC 6750); it is read anew by every run and masked wherever the "
    "request is shown. It goes to the origin of the URL only, from the first request on, and never "
    "over plain http without --bearer-over-http: as a flag with an http URL that is refused, from the "
    "environment or a file it is left out with a note. An Authorization header of your own takes its "
    "place.",
    "whttp get https://api.example.org/ --bearer-file token.txt",
    fate=Fate.WORKS,
)
BEARER_OVER_HTTP = own(
    "BEARER_OVER_HTTP",
    Topic.AUTH,
    Switch(),
    False,
    "Let the token of --bearer-file go over plain http too.",
    "Whoever can read the connection, a proxy above all, can then use the token (RFC 6750 section "
    "5.3). Meant for servers on this machine.",
    "whttp get http://localhost:8080/ --bearer-file token.txt --bearer-over-http",
    fate=Fate.WORKS,
)
NETRC = own(
    "NETRC",
    Topic.AUTH,
    Switch(),
    False,
    "Look up user name and password in the netrc file.",
    "Never done unasked. The file is the one the variable NETRC names, else ~/.netrc (on Windows "
    "~/_netrc too); others may not be able to read it. The entry is that of the URL's host, exactly "
    "(`default` counts), and is used as --username and --password are: not before the server asks, "
    "and for this origin only. A password given in another way wins; with --username the entry's "
    "login must be the same.",
    "whttp get https://example.org/ --netrc",
    fate=Fate.WORKS,
)
NETRC_FILE = own(
    "NETRC_FILE",
    Topic.AUTH,
    Text("FILE", completion="file"),
    None,
    "Look up user name and password in this netrc file.",
    "As --netrc, which it includes, with another file.",
    "whttp get https://example.org/ --netrc-file ./lab.netrc",
    fate=Fate.WORKS,
)

OPTIONS: tuple[AnyOption, ...] = (
    USER,
    AUTH_SCHEME,
    PROXY_AUTH_SCHEME,
    *PASSWORD_SOURCES.all(),
    *PROXY_PASSWORD_SOURCES.all(),
    CLIENT_CERT_PASSWORD,
    *CLIENT_CERT_PASSWORD_SOURCES.all(),
    BEARER_FILE,
    BEARER_OVER_HTTP,
    NETRC,
    NETRC_FILE,
)
