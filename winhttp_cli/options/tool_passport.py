"""whttp's own options for Passport: where its servers are, since the live service is gone.

They are what the registry key `Passport Test` was to WinHTTP (semantics P4).
"""

from __future__ import annotations

from winhttp_cli.options.kinds import Text
from winhttp_cli.options.option import AnyOption, Fate, Topic
from winhttp_cli.options.own import own

PASSPORT_NEXUS = own(
    "PASSPORT_NEXUS",
    Topic.AUTH,
    Text("URL"),
    "https://nexus.passport.com/rdr/pprdr.asp",
    "The nexus, which says where Passport's login server is.",
    "An https URL whose answer has a PassportURLs header; it is asked once a session. The registry "
    "had NexusHost and NexusObj for it. The built-in one is that of the service, which is gone.",
    "whttp get https://partner.example/ --configure-passport-auth enable-passport-auth "
    "--passport-nexus https://nexus.example/rdr/pprdr.asp",
    fate=Fate.WORKS,
)
PASSPORT_LOGIN_SERVER_URL = own(
    "PASSPORT_LOGIN_SERVER_URL",
    Topic.AUTH,
    Text("URL"),
    None,
    "Passport's login server; no nexus is asked then.",
    "An https URL. User and password go there and nowhere else. In the registry: LoginServerUrl.",
    "whttp get https://partner.example/ --configure-passport-auth enable-passport-auth "
    "--passport-login-server-url https://login.example/login2.srf",
    fate=Fate.WORKS,
)
PASSPORT_LOGIN_SERVER_REALM = own(
    "PASSPORT_LOGIN_SERVER_REALM",
    Topic.AUTH,
    Text("REALM"),
    None,
    "The realm that the login server must name when it asks for a password.",
    "In the place of the nexus' DARealm; another realm ends the sign-in. Without a nexus and without "
    "this any realm will do. In the registry: LoginServerRealm.",
    "whttp get https://partner.example/ --configure-passport-auth enable-passport-auth "
    "--passport-login-server-url https://login.example/ --passport-login-server-realm Passport.Net",
    fate=Fate.WORKS,
)

OPTIONS: tuple[AnyOption, ...] = (
    PASSPORT_NEXUS,
    PASSPORT_LOGIN_SERVER_URL,
    PASSPORT_LOGIN_SERVER_REALM,
)
