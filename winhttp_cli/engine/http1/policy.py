"""The written policy: what becomes of every malformed shape a server can send, rule by rule.

Promise: the codec refuses or tolerates nothing that is not a `Rule` here, and each rule names the
sentence of the standard (RFC 9112 unless another number stands before the section) or the WinHTTP
fact it rests on. TOLERATED shapes are read in the one way given and leave a note; REFUSED ones end
the exchange with the number given. A rule that `closes` lets the answer through but never the
connection back into the pool, so that no disagreement about where a message ends can reach the
next one (section 11.1, response splitting; 11.2, request smuggling).
"""

from __future__ import annotations

from enum import Enum

from winhttp_cli.errors import Code, ExchangeFault, Phase
from winhttp_cli.record import dataclass

#: The most field lines in one head or one trailer section. WinHTTP has the number (12181) and
#: documents no count; this ceiling is ours, and far above what a sane server sends.
MAXIMUM_FIELDS = 5000
#: The longest chunk-size line, without its CRLF. WinHTTP has the number (12183) but no size.
MAXIMUM_CHUNK_LINE = 4096
#: The most digits of a Content-Length or of a chunk size: beyond it no file system can follow.
MAXIMUM_DIGITS = 20

_NOT_DOCUMENTED = "WinHTTP does not document this case"


class Verdict(Enum):
    """What happens to a shape."""

    TOLERATED = "tolerated"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Ruling:
    """One line of the policy. `shape` is a phrase for messages, `code` the number of a refusal,
    `closes` whether the connection is given up after the answer, `hint` what to tell the user."""

    shape: str
    section: str
    reading: str
    code: Code | None = None
    closes: bool = False
    hint: str = ""

    @property
    def verdict(self) -> Verdict:
        return Verdict.TOLERATED if self.code is None else Verdict.REFUSED


_BROKEN = Code.ERROR_WINHTTP_INVALID_SERVER_RESPONSE
_CLOSED = Code.ERROR_WINHTTP_CONNECTION_ERROR
_SIZE = Code.ERROR_WINHTTP_HEADER_SIZE_OVERFLOW
_COUNT = Code.ERROR_WINHTTP_HEADER_COUNT_EXCEEDED
_CHUNK = Code.ERROR_WINHTTP_CHUNKED_ENCODING_HEADER_SIZE_OVERFLOW


