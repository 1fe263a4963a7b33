"""Authentication by Passport 1.4: off since WinHTTP 5.1, and its live service is gone."""

from __future__ import annotations

from enum import IntFlag

from winhttp_cli.options.kinds import Choice, FlagSet, Text
from winhttp_cli.options.option import Access, Fate, Handle, Option, Topic


class PassportFlags(IntFlag):
    """The values of CONFIGURE_PASSPORT_AUTH; neither bit set means Passport off."""

    ENABLE_PASSPORT_AUTH = 0x10000000
    DISABLE_PASSPORT_KEYRING = 0x20000000
    ENABLE_PASSPORT_KEYRING = 0x40000000


CONFIGURE_PASSPORT_AUTH = Option(
    name="CONFIGURE_PASSPORT_AUTH",
    number=83,
    topic=Topic.AUTH,
    kind=FlagSet(
        PassportFlags,
        (
            Choice("disable-passport-auth", "WINHTTP_DISABLE_PASSPORT_AUTH", 0, "Passport off"),
            Choice("enable-passport-auth", "WINHTTP_ENABLE_PASSPORT_AUTH", 0x10000000, "Passport on"),
            Choice(
                "disable-passport-keyring",
                "WINHTTP_DISABLE_PASSPORT_KEYRING",
                0x20000000,
                "do not look for stored passwords",
            ),
            Choice(
                "enable-passport-keyring",
                "WINHTTP_ENABLE_PASSPORT_KEYRING",
                0x40000000,
                "use passwords stored for the user",
            ),
        ),
    ),
    default=PassportFlags.DISABLE_PASSPORT_KEYRING,
    handles=Handle.SESSION,
    access=Access.SET,
    fate=Fate.WORKS,
    summary="Passport sign-in and its key ring, on or off.",
    doc=(
        "Off since WinHTTP 5.1. With it on, a redirect that carries a Passport challenge is shown "
        "as a 401 or answered: the login server that the nexus names (--passport-nexus, "
        "--passport-login-server-url) is asked, is given user and password if it wants them, and "
        "sends the client back with a ticket. The key ring is what `whttp credentials set LOGIN-HOST "
        "--auth-scheme passport` keeps; it does not ask the autologon policy. One page says the "
        "COM object cannot switch Passport off, another documents the switch, off by default."
    ),
    example="whttp get https://partner.example/ --configure-passport-auth enable-passport-auth",
)

PASSPORT_COBRANDING_TEXT = Option(
    name="PASSPORT_COBRANDING_TEXT",
    number=81,
    topic=Topic.AUTH,
    kind=Text("TEXT"),
    default="",
    handles=Handle.REQUEST,
    access=Access.QUERY,
    fate=Fate.WORKS,
    summary="The partner's text that came with a Passport challenge.",
    doc=(
        "The login server sends it as cbtxt with its 401; a program shows it when it asks for the "
        "password. It has to be read right after that 401. Its percent-escapes are undone here."
    ),
    example="whttp get https://partner.example/ --query passport_cobranding_text",
)

PASSPORT_COBRANDING_URL = Option(
    name="PASSPORT_COBRANDING_URL",
    number=82,
    topic=Topic.AUTH,
    kind=Text("URL"),
    default="",
    handles=Handle.REQUEST,
    access=Access.QUERY,
    fate=Fate.WORKS,
    summary="The address of the partner's picture that came with a Passport challenge.",
    doc=(
        "The login server sends it as cburl with its 401, beside the cobranding text. It has to "
        "be read right after that 401."
    ),
    example="whttp get https://partner.example/ --query passport_cobranding_url",
)

PASSPORT_RETURN_URL = Option(
    name="PASSPORT_RETURN_URL",
    number=87,
    topic=Topic.AUTH,
    kind=Text("URL"),
    default="",
    handles=Handle.REQUEST,
    access=Access.QUERY,
    fate=Fate.WORKS,
    summary="Where the Passport login server sends the client back to.",
    doc=(
        "Keep it: it is what PASSPORT_SIGN_OUT wants. One page speaks of setting it and types it "
        "as a pointer; it can only be read, and it is a text."
    ),
    example="whttp get https://partner.example/ --query passport_return_url",
)

PASSPORT_SIGN_OUT = Option(
    name="PASSPORT_SIGN_OUT",
    number=86,
    topic=Topic.AUTH,
    kind=Text("URL"),
    default=None,
    handles=Handle.SESSION,
    access=Access.SET,
    fate=Fate.WORKS,
    summary="Sign out of Passport for one return address.",
    doc=(
        "Setting it is the action: every cookie of that address is dropped from the session, before "
        "anything is sent. The value is what PASSPORT_RETURN_URL gave. With a cookie jar it lasts; "
        "`whttp passport sign-out` does nothing else."
    ),
    example="whttp passport sign-out --cookie-jar jar.txt https://partner.example/",
)

OPTIONS = (
    CONFIGURE_PASSPORT_AUTH,
    PASSPORT_COBRANDING_TEXT,
    PASSPORT_COBRANDING_URL,
    PASSPORT_RETURN_URL,
    PASSPORT_SIGN_OUT,
)
