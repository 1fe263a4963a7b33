"""Windows code pages by number, and the Python codec that does the same.

Promise: a code page is refused here (87) when Windows could not use it for a URL or Python has no
codec for it, so that nothing later has to guess. UTF-16 and UTF-32 are refused: Windows offers them
to managed code only.
"""

from __future__ import annotations

from winhttp_cli.options.kinds import BadValue, Choice, Kind, parse_number

CP_UTF8 = 65001

_WORDS = (
    Choice("acp", "CP_ACP", 0, "the ANSI code page of the system"),
    Choice("oemcp", "CP_OEMCP", 1, "the OEM code page of the system"),
    Choice("utf7", "CP_UTF7", 65000, "UTF-7"),
    Choice("utf8", "CP_UTF8", CP_UTF8, "UTF-8"),
)

#: The ANSI and OEM code pages of a Western Windows stand in where no Windows tells us better.
_NAMED = {
    0: "cp1252",
    1: "cp437",
    708: "iso8859-6",
    936: "gbk",
    1361: "johab",
    10000: "mac-roman",
    10006: "mac-greek",
    10007: "mac-cyrillic",
    10029: "mac-latin2",
    10079: "mac-iceland",
    10081: "mac-turkish",
    20127: "ascii",
    20866: "koi8-r",
    20932: "euc-jp",
    20949: "cp949",
    21866: "koi8-u",
    38598: "iso8859-8",
    50220: "iso2022-jp",
    50225: "iso2022-kr",
    51932: "euc-jp",
    51936: "gb2312",
    51949: "euc-kr",
    52936: "hz",
    54936: "gb18030",
    65000: "utf-7",
    CP_UTF8: "utf-8",
}
_ISO_8859 = {28590 + part: f"iso8859-{part}" for part in range(1, 16) if part != 12}
_SAME_NAME = (
    37, 437, 500, 720, 737, 775, 850, 852, 855, 857, 858, 860, 861, 862, 863, 864, 865, 866, 869, 874,
    875, 932, 949, 950, 1026, 1140, *range(1250, 1259),
)  # fmt: skip
CODECS: dict[int, str] = {**_NAMED, **_ISO_8859, **{page: f"cp{page:03d}" for page in _SAME_NAME}}


class CodePage(Kind[int]):
    """A Windows code-page number, or one of the words acp, oemcp, utf7, utf8."""

    metavar = "CODEPAGE"
    choices = _WORDS

    def parse(self, text: str) -> int:
        wanted = text.strip().lower()
        for choice in _WORDS:
            if wanted in (choice.word, choice.winhttp.lower()):
                return choice.number
        number = parse_number(text)
        if number not in CODECS:
            raise BadValue(f"{text} is not a code page that can encode a URL")
        return number

    def show(self, value: int) -> str:
        return next((c.word for c in _WORDS if c.number == value), str(value))

    def query(self, value: int) -> str:
        return str(value)

    def range_text(self) -> str:
        return "a Windows code page such as 65001 (utf8), 1252 or 932"


def codec(page: int) -> str:
    """The Python codec for a code page that `CodePage.parse` let through."""
    return CODECS[page]
