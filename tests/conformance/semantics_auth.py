"""Semantics, as documented: authentication (A) and service names and channel binding (S)."""

from __future__ import annotations

from tests.conformance.facts import Fact, agrees, api_only, differs

_KERBEROS = "tests/cli/test_kerberos.py::"
_NTLM = "tests/cli/test_ntlm.py::"
_PROXY = "tests/cli/test_proxy_logins.py::"
_PASSPORT = "tests/cli/test_passport.py::"
_STORE = "tests/cli/test_shared_credentials.py::"
_ENGINE = "tests/engine/test_auth.py::"

AUTH: tuple[Fact, ...] = (
    agrees(
        "A1",
        "D",
        "Schemes Basic 1, NTLM 2, Passport 4, Digest 8, Negotiate 0x10, for servers and proxies.",
        "tests/options/test_values.py::test_the_schemes_have_their_winhttp_numbers",
    ),
    agrees(
        "A2",
        "D",
        "Negotiate is Kerberos where both sides can, else NTLM.",
        f"{_KERBEROS}test_user_and_password_become_a_ticket",
        f"{_KERBEROS}test_a_service_the_realm_does_not_know_is_tried_with_ntlm",
    ),
    agrees(
        "A3",
        "D",
        "All offered schemes, and the first one listed, can be asked for.",
        f"{_NTLM}test_the_report_names_scheme_mechanism_and_service",
        note="In the trace and the JSON document, in the server's order.",
    ),
    differs(
        "A4",
        "D",
        "The documented sample takes Negotiate, NTLM, Passport, Digest and never Basic.",
        "Basic is taken when nothing else is offered: USERNAME does so (A7).",
        f"{_ENGINE}test_the_order_of_strength_is_not_the_servers",
    ),
    agrees(
        "A5",
        "N S",
        ".NET's handler orders Negotiate, NTLM, Digest, Basic; what Windows picks is not documented.",
        f"{_ENGINE}test_the_order_of_strength_is_not_the_servers",
        note=".NET's order is taken.",
    ),
    agrees(
        "A6",
        "D",
        "Credentials and scheme are for one request; nothing is remembered.",
        "test_f11_the_next_request_is_challenged_again",
    ),
    agrees(
        "A7",
        "D",
        "USERNAME and PASSWORD name no scheme: possibly Basic.",
        "test_f9_a_named_basic_needs_one_round_trip_and_options_two",
    ),
    agrees(
        "A8",
        "D",
        "With Passport a 407 is answered by the options.",
        f"{_PASSPORT}test_a_proxy_that_asks_is_answered_by_the_proxys_options",
    ),
    agrees(
        "A9",
        "D",
        "The named scheme must be among those offered; no user and password: the policy decides.",
        "test_f6_a_named_scheme_that_is_not_offered",
        f"{_NTLM}test_the_file_of_ntlm_users_is_ones_own_and_goes_by_the_policy",
    ),
    agrees(
        "A10",
        "D",
        "Named, Basic goes out before a challenge, and a Negotiate that becomes Kerberos; others never.",
        "test_f9_a_named_basic_needs_one_round_trip_and_options_two",
        f"{_KERBEROS}test_a_named_negotiate_that_becomes_kerberos_needs_one_round_trip",
        note="Over TLS Negotiate waits for the challenge, to bind the connection in.",
    ),
    api_only("A11", "D", "Several legs may end in 12032: send again.", "WinHttpReceiveResponse"),
    agrees(
        "A12",
        "D",
        "Without usable credentials, or with refused ones, the 401 or 407 is the response.",
        f"{_NTLM}test_a_wrong_password_is_tried_once_and_the_401_is_the_answer",
        f"{_KERBEROS}test_without_a_ticket_the_401_is_the_answer_and_the_trace_says_why",
    ),
    agrees(
        "A13",
        "D",
        "Autologon: medium inside the intranet, low anywhere, high never; NTLM and Negotiate only.",
        f"{_KERBEROS}test_your_own_ticket_answers_whom_the_policy_trusts",
        f"{_KERBEROS}test_your_own_ticket_stays_from_others",
        f"{_ENGINE}test_your_own_credentials_answer_negotiate_and_ntlm_alone",
    ),
    agrees(
        "A14",
        "D",
        "Intranet is what the proxy bypass list names.",
        f"{_KERBEROS}test_your_own_ticket_answers_whom_the_policy_trusts",
    ),
    agrees(
        "A15",
        "D",
        "Without a bypass list nothing is said to be intranet.",
        f"{_KERBEROS}test_your_own_ticket_stays_from_others",
        note="Not documented outright; so nothing is.",
    ),
    differs(
        "A16",
        "D",
        "High has no effect where the server is localhost or an IP address.",
        "High is never: a policy that says so is kept.",
        f"{_KERBEROS}test_your_own_ticket_stays_from_others",
    ),
    agrees(
        "A17",
        "D",
        "Proxies are trusted with the user's own credentials, unless the level is high.",
        f"{_PROXY}test_your_own_ticket_answers_a_proxy_unless_the_level_is_high",
    ),
    api_only("A18", "D", "The COM object numbers the levels differently.", "SetAutoLogonPolicy"),
    api_only("A19", "D", "Thread token when synchronous, session token else.", "WinHttpSendRequest"),
    agrees(
        "A20",
        "D",
        "NTLM and Negotiate are tied to a connection and fail where it is not kept.",
        f"{_NTLM}test_without_keep_alive_ntlm_ends_with_12015",
        f"{_KERBEROS}test_without_keep_alive_negotiate_ends_with_12015",
        f"{_NTLM}test_a_connection_closed_between_two_legs_ends_with_12015",
        note="With which number is not documented; 12015 is taken.",
    ),
    differs(
        "A21",
        "D",
        "Proxy credentials should be set before each send, or 407 and 401 may alternate.",
        "They are kept for the whole chain, which is bounded.",
        f"{_PROXY}test_ntlm_at_the_proxy_and_then_at_the_server_on_the_same_connection",
        f"{_PROXY}test_a_proxy_and_a_server_that_ask_in_turn_are_not_answered_for_ever",
    ),
    agrees(
        "A22",
        "D",
        "DISABLE_FEATURE authentication turns every automatic answer off.",
        "test_f16_with_authentication_disabled_the_401_comes_untouched",
        f"{_PROXY}test_disabled_authentication_answers_no_proxy",
    ),
    agrees(
        "A23",
        "D",
        "Stored Passport credentials are used whatever the policy.",
        f"{_PASSPORT}test_the_key_ring_is_used_when_it_is_on",
    ),
    agrees(
        "A24",
        "D",
        "An upload may have to be sent more than once.",
        f"{_NTLM}test_a_body_is_sent_with_every_leg",
        "test_f13_a_streamed_body_is_not_sent_again",
    ),
    agrees(
        "A25",
        "N",
        "Windows authentication and HTTP/2: sent again over HTTP/1.1.",
        f"{_KERBEROS}test_http2_gives_way_to_http_1_where_negotiate_is_wanted",
    ),
    agrees(
        "A26",
        "D",
        "Last resort: the process-wide store, for servers, when asked for.",
        f"{_STORE}test_for_servers_it_must_be_switched_on",
        f"{_STORE}test_a_request_with_credentials_of_its_own_does_not_ask_the_store",
    ),
    api_only("A27", "D", "Schemes can be forbidden towards proxies.", "DISABLE_PROXY_AUTH_SCHEMES"),
)

NAMES: tuple[Fact, ...] = (
    agrees(
        "S1",
        "D",
        "SPN 0 leaves the port out, 1 adds it; no default is documented.",
        f"{_KERBEROS}test_a_service_that_is_registered_with_its_port_needs_the_port",
        note="0 is the default.",
    ),
    agrees(
        "S2",
        "D",
        "SERVER_SPN_USED and PROXY_SPN_USED tell the name that was used.",
        f"{_KERBEROS}test_the_service_name_can_be_asked_for",
        f"{_PROXY}test_the_proxys_service_name_can_be_asked_for",
    ),
    agrees(
        "S3",
        "S",
        "HTTP and the host as given; the exact form is not documented.",
        f"{_KERBEROS}test_the_service_name_can_be_asked_for",
    ),
    agrees(
        "S4",
        "D",
        "SERVER_CBT can be read once TLS is up.",
        "test_semantics_s4_the_binding_can_be_read",
    ),
    agrees(
        "S5",
        "D",
        "The binding is tls-server-end-point, by the structure's convention.",
        f"{_KERBEROS}test_the_channel_binding_must_be_that_of_the_certificate",
        f"{_NTLM}test_the_channel_binding_must_be_that_of_the_certificate",
    ),
)
