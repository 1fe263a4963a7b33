"""What we intend to do on the wire: frozen data in the engine's words.

Promise: if it is not in the plan, the engine does not do it. Times are seconds (None: no limit),
sizes bytes (None: no limit). No option names, no origins, no screen. Imports nothing of ours but the
lowest rooms.
"""

from __future__ import annotations

from enum import Enum, Flag, auto
from pathlib import Path

from winhttp_cli.plan_auth import AuthPolicy as AuthPolicy
from winhttp_cli.plan_auth import PassportPolicy as PassportPolicy
from winhttp_cli.plan_auth import SharedCredential as SharedCredential
from winhttp_cli.plan_target import Target as Target
from winhttp_cli.record import dataclass, field
from winhttp_cli.secret import Secret
from winhttp_cli.websocket import WebSocketPlan

Header = tuple[str, str]


# --- body -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BytesPart:
    """Body bytes held in memory."""

    data: bytes


@dataclass(frozen=True, slots=True)
class FilePart:
    """A slice of a file, opened again for each send. `length` is what it was when planned; None for
    what has no length (a pipe, a device), which can be read once only."""

    path: Path
    length: int | None
    offset: int = 0


@dataclass(frozen=True, slots=True)
class StdinPart:
    """Standard input: unknown length unless told, and it can be sent once only."""

    length: int | None = None


BodyPart = BytesPart | FilePart | StdinPart


@dataclass(frozen=True, slots=True)
class Body:
    """A request body made of parts. Chunked when asked for or when the length is unknown. `announced` is
    the caller's Content-Length where nothing else tells the length."""

    parts: tuple[BodyPart, ...]
    chunked: bool = False
    announced: int | None = None

    @property
    def length(self) -> int | None:
        """Bytes in all, or None where a part's length is unknown."""
        total = 0
        for part in self.parts:
            size = len(part.data) if isinstance(part, BytesPart) else part.length
            if size is None:
                return None
            total += size
        return total

    @property
    def is_replayable(self) -> bool:
        """Whether it can be sent a second time (redirect 307/308, authentication)."""
        return not any(
            isinstance(part, StdinPart) or (isinstance(part, FilePart) and part.length is None)
            for part in self.parts
        )


# --- policies ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds per phase; None means no limit. `total` is whttp's own --max-time."""

    resolve: float | None = None
    connect: float | None = 60.0
    send: float | None = 30.0
    receive: float | None = 30.0
    receive_response: float | None = 90.0
    total: float | None = None


class TlsVersion(Flag):
    """Protocol versions as SECURE_PROTOCOLS numbers them."""

    SSL2 = 0x8
    SSL3 = 0x20
    TLS1 = 0x80
    TLS1_1 = 0x200
    TLS1_2 = 0x800
    TLS1_3 = 0x2000


VERSION_NAMES = {
    TlsVersion.SSL2: "SSL 2.0",
    TlsVersion.SSL3: "SSL 3.0",
    TlsVersion.TLS1: "TLS 1.0",
    TlsVersion.TLS1_1: "TLS 1.1",
    TlsVersion.TLS1_2: "TLS 1.2",
    TlsVersion.TLS1_3: "TLS 1.3",
}


class CertFault(Flag):
    """What can be wrong with a server certificate. The first five can be forgiven one by one."""

    UNKNOWN_CA = auto()
    WRONG_USAGE = auto()
    NAME = auto()
    DATE = auto()
    WEAK_SIGNATURE = auto()
    BAD_SIGNATURE = auto()
    REVOKED = auto()
    REVOCATION_UNKNOWN = auto()
    CONSTRAINTS = auto()
    INVALID = auto()


NO_FAULT = CertFault(0)
FORGIVABLE = (
    CertFault.UNKNOWN_CA
    | CertFault.WRONG_USAGE
    | CertFault.NAME
    | CertFault.DATE
    | CertFault.WEAK_SIGNATURE
)


@dataclass(frozen=True, slots=True)
class TrustStore:
    """Where trusted roots come from. `label` is what the report calls it ("root.pem (--ca-file)").
    `parts` are the stores that one is made of which unites several; naming nothing is certifi."""

    label: str
    ca_file: Path | None = None
    ca_directory: Path | None = None
    system: bool = False
    parts: tuple[TrustStore, ...] = ()


@dataclass(frozen=True, slots=True)
class ClientCertificate:
    """CLIENT_CERT_CONTEXT. `files` empty means WINHTTP_NO_CLIENT_CERT_CONTEXT: send none, go on."""

    certificate: Path | None = None
    key: Path | None = None
    password: Secret | None = None


@dataclass(frozen=True, slots=True)
class TlsPolicy:
    """Everything that decides a TLS handshake. Two policies that differ never share a connection or
    a TLS session. `fetch_cache` is a folder where CRLs, OCSP answers and fetched issuers outlive the
    process, None for nowhere. `show_staple` asks for a stapled OCSP answer without judging by it."""

    versions: TlsVersion = TlsVersion.TLS1_2 | TlsVersion.TLS1_3
    forgiven: CertFault = NO_FAULT
    trust: TrustStore = TrustStore("certifi")
    client_certificate: ClientCertificate | None = None
    check_revocation: bool = False
    crl_files: tuple[Path, ...] = ()
    fetch_missing_issuers: bool = False
    server_name: str | None = None
    key_log: Path | None = None
    fetch_cache: Path | None = None
    show_staple: bool = False


