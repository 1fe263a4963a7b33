"""What an option bears on, and which commands have a use for that.

Promise: one rule for every command. A flag that a command has no use for is refused, never taken without
effect; help lists what is of use. A new option gets its use from its topic, unless it is named here; a
new command states its `Purpose`. Knows options by name alone, so that the command table can be read
without the catalogue.
"""

from __future__ import annotations

from enum import Flag, auto

from winhttp_cli.options.option import AnyOption, Topic
from winhttp_cli.record import dataclass


class Use(Flag):
    """What a setting changes."""

    GENERAL = auto()  # which settings count, how any command prints and how much
    URL = auto()  # how the text of a URL becomes a target
    CONNECTION = auto()  # names, addresses and timers on the way to a server, and what a proxy hears
    CERTIFICATES = auto()  # what certificates are read with and judged by
    TLS = auto()  # the rest of a handshake
    PROXY = auto()  # which proxy, and who we are there
    LOGIN = auto()  # a user and a password
    REQUEST = auto()  # a request and what follows from its answer on the wire
    JAR = auto()  # the cookies that are kept
    ANSWER = auto()  # what is made of answers, and what they are held against
    ONE_ANSWER = auto()  # how a single answer is shown, and the file or screen it goes to
    BODY = auto()  # its body: kept in a file, read as text, left out
    BODIES = auto()  # the folder they are kept in, and whether they are asked for again
    QUESTION = auto()  # --query and --expect
    TRACE = auto()  # what is told while it happens
    CHAIN = auto()  # the certificates of a handshake, kept
    NOTICES = auto()  # notifications and trace files, as WinHTTP gives them


_OF_TOPIC = {
    Topic.MESSAGE: Use.REQUEST,
    Topic.REDIRECTS: Use.REQUEST,
    Topic.COOKIES: Use.REQUEST,
    Topic.TIMEOUTS: Use.CONNECTION,
    Topic.CONNECTIONS: Use.CONNECTION,
    Topic.TLS: Use.TLS,
    Topic.PROXY: Use.PROXY,
    Topic.AUTH: Use.REQUEST,
    Topic.WEBSOCKET: Use.REQUEST,
    Topic.DIAGNOSTICS: Use.NOTICES,
    Topic.TOOL: Use.ANSWER,
}
EXCEPTIONS = {
    Use.GENERAL: "AS PROFILE CONFIG SET JSON COLOR WIDTH SHOW_SECRETS QUIET VERBOSE",
    Use.URL: "CODEPAGE REJECT_USERPWD_IN_URL QUERY_PARAM ESCAPE_PERCENT ESCAPE_DISABLE"
    " ESCAPE_DISABLE_QUERY",
    # a proxy is asked in these words, and DISABLE_FEATURE and AUTOLOGON_POLICY speak of its 407, too
    Use.CONNECTION: "USER_AGENT HTTP_VERSION DISABLE_FEATURE AUTOLOGON_POLICY SPN",
    Use.CERTIFICATES: "CA_FILE CA_DIRECTORY STORES SNI CLIENT_CERT_KEY CLIENT_CERT_PASSWORD"
    " CLIENT_CERT_PASSWORD_PROMPT CLIENT_CERT_PASSWORD_FILE CLIENT_CERT_PASSWORD_ENV"
    " CLIENT_CERT_PASSWORD_STDIN",
    Use.TLS: "ENABLE_HTTP_PROTOCOL",
    Use.LOGIN: "USERNAME PASSWORD USER AUTH_SCHEME PASSWORD_PROMPT PASSWORD_FILE PASSWORD_ENV"
    " PASSWORD_STDIN",
    Use.REQUEST: "MAX_CONNS_PER_SERVER MAX_CONNS_PER_1_0_SERVER JSON_BODY_LIMIT"
    " RECEIVE_PROXY_CONNECT_RESPONSE",
    Use.JAR: "COOKIE_JAR PASSPORT_SIGN_OUT",
    Use.ONE_ANSWER: "INCLUDE REPORT REPORT_SECTIONS DRY_RUN HAR DUMP_HEADER",
    Use.BODY: "HEAD CHARSET CURL OUTPUT REMOTE_NAME REMOTE_HEADER_NAME CONTINUE REMOTE_TIME",
    Use.BODIES: "RETRY OUTPUT_DIR",
    Use.QUESTION: "QUERY EXPECT",
    Use.TRACE: "PROGRESS",
    Use.CHAIN: "CERT_OUT",
}
_NAMED = {name: use for use, names in EXCEPTIONS.items() for name in names.split()}


def use_of(option: AnyOption) -> Use:
    """What `option` bears on."""
    return _NAMED.get(option.name) or _OF_TOPIC[option.topic]


@dataclass(frozen=True, slots=True)
class Purpose:
    """One thing a command does: its words for a refusal, and what it has a use for. `why` is said of a
    flag that its sibling, with `sibling_uses`, would have a use for."""

    command: str
    uses: Use
    sibling_uses: Use = Use.GENERAL
    why: str = ""

    def has_use_for(self, option: AnyOption) -> bool:
        return bool(use_of(option) & (self.uses | Use.GENERAL))

    def why_not(self, option: AnyOption) -> str:
        """What a flag is refused with."""
        if self.why and use_of(option) & self.sibling_uses:
            return self.why
        return f"{self.command} has no use for it"


_WAY = Use.URL | Use.CONNECTION | Use.CERTIFICATES | Use.TLS | Use.PROXY
_NOTHING = Use(0)

ANYTHING = Purpose("whttp", ~_NOTHING)
WEB_SOCKET = Purpose("whttp ws", ~(Use.BODY | Use.BODIES))
COMPARE = Purpose("whttp compare", _WAY | Use.LOGIN | Use.REQUEST | Use.JAR)
BATCH = Purpose(
    "whttp batch",
    _WAY
    | Use.LOGIN
    | Use.REQUEST
    | Use.JAR
    | Use.ANSWER
    | Use.BODIES
    | Use.QUESTION
    | Use.TRACE
    | Use.NOTICES,
    sibling_uses=Use.ONE_ANSWER | Use.BODY | Use.CHAIN,
    why="this is about one answer, and a batch has many",
)
TLS_SERVER = Purpose("whttp tls", _WAY | Use.QUESTION | Use.TRACE | Use.CHAIN)
TLS_FILE = Purpose(
    "whttp tls",
    Use.CERTIFICATES,
    sibling_uses=TLS_SERVER.uses,
    why="a file has no handshake; name a server",
)
PASSPORT = Purpose("whttp passport sign-out", Use.JAR)
PROXY_EXPLAIN = Purpose("whttp proxy explain", _WAY)
PROXY_SHOW = Purpose("whttp proxy show", Use.PROXY)
PROXY_IMPORT = Purpose("whttp proxy import", _NOTHING)
CONFIG_VERBS = {
    "path": Purpose("whttp config path", _NOTHING),
    "show": Purpose("whttp config show", ~_NOTHING),
    "check": Purpose("whttp config check", _NOTHING),
    "init": Purpose("whttp config init", _NOTHING),
}
CREDENTIALS_VERBS = {
    "set": Purpose("whttp credentials set", Use.LOGIN),
    "list": Purpose("whttp credentials list", _NOTHING),
    "delete": Purpose("whttp credentials delete", _NOTHING),
}
EXPLAIN = Purpose("whttp explain", _NOTHING)
