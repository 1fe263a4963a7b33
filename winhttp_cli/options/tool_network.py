"""whttp's own options, part three: names and addresses, proxies, and trust in a TLS server."""

from __future__ import annotations

from enum import IntEnum

from winhttp_cli.options.address import ConnectToKind, ResolveKind
from winhttp_cli.options.kinds import Choice, Enumeration, Line, Many, Number, Switch, Text
from winhttp_cli.options.option import Fate, Repeat, Topic
from winhttp_cli.options.own import own


class AddressFamilyChoice(IntEnum):
    """Which addresses of a name are used."""

    ANY = 0
    IPV4 = 4
    IPV6 = 6


_FAMILIES = (
    Choice("any", "any", 0, "as the system orders them"),
    Choice("ipv4", "AF_INET", 4, "IPv4 only"),
    Choice("ipv6", "AF_INET6", 6, "IPv6 only"),
)

ADDRESS_FAMILY = own(
    "ADDRESS_FAMILY",
    Topic.CONNECTIONS,
    Enumeration(AddressFamilyChoice, _FAMILIES, metavar="FAMILY"),
    AddressFamilyChoice.ANY,
    "Which addresses of a name to use: any, ipv4 or ipv6.",
    "WinHTTP takes them as the system orders them. Short: -4 and -6.",
    "whttp get https://example.org/ -6",
    fate=Fate.WORKS,
)
RESOLVE = own(
    "RESOLVE",
    Topic.CONNECTIONS,
    Many(ResolveKind()),
    (),
    "Answer the lookup of HOST:PORT with these addresses.",
    "curl's form. The name stays in the Host header and in the certificate check; only the "
    "address changes. PORT may be *, and several addresses are tried in order.",
    "whttp get https://example.org/ --resolve example.org:443:127.0.0.1",
    fate=Fate.WORKS,
    repeat=Repeat.LIST,
)
CONNECT_TO = own(
    "CONNECT_TO",
    Topic.CONNECTIONS,
    Many(ConnectToKind()),
    (),
    "Connect to HOST2:PORT2 wherever HOST1:PORT1 is asked for.",
    "curl's form. Request, Host header and certificate check stay with HOST1. An empty part on "
    "the left matches anything, on the right keeps what was asked.",
    "whttp get https://example.org/ --connect-to example.org:443:staging.example.org:8443",
    fate=Fate.WORKS,
    repeat=Repeat.LIST,
)
INTERFACE = own(
    "INTERFACE",
    Topic.CONNECTIONS,
    Text("ADDRESS|NAME"),
    None,
    "Leave the machine by this local address or interface.",
    "An address is bound to; an interface name needs a system that can do that.",
    "whttp get https://example.org/ --interface 192.0.2.7",
    fate=Fate.WORKS,
)
UNIX_SOCKET = own(
    "UNIX_SOCKET",
    Topic.CONNECTIONS,
    Text("PATH", completion="file"),
    None,
    "Connect to this Unix socket instead of a host.",
    "The address still decides scheme, Host header and path. No proxy comes between, and a redirect "
    "stays on the socket, whatever host it names. WinHTTP has nothing like it.",
    "whttp get http://localhost/version --unix-socket /run/docker.sock",
    fate=Fate.WORKS,
)
PROXY_BYPASS = own(
    "PROXY_BYPASS",
    Topic.PROXY,
    Text("LIST"),
    None,
    "Hosts that are reached without the proxy: the bypass list of option PROXY.",
    "Split by ; or blanks, never by commas. <local> stands for names without a dot; a wildcard "
    "may only stand at the left (*.contoso.com). It goes with a proxy list of the same or a weaker "
    "source: a list on the command line does not take over the bypass list of a file.",
    "whttp get https://example.org/ -x px:8080 --proxy-bypass '<local>;*.contoso.com'",
    fate=Fate.WORKS,
)
PROXY_PAC = own(
    "PROXY_PAC",
    Topic.PROXY,
    Text("URL|FILE", completion="file"),
    None,
    "Let this PAC script choose the proxy.",
    "An http or https address as WinHTTP takes it, or a file, for debugging. The script runs "
    "apart from whttp, within limits of time and memory. Where it fails the request fails, unless a "
    "proxy list was given with it or --proxy is automatic. A --proxy from a stronger source comes first.",
    "whttp proxy explain https://example.org/ --proxy-pac http://pac.contoso.com/p.pac",
    fate=Fate.WORKS,
)
PROXY_AUTO_DETECT = own(
    "PROXY_AUTO_DETECT",
    Topic.PROXY,
    Switch(),
    False,
    "Look for a PAC script on the network (WPAD).",
    "When a PAC address is given as well, detection comes first and the address second, as in WinHTTP.",
    "whttp proxy explain https://example.org/ --proxy-auto-detect",
    fate=Fate.WORKS,
)
PAC_TIMEOUT = own(
    "PAC_TIMEOUT",
    Topic.PROXY,
    Number(unit="ms", infinite=True),
    60000,
    "Time allowed for one run of the PAC script.",
    "WinHTTP's own limit is one minute and cannot be changed. When it runs out the error is 12177.",
    "whttp proxy explain https://example.org/ --proxy-pac p.pac --pac-timeout 2000",
    fate=Fate.WORKS,
)
FORWARD_CREDENTIALS = own(
    "FORWARD_CREDENTIALS",
    Topic.REDIRECTS,
    Switch(),
    False,
    "Let credentials and cookies given by hand follow a redirect to another origin.",
    "WinHTTP keeps a program's headers on every hop; whttp drops Authorization and Cookie when "
    "scheme, host or port change, and says so. This brings Windows' way back.",
    "whttp get https://example.org/ -H 'Authorization: Bearer x' --forward-credentials",
    fate=Fate.WORKS,
)
CA_FILE = own(
    "CA_FILE",
    Topic.TLS,
    Text("FILE", completion="file"),
    None,
    "Trust the roots in this PEM file, and no others.",
    "Takes the place of the built-in store; SSL_CERT_FILE does the same from the environment.",
    "whttp get https://localhost:8443/ --ca-file root.pem",
    fate=Fate.WORKS,
)
CA_DIRECTORY = own(
    "CA_DIRECTORY",
    Topic.TLS,
    Text("DIRECTORY", completion="directory"),
    None,
    "Trust the roots in this directory of hashed PEM files.",
    "As OpenSSL's rehash makes it. It may be given together with --ca-file.",
    "whttp get https://example.org/ --ca-directory /etc/ssl/certs",
    fate=Fate.WORKS,
)
STORES = own(
    "STORES",
    Topic.TLS,
    Text("STORE[,STORE]"),
    None,
    "Which stores of roots to trust: certifi, system, a file, a directory.",
    "With several, `whttp tls` compares what each of them says of the chain.",
    "whttp tls example.org:443 --stores certifi,system",
    fate=Fate.WORKS,
)
CRL_FILE = own(
    "CRL_FILE",
    Topic.TLS,
    Many(Line("FILE", completion="file")),
    (),
    "Add this revocation list to those that are looked at.",
    "It counts only where revocation is checked (--enable-feature ssl-revocation).",
    "whttp tls example.org:443 --enable-feature ssl-revocation --crl-file ca.crl",
    repeat=Repeat.LIST,
    fate=Fate.WORKS,
)
AIA = own(
    "AIA",
    Topic.TLS,
    Switch(),
    False,
    "Fetch a missing intermediate certificate, as Windows would.",
    "Off by default, because it asks a host that the certificate names. Without it the report "
    "says where Windows would have fetched it.",
    "whttp tls incomplete.example.org:443 --aia",
    fate=Fate.WORKS,
)
STAPLING = own(
    "STAPLING",
    Topic.TLS,
    Switch(),
    False,
    "Ask the server for a stapled OCSP answer and show it.",
    "It is asked for by itself when revocation is checked; here it is shown and decides nothing.",
    "whttp tls example.org:443 --stapling",
    fate=Fate.WORKS,
)
SNI = own(
    "SNI",
    Topic.TLS,
    Text("NAME"),
    None,
    "The server name to send in the handshake, instead of the host.",
    "The certificate is then checked against that name.",
    "whttp tls 203.0.113.10:443 --sni example.org",
    fate=Fate.WORKS,
)
CLIENT_CERT_KEY = own(
    "CLIENT_CERT_KEY",
    Topic.TLS,
    Text("FILE", completion="file"),
    None,
    "The private key of --client-cert-context, when it is a file of its own.",
    "PEM. Windows finds the key through its certificate store instead.",
    "whttp get https://example.org/ --client-cert-context alice.pem --client-cert-key alice.key",
    fate=Fate.WORKS,
)
CERT_OUT = own(
    "CERT_OUT",
    Topic.TLS,
    Text("FILE", completion="file"),
    None,
    "Save the certificates the server sent, as PEM.",
    "Leaf first, in the order they came, and also when they were rejected.",
    "whttp tls example.org:443 --cert-out chain.pem",
    fate=Fate.WORKS,
)
TLS_KEY_LOG = own(
    "TLS_KEY_LOG",
    Topic.TLS,
    Text("FILE", completion="file"),
    None,
    "Write the TLS secrets to this file, for Wireshark.",
    "Whoever has the file can read the recorded traffic. SSLKEYLOGFILE does the same.",
    "whttp get https://example.org/ --tls-key-log keys.txt",
    fate=Fate.WORKS,
)

OPTIONS = (
    ADDRESS_FAMILY,
    RESOLVE,
    CONNECT_TO,
    INTERFACE,
    UNIX_SOCKET,
    PROXY_BYPASS,
    PROXY_PAC,
    PROXY_AUTO_DETECT,
    PAC_TIMEOUT,
    FORWARD_CREDENTIALS,
    CA_FILE,
    CA_DIRECTORY,
    STORES,
    CRL_FILE,
    AIA,
    STAPLING,
    SNI,
    CLIENT_CERT_KEY,
    CERT_OUT,
    TLS_KEY_LOG,
)