class RedirectMode(Enum):
    """REDIRECT_POLICY."""

    NEVER = "never"
    DISALLOW_HTTPS_TO_HTTP = "disallow-https-to-http"
    ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class RedirectPolicy:
    """`maximum` hops are followed, one more is 12156. `forward_credentials` lets Authorization and
    Cookie given by hand travel to another origin. `enabled` False is DISABLE_FEATURE redirects.
    `follows_308` is False for a Windows older than 10."""

    mode: RedirectMode = RedirectMode.DISALLOW_HTTPS_TO_HTTP
    maximum: int = 10
    forward_credentials: bool = False
    enabled: bool = True
    follows_308: bool = True


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on what a server may send."""

    header_bytes: int = 65536
    interim_responses: int = 10
    drain_bytes: int = 1048576


class ProxyMode(Enum):
    """The access types of WINHTTP_PROXY_INFO."""

    DIRECT = "none"
    NAMED = "named"
    AUTOMATIC = "automatic"


@dataclass(frozen=True, slots=True)
class ProxyPolicy:
    """How the route of each hop is chosen. `source`, `list_source` and `bypass_source` say who configured
    it, the list and the bypass list, for the route line ("" where that is `source`).
    `environment` holds the proxy variables to honour as the lowest source (name, value).
    `failover`: when discovery or the script fails, the next source is asked, as AUTOMATIC_PROXY does;
    without it the failure ends the request, as WinHttpGetProxyForUrl would report it. `scheme` is the
    one named for a 407, as in AuthPolicy. `shared` is GLOBAL_PROXY_CREDS, for a proxy that asks a request
    without credentials of its own."""

    mode: ProxyMode = ProxyMode.DIRECT
    proxies: str = ""
    bypass: str = ""
    pac_url: str = ""
    auto_detect: bool = False
    pac_timeout: float | None = 60.0
    environment: tuple[tuple[str, str], ...] = ()
    source: str = ""
    list_source: str = ""
    bypass_source: str = ""
    username: str | None = None
    password: Secret | None = None
    receive_connect_response: bool = False
    failover: bool = False
    shared: tuple[SharedCredential, ...] = ()
    scheme: str = ""


class AddressFamily(Enum):
    ANY = "any"
    IPV4 = "ipv4"
    IPV6 = "ipv6"


@dataclass(frozen=True, slots=True)
class ResolveOverride:
    """--resolve HOST:PORT:ADDRESS[,ADDRESS]: answers a lookup; port None is any port."""

    host: str
    port: int | None
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConnectTo:
    """--connect-to HOST1:PORT1:HOST2:PORT2: empty HOST1/PORT1 match any, empty HOST2/PORT2 keep."""

    from_host: str
    from_port: int | None
    to_host: str
    to_port: int | None


@dataclass(frozen=True, slots=True)
class NetworkPolicy:
    """Names, addresses and sockets."""

    connect_retries: int = 5
    family: AddressFamily = AddressFamily.ANY
    interface: str = ""
    resolve: tuple[ResolveOverride, ...] = ()
    connect_to: tuple[ConnectTo, ...] = ()


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """What is fixed when the session handle is opened and shared by all its requests. `sign_out` is the
    URL whose cookies are dropped then (PASSPORT_SIGN_OUT)."""

    connections_per_server: int | None = None
    connections_per_1_0_server: int | None = None
    cookie_jar: Path | None = None
    worker_threads: int = 0
    sign_out: Target | None = None


@dataclass(frozen=True, slots=True)
class RequestPlan:
    """One request, complete. `headers` are the caller's, final, in call order; the engine adds what
    the connection and the hop decide (Connection, Content-Length, Host, Cookie, Accept-Encoding),
    except those whose lower-case names are in `left_out`. `user_agent` None sends no User-Agent line.
    `raw_bytes` asks for a RawBytes event per read and write (-vv). `remarks` are told as notes: what
    was set and does not apply."""

    method: str
    target: Target
    headers: tuple[Header, ...] = ()
    left_out: frozenset[str] = frozenset()
    user_agent: str | None = None
    body: Body | None = None
    http_version: str = "1.1"
    allow_http2: bool = False
    keep_alive: bool = True
    refresh: bool = False
    decompress: frozenset[str] = frozenset()
    use_cookies: bool = True
    timeouts: Timeouts = field(default_factory=Timeouts)
    tls: TlsPolicy = field(default_factory=TlsPolicy)
    proxy: ProxyPolicy = field(default_factory=ProxyPolicy)
    auth: AuthPolicy = field(default_factory=AuthPolicy)
    redirects: RedirectPolicy = field(default_factory=RedirectPolicy)
    network: NetworkPolicy = field(default_factory=NetworkPolicy)
    limits: Limits = field(default_factory=Limits)
    web_socket: WebSocketPlan | None = None
    context_value: int = 0
    raw_bytes: bool = False
    remarks: tuple[str, ...] = ()
