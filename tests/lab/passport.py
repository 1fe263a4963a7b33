"""A Passport 1.4 service on loopback: a partner site, a nexus and a login server, each over TLS.

Promise: each says and checks what the protocol says of it (semantics P2 to P13), by rules of its own that
share nothing with the engine; what a test wants otherwise it sets before the first request. Names are
partner.test, nexus.test and login.test, so that cookies keep apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from urllib.parse import unquote

from tests.lab.behaviours import reply
from tests.lab.certificates import Identity
from tests.lab.raw_server import Answer, Peer, RawServer, give
from tests.lab.tls import server_context

NAMES = ("partner.test", "nexus.test", "login.test", "other.test")
USER, PASSWORD = "alice@contoso.test", "wonder, land=1%"
TICKET = "'t=0mLdXd,jZIO4&p='"
SITE_COOKIE, LOGIN_COOKIE = "PartnerAuth=yes", "MSPSession=known"
REFUSED = (
    "da-status=failed,srealm=Passport.NET,ts=-3,prompt,"
    "cburl=http://partner.test/logo.gif,cbtxt=Contoso%20Fabrikam%2C%20Ltd."
)


def field_of(request: bytes, name: str) -> str:
    """The value of one header line, "" without it."""
    found = re.search(rb"\r\n" + name.encode() + rb": ([^\r\n]*)", request, re.IGNORECASE)
    return found[1].decode("latin-1") if found else ""


@dataclass
class PassportLab:
    """The three servers, and what they say. `urls` is the value of PassportURLs, `return_url` where the
    login server sends clients, `refused` its challenge; `site` and `login`, where set, answer in the
    place of theirs."""

    partner: RawServer = field(init=False)
    nexus: RawServer = field(init=False)
    login_server: RawServer = field(init=False)
    urls: str = ""
    return_url: str = ""
    refused: str = REFUSED
    challenge_status: int = 302
    news: str = ""
    site: Callable[[bytes], Answer] | None = None
    login: Callable[[bytes], Answer] | None = None

    @property
    def servers(self) -> tuple[RawServer, ...]:
        return (self.partner, self.nexus, self.login_server)

    @property
    def partner_data(self) -> str:
        """What the site's challenge says."""
        url = self.partner.url("/return?a=1").replace(":", "%3A")
        return f"lc=1033,id=7,tw=43200,fs=1,ru={url},ct=1015,kpp=1,kv=1,ver=2.1.0173.1,tpf=5c"

    # --- what each answers ----------------------------------------------------------------------------

    def at_partner(self, request: bytes) -> Answer:
        if self.site is not None:
            return self.site(request)
        if SITE_COOKIE in field_of(request, "Cookie"):
            return reply(200, b"welcome back")
        if field_of(request, "Authorization") == f"Passport1.4 from-PP={TICKET}":
            info = "Authentication-Info: Passport1.4 tname=PartnerAuth"
            return reply(200, b"signed in", info, f"Set-Cookie: {SITE_COOKIE}; Path=/")
        return self.challenge()

    def challenge(self) -> bytes:
        """The site's own answer to strangers: a redirect for those who do not know Passport."""
        return reply(
            self.challenge_status,
            b"go and log in",
            f"Location: {self.login_server.url('/page.html')}",
            f"WWW-Authenticate: Passport1.4 {self.partner_data}",
            "Set-Cookie: seen=1; Path=/",
            reason="Found",
        )

    def at_nexus(self, request: bytes) -> Answer:
        return reply(200, b"nexus", f"PassportURLs: {self.urls}")

    def at_login(self, request: bytes) -> Answer:
        said = field_of(request, "Authorization")
        if self.login is not None:
            return self.login(request)
        if not said.startswith("Passport1.4 ") or not said.endswith(f",{self.partner_data}"):
            return reply(400, b"not Passport")
        if LOGIN_COOKIE in field_of(request, "Cookie") or self.knows(said):
            return self.success()
        return reply(401, b"who are you?", f"WWW-Authenticate: Passport1.4 {self.refused}", reason="No")

    def knows(self, said: str) -> bool:
        """Whether user and password are right."""
        found = re.match(r"Passport1.4 sign-in=([^,]*),pwd=([^,]*),elapsed-time=0,OrgVerb=", said)
        return found is not None and (unquote(found[1]), unquote(found[2])) == (USER, PASSWORD)

    def success(self) -> bytes:
        told = f"da-status=success,tname=MSPSession,from-PP={TICKET},ru={self.return_url}"
        return reply(
            200,
            b"you are known",
            f"Authentication-Info: Passport1.4 {told}",
            f"Set-Cookie: {LOGIN_COOKIE}; Path=/; Secure",
            *([f"PassportConfig: {self.news}"] if self.news else []),
        )

    # --- what each was asked --------------------------------------------------------------------------

    def told(self, server: RawServer) -> list[str]:
        """The Authorization lines of a server's requests."""
        return [field_of(request, "Authorization") for request in server.requests]

    def everywhere_but_login(self) -> bytes:
        """All that partner and nexus received."""
        others = (self.partner, self.nexus)
        return b"".join(bytes(one.received) for server in others for one in server.connections)


def _asking(answer: Callable[[bytes], Answer]) -> Callable[[Peer], None]:
    return lambda peer: give(answer(peer.request), peer)


@contextmanager
def passport_lab(identity: Identity, *, secure_partner: bool = True) -> Iterator[PassportLab]:
    """The service, running. `identity` is for `NAMES`."""
    lab = PassportLab()
    with ExitStack() as stack:

        def server(answer: Callable[[bytes], Answer], host: str, secure: bool = True) -> RawServer:
            tls = server_context(identity) if secure else None
            return stack.enter_context(RawServer(_asking(answer), host=host, tls=tls))

        lab.partner = server(lab.at_partner, "partner.test", secure_partner)
        lab.nexus = server(lab.at_nexus, "nexus.test")
        lab.login_server = server(lab.at_login, "login.test")
        login = f"{lab.login_server.authority}/login2.srf"
        lab.urls = f"DAReg=register.test,DARealm=Passport.Net,DALogin={login},ConfigVersion=15"
        lab.return_url = lab.partner.url("/return?a=1")
        yield lab
