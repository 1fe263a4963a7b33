"""What one Windows source says about proxies and TLS, and that as a layer of settings.

Promise: the same facts give the same layer whatever format they came in.
"""

from __future__ import annotations

from enum import Enum

from winhttp_cli.options.kinds import BadValue
from winhttp_cli.options.proxy import PROXY
from winhttp_cli.options.proxy_setting import AccessType, ProxySetting
from winhttp_cli.options.tls import SECURE_PROTOCOLS
from winhttp_cli.options.tool_network import PROXY_AUTO_DETECT, PROXY_BYPASS, PROXY_PAC
from winhttp_cli.record import dataclass, replace
from winhttp_cli.settings.layer import Layer
from winhttp_cli.settings.origin import Origin, Rank
from winhttp_cli.settings.refusal import refused


class Scope(Enum):
    """Whose settings they are. A program on WinHTTP reads the machine's unless it asks for automatic
    proxies (semantics X1)."""

    MACHINE = "machine"
    USER = "user"


@dataclass(frozen=True, slots=True)
class ProxyState:
    """`proxies`, `bypass` and `pac_url` are "" where they are off or not there. `secure_protocols` is
    DefaultSecureProtocols, None where nothing is said. `source` names file and value for origins;
    `notes` say what was passed over."""

    source: str
    scope: Scope = Scope.MACHINE
    proxies: str = ""
    bypass: str = ""
    pac_url: str = ""
    auto_detect: bool = False
    secure_protocols: int | None = None
    says_proxy: bool = True
    notes: tuple[str, ...] = ()

    @property
    def is_direct(self) -> bool:
        return not (self.proxies or self.pac_url or self.auto_detect)

    def noted(self, *notes: str) -> ProxyState:
        """The same with more notes."""
        return replace(self, notes=(*self.notes, *notes))

    def layer(self, rank: Rank = Rank.FILE) -> Layer:
        """The settings that mean the same. Raises UsageFault for a proxy list WinHTTP could not use."""
        layer, origin = Layer(), Origin(rank, self.source)
        if self.says_proxy:
            layer.put(PROXY, _setting(self, origin), origin)
        if self.bypass:
            layer.say(PROXY_BYPASS, self.bypass, origin)
        if self.pac_url:
            layer.say(PROXY_PAC, self.pac_url, origin)
        if self.auto_detect:
            layer.put(PROXY_AUTO_DETECT, True, origin)
        if self.secure_protocols is not None:
            layer.say(SECURE_PROTOCOLS, f"0x{self.secure_protocols:X}", origin)
        return layer


def _setting(state: ProxyState, origin: Origin) -> ProxySetting:
    """The PROXY option: the list where there is one, else whether anything is automatic."""
    if not state.proxies:
        return ProxySetting(AccessType.NO_PROXY if state.is_direct else AccessType.AUTOMATIC_PROXY)
    try:
        setting = PROXY.kind.parse(state.proxies)
    except BadValue as bad:
        raise refused(origin, bad.message, bad.code) from None
    if setting.access is not AccessType.NAMED_PROXY:
        raise refused(
            origin, f"a proxy called {state.proxies!r} cannot be told from the word of that name"
        )
    return setting
