"""PAC idioms as they are met in the field, run by our engine and by an independent one (pacparser, a
C library with Mozilla's functions): both must give the same text."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

import pacparser
import pytest

from winhttp_cli.engine.proxy.pac import PacRun, PacRunner
from winhttp_cli.errors import Code
from winhttp_cli.plan import Target

MY_ADDRESS = "10.20.30.40"

NAMES = ["localhost", "10.1.2.3", "192.168.7.9", "172.16.5.5", "8.8.8.8", "127.0.0.1", "255.255.255.255"]


def lookup(name: str, seconds: float | None) -> tuple[str, ...]:
    known = {"localhost": ("::1", "127.0.0.1")}
    return known.get(name, (name,) if name in NAMES else ())


def ours(script: str, target: Target) -> str | None:
    run = PacRunner(lookup, lambda: ("fe80::1", MY_ADDRESS)).run(script, target, 30.0)
    assert run.failure is None, run.failure
    return run.result


@pytest.fixture(autouse=True)
def _oracle() -> Iterator[None]:
    pacparser.init()
    pacparser.setmyip(MY_ADDRESS)
    yield
    pacparser.cleanup()


def theirs(script: str, target: Target) -> str:
    pacparser.parse_pac_string(script)
    return str(pacparser.find_proxy(target.url, target.host))


def url(text: str) -> Target:
    scheme, _, rest = text.partition("://")
    host, slash, path = rest.partition("/")
    name, _, port = host.partition(":")
    return Target(scheme, name, int(port or (443 if scheme == "https" else 80)), slash + path or "/")


def body(statements: str) -> str:
    return "function FindProxyForURL(url, host) {\n" + statements + "\nreturn 'DIRECT';\n}"


P, D = "return 'PROXY px:8080';", "return 'DIRECT';"

# name, script, the URLs it is asked about
IDIOMS = [
    ("plain names direct", body(f"if (isPlainHostName(host)) {D} {P}"),
     ["http://intranet/", "http://www.example.org/", "http://10.1.2.3/"]),
    ("own domain direct", body(f"if (dnsDomainIs(host, '.example.org')) {D} {P}"),
     ["http://www.example.org/", "http://example.org/", "http://badexample.org/"]),
    ("dnsDomainIs without a dot", body(f"if (dnsDomainIs(host, 'example.org')) {D} {P}"),
     ["http://badexample.org/", "http://example.org/", "http://example.org.evil/"]),
    ("plain or own domain", body(f"if (isPlainHostName(host) || dnsDomainIs(host, '.corp')) {D} {P}"),
     ["http://wiki/", "http://wiki.corp/", "http://corp/", "http://x.y/"]),
    ("localHostOrDomainIs", body(f"if (localHostOrDomainIs(host, 'www.example.org')) {D} {P}"),
     ["http://www/", "http://www.example.org/", "http://home.example.org/", "http://ww/"]),
    ("private ranges by isInNet", body(
        f"if (isInNet(host, '10.0.0.0', '255.0.0.0') || isInNet(host, '172.16.0.0', '255.240.0.0') ||"
        f" isInNet(host, '192.168.0.0', '255.255.0.0') ||"
        f" isInNet(host, '127.0.0.0', '255.255.255.0')) {D} {P}"),
     ["http://10.1.2.3/", "http://172.16.5.5/", "http://192.168.7.9/", "http://8.8.8.8/", "http://127.0.0.1/"]),
    ("isInNet after dnsResolve", body(
        f"var ip = dnsResolve(host); if (isInNet(ip, '127.0.0.0', '255.0.0.0')) {D} {P}"),
     ["http://localhost/", "http://8.8.8.8/"]),
    ("isInNet on a name", body(f"if (isInNet(host, '127.0.0.1', '255.255.255.255')) {D} {P}"),
     ["http://localhost/", "http://10.1.2.3/"]),
    ("isInNet of a single host", body(f"if (isInNet(host, '10.1.2.3', '255.255.255.255')) {D} {P}"),
     ["http://10.1.2.3/", "http://10.1.2.4/"]),
    ("isInNet with an odd mask", body(f"if (isInNet(host, '192.168.7.0', '255.255.255.8')) {D} {P}"),
     ["http://192.168.7.9/", "http://192.168.7.1/"]),
    ("isInNet tree by own address", body(
        "var me = myIpAddress();\n"
        "if (isInNet(me, '10.20.0.0', '255.255.0.0')) return 'PROXY berlin:8080';\n"
        "else if (isInNet(me, '10.30.0.0', '255.255.0.0')) return 'PROXY paris:8080';"),
     ["http://www.example.org/"]),
    ("own address returned", body("return 'PROXY ' + myIpAddress() + ':1';"), ["http://x.y/"]),
    ("network of the own address", body(
        "var o = myIpAddress().split('.'); return 'PROXY px' + o[1] + '.corp:80';"), ["http://x.y/"]),
    ("resolvable or not", body(f"if (isResolvable(host)) {D} {P}"),
     ["http://localhost/", "http://10.1.2.3/"]),
    ("dnsResolve of an address", body("return 'PROXY ' + dnsResolve(host) + ':1';"), ["http://8.8.8.8/"]),
    ("dnsResolve of localhost", body("return 'PROXY ' + dnsResolve('localhost') + ':1';"), ["http://x.y/"]),
    ("dnsDomainLevels", body("return 'PROXY l' + dnsDomainLevels(host) + ':1';"),
     ["http://a/", "http://a.b/", "http://a.b.c/", "http://10.1.2.3/"]),
    ("levels as a plain name test", body(f"if (dnsDomainLevels(host) == 0) {D} {P}"),
     ["http://a/", "http://a.b/"]),
    ("shExpMatch on the host", body(f"if (shExpMatch(host, '*.example.org')) {D} {P}"),
     ["http://www.example.org/", "http://example.org/", "http://www.example.org.evil/"]),
    ("shExpMatch on the URL", body(f"if (shExpMatch(url, 'http://*.example.org/*')) {D} {P}"),
     ["http://www.example.org/a", "http://www.example.net/a?http://x.example.org/"]),
    ("shExpMatch with a port", body(f"if (shExpMatch(url, '*:8080/*')) {D} {P}"),
     ["http://www.example.org:8080/a", "http://www.example.org/a"]),
    ("shExpMatch of a question mark", body(f"if (shExpMatch(host, 'www?.example.org')) {D} {P}"),
     ["http://www1.example.org/", "http://www.example.org/", "http://www12.example.org/"]),
    ("shExpMatch minds case", body(f"if (shExpMatch(host, 'WWW.*')) {D} {P}"),
     ["http://www.example.org/", "http://WWW.example.org/"]),
    ("shExpMatch of dots and dashes", body(f"if (shExpMatch(host, 'a-b.c*')) {D} {P}"),
     ["http://a-b.com/", "http://a-bxcom/"]),
    ("shExpMatch of several stars", body(f"if (shExpMatch(host, '*a*b*c')) {D} {P}"),
     ["http://xaybzc/", "http://abc/", "http://acb/", "http://aabbcc/"]),
    ("shExpMatch of the empty pattern", body(f"if (shExpMatch(host, '')) {D} {P}"), ["http://a/"]),
    ("file types", body(f"if (shExpMatch(url, '*.gif') || shExpMatch(url, '*.jpg')) {P}"),
     ["http://a.b/x.gif", "http://a.b/x.jpg?", "http://a.b/x.jpg"]),
    ("by scheme", body("if (url.substring(0, 5) == 'http:') return 'PROXY p1:80';\n"
                       "else if (url.substring(0, 6) == 'https:') return 'PROXY p2:80';"),
     ["http://a.b/", "https://a.b/"]),
    ("lower case first", body(f"host = host.toLowerCase(); if (host == 'www.example.org') {D} {P}"),
     ["http://WWW.Example.ORG/", "http://example.org/"]),
    ("regular expression", body(f"if (/^10\\.|^192\\.168\\./.test(host)) {D} {P}"),
     ["http://10.1.2.3/", "http://192.168.7.9/", "http://110.1.2.3/"]),
    ("hash of the host shares the load", body(
        "var s = 0; for (var i = 0; i < host.length; i++) s += host.charCodeAt(i);\n"
        "return s % 2 ? 'PROXY p1:80; PROXY p2:80' : 'PROXY p2:80; PROXY p1:80';"),
     ["http://a.b/", "http://b.b/", "http://www.example.org/"]),
    ("hash of the last octet", body(
        "var n = convert_addr(myIpAddress()) & 255; return n % 3 == 1 ? 'PROXY p1:1' : 'PROXY p2:2';"),
     ["http://a.b/"]),
    ("convert_addr as number", body("return 'PROXY n' + convert_addr('192.168.1.2') + ':1';"),
     ["http://a.b/"]),
    ("failover list", body("return 'PROXY a:1; PROXY b:2; SOCKS c:3; DIRECT';"), ["http://a.b/"]),
    ("list in a table", (
        "var direct = ['.corp', '.example.org'];\n"
        "function FindProxyForURL(url, host) {\n"
        "  for (var i = 0; i < direct.length; i++) if (dnsDomainIs(host, direct[i])) return 'DIRECT';\n"
        "  return 'PROXY px:1';\n}"), ["http://a.corp/", "http://www.example.org/", "http://a.b/"]),
    ("table with a for-in loop", (
        "var map = {'.corp': 'DIRECT', '.org': 'PROXY org:1'};\n"
        "function FindProxyForURL(url, host) {\n"
        "  for (var k in map) if (host.indexOf(k, host.length - k.length) >= 0) return map[k];\n"
        "  return 'PROXY px:1';\n}"), ["http://a.corp/", "http://www.example.org/", "http://a.b/"]),
    ("switch on the last label", body(
        "switch (host.substring(host.lastIndexOf('.') + 1)) {\n"
        "case 'org': return 'PROXY org:1'; case 'com': return 'PROXY com:1';\n"
        "default: return 'DIRECT'; }"),
     ["http://a.org/", "http://a.com/", "http://a.net/"]),
    ("own helper function", (
        "function ends(h, s) { return h.slice(-s.length) === s; }\n"
        + body(f"if (ends(host, '.corp')) {D} {P}")),
     ["http://a.corp/", "http://a.org/"]),
    ("own function under a known name", (
        "function isPlainHostName(h) { return h == 'special.host'; }\n"
        + body(f"if (isPlainHostName(host)) {D} {P}")), ["http://special.host/", "http://plain/"]),
    ("undeclared variables", body(f"ip = host; found = shExpMatch(ip, '10.*'); if (found) {D} {P}"),
     ["http://10.1.2.3/", "http://8.8.8.8/"]),
    ("try and catch", body("try { undefinedThing(); } catch (e) { return 'PROXY caught:1'; }"), ["http://a/"]),
    ("entry point as a variable", "var FindProxyForURL = function (url, host) { return 'PROXY v:1'; };",
     ["http://a/"]),
    ("comments and an old wrapper", "<!-- hidden\n" + body(P + " // end") + "\n//-->", ["http://a/"]),
    ("string methods", body("return 'PROXY ' + host.split('.').reverse().join('-') + ':1';"), ["http://a.b.c/"]),
    ("wildcard then exception", body(
        f"if (shExpMatch(host, '*.example.org') && !shExpMatch(host, 'www.*')) {D} {P}"),
     ["http://www.example.org/", "http://ftp.example.org/"]),
    ("nested conditions", body(
        "return isPlainHostName(host) ? 'DIRECT'"
        " : shExpMatch(url, 'https:*') ? 'PROXY s:1' : 'PROXY h:1';"),
     ["http://a/", "https://a.b/", "http://a.b/"]),
]  # fmt: skip


@pytest.mark.parametrize(("script", "urls"), [row[1:] for row in IDIOMS], ids=[row[0] for row in IDIOMS])
def test_idiom(script: str, urls: list[str]) -> None:
    for target in map(url, urls):
        assert ours(script, target) == theirs(script, target), target


def test_the_table_is_as_long_as_promised() -> None:
    assert len(IDIOMS) >= 40


# --- dates: a script may replace Date, so both engines can be given the same moment ----------------

_CLOCK = """
var RealDate = Date;
function at(moment) {
  Date = function () {
    if (arguments.length === 0) return new RealDate(moment);
    var a = [].slice.call(arguments);
    return a.length === 1 ? new RealDate(a[0])
      : new RealDate(a[0], a[1], a[2] || 1, a[3] || 0, a[4] || 0, a[5] || 0);
  };
  Date.now = function () { return moment; };
}
"""

MOMENTS = [
    "2026-01-01T00:00:00Z", "2026-02-28T23:59:59Z", "2026-06-15T12:00:00Z", "2026-08-15T08:30:00Z",
    "2026-11-24T17:00:30Z", "2026-12-24T22:15:45Z", "2026-12-31T23:59:59Z", "2028-02-29T05:00:00Z",
]  # fmt: skip

EXPRESSIONS = [
    "weekdayRange('MON', 'FRI')", "weekdayRange('SUN', 'SAT')", "weekdayRange('TUE')",
    "weekdayRange('MON', 'FRI', 'GMT')", "weekdayRange('SUN', 'GMT')",
    "timeRange(8, 17)", "timeRange(12)", "timeRange(12, 'GMT')", "timeRange(0, 5)",
    "timeRange(17, 23, 'GMT')",
    "timeRange(8, 30, 17, 0)", "timeRange(0, 0, 23, 59)", "timeRange(17, 0, 17, 0)",
    "timeRange(0, 0, 0, 12, 0, 0)", "timeRange(17, 0, 30, 22, 15, 44)", "timeRange(9, 0, 17, 30, 'GMT')",
    "dateRange(1)", "dateRange(24)", "dateRange(1, 15)", "dateRange(24, 31)", "dateRange('JAN')",
    "dateRange('DEC')", "dateRange('JAN', 'MAR')", "dateRange('JUN', 'DEC')", "dateRange(2026)",
    "dateRange(2026, 2028)", "dateRange(2027, 2028)", "dateRange(1, 'JUN', 15, 'AUG')",
    "dateRange(24, 'DEC', 31, 'DEC')", "dateRange('OCT', 2026, 'MAR', 2028)",
    "dateRange(1, 'JUN', 2026, 15, 'AUG', 2026)", "dateRange('AUG', 'OCT', 'GMT')",
]  # fmt: skip


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="sets the time zone of this process")
@pytest.mark.parametrize("zone", ["UTC0", "XXX-5:30", "YYY8"])
def test_dates_and_times_agree(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    questions = [
        f"(at(RealDate.parse('{moment}')), {expression})"
        for moment in MOMENTS
        for expression in EXPRESSIONS
    ]
    script = _CLOCK + body(f"return [{', '.join(questions)}].map(Number).join('');")
    target = url("http://a/")
    own, other = ours(script, target), theirs(script, target)
    assert own is not None
    differing = [q for q, mine, their in zip(questions, own, other, strict=True) if mine != their]
    assert differing == []
    assert set(own) == {"0", "1"}


# Ranges that run over the end of the week, the day or the year: Netscape's description has them
# ("FRI" to "MON", order important) and so has Firefox; pacparser's older functions have not.
WRAPPING = [
    ("weekdayRange('FRI', 'MON')", "2026-11-22T12:00:00Z", True),
    ("weekdayRange('FRI', 'MON')", "2026-11-24T12:00:00Z", False),
    ("timeRange(22, 5)", "2026-11-24T23:00:00Z", True),
    ("timeRange(22, 5)", "2026-11-24T12:00:00Z", False),
    ("timeRange(22, 0, 5, 0)", "2026-11-24T04:59:00Z", True),
    ("dateRange('NOV', 'FEB')", "2026-01-24T12:00:00Z", True),
    ("dateRange('NOV', 'FEB')", "2026-06-24T12:00:00Z", False),
    ("dateRange(24, 'DEC')", "2026-12-24T12:00:00Z", True),
    ("dateRange(24, 'DEC')", "2026-12-25T12:00:00Z", False),
    ("dateRange(24, 'DEC', 2026)", "2025-12-24T12:00:00Z", False),
    ("weekdayRange('mon', 'fri')", "2026-11-24T12:00:00Z", False),
    ("timeRange()", "2026-11-24T12:00:00Z", False),
    ("dateRange()", "2026-11-24T12:00:00Z", False),
]


@pytest.mark.parametrize(("expression", "moment", "expected"), WRAPPING)
def test_ranges_beyond_the_oracle(expression: str, moment: str, expected: bool) -> None:
    gmt = expression.replace(")", ", 'GMT')" if expression[-2] != "(" else "'GMT')")
    script = _CLOCK + body(f"at(RealDate.parse('{moment}')); return String({gmt});")
    assert ours(script, url("http://a/")) == str(expected).lower()


# --- the IPv6 extensions ---------------------------------------------------------------------------

EX_NAMES = {
    "both.example": ("192.0.2.1", "2001:db8::1", "192.0.2.2", "2001:db8::2"),
    "six.example": ("2001:db8::6",),
}

# expression, what FindProxyForURLEx sees (facts: semantics W6 and the pages of the functions)
EXTENSIONS = [
    ("dnsResolveEx('both.example')", "2001:db8::1;2001:db8::2;192.0.2.1;192.0.2.2"),
    ("dnsResolveEx('none.example')", ""),
    ("dnsResolve('six.example')", "null"),
    ("dnsResolve('both.example')", "192.0.2.1"),
    ("isResolvable('six.example')", "false"),
    ("isResolvableEx('six.example')", "true"),
    ("isResolvableEx('none.example')", "false"),
    ("myIpAddressEx()", "2001:db8::9;192.0.2.9"),
    ("myIpAddress()", "192.0.2.9"),
    ("getClientVersion()", "1.0"),
    ("isInNetEx('198.95.249.79', '198.95.249.79/32')", "true"),
    ("isInNetEx('198.95.1.2', '198.95.0.0/16')", "true"),
    ("isInNetEx('198.96.1.2', '198.95.0.0/16')", "false"),
    ("isInNetEx('3ffe:8311:ffff::1', '3ffe:8311:ffff::/48')", "true"),
    ("isInNetEx('3ffe:8311:fffe::1', '3ffe:8311:ffff::/48')", "false"),
    ("isInNetEx('fe80::1%15', 'fe80::/10')", "true"),
    ("isInNetEx('::ffff:10.0.0.1', '::ffff:10.0.0.0/104')", "true"),
    ("isInNetEx('10.0.0.1', '::/0')", "false"),
    ("isInNetEx('10.0.0.1', '10.0.0.0')", "false"),
    ("isInNetEx('10.0.0.1', '10.0.0.0/33')", "false"),
    ("isInNetEx('10.0.0.1', '10.0.0.0/8/8')", "false"),
    ("isInNetEx('10.0.0.1', 'nonsense/8')", "false"),
    ("isInNetEx('six.example', '2001:db8::/32')", "true"),
    ("isInNetEx('9.9.9.9;10.1.1.1', '10.0.0.0/8')", "true"),
    (
        "sortIpAddressList('2001:4898:28:3:201:2ff:feea:fc14;157.59.139.22;fe80::5efe:157.59.139.22')",
        "fe80::5efe:157.59.139.22;2001:4898:28:3:201:2ff:feea:fc14;157.59.139.22",
    ),
    ("sortIpAddressList('10.0.0.2;10.0.0.1;::2;::1')", "::1;::2;10.0.0.1;10.0.0.2"),
    ("sortIpAddressList('10.0.0.2;nonsense')", ""),
    ("sortIpAddressList('')", ""),
]


def run_ex(script: str) -> PacRun:
    runner = PacRunner(lambda name, left: EX_NAMES.get(name, ()), lambda: ("192.0.2.9", "2001:db8::9"))
    return runner.run(script, url("http://both.example/"), 30.0)


@pytest.mark.parametrize(("expression", "expected"), EXTENSIONS)
def test_extension_inside_find_proxy_for_url_ex(expression: str, expected: str) -> None:
    run = run_ex(f"function FindProxyForURLEx(url, host) {{ return String({expression}); }}")
    assert (run.result, run.failure) == (expected, None)


def test_find_proxy_for_url_ex_is_preferred() -> None:
    both = "function FindProxyForURLEx() { return 'PROXY ex:1'; }" + body("return 'PROXY old:1';")
    run = run_ex(both)
    assert (run.entry_point, run.result) == ("FindProxyForURLEx", "PROXY ex:1")


@pytest.mark.parametrize(
    "name", ["isResolvableEx", "isInNetEx", "dnsResolveEx", "myIpAddressEx", "sortIpAddressList"]
)
def test_extensions_do_not_exist_in_find_proxy_for_url(name: str) -> None:
    run = run_ex(body(f"return {name}(host) + '';"))
    assert run.failure is not None
    assert run.failure.code == Code.ERROR_WINHTTP_SCRIPT_EXECUTION_ERROR
    assert "only inside FindProxyForURLEx" in run.failure.hint


def test_a_script_that_asks_first_finds_no_extensions() -> None:
    run = run_ex(body("return typeof isInNetEx == 'function' ? 'PROXY ex:1' : 'PROXY old:1';"))
    assert run.result == "PROXY old:1"


@pytest.fixture(autouse=True)
def _time_zone_again() -> Iterator[None]:
    before = os.environ.get("TZ")
    yield
    if os.environ.get("TZ") != before or before is None:
        os.environ.pop("TZ", None)
        if before is not None:
            os.environ["TZ"] = before
    if hasattr(time, "tzset"):
        time.tzset()