class Rule(Enum):
    """Every rule. The order is that of the message on the wire."""

    # The status line
    NOT_HTTP = Ruling(
        "the answer does not begin like HTTP", "2.3, 4", "HTTP/0.9 and other protocols", _BROKEN
    )
    BLANK_LINE_FIRST = Ruling(
        "an empty line before the status line",
        "2.2",
        "only servers are told to skip one, before a request",
        _BROKEN,
    )
    STATUS_LINE_SHAPE = Ruling(
        "a status line that cannot be read",
        "4",
        "HTTP-version SP 3DIGIT SP reason, single blanks, digits as many as said (behaviour d9)",
        _BROKEN,
    )
    STATUS_BELOW_100 = Ruling("a status code below 100", "9110 15", "it has no class", _BROKEN)
    STATUS_ABOVE_599 = Ruling("a status code above 599", "9110 15", "kept, treated as 5xx")
    REASON_MISSING = Ruling(
        "a status line without the blank after the code", "4", "read as an empty reason phrase"
    )
    OTHER_VERSION = Ruling(
        "a version other than HTTP/1.x in the status line",
        "2.3",
        "read as HTTP/1.0 (behaviour d10)",
        closes=True,
    )
    ICY = Ruling(
        "ICY in place of the HTTP version", "2.3", "read as HTTP/1.0 (behaviour d10)", closes=True
    )

    # Lines
    BARE_LF = Ruling("a line ended by LF alone", "2.2", "read as the end of the line")
    BARE_CR = Ruling(
        "a CR that is not followed by LF", "2.2", "invalid, or a blank: not guessed", _BROKEN
    )
    NUL = Ruling("a NUL byte in the head", "9110 5.5", "invalid and dangerous", _BROKEN)
    CONTROL_BYTE = Ruling("a control byte in the head", "9110 5.5", "kept as it is")
    SPACE_BEFORE_FIRST_FIELD = Ruling(
        "blank space between the status line and the first field",
        "2.2",
        "to be rejected or skipped: rejected",
        _BROKEN,
    )
    OBS_FOLD = Ruling("a field folded over several lines", "5.2", "each fold read as one space")
    NO_COLON = Ruling("a field line without a colon", "5", "not a field", _BROKEN)
    SPACE_BEFORE_COLON = Ruling(
        "blank space before the colon of a field",
        "5.1",
        "parties differ about the name, so it is not guessed",
        _BROKEN,
    )
    FIELD_NAME = Ruling("a field name that is not a token", "9110 5.1", "not a field", _BROKEN)

    # Limits
    HEAD_SIZE = Ruling(
        "the response head is larger than allowed",
        "9110 5.4",
        "counted to the byte, status line and empty line included (behaviour d15)",
        _SIZE,
        hint="raise WINHTTP_OPTION_MAX_RESPONSE_HEADER_SIZE",
    )
    TRAILER_SIZE = Ruling(
        "the trailer section is larger than allowed",
        "7.1.2",
        "a client may refuse what it would not take in a head either",
        _SIZE,
        hint="raise WINHTTP_OPTION_MAX_RESPONSE_HEADER_SIZE",
    )
    FIELD_COUNT = Ruling(
        f"more than {MAXIMUM_FIELDS} header lines",
        "9110 5.4",
        "WinHTTP documents no count: ours",
        _COUNT,
        hint=_NOT_DOCUMENTED,
    )
    INTERIM_COUNT = Ruling(
        "more interim (1xx) responses than allowed",
        "9110 15.2",
        "a client takes one or more; how many is WinHTTP's option",
        _BROKEN,
        hint=_NOT_DOCUMENTED,
    )

    # Framing
    LENGTH_INVALID = Ruling(
        "a Content-Length that is not a number", "6.3", "unrecoverable for a client", _BROKEN
    )
    LENGTH_OVERFLOW = Ruling(
        f"a Content-Length of more than {MAXIMUM_DIGITS} digits",
        "9110 8.6",
        "anticipated overflow",
        _BROKEN,
    )
    LENGTHS_DIFFER = Ruling("Content-Length values that differ", "6.3", "unrecoverable", _BROKEN)
    LENGTHS_REPEATED = Ruling("the same Content-Length several times", "6.3", "read as one")
    LENGTH_AND_CODING = Ruling(
        "both Transfer-Encoding and Content-Length",
        "6.3",
        "Transfer-Encoding overrides",
        closes=True,
    )
    CODING_UNKNOWN = Ruling(
        "a Transfer-Encoding other than chunked",
        "6.1",
        "we never ask for one; where the body ends would be a guess",
        _BROKEN,
    )
    CODING_IN_1_0 = Ruling(
        "Transfer-Encoding in an HTTP/1.0 response",
        "6.1",
        "read as chunked, and trusted no further",
        closes=True,
    )
    FRAMING_WITHOUT_BODY = Ruling(
        "a body's length on a response that has no body",
        "6.1, 6.2",
        "ignored (behaviour d30)",
    )
    SWITCH_UNASKED = Ruling(
        "101 Switching Protocols without an Upgrade in the request",
        "9110 15.2.2",
        "a server may not switch by itself",
        _BROKEN,
    )

    # Chunks
    CHUNK_SIZE = Ruling(
        "a chunk size that is not a hexadecimal number", "7.1", "invalid (behaviour d13)", _BROKEN
    )
    CHUNK_SIZE_OVERFLOW = Ruling(
        f"a chunk size of more than {MAXIMUM_DIGITS} digits", "7.1", "anticipated overflow", _CHUNK
    )
    CHUNK_LINE_LENGTH = Ruling(
        f"a chunk-size line longer than {MAXIMUM_CHUNK_LINE} bytes", "7.1.1", "to be limited", _CHUNK
    )
    CHUNK_LINE_END = Ruling(
        "a chunk-size line not ended by CRLF", "7.1", "LF alone is for heads only", _BROKEN
    )
    CHUNK_EXTENSION_CONTROL = Ruling(
        "a CR or NUL inside a chunk extension", "7.1.1", "neither token nor quoted text", _BROKEN
    )
    CHUNK_SPACE = Ruling("blank space after a chunk size", "7.1.1", "ignored")
    CHUNK_END = Ruling("chunk data not followed by CRLF", "7.1", "the size was wrong", _BROKEN)

    # Ends
    CLOSED_BEFORE_ANSWER = Ruling(
        "the server closed the connection without an answer",
        "9.6",
        "nothing came (behaviour d8)",
        _CLOSED,
    )
    CLOSED_IN_HEAD = Ruling(
        "the server closed the connection inside the response head",
        "8",
        "an answer with no header (behaviour d8)",
        _BROKEN,
    )
    CLOSED_IN_BODY = Ruling(
        "the server closed the connection before the end of the body", "8", "incomplete", _CLOSED
    )
    CLOSED_WITHOUT_NOTIFY = Ruling(
        "a body without a length, ended by a close that TLS did not announce",
        "9.8",
        "read as the end, though it may be a cut",
        closes=True,
    )
    BYTES_AFTER_END = Ruling("bytes after the end of the response", "9.2", "thrown away", closes=True)

    @property
    def ruling(self) -> Ruling:
        value: Ruling = self.value
        return value

    @property
    def note(self) -> str:
        """The remark a tolerated shape leaves in the report."""
        return f"{self.ruling.shape}: {self.ruling.reading} ({standard(self)})"


def standard(rule: Rule) -> str:
    """The place in the standard, written out: "RFC 9112 section 2.2"."""
    document, _, section = rule.ruling.section.partition(" ")
    if not document.isdecimal() or not section:
        document, section = "9112", rule.ruling.section
    return f"RFC {document} section{'s' if ',' in section else ''} {section}"


def refusal(rule: Rule, phase: Phase, detail: str = "", hint: str = "") -> ExchangeFault:
    """The failure a REFUSED rule ends in. `detail` must be printable text (see `shown`)."""
    ruling = rule.ruling
    message = f"{ruling.shape}: {detail}" if detail else ruling.shape
    return ExchangeFault(message, ruling.code, phase, hint=hint or ruling.hint)


def shown(data: bytes | bytearray, most: int = 48) -> str:
    """Bytes of the peer, made fit for a message: printable ASCII, at most `most` bytes of them."""
    text = ascii(bytes(data[:most]))[1:]
    return text if len(data) <= most else f"{text} ..."
