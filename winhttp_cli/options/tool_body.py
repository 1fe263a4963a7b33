"""whttp's own options, part two: what is sent, and where what comes back goes."""

from __future__ import annotations

from enum import IntFlag

from winhttp_cli.options.header_line import FieldNameKind, HeaderKind
from winhttp_cli.options.kinds import Choice, FlagSet, Line, Many, SecretText, Switch, Text
from winhttp_cli.options.option import Fate, Repeat, Topic
from winhttp_cli.options.own import own


class ExtraCodings(IntFlag):
    """Content codings beyond WinHTTP's."""

    BR = 1
    ZSTD = 2


HEADER = own(
    "HEADER",
    Topic.MESSAGE,
    Many(HeaderKind()),
    (),
    "Add a header field, or replace the automatic one of that name.",
    "Fields go out in the order given. `Name:` sends an empty value, as WinHTTP does; "
    "--remove-header takes one away. A name with a blank, no colon, a line end or a NUL is "
    "refused with 12153. Fields from files, the environment and the command line add up.",
    "whttp get https://example.org/ -H 'Accept: application/json'",
    fate=Fate.WORKS,
    short="-H",
    repeat=Repeat.ACCUMULATE,
)
HEADER_IF_NEW = own(
    "HEADER_IF_NEW",
    Topic.MESSAGE,
    Many(HeaderKind()),
    (),
    "Add a header field, and fail with 12155 where its name is there already.",
    "WINHTTP_ADDREQ_FLAG_ADD_IF_NEW. It looks at what --header has put there, from whatever source, not "
    "at the automatic fields.",
    "whttp get https://example.org/ --header-if-new 'Accept: text/html'",
    fate=Fate.WORKS,
    repeat=Repeat.LIST,
)
HEADER_COALESCE = own(
    "HEADER_COALESCE",
    Topic.MESSAGE,
    Many(HeaderKind()),
    (),
    "Join a value to a header field with a comma; add the field where it is missing.",
    "WINHTTP_ADDREQ_FLAG_COALESCE_WITH_COMMA: one line instead of two, for fields that are lists.",
    "whttp get https://example.org/ -H 'Accept: text/html' --header-coalesce 'Accept: image/png'",
    fate=Fate.WORKS,
    repeat=Repeat.LIST,
)
HEADER_COALESCE_SEMICOLON = own(
    "HEADER_COALESCE_SEMICOLON",
    Topic.MESSAGE,
    Many(HeaderKind()),
    (),
    "Join a value to a header field with a semicolon; add the field where it is missing.",
    "WINHTTP_ADDREQ_FLAG_COALESCE_WITH_SEMICOLON, as cookies are joined.",
    "whttp get https://example.org/ -H 'Cookie: a=1' --header-coalesce-semicolon 'Cookie: b=2'",
    fate=Fate.WORKS,
    repeat=Repeat.LIST,
)
HEADER_REPLACE = own(
    "HEADER_REPLACE",
    Topic.MESSAGE,
    Many(HeaderKind()),
    (),
    "Replace a header field, and fail with 12150 where it is missing.",
    "WINHTTP_ADDREQ_FLAG_REPLACE, done after all the others: for a field that a file or a profile has "
    "set. `Name:` without a value takes the field away.",
    "whttp get https://example.org/ --profile lab --header-replace 'Accept: text/html'",
    fate=Fate.WORKS,
    repeat=Repeat.LIST,
)
REMOVE_HEADER = own(
    "REMOVE_HEADER",
    Topic.MESSAGE,
    Many(FieldNameKind()),
    (),
    "Leave out a header field, an automatic one included.",
    "The way to send no User-Agent or no Connection line, or to undo a field from a file.",
    "whttp get https://example.org/ --remove-header User-Agent",
    fate=Fate.WORKS,
    repeat=Repeat.ACCUMULATE,
)
QUERY_PARAM = own(
    "QUERY_PARAM",
    Topic.MESSAGE,
    Many(Line("NAME=VALUE")),
    (),
    "Add a parameter to the query of the address.",
    "Name and value are percent-encoded; what the address already has stays in front.",
    "whttp get https://example.org/search --query-param 'q=a b&c'",
    fate=Fate.WORKS,
    repeat=Repeat.LIST,
)
DATA = own(
    "DATA",
    Topic.MESSAGE,
    Many(Line("TEXT|@FILE|@-")),
    (),
    "Request body: text, a file, or standard input.",
    "Several are joined with &, as curl does; the type is application/x-www-form-urlencoded "
    "unless a header says otherwise. Unlike curl, @FILE keeps line ends: the bytes go out as they "
    "are.",
    "whttp post https://example.org/ -d name=alice -d @rest.txt",
    fate=Fate.WORKS,
    short="-d",
    repeat=Repeat.LIST,
)
DATA_URLENCODE = own(
    "DATA_URLENCODE",
    Topic.MESSAGE,
    Many(Line("NAME=VALUE")),
    (),
    "Request body part, percent-encoded for a form.",
    "Forms as in curl: VALUE, =VALUE, NAME=VALUE, @FILE, NAME@FILE.",
    "whttp post https://example.org/ --data-urlencode 'comment=a&b'",
    fate=Fate.WORKS,
    repeat=Repeat.LIST,
)
FORM = own(
    "FORM",
    Topic.MESSAGE,
    Many(Line("NAME=VALUE|NAME=@FILE")),
    (),
    "A part of a multipart/form-data body.",
    "NAME=@FILE uploads a file with its name, NAME=<FILE sends its content as text; `;type=` and "
    "`;filename=` set what the part says of itself. Files are streamed, not read into memory.",
    "whttp post https://example.org/ -F title=photo -F 'file=@me.png;type=image/png'",
    fate=Fate.WORKS,
    short="-F",
    repeat=Repeat.LIST,
)
JSON_BODY = own(
    "JSON_BODY",
    Topic.MESSAGE,
    Many(Line("NAME=TEXT|NAME:=JSON|@FILE")),
    (),
    "A member of a JSON body.",
    "NAME=TEXT is a string, NAME:=JSON is taken as JSON, @FILE is a whole document. Sets the type "
    "to application/json. Unlike curl's -j.",
    "whttp post https://example.org/ -j name=alice -j age:=42",
    fate=Fate.WORKS,
    short="-j",
    repeat=Repeat.LIST,
)
UPLOAD_FILE = own(
    "UPLOAD_FILE",
    Topic.MESSAGE,
    Text("FILE|-", completion="file"),
    None,
    "Send a file as the body, streamed.",
    "With a known length where the file has one; standard input (-) goes out chunked.",
    "whttp put https://example.org/big.iso -T big.iso",
    fate=Fate.WORKS,
    short="-T",
)
REFERER = own(
    "REFERER",
    Topic.MESSAGE,
    Text("URL"),
    None,
    "The Referer header, as WinHttpOpenRequest takes it.",
    "What Windows does with it across redirects is not documented; here it stays as given.",
    "whttp get https://example.org/ -e https://example.com/",
    fate=Fate.WORKS,
    short="-e",
)
COOKIE = own(
    "COOKIE",
    Topic.COOKIES,
    Many(SecretText()),
    (),
    "Cookies to send with the request, NAME=VALUE.",
    "They stand before those of the jar in one Cookie header. A jar file is named with "
    "--cookie-jar, not here.",
    "whttp get https://example.org/ -b theme=dark",
    fate=Fate.WORKS,
    short="-b",
    repeat=Repeat.LIST,
)
COOKIE_JAR = own(
    "COOKIE_JAR",
    Topic.COOKIES,
    Text("FILE", completion="file"),
    None,
    "Keep cookies in this file between runs.",
    "WinHTTP keeps cookies in memory, for one session, and so does whttp without this option. The "
    "file has the format that curl reads, and only its owner may read it.",
    "whttp get https://example.org/login --cookie-jar jar.txt",
    fate=Fate.WORKS,
)
HEAD = own(
    "HEAD",
    Topic.MESSAGE,
    Switch(),
    False,
    "Ask for the head only, with method HEAD, and print it.",
    "The same as `whttp head`, for fingers that know curl.",
    "whttp get https://example.org/ -I",
    fate=Fate.WORKS,
    short="-I",
)
REFRESH = own(
    "REFRESH",
    Topic.MESSAGE,
    Switch(),
    False,
    "Ask caches for a fresh copy (WINHTTP_FLAG_REFRESH).",
    "Adds `Cache-Control: no-cache` and `Pragma: no-cache`, as the flag of WinHttpOpenRequest does.",
    "whttp get http://example.org/ --refresh",
    fate=Fate.WORKS,
)
ESCAPE_PERCENT = own(
    "ESCAPE_PERCENT",
    Topic.MESSAGE,
    Switch(),
    False,
    "Escape the percent sign too (WINHTTP_FLAG_ESCAPE_PERCENT).",
    "Without it a percent sign in an address is taken to begin an escape and left alone.",
    "whttp get 'http://example.org/100%' --escape-percent",
    fate=Fate.WORKS,
)
ESCAPE_DISABLE = own(
    "ESCAPE_DISABLE",
    Topic.MESSAGE,
    Switch(),
    False,
    "Escape nothing but blanks and non-ASCII (WINHTTP_FLAG_ESCAPE_DISABLE).",
    "For servers that want characters such as | or ^ as they are.",
    "whttp get 'http://example.org/a|b' --escape-disable",
    fate=Fate.WORKS,
)
ESCAPE_DISABLE_QUERY = own(
    "ESCAPE_DISABLE_QUERY",
    Topic.MESSAGE,
    Switch(),
    False,
    "The same for the query alone (WINHTTP_FLAG_ESCAPE_DISABLE_QUERY).",
    "The path is escaped as usual; only what follows the question mark is left alone.",
    "whttp get 'http://example.org/a?x=[1]' --escape-disable-query",
    fate=Fate.WORKS,
)
EXTRA_CODINGS = own(
    "EXTRA_CODINGS",
    Topic.MESSAGE,
    FlagSet(
        ExtraCodings,
        (
            Choice("br", "br", 1, "offer and undo Brotli; needs the package brotli"),
            Choice("zstd", "zstd", 2, "offer and undo Zstandard; needs the package zstandard"),
        ),
        metavar="CODINGS",
    ),
    ExtraCodings(0),
    "Content codings that WinHTTP lacks, asked for and undone beside --decompression's.",
    "An addition of whttp's own: what comes out is not what a Windows program would see. The packages "
    "come with `pip install 'whttp[compression]'`; where one is missing the option is refused.",
    "whttp get https://example.org/ --decompression all --extra-codings br,zstd",
    fate=Fate.WORKS,
    repeat=Repeat.UNITE,
)
OUTPUT = own(
    "OUTPUT",
    Topic.TOOL,
    Text("FILE", completion="file"),
    None,
    "Save the body in this file.",
    "It gets its name only when it is complete; until then it is a part file that --continue can "
    "go on with.",
    "whttp get https://example.org/ -o page.html",
    fate=Fate.WORKS,
    short="-o",
)
REMOTE_NAME = own(
    "REMOTE_NAME",
    Topic.TOOL,
    Switch(),
    False,
    "Save the body under the last part of the address's path.",
    "In the current directory, or in --output-dir.",
    "whttp get https://example.org/big.iso -O",
    fate=Fate.WORKS,
    short="-O",
)
REMOTE_HEADER_NAME = own(
    "REMOTE_HEADER_NAME",
    Topic.TOOL,
    Switch(),
    False,
    "Let the server name the file (Content-Disposition), made safe.",
    "No directories, no device names, nothing overwritten. Without such a header the address's "
    "name is taken.",
    "whttp get https://example.org/download?id=1 --remote-header-name",
    fate=Fate.WORKS,
)
OUTPUT_DIR = own(
    "OUTPUT_DIR",
    Topic.TOOL,
    Text("DIRECTORY", completion="directory"),
    None,
    "Save files in this directory.",
    "It must exist. It goes with -o, -O and --remote-header-name.",
    "whttp get https://example.org/big.iso -O --output-dir downloads",
    fate=Fate.WORKS,
)
CONTINUE = own(
    "CONTINUE",
    Topic.TOOL,
    Switch(),
    False,
    "Go on with a part file instead of starting over.",
    "The part file's record says which version it belongs to; when the server's has changed, the "
    "transfer starts over by itself.",
    "whttp get https://example.org/big.iso -O --continue",
    fate=Fate.WORKS,
)
DUMP_HEADER = own(
    "DUMP_HEADER",
    Topic.TOOL,
    Text("FILE", completion="file"),
    None,
    "Write the heads of all answers to this file.",
    "As they came, one after another, redirects included.",
    "whttp get http://example.org/ -D heads.txt",
    fate=Fate.WORKS,
    short="-D",
)
REMOTE_TIME = own(
    "REMOTE_TIME",
    Topic.TOOL,
    Switch(),
    False,
    "Give the saved file the time of Last-Modified.",
    "Nothing happens when the server does not send one.",
    "whttp get https://example.org/big.iso -O --remote-time",
    fate=Fate.WORKS,
    short="-R",
)

OPTIONS = (
    HEADER,
    HEADER_IF_NEW,
    HEADER_COALESCE,
    HEADER_COALESCE_SEMICOLON,
    HEADER_REPLACE,
    REMOVE_HEADER,
    QUERY_PARAM,
    DATA,
    DATA_URLENCODE,
    FORM,
    JSON_BODY,
    UPLOAD_FILE,
    REFERER,
    COOKIE,
    COOKIE_JAR,
    HEAD,
    REFRESH,
    ESCAPE_PERCENT,
    ESCAPE_DISABLE,
    ESCAPE_DISABLE_QUERY,
    EXTRA_CODINGS,
    OUTPUT,
    REMOTE_NAME,
    REMOTE_HEADER_NAME,
    OUTPUT_DIR,
    CONTINUE,
    DUMP_HEADER,
    REMOTE_TIME,
)
