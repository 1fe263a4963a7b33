"""Status notifications: bits, masks and what they mean, held against a table of our own."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from winhttp_cli.knowledge.callbacks import (
    MASKS,
    NOTIFICATIONS,
    SECURE_FAILURE_FLAGS,
    Notification,
    UnknownNotification,
    find_notification,
    secure_failure_names,
)
from winhttp_cli.knowledge.errors import by_number
from winhttp_cli.options.tls import SECURITY_FLAGS
from winhttp_cli.render import notices, notices_websocket

#: bit position -> name
TABLE = {
    0: "RESOLVING_NAME",
    1: "NAME_RESOLVED",
    2: "CONNECTING_TO_SERVER",
    3: "CONNECTED_TO_SERVER",
    4: "SENDING_REQUEST",
    5: "REQUEST_SENT",
    6: "RECEIVING_RESPONSE",
    7: "RESPONSE_RECEIVED",
    8: "CLOSING_CONNECTION",
    9: "CONNECTION_CLOSED",
    10: "HANDLE_CREATED",
    11: "HANDLE_CLOSING",
    12: "DETECTING_PROXY",
    14: "REDIRECT",
    15: "INTERMEDIATE_RESPONSE",
    16: "SECURE_FAILURE",
    17: "HEADERS_AVAILABLE",
    18: "DATA_AVAILABLE",
    19: "READ_COMPLETE",
    20: "WRITE_COMPLETE",
    21: "REQUEST_ERROR",
    22: "SENDREQUEST_COMPLETE",
    24: "GETPROXYFORURL_COMPLETE",
    25: "CLOSE_COMPLETE",
    26: "SHUTDOWN_COMPLETE",
    27: "GETPROXYSETTINGS_COMPLETE",
    28: "SETTINGS_WRITE_COMPLETE",
    29: "SETTINGS_READ_COMPLETE",
}


def test_every_notification_has_its_own_bit() -> None:
    assert {notification.bit: notification.name for notification in NOTIFICATIONS} == {
        1 << position: name for position, name in TABLE.items()
    }


@pytest.mark.parametrize("notification", NOTIFICATIONS, ids=lambda notification: notification.name)
def test_a_notification_is_found_by_name_and_bit(notification: Notification) -> None:
    spellings = (
        notification.name,
        notification.name.lower().replace("_", "-"),
        notification.winhttp_name,
        str(notification.bit),
        hex(notification.bit),
    )
    assert {find_notification(text) for text in spellings} == {notification}


def test_a_synchronous_program_hears_no_completions() -> None:
    heard = {notification.name for notification in NOTIFICATIONS if notification.synchronous}
    assert heard == {TABLE[position] for position in TABLE if position <= 16}


@pytest.mark.parametrize("name", [name for name in MASKS if not name.startswith("ALL_")])
def test_a_mask_covers_notifications_that_exist(name: str) -> None:
    known = sum(notification.bit for notification in NOTIFICATIONS)
    assert MASKS[name]
    assert MASKS[name] & ~known == 0


def test_all_completions_is_every_result_of_an_asynchronous_call_but_closing() -> None:
    names = {
        notification.name for notification in NOTIFICATIONS if notification.bit & MASKS["ALL_COMPLETIONS"]
    }
    assert names == {
        "SENDREQUEST_COMPLETE",
        "HEADERS_AVAILABLE",
        "DATA_AVAILABLE",
        "READ_COMPLETE",
        "WRITE_COMPLETE",
        "REQUEST_ERROR",
        "GETPROXYFORURL_COMPLETE",
        "GETPROXYSETTINGS_COMPLETE",
    }


def test_secure_failure_bits_are_named_lowest_first() -> None:
    assert secure_failure_names(0x70) == ("CERT_CN_INVALID", "CERT_DATE_INVALID", "CERT_WRONG_USAGE")
    assert secure_failure_names(0x80000000) == ("SECURITY_CHANNEL_ERROR",)
    assert secure_failure_names(0) == ()


@pytest.mark.parametrize("flag", SECURE_FAILURE_FLAGS, ids=lambda flag: flag.name)
def test_a_secure_failure_bit_has_an_error_and_perhaps_a_flag_that_forgives_it(flag) -> None:
    assert by_number(flag.error)[0].com_only
    names = {choice.winhttp for choice in SECURITY_FLAGS.kind.choices if choice.settable}
    assert flag.forgiven_by in names | {""}


def test_an_unknown_notification_is_answered_with_a_near_one() -> None:
    with pytest.raises(UnknownNotification) as caught:
        find_notification("SECURE_FAILUR")
    assert caught.value.suggestion == "SECURE_FAILURE"


NAMED = frozenset(
    node.value
    for module in (notices, notices_websocket)
    for node in ast.walk(ast.parse(Path(module.__file__).read_text("utf-8")))
    if isinstance(node, ast.Constant) and isinstance(node.value, str)
)


@pytest.mark.parametrize("notification", NOTIFICATIONS, ids=lambda notification: notification.name)
def test_what_is_said_to_be_told_is_told(notification: Notification) -> None:
    assert (notification.name in NAMED) == bool(notification.told_by)
