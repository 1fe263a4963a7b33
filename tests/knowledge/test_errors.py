"""An error is found by every form in which a log prints it, in every reading it may have."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from winhttp_cli.errors import Code, ExitStatus
from winhttp_cli.knowledge.errors import (
    ERRORS,
    WINHTTP,
    UnknownError,
    by_number,
    error_number,
    find_error,
)
from winhttp_cli.knowledge.known_error import KnownError, Library

ids = pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.name)

#: number -> HRESULT as unsigned and as signed decimal, written down independently
FORMS = {
    12002: ("0x80072EE2", "-2147012894"),
    12007: ("0x80072EE7", "-2147012889"),
    12029: ("0x80072EFD", "-2147012867"),
    12030: ("0x80072EFE", "-2147012866"),
    12037: ("0x80072F05", "-2147012859"),
    12044: ("0x80072F0C", "-2147012852"),
    12152: ("0x80072F78", "-2147012744"),
    12175: ("0x80072F8F", "-2147012721"),
    12180: ("0x80072F94", "-2147012716"),
    87: ("0x80070057", "-2147024809"),
}


@pytest.mark.parametrize(("number", "forms"), FORMS.items())
def test_number_hresult_and_signed_hresult_find_the_same_error(
    number: int, forms: tuple[str, str]
) -> None:
    unsigned, signed = forms
    spellings = (
        str(number),
        hex(number),
        unsigned,
        unsigned.lower(),
        unsigned[2:],
        signed,
        f" {signed} ",
    )
    assert {find_error(text) for text in spellings} == {find_error(str(number))}
    first = find_error(str(number))[0]
    assert f"0x{first.hresult:08X}" == unsigned
    assert str(first.signed_hresult) == signed


def test_12175_is_a_certificate_to_winhttp_and_a_broken_coding_to_wininet() -> None:
    winhttp, wininet = find_error("12175")
    assert (winhttp.library, winhttp.name) == (Library.WINHTTP, "ERROR_WINHTTP_SECURE_FAILURE")
    assert (wininet.library, wininet.name) == (Library.WININET, "ERROR_INTERNET_DECODING_FAILED")
    assert winhttp.happened != wininet.happened


def test_a_number_both_libraries_mean_alike_comes_under_both_names() -> None:
    names = [(error.library, error.name) for error in find_error("12029")]
    assert names == [
        (Library.WINHTTP, "ERROR_WINHTTP_CANNOT_CONNECT"),
        (Library.WININET, "ERROR_INTERNET_CANNOT_CONNECT"),
    ]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("ERROR_WINHTTP_TIMEOUT", 12002),
        ("WINHTTP_TIMEOUT", 12002),
        ("timeout", 12002),
        ("ERROR_INTERNET_TIMEOUT", 12002),
        ("secure-failure", 12175),
        ("ERROR_HTTP_REDIRECT_FAILED", 12156),
        ("sec_e_wrong_principal", 0x80090322),
        ("0x800B0109", 0x800B0109),
        ("-2146762487", 0x800B0109),
        ("WSAECONNREFUSED", 10061),
        ("INVALID_PARAMETER", 87),
    ],
)
def test_a_name_is_found_with_or_without_its_prefix(text: str, number: int) -> None:
    assert {error.number for error in find_error(text)} == {number}


@ids
def test_every_error_is_found_by_its_own_name_and_number(error: KnownError) -> None:
    assert error in find_error(error.name)
    assert error in find_error(str(error.number))
    assert error in find_error(hex(error.hresult))
    assert error in find_error(str(error.signed_hresult))


@ids
def test_every_error_says_what_happened(error: KnownError) -> None:
    assert error.happened.endswith(".")
    assert not any(cause.endswith(".") for cause in error.causes)


@pytest.mark.parametrize("code", Code, ids=lambda code: code.name)
def test_every_number_whttp_ends_with_is_explained_to_the_end(code: Code) -> None:
    error = by_number(code)[0]
    assert error.name == code.name
    assert error.causes
    assert error.tell_apart
    assert error.status is not None


def test_an_error_of_ours_names_its_exit_status() -> None:
    assert find_error("12007")[0].status is ExitStatus.NAME
    assert find_error("12175")[0].status is ExitStatus.CERTIFICATE
    assert find_error("12175")[1].status is None
    assert find_error("87")[0].status is ExitStatus.USAGE
    assert find_error("WSAECONNRESET")[0].status is None


def test_no_name_is_given_twice_and_no_number_twice_in_one_library() -> None:
    assert max(Counter(error.name for error in ERRORS).values()) == 1
    assert max(Counter((error.library, error.number) for error in ERRORS).values()) == 1


@pytest.mark.parametrize(
    "error", [error for error in ERRORS if error.leads_to], ids=lambda error: error.name
)
def test_a_certificate_hresult_leads_to_a_winhttp_number(error: KnownError) -> None:
    assert error.leads_to in {known.number for known in WINHTTP}


def test_the_numbers_the_com_object_alone_returns_are_marked() -> None:
    com_only = {error.number for error in WINHTTP if error.com_only}
    assert com_only == {12037, 12038, 12045, 12057, 12157, 12169, 12170, 12179}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("TIMEOT", "TIMEOUT"),
        ("ERROR_WINHTTP_CANOT_CONNECT", "CANNOT_CONNECT"),
        ("SEC_E_WRONG_PRINCIPLE", "SEC_E_WRONG_PRINCIPAL"),
    ],
)
def test_a_typing_error_is_answered_with_a_name_that_exists(typed: str, meant: str) -> None:
    with pytest.raises(UnknownError) as caught:
        find_error(typed)
    assert caught.value.suggestion.endswith(meant)


@pytest.mark.parametrize("text", ["12999", "0x8007FFFF", "-1", "", "0x", "99999999999", "\0", "٣"])
def test_what_is_nobodys_number_is_refused(text: str) -> None:
    with pytest.raises(UnknownError):
        find_error(text)


@given(st.text())
def test_any_text_is_either_found_or_refused_with_a_name_that_exists(text: str) -> None:
    try:
        readings = find_error(text)
    except UnknownError as unknown:
        readings = find_error(unknown.suggestion or "timeout")
    assert readings


@given(st.integers(1, 0xFFFF))
def test_an_hresult_gives_its_win32_number_back(number: int) -> None:
    assert error_number(hex(0x80070000 | number)) == number
    assert error_number(str((0x80070000 | number) - 2**32)) == number
