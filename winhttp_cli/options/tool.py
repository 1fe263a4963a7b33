"""whttp's own options, part one: how it runs, what it prints, and what scripts ask for."""

from __future__ import annotations

from enum import IntEnum, IntFlag

from winhttp_cli.options.kinds import (
    Choice,
    Count,
    Enumeration,
    FlagSet,
    Line,
    Many,
    Number,
    Seconds,
    Switch,
    Text,
)
from winhttp_cli.options.option import Fate, Repeat, Topic
from winhttp_cli.options.own import own


class ColorChoice(IntEnum):
    """When output is coloured."""

    AUTO = 0
    ALWAYS = 1
    NEVER = 2


class ReportSections(IntFlag):
    """The sections of a full report."""

    SETTINGS = 0x1
    ROUTE = 0x2
    TLS = 0x4
    CERTIFICATE = 0x8
    REQUEST = 0x10
    RESPONSE = 0x20
    REDIRECT = 0x40
    TIMING = 0x80
    NOTES = 0x100


AS = own(
    "AS",
    Topic.TOOL,
    Text("RELEASE", completion="release"),
    None,
    "Start from the defaults of a Windows release.",
    "Sets what that release had built in, TLS versions and HTTP/2 above all, and leaves out "
    "whttp's own two departures. A preset given as a flag ranks just under flags, one named in a "
    "file just under that file. `whttp explain presets` lists the releases.",
    "whttp get https://example.org/ --as windows-7",
    fate=Fate.WORKS,
)
PROFILE = own(
    "PROFILE",
    Topic.TOOL,
    Text("NAME", completion="profile"),
    None,
    "Use the table [profile.NAME] of the configuration.",
    "Its values win over the plain ones of the file and give way to the environment and to flags.",
    "whttp get https://example.org/ --profile lab",
    fate=Fate.WORKS,
)
CONFIG = own(
    "CONFIG",
    Topic.TOOL,
    Text("FILE|none", completion="file"),
    None,
    "Read this configuration file instead of the usual one; none reads no file.",
    "`whttp config path` prints where the usual one is, `whttp config show` what it comes to.",
    "whttp get https://example.org/ --config ./lab.toml",
    fate=Fate.WORKS,
)
SET = own(
    "SET",
    Topic.TOOL,
    Many(Line("NAME=VALUE", completion="settable")),
    (),
    "Set any option by its name, number or key.",
    "The universal form of every flag: NAME is a key, a flag word, a WINHTTP_OPTION_ name or a "
    "number. An option that can only be read is refused with 12011, one that WinHTTP has but "
    "whttp has not with 12009.",
    "whttp get https://example.org/ --set WINHTTP_OPTION_CONNECT_TIMEOUT=5000",
    fate=Fate.WORKS,
    repeat=Repeat.LIST,
    from_command_line_only=True,
)
QUERY = own(
    "QUERY",
    Topic.TOOL,
    Many(Line("NAME", completion="queryable")),
    (),
    "Print just the value of this option, for scripts.",
    "One line for each, in the order asked, empty where there is no value, after success and "
    "failure alike; the exit status stays that of the request. Numbers are decimal, masks "
    "hexadecimal, structures one line of JSON. `NAME@session` asks another handle. Beside options it "
    "takes status, error (WinHTTP's number, 0 for none), milliseconds, received, redirects and "
    "header:NAME.",
    "whttp get https://example.org/ --query security_key_bitness --query http_protocol_used",
    fate=Fate.WORKS,
    repeat=Repeat.LIST,
)
VERBOSE = own(
    "VERBOSE",
    Topic.TOOL,
    Count(),
    0,
    "Show what happens, line by line, with the source of each decision; -vv adds bytes.",
    "Everything goes to standard error. Credentials stay masked unless --show-secrets says otherwise.",
    "whttp get https://example.org/ -v",
    fate=Fate.WORKS,
    short="-v",
)
QUIET = own(
    "QUIET",
    Topic.TOOL,
    Switch(),
    False,
    "Print nothing on standard error, not even errors.",
    "The exit status still tells. Unlike curl, -q is quiet; there is no switch to skip the "
    "configuration but `--config none`.",
    "whttp get https://example.org/ -q -o page.html",
    fate=Fate.WORKS,
    short="-q",
)
INCLUDE = own(
    "INCLUDE",
    Topic.TOOL,
    Switch(),
    False,
    "Print the head of the answer before its body.",
    "On standard output, with the body. In a terminal the head is shown anyway.",
    "whttp get https://example.org/ -i",
    fate=Fate.WORKS,
    short="-i",
)
JSON = own(
    "JSON",
    Topic.TOOL,
    Switch(),
    False,
    "Print one JSON document with everything about the request.",
    "The schema carries a version and is documented. The body is in it as base64 up to "
    "--json-body-limit, beyond that only its length and digest. For a JSON request body see "
    "--json-body.",
    "whttp get https://example.org/ --json",
    fate=Fate.WORKS,
)
JSON_BODY_LIMIT = own(
    "JSON_BODY_LIMIT",
    Topic.TOOL,
    Number(unit="bytes"),
    1048576,
    "Largest body that --json carries.",
    "A larger body is left out; where it was saved, its length and its SHA-256 digest stand instead.",
    "whttp get https://example.org/ --json --json-body-limit 0",
    fate=Fate.WORKS,
)
REPORT = own(
    "REPORT",
    Topic.TOOL,
    Switch(),
    False,
    "Print the summary lines even when standard error is not a terminal.",
    "Protocol, certificate, security, route and time, as they stand under an answer in a terminal. "
    "--report-sections tells more.",
    "whttp get https://example.org/ --report > page.html",
    fate=Fate.WORKS,
)
REPORT_SECTIONS = own(
    "REPORT_SECTIONS",
    Topic.TOOL,
    FlagSet(
        ReportSections,
        (
            Choice("settings", "settings", 0x1, "every option anyone spoke of, and who"),
            Choice("route", "route", 0x2, "proxy or direct, addresses, every attempt"),
            Choice("tls", "tls", 0x4, "version, cipher, group, ALPN, resumption, bindings"),
            Choice("certificate", "certificate", 0x8, "the chain and every check"),
            Choice("request", "request", 0x10, "the head as it was sent"),
            Choice("response", "response", 0x20, "the head as it came, sizes, what was decoded"),
            Choice("redirect", "redirect", 0x40, "where a 3xx led and what changed on the way"),
            Choice("timing", "timing", 0x80, "milliseconds for each phase"),
            Choice("notes", "notes", 0x100, "remarks on what happened"),
            Choice("all", "all", 0x1FF, "all of these"),
        ),
        metavar="SECTIONS",
    ),
    ReportSections(0),
    "Report these facts of every exchange in full, on standard error.",
    "They stand behind the summary, or behind the error, exchange by exchange: what -v tells as it "
    "happens, sorted, and what --json holds, for people.",
    "whttp get https://example.org/ --report-sections certificate,timing -o page.html",
    fate=Fate.WORKS,
    repeat=Repeat.UNITE,
)
COLOR = own(
    "COLOR",
    Topic.TOOL,
    Enumeration(
        ColorChoice,
        (
            Choice("auto", "auto", 0, "in a terminal, unless NO_COLOR or TERM=dumb"),
            Choice("always", "always", 1, "even in a pipe"),
            Choice("never", "never", 2, "nowhere"),
        ),
        metavar="WHEN",
    ),
    ColorChoice.AUTO,
    "When to colour output.",
    "Decided for standard output and standard error apart. The flag wins over NO_COLOR.",
    "whttp get https://example.org/ --color always | less -R",
    fate=Fate.WORKS,
)
WIDTH = own(
    "WIDTH",
    Topic.TOOL,
    Number(high=10000, unit="columns"),
    0,
    "Columns to lay reports out for; 0 asks the terminal.",
    "For captured screens and for terminals that do not tell their size.",
    "whttp tls example.org:443 --width 120",
    fate=Fate.WORKS,
)
CHARSET = own(
    "CHARSET",
    Topic.TOOL,
    Text("NAME"),
    None,
    "Take the body to be in this character set when showing it.",
    "Only what is shown in a terminal changes; a saved or piped body stays byte for byte as it came.",
    "whttp get http://example.org/ --charset windows-1252",
    fate=Fate.WORKS,
)
PROGRESS = own(
    "PROGRESS",
    Topic.TOOL,
    Switch(),
    True,
    "Show progress on a terminal's standard error.",
    "On by default and only in a terminal; --no-progress turns it off.",
    "whttp get https://example.org/big.iso -O --no-progress",
    fate=Fate.WORKS,
)
MAX_TIME = own(
    "MAX_TIME",
    Topic.TIMEOUTS,
    Seconds(),
    0.0,
    "Time allowed for the whole request, in seconds; 0 is no limit.",
    "Redirects, authentication and the body all count. It ends with 12002 and names itself as the "
    "timer. WinHTTP has no such limit; its own timers are in milliseconds.",
    "whttp get https://example.org/ --max-time 10",
    fate=Fate.WORKS,
)
RETRY = own(
    "RETRY",
    Topic.CONNECTIONS,
    Number(high=100, unit="times"),
    0,
    "Try again this often after a failure that may pass.",
    "Only for methods that are safe to repeat, with a growing pause, and as long as the answer "
    "says if it names a time (Retry-After).",
    "whttp get https://example.org/ --retry 3",
    fate=Fate.WORKS,
)
EXPECT = own(
    "EXPECT",
    Topic.TOOL,
    Many(Line("NAME=VALUE", completion="queryable")),
    (),
    "Fail with status 20 unless this value comes out.",
    "NAME is anything --query takes, `status` above all; it may be repeated, and all must hold. Each "
    "check that fails is printed with what came instead.",
    "whttp get https://example.org/ --expect status=200 --expect http_protocol_used=0x1",
    fate=Fate.WORKS,
    repeat=Repeat.LIST,
)
FAIL = own(
    "FAIL",
    Topic.TOOL,
    Switch(),
    False,
    "End with status 22 when the HTTP status is 400 or more.",
    "The body is printed all the same. Without it an HTTP status never makes the command fail.",
    "whttp get https://example.org/missing -f",
    fate=Fate.WORKS,
    short="-f",
)
DRY_RUN = own(
    "DRY_RUN",
    Topic.TOOL,
    Switch(),
    False,
    "Show the request that would be sent, with its sources; send nothing.",
    "No name is looked up and no connection made.",
    "whttp post https://example.org/ -d x=1 --dry-run",
    fate=Fate.WORKS,
    from_command_line_only=True,
)
CURL = own(
    "CURL",
    Topic.TOOL,
    Switch(),
    False,
    "Print the curl command that sends the same request; send nothing.",
    "Secrets become shell variables unless --show-secrets is given. What curl cannot do is said "
    "beside it.",
    "whttp post https://example.org/ -d x=1 --curl",
    fate=Fate.WORKS,
    from_command_line_only=True,
)
HAR = own(
    "HAR",
    Topic.TOOL,
    Text("FILE", completion="file"),
    None,
    "Write the exchanges to a HAR 1.2 file.",
    "Every hop is an entry; the body of the last answer is in it up to --json-body-limit. Credentials "
    "are masked unless --show-secrets is given.",
    "whttp get http://example.org/ --har trace.har",
    fate=Fate.WORKS,
)
SHOW_SECRETS = own(
    "SHOW_SECRETS",
    Topic.TOOL,
    Switch(),
    False,
    "Show credentials in traces, JSON and exports.",
    "Authorization, cookies, passwords in addresses and token-like parameters are otherwise "
    "printed as ***. It can be given on the command line only.",
    "whttp get https://example.org/ -v --show-secrets",
    fate=Fate.WORKS,
    from_command_line_only=True,
)

OPTIONS = (
    AS,
    PROFILE,
    CONFIG,
    SET,
    QUERY,
    VERBOSE,
    QUIET,
    INCLUDE,
    JSON,
    JSON_BODY_LIMIT,
    REPORT,
    REPORT_SECTIONS,
    COLOR,
    WIDTH,
    CHARSET,
    PROGRESS,
    MAX_TIME,
    RETRY,
    EXPECT,
    FAIL,
    DRY_RUN,
    CURL,
    HAR,
    SHOW_SECRETS,
)
