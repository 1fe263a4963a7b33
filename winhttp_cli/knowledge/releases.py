"""Windows releases from XP to 11 and the servers from 2003 to 2025: what WinHTTP starts with there.

Promise: every value says where it comes from and where the sources disagree; what no page documents is
marked as inferred, never passed off as documented. Masks are those of option SECURE_PROTOCOLS.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, IntEnum

from winhttp_cli.record import dataclass
from winhttp_cli.suggest import closest

SSL2 = 0x8
SSL3 = 0x20
TLS1 = 0x80
TLS1_1 = 0x200
TLS1_2 = 0x800
TLS1_3 = 0x2000


class Edition(Enum):
    CLIENT = "client"
    SERVER = "server"


class Generation(IntEnum):
    """The Windows a release is built on; client and server of one line share it."""

    XP = 51
    SERVER_2003 = 52
    VISTA = 60
    SEVEN = 61
    EIGHT = 62
    EIGHT_ONE = 63
    TEN = 100
    TEN_1607 = 101
    ELEVEN = 110


@dataclass(frozen=True, slots=True)
class Reading:
    """A default that another source gives for the same release."""

    secure_protocols: int
    source: str


@dataclass(frozen=True, slots=True)
class Release:
    """One Windows release.

    `secure_protocols` is WinHTTP's default; `enabled` what Schannel (the TLS library) does without
    further ado, `supported` what it can be brought to do. `documented` is False where no page names the
    release and the value is that of its sibling. `about` says where the values come from, `readings`
    what sources that disagree say.
    """

    word: str
    title: str
    edition: Edition
    generation: Generation
    secure_protocols: int
    enabled: int
    supported: int
    documented: bool
    about: str
    readings: tuple[Reading, ...] = ()

    @property
    def values(self) -> Mapping[str, str]:
        """The option values that differ by release, as texts the catalogue reads."""
        return {"SECURE_PROTOCOLS": f"0x{self.secure_protocols:X}"}

    @property
    def offer(self) -> int:
        """The versions a program that sets nothing really offers."""
        return self.offered_of(self.secure_protocols)

    def offered_of(self, mask: int) -> int:
        """What of `mask` the release really offers: Schannel takes away what it has switched off."""
        return mask & self.enabled

    @property
    def http2(self) -> bool:
        """Whether ENABLE_HTTP_PROTOCOL exists; no release has HTTP/2 on by default (semantics V2)."""
        return self.generation >= Generation.TEN_1607

    @property
    def follows_308(self) -> bool:
        """Whether a 308 is followed as a redirect (semantics R4)."""
        return self.generation >= Generation.TEN

    @property
    def lacks(self) -> tuple[str, ...]:
        """The options that answer 12009 there because they came later."""
        return tuple(name for name, since in OPTION_SINCE.items() if since > self.generation)


#: The first Windows that knows an option. Options not named here are as old as WinHTTP 5.1.
OPTION_SINCE: dict[str, Generation] = {
    "CLIENT_CERT_CONTEXT": Generation.VISTA,
    "CLIENT_CERT_ISSUER_LIST": Generation.VISTA,
    "CONNECTION_INFO": Generation.VISTA,
    "ASSURED_NON_BLOCKING_CALLBACKS": Generation.EIGHT,
    "UPGRADE_TO_WEB_SOCKET": Generation.EIGHT,
    "WEB_SOCKET_CLOSE_TIMEOUT": Generation.EIGHT,
    "WEB_SOCKET_KEEPALIVE_INTERVAL": Generation.EIGHT,
    "DECOMPRESSION": Generation.EIGHT_ONE,
    "WEB_SOCKET_RECEIVE_BUFFER_SIZE": Generation.EIGHT_ONE,
    "WEB_SOCKET_SEND_BUFFER_SIZE": Generation.EIGHT_ONE,
    "ENABLE_HTTP_PROTOCOL": Generation.TEN_1607,
    "HTTP_PROTOCOL_USED": Generation.TEN_1607,
}

_OLDEST = SSL3 | TLS1
_CLASSIC = SSL2 | SSL3 | TLS1
_UP_TO_1_2 = TLS1 | TLS1_1 | TLS1_2
_MODERN = TLS1_2 | TLS1_3

_BEFORE_7 = (
    "The security page gives TLS 1.0 and SSL 3.0 (0xA0) up to Vista, never SSL 2.0 unless asked; "
    "the page of the COM object gives 0x28, SSL 2.0 and 3.0. The first is taken."
)
_SEVEN = (
    "The option page gives 0xA0 for Windows 7 and 8. Update KB3140245 (7, Server 2008 R2, Server "
    "2012) lets the registry value DefaultSecureProtocols raise it; Schannel has TLS 1.1 and 1.2 "
    "but off."
)
_EIGHT = (
    "The option page gives 0xA0 for Windows 7 and 8, though Schannel there has TLS 1.1 and 1.2 "
    "switched on: it is WinHTTP that does not ask for them."
)
_EIGHT_ONE = "The option page gives 0xAA0 for Windows 8.1 and 10."
_TEN = (
    "The option page gives 0xAA0 for Windows 8.1 and 10. A text of 2024 says that WinHTTP has TLS "
    "1.0 and 1.1 off already, which can only be true with later updates. Schannel dropped SSL 2.0 "
    "and switched SSL 3.0 off with version 1607."
)
_ELEVEN = "The newer option page gives 0x2800 for Windows 11; Schannel has TLS 1.3 from there on."
_COM_READING = (Reading(SSL2 | SSL3, "the page of the COM object (WinHttpRequest)"),)
_LATER_READING = (Reading(SSL3 | TLS1_2, "the text of 2024 on TLS 1.0 and 1.1, with later updates"),)

_SIBLING = "No page names this server's default; it is taken to be that of {sibling}. "


def _client(
    word: str, title: str, generation: Generation, masks: tuple[int, int, int], about: str
) -> Release:
    name = f"windows-{word}"
    readings = _READINGS.get(generation, ())
    return Release(name, f"Windows {title}", Edition.CLIENT, generation, *masks, True, about, readings)


def _server(
    year: str, generation: Generation, masks: tuple[int, int, int], sibling: str, about: str
) -> Release:
    word = f"windows-server-{year.lower().replace(' ', '-')}"
    note = _SIBLING.format(sibling=sibling) + about
    readings = _READINGS.get(generation, ())
    title = f"Windows Server {year}"
    return Release(word, title, Edition.SERVER, generation, *masks, False, note, readings)


_READINGS = {
    Generation.XP: _COM_READING,
    Generation.SERVER_2003: _COM_READING,
    Generation.VISTA: _COM_READING,
    Generation.TEN_1607: _LATER_READING,
}


_XP_MASKS = (_OLDEST, _CLASSIC, _CLASSIC)
_VISTA_MASKS = (_OLDEST, _OLDEST, _CLASSIC)
_SP2_2008_MASKS = (_OLDEST, _OLDEST, _CLASSIC | TLS1_1 | TLS1_2)
_EIGHT_MASKS = (_OLDEST, SSL3 | _UP_TO_1_2, SSL2 | SSL3 | _UP_TO_1_2)
_EIGHT_ONE_MASKS = (SSL3 | _UP_TO_1_2, SSL3 | _UP_TO_1_2, SSL2 | SSL3 | _UP_TO_1_2)
_TEN_MASKS = (SSL3 | _UP_TO_1_2, _UP_TO_1_2, SSL3 | _UP_TO_1_2)
_ELEVEN_MASKS = (_MODERN, _UP_TO_1_2 | TLS1_3, SSL3 | _UP_TO_1_2 | TLS1_3)

RELEASES: tuple[Release, ...] = (
    _client("xp", "XP (Service Pack 2 or later)", Generation.XP, _XP_MASKS, _BEFORE_7),
    _server("2003", Generation.SERVER_2003, _XP_MASKS, "Windows XP", _BEFORE_7),
    _client("vista", "Vista", Generation.VISTA, _VISTA_MASKS, _BEFORE_7),
    _server("2008", Generation.VISTA, _SP2_2008_MASKS, "Windows Vista", _BEFORE_7),
    _client("7", "7", Generation.SEVEN, _SP2_2008_MASKS, _SEVEN),
    _server("2008 R2", Generation.SEVEN, _SP2_2008_MASKS, "Windows 7", _SEVEN),
    _client("8", "8", Generation.EIGHT, _EIGHT_MASKS, _EIGHT),
    _server("2012", Generation.EIGHT, _EIGHT_MASKS, "Windows 8", _EIGHT),
    _client("8.1", "8.1", Generation.EIGHT_ONE, _EIGHT_ONE_MASKS, _EIGHT_ONE),
    _server("2012 R2", Generation.EIGHT_ONE, _EIGHT_ONE_MASKS, "Windows 8.1", _EIGHT_ONE),
    _client("10", "10 (version 1607 or later)", Generation.TEN_1607, _TEN_MASKS, _TEN),
    _server("2016", Generation.TEN_1607, _TEN_MASKS, "Windows 10", _TEN),
    _server("2019", Generation.TEN_1607, _TEN_MASKS, "Windows 10", _TEN),
    _server("2022", Generation.ELEVEN, _ELEVEN_MASKS, "Windows 11", _ELEVEN),
    _client("11", "11", Generation.ELEVEN, _ELEVEN_MASKS, _ELEVEN),
    _server("2025", Generation.ELEVEN, _ELEVEN_MASKS, "Windows 11", _ELEVEN),
)

#: What whttp starts with when no release is named.
BUILT_IN = "windows-11"


class UnknownRelease(LookupError):
    """A word that names no release. `suggestion` is what was probably meant, or ""."""

    def __init__(self, word: str, suggestion: str) -> None:
        super().__init__(f"no Windows release is called {word}")
        self.suggestion = suggestion


def find_release(word: str) -> Release:
    """The release of that word; raises UnknownRelease."""
    wanted = word.strip().lower().replace(" ", "-").replace("_", "-")
    by_word = {release.word: release for release in RELEASES}
    if wanted in by_word:
        return by_word[wanted]
    raise UnknownRelease(word, closest(wanted, by_word))
