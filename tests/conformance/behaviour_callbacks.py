"""Behaviour c1 to c19: the status notifications."""

from __future__ import annotations

from tests.conformance.facts import Fact, agrees, api_only, differs

CALLBACKS: tuple[Fact, ...] = (
    agrees(
        "c1",
        "O8 O10 T",
        "The order of a plain GET.",
        "test_c1_a_plain_get",
        "test_c1_a_plain_get_asynchronously",
    ),
    agrees(
        "c2",
        "O8 O10 T",
        "On a kept connection nothing is resolved or connected.",
        "test_c2_on_a_kept_connection_nothing_is_resolved",
    ),
    api_only(
        "c3", "T", "Connections are shared by all sessions of a process.", "WinHttpOpen, a second time"
    ),
    differs(
        "c4",
        "O8 T",
        "A closed connection is made again without resolving again.",
        "the name is looked up again, and that is notified",
        "test_c4_a_closed_connection_is_made_again",
    ),
    agrees(
        "c5",
        "O8 O10 T",
        "A redirect to the same host: REDIRECT, then sending.",
        "test_c5_a_redirect_to_the_same_host",
    ),
    agrees(
        "c6",
        "O8 T",
        "A redirect elsewhere: REDIRECT, resolving, connecting, sending.",
        "test_c6_a_redirect_to_another_host",
    ),
    agrees(
        "c7",
        "O8",
        "An answered 401 looks like a redirect without REDIRECT.",
        "test_c7_an_answered_401_is_no_redirect",
    ),
    agrees("c8", "O8 T", "An unknown name: RESOLVING_NAME alone.", "test_c8_an_unknown_name"),
    agrees("c9", "O8 T", "A refused connection ends after CONNECTING.", "test_c9_a_refused_connection"),
    differs(
        "c10",
        "O8",
        "A response timeout ends after RECEIVING_RESPONSE.",
        "the reimplementation then tells RESPONSE_RECEIVED with -1; here the connection's end is told",
        "test_c10_a_response_timeout",
    ),
    agrees(
        "c11",
        "O8 D",
        "A TLS failure brings SECURE_FAILURE with its bits.",
        "test_c11_a_certificate_that_is_refused",
        "test_c11_a_fault_that_is_ignored_is_not_notified",
        "test_c11_tls_itself_fails",
        "test_c11_a_refused_connect",
        note="CONNECTED_TO_SERVER is told for TCP, as documented; the reimplementation waits for TLS",
    ),
    agrees(
        "c12",
        "O8 T",
        "Each written piece has its WRITE_COMPLETE.",
        "test_c12_a_body_in_pieces",
        "test_c12_a_body_that_goes_out_with_the_head",
    ),
    agrees(
        "c13",
        "T O10",
        "`Connection: close` brings CLOSING_CONNECTION, CONNECTION_CLOSED.",
        "test_c13_connection_close",
    ),
    agrees(
        "c14",
        "O8 D",
        "What the notifications carry: names, addresses, counts, URLs.",
        "test_c14_what_they_carry",
    ),
    agrees(
        "c15",
        "O8 D",
        "REQUEST_ERROR names the call by number.",
        "test_c15_request_error_names_the_call",
        "test_c15_of_a_request_that_could_not_be_sent",
    ),
    agrees(
        "c16",
        "O8",
        "The context is 0 until the request is sent.",
        "test_c16_a_context_of_the_requests_own_comes_after_its_creation",
        "test_c16_a_context_of_the_session_is_inherited",
        note="one set on the session is inherited by both handles",
    ),
    differs(
        "c17",
        "S",
        "What the reimplementation never sends.",
        "SECURE_FAILURE, INTERMEDIATE_RESPONSE and DETECTING_PROXY are told, as Windows documents them; "
        "the others belong to calls that whttp does not make",
        "test_c17_an_interim_answer_is_notified",
        "test_c17_proxy_detection_is_notified_where_it_runs",
    ),
    api_only(
        "c18",
        "T",
        "A second asynchronous receive ends in REQUEST_ERROR.",
        "WinHttpReceiveResponse, twice",
    ),
    api_only(
        "c19",
        "T",
        "The unload event is set only when the session closes.",
        "WinHttpSetOption (UNLOAD_NOTIFY_EVENT)",
    ),
)
