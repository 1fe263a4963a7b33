"""DER, the coding of certificates, read strictly: X.690.

Promise: `Malformed` for anything that is not DER or is not what was asked for, and nothing else; every
read is bounded by the bytes given. Nothing is skipped and nothing guessed: two readers of the same
bytes must not see different things. Knows no certificate.
"""

from __future__ import annotations

from datetime import UTC, datetime

from winhttp_cli.record import dataclass

BOOLEAN = 0x01
INTEGER = 0x02
BIT_STRING = 0x03
OCTET_STRING = 0x04
IDENTIFIER = 0x06
UTC_TIME = 0x17
GENERALIZED_TIME = 0x18
SEQUENCE = 0x30
SET = 0x31

_UTF8_STRING = 0x0C
_UNIVERSAL_STRING = 0x1C
_BMP_STRING = 0x1E
#: UTF8String, NumericString, PrintableString, TeletexString, IA5String, VisibleString: their characters
#: are written as UTF-8 or as the ASCII it contains.
_EIGHT_BIT_STRINGS = frozenset({_UTF8_STRING, 0x12, 0x13, 0x14, 0x16, 0x1A})
_LONGEST_LENGTH = 4


class Malformed(ValueError):
    """The bytes are not what they should be."""


@dataclass(frozen=True, slots=True)
class Element:
    """One value with its tag. `whole` is the content with tag and length before it."""

    tag: int
    content: bytes
    whole: bytes

    def require(self, tag: int) -> Element:
        """Itself, if it has this tag. Raises Malformed."""
        if self.tag != tag:
            raise Malformed(f"an element with tag {self.tag:#04x} in the place of {tag:#04x}")
        return self


def only(data: bytes, tag: int) -> Element:
    """The one element `data` is, with nothing after it. Raises Malformed."""
    element, end = _element(data, 0)
    if end != len(data):
        raise Malformed("bytes after the end")
    return element.require(tag)


def within(element: Element) -> list[Element]:
    """The elements in a SEQUENCE, a SET or an explicit tag. Raises Malformed."""
    data, at, found = element.content, 0, list[Element]()
    while at < len(data):
        inner, at = _element(data, at)
        found.append(inner)
    return found


def context(number: int, *, constructed: bool) -> int:
    """The tag [number] of an element that its place gives its meaning (X.690 section 8.14)."""
    return 0x80 | (0x20 if constructed else 0) | number


def _element(data: bytes, at: int) -> tuple[Element, int]:
    """The element that begins at `at`, and where it ends."""
    if len(data) - at < 2:
        raise Malformed("an element is cut off")
    tag = data[at]
    if tag & 0x1F == 0x1F:
        raise Malformed("a tag of more than one byte")
    length, start = _length(data, at + 1)
    end = start + length
    if end > len(data):
        raise Malformed("an element is longer than what holds it")
    return Element(tag, data[start:end], data[at:end]), end


def _length(data: bytes, at: int) -> tuple[int, int]:
    """The length written at `at`, in as few bytes as it needs (X.690 section 10.1)."""
    first = data[at]
    if first < 0x80:
        return first, at + 1
    size = first & 0x7F
    written = data[at + 1 : at + 1 + size]
    if not 1 <= size <= _LONGEST_LENGTH or len(written) < size:
        raise Malformed("a length that is indefinite, too large or cut off")
    length = int.from_bytes(written, "big")
    if length < 0x80 or written[0] == 0:
        raise Malformed("a length in more bytes than it needs")
    return length, at + 1 + size


# --- single values ---


def integer(element: Element) -> int:
    """Raises Malformed."""
    content = element.require(INTEGER).content
    if not content:
        raise Malformed("an integer of no bytes")
    if len(content) > 1 and (content[0], content[1] >> 7) in ((0x00, 0), (0xFF, 1)):
        raise Malformed("an integer in more bytes than it needs")
    return int.from_bytes(content, "big", signed=True)


def boolean(element: Element) -> bool:
    """Raises Malformed."""
    content = element.require(BOOLEAN).content
    if content not in (b"\x00", b"\xff"):
        raise Malformed("a boolean that is neither true nor false")
    return content == b"\xff"


def identifier(element: Element) -> str:
    """An object identifier in dots (X.690 section 8.19). Raises Malformed."""
    content = element.require(IDENTIFIER).content
    if not content or content[-1] & 0x80:
        raise Malformed("an object identifier is cut off")
    numbers, number = list[int](), 0
    for byte in content:
        if number == 0 and byte == 0x80:
            raise Malformed("an object identifier in more bytes than it needs")
        number = number << 7 | byte & 0x7F
        if not byte & 0x80:
            numbers.append(number)
            number = 0
    root = min(numbers[0] // 40, 2)
    return ".".join(map(str, (root, numbers[0] - 40 * root, *numbers[1:])))


def whole_bytes(element: Element) -> bytes:
    """A BIT STRING without unused bits. Raises Malformed."""
    content = element.require(BIT_STRING).content
    if not content or content[0] != 0:
        raise Malformed("a bit string that is not made of bytes")
    return content[1:]


def moment(element: Element) -> datetime:
    """A UTCTime or GeneralizedTime as RFC 5280 section 4.1.2.5 wants them. Raises Malformed."""
    digits = element.content[:-1]
    if not digits.isdigit() or element.content[-1:] != b"Z":
        raise Malformed("a time that is not made of digits and Z")
    if (element.tag, len(digits)) == (UTC_TIME, 12):
        year, rest = int(digits[:2]), digits[2:]
        year += 1900 if year >= 50 else 2000
    elif (element.tag, len(digits)) == (GENERALIZED_TIME, 14):
        year, rest = int(digits[:4]), digits[4:]
    else:
        raise Malformed("a time of the wrong length or kind")
    month, day, hour, minute, second = (int(rest[at : at + 2]) for at in range(0, 10, 2))
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        raise Malformed("a time that there is not") from None


def text(element: Element) -> str:
    """A character string of any kind. Raises Malformed."""
    try:
        if element.tag in _EIGHT_BIT_STRINGS:
            return element.content.decode("utf-8")
        if element.tag == _BMP_STRING:
            return element.content.decode("utf-16-be")
        if element.tag == _UNIVERSAL_STRING:
            return element.content.decode("utf-32-be")
    except UnicodeDecodeError:
        raise Malformed("characters that cannot be read") from None
    raise Malformed("a value that is not text")


def ascii_text(element: Element) -> str:
    """The content as an IA5String, whatever the tag. Raises Malformed."""
    try:
        return element.content.decode("ascii")
    except UnicodeDecodeError:
        raise Malformed("a name with bytes that are not ASCII") from None
