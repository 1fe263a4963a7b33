"""Behaviour i1 to i13 and semantics Q1 to Q6: WebSocket."""

from __future__ import annotations

from tests.conformance.facts import Fact, agrees, api_only, differs

BEHAVIOUR: tuple[Fact, ...] = (
    agrees(
        "i1",
        "O8 T",
        "The handshake's headers.",
        "test_i1_the_headers_of_the_handshake",
        note="their order on Windows is not known; Connection and Host stand where they always do.",
    ),
    agrees("i2", "T", "Each handshake has a new key.", "test_i2_each_handshake_has_a_key_of_its_own"),
    api_only("i3", "T O8", "Completing twice gives two handles.", "WinHttpWebSocketCompleteUpgrade"),
    differs(
        "i4",
        "O8",
        "The reimplementation checks neither status nor Accept key.",
        "Both are checked, as RFC 6455 section 4.1 demands; anything else is 12152.",
        "test_i4_a_status_other_than_101_is_no_websocket",
        "test_i4_a_wrong_accept_key_is_no_websocket",
    ),
    agrees(
        "i5",
        "O8",
        "Frames are masked; a ping is answered.",
        "test_i5_frames_are_masked_and_a_ping_is_answered",
    ),
    agrees(
        "i6",
        "O8 T",
        "Closing waits for the peer's close frame.",
        "test_i6_closing_sends_code_and_reason_and_waits_for_the_peers",
    ),
    agrees("i7", "T", "A reason above 123 bytes is 87.", "test_i7_a_reason_has_123_bytes_at_most"),
    agrees(
        "i8",
        "T",
        "A partial read reports a fragment.",
        "test_i8_a_piece_is_a_fragment_until_the_last",
        note="`--json` names the type of each piece.",
    ),
    agrees(
        "i9",
        "T",
        "Closing ends a pending receive with 12017.",
        "test_i9_closing_ends_a_pending_receive_with_12017",
        note="what closes while a receive is pending is Ctrl-C.",
    ),
    agrees(
        "i10",
        "T O8",
        "The peer's close is a message of its own kind.",
        "test_i10_the_peers_close_ends_it_and_its_code_is_told",
    ),
    agrees(
        "i11",
        "T O8",
        "A send buffer below 16 bytes fails with 8.",
        "test_i11_a_send_buffer_below_16_bytes_is_8",
    ),
    agrees(
        "i12",
        "O8",
        "A peer that vanishes while closing: 12152.",
        "test_i12_a_peer_that_vanishes_while_closing_is_12152",
    ),
    agrees(
        "i13",
        "O8 D",
        "Close waits 10000 ms, keep-alive is 30000, at least 15000.",
        "test_i13_the_close_timeout",
        "test_h15_i13_the_keep_alive_interval_has_a_floor",
        note="the keep-alive frame is a ping; which kind Windows sends is not documented.",
    ),
)

SEMANTICS: tuple[Fact, ...] = (
    agrees(
        "Q1",
        "D",
        "The option makes a handshake; completing the upgrade is a call of its own.",
        "test_semantics_q1_the_option_makes_a_handshake_and_no_more",
        note="`whttp ws` is what completes it.",
    ),
    agrees(
        "Q2",
        "S",
        "Upgrade, Connection, version and key are the stack's; a sub-protocol is the caller's header.",
        "test_semantics_q2_a_sub_protocol_is_a_header_of_the_callers",
    ),
    agrees(
        "Q3",
        "D",
        "Codes 1000 to 1015 without 1004, a reason of 123 bytes, a wait for the peer.",
        "test_i6_closing_sends_code_and_reason_and_waits_for_the_peers",
        "test_i7_a_reason_has_123_bytes_at_most",
        note="1006 and 1015 may not be sent (RFC 6455 section 7.4.1); 3000 to 4999 may.",
    ),
    agrees(
        "Q4",
        "D",
        "A message and a fragment, of text and of bytes, have types of their own.",
        "test_semantics_q4_text_and_binary_are_told_apart",
        "test_i8_a_piece_is_a_fragment_until_the_last",
    ),
    agrees(
        "Q5",
        "D",
        "Keep-alive after 30000 ms, 15000 the least.",
        "test_h15_i13_the_keep_alive_interval_has_a_floor",
    ),
    agrees(
        "Q6",
        "T O8",
        "Buffers of 32768 bytes; a send buffer below 16 fails.",
        "test_h8_defaults",
        "test_i11_a_send_buffer_below_16_bytes_is_8",
    ),
)
