"""Products that open TLS connections and sign what they show by an authority of their own.

Promise: data only. A name is what the product's authority is called by default, in lower case, as a
word or phrase of a distinguished name; companies rename it, so that a miss proves nothing, and a hit
is a likelihood, not a proof: some of these firms also run authorities for their own web sites.
"""

from __future__ import annotations

from enum import Enum

from winhttp_cli.record import dataclass


class Kind(Enum):
    """Where such a product stands."""

    GATEWAY = "a gateway on the network"
    SECURITY = "security software on this machine"
    DEBUGGER = "a debugging proxy"


@dataclass(frozen=True, slots=True)
class Inspector:
    """One product; `names` are phrases found in its authorities' names."""

    product: str
    kind: Kind
    names: tuple[str, ...]


INSPECTORS: tuple[Inspector, ...] = (
    Inspector("Zscaler", Kind.GATEWAY, ("zscaler",)),
    Inspector("Netskope", Kind.GATEWAY, ("netskope", "goskope")),
    Inspector("Fortinet FortiGate", Kind.GATEWAY, ("fortinet", "fortigate")),
    Inspector("Palo Alto Networks", Kind.GATEWAY, ("palo alto networks", "prisma access")),
    Inspector("Symantec ProxySG (Blue Coat)", Kind.GATEWAY, ("blue coat", "bluecoat", "proxysg")),
    Inspector("Cisco Umbrella", Kind.GATEWAY, ("cisco umbrella", "opendns")),
    Inspector("Cisco Secure Web Appliance", Kind.GATEWAY, ("ironport", "cisco web security appliance")),
    Inspector("Skyhigh (McAfee) Web Gateway", Kind.GATEWAY, ("mcafee web gateway", "skyhigh")),
    Inspector("Forcepoint (Websense)", Kind.GATEWAY, ("forcepoint", "websense")),
    Inspector("Check Point", Kind.GATEWAY, ("check point", "checkpoint https inspection")),
    Inspector("Sophos", Kind.GATEWAY, ("sophos",)),
    Inspector("Barracuda", Kind.GATEWAY, ("barracuda",)),
    Inspector("WatchGuard", Kind.GATEWAY, ("watchguard", "fireware")),
    Inspector("SonicWall", Kind.GATEWAY, ("sonicwall",)),
    Inspector("Untangle (Arista)", Kind.GATEWAY, ("untangle",)),
    Inspector("iboss", Kind.GATEWAY, ("iboss",)),
    Inspector("Menlo Security", Kind.GATEWAY, ("menlo security",)),
    Inspector("Cato Networks", Kind.GATEWAY, ("cato networks",)),
    Inspector("Cloudflare Gateway", Kind.GATEWAY, ("gateway ca - cloudflare managed",)),
    Inspector("Microsoft Forefront TMG", Kind.GATEWAY, ("forefront tmg", "microsoft isa server")),
    Inspector("Kaspersky", Kind.SECURITY, ("kaspersky",)),
    Inspector("ESET", Kind.SECURITY, ("eset ssl filter",)),
    Inspector("Avast or AVG", Kind.SECURITY, ("avast", "avg web/mail shield", "avg technologies")),
    Inspector("Bitdefender", Kind.SECURITY, ("bitdefender",)),
    Inspector("AdGuard", Kind.SECURITY, ("adguard",)),
    Inspector("Dr.Web", Kind.SECURITY, ("dr.web", "doctor web")),
    Inspector("Superfish", Kind.SECURITY, ("superfish",)),
    Inspector("mitmproxy", Kind.DEBUGGER, ("mitmproxy",)),
    Inspector("Fiddler", Kind.DEBUGGER, ("do_not_trust_fiddlerroot", "fiddler")),
    Inspector("Charles", Kind.DEBUGGER, ("charles proxy",)),
    Inspector("Burp Suite", Kind.DEBUGGER, ("portswigger",)),
    Inspector("OWASP ZAP", Kind.DEBUGGER, ("owasp zed attack proxy", "owasp root ca")),
    Inspector("Proxyman", Kind.DEBUGGER, ("proxyman",)),
    Inspector("HTTP Toolkit", Kind.DEBUGGER, ("http toolkit ca",)),
)
