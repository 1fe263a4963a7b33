"""Behaviour e1 to e18, f1 to f22, i1 to i13: proxies, authentication and WebSocket."""

from __future__ import annotations

from tests.conformance.facts import Fact, agrees, api_only, differs

_AUTH = "authentication"
_WEBSOCKET = "WebSocket"

_GRAMMAR = "tests/engine/test_proxy_grammar.py::"

PROXY: tuple[Fact, ...] = (
    agrees(
        "e1",
        "D",
        "The grammar of a proxy list: scheme=, scheme://, host, port; `;` or blanks.",
        "test_e1_the_grammar_of_a_proxy_list",
    ),
    differs(
        "e2",
        "O8 S",
        "The reimplementation understands host[:port] only, and takes the first entry.",
        "The documented grammar, e1, is taken.",
        "test_e1_the_grammar_of_a_proxy_list",
    ),
    agrees(
        "e3",
        "D",
        "Without a port it is the proxy scheme's: 80 or 443.",
        f"{_GRAMMAR}test_proxy_list",
    ),
    agrees(
        "e4",
        "O8 D",
        "A bypass list is divided by `;` or blanks, not by commas.",
        "test_e4_e5_the_bypass_list",
    ),
    agrees(
        "e5",
        "O8 D",
        "Bypass entries: a host, `<local>`, `*.suffix`, without regard to case.",
        "test_e4_e5_the_bypass_list",
        "test_e5_local_is_any_name_without_a_dot",
    ),
    agrees(
        "e6",
        "O8",
        "Several wildcards and ports in bypass entries: not known.",
        f"{_GRAMMAR}test_each_undocumented_form_says_why_it_matches_nothing",
        note="Undocumented forms match nothing, and say so.",
    ),
    agrees(
        "e7",
        "O8 C",
        "Absolute form without :80, normal Host, Keep-Alive, no Proxy-Connection.",
        "test_e7_absolute_form_normal_host_keep_alive",
    ),
    agrees(
        "e8",
        "O8",
        "One kept proxy connection serves several hosts.",
        "test_e8_one_proxy_connection_serves_several_hosts",
    ),
    agrees(
        "e9",
        "O8",
        "https asks the proxy by CONNECT host:443.",
        "test_e9_https_asks_by_connect_and_leaks_nothing",
        note="The reimplementation leaks the request's headers into it; whttp sends User-Agent and Host.",
    ),
    agrees(
        "e10",
        "D",
        "A refused CONNECT is handed over as the answer when asked for.",
        "test_e10_a_refused_connect_is_handed_over_when_asked",
    ),
    agrees(
        "e11",
        "O8 T",
        "407 leads to one retry with Proxy-Authorization, never before.",
        "test_e11_a_407_leads_to_one_answer_and_never_before",
    ),
    agrees(
        "e12",
        "O8 T",
        "Without credentials the 407 is the answer.",
        "test_e12_without_credentials_the_407_is_the_answer",
    ),
    differs(
        "e13",
        "O8 S",
        "Option PROXY is a stub in the reimplementation.",
        "It is documented, and works here.",
        "test_e13_the_proxy_option_can_be_read",
    ),
    api_only("e14", "D", "NAMED_PROXY without a name is 87.", "WinHttpOpen"),
    api_only(
        "e15", "T S", "Bad types and names of the default are 87.", "WinHttpSetDefaultProxyConfiguration"
    ),
    agrees(
        "e16",
        "T",
        "A script sees a lower-case scheme and the host's own case.",
        "test_e16_a_script_sees_a_lower_case_scheme_and_the_hosts_own_case",
    ),
    api_only("e17", "T", "Detection without flags is 87.", "WinHttpDetectAutoProxyConfigUrl"),
    agrees(
        "e18",
        "O8",
        "POST through a proxy keeps its length and body.",
        "test_e18_post_through_a_proxy_keeps_its_body",
    ),
)

AUTH: tuple[Fact, ...] = (
    agrees(
        "f1", "T O8", "Several WWW-Authenticate lines are one set.", "test_f1_several_lines_are_one_set"
    ),
    agrees("f2", "T O8", "Unknown schemes are left out.", "test_f2_unknown_schemes_are_left_out"),
    agrees("f3", "O8", "Scheme names are compared without case.", "test_f3_scheme_names_have_no_case"),
    api_only("f4", "T O8", "Without a 401 asking for schemes fails 4317.", "WinHttpQueryAuthSchemes"),
    differs(
        "f5",
        "O8 S",
        "With option credentials the reimplementation takes the first scheme it supports.",
        "The strongest is taken, as .NET's handler does; Windows is not known.",
        "test_f5_the_strongest_scheme_is_taken",
        "tests/engine/test_auth.py::test_the_order_of_strength_is_not_the_servers",
    ),
    agrees(
        "f6",
        "O8 T",
        "A named scheme that is not offered: the 401 is the answer.",
        "test_f6_a_named_scheme_that_is_not_offered",
    ),
    api_only(
        "f7",
        "T",
        "WinHttpSetCredentials beats the options, and USERNAME stays unread.",
        "WinHttpSetCredentials; here there is one user name, with or without a named scheme",
    ),
    differs(
        "f8",
        "T",
        "Basic and Digest need user and password (87); NTLM and Negotiate accept neither.",
        "Without them a named Basic or Digest answers nothing, and NTLM and Negotiate take one's own.",
        "test_f8_a_named_basic_without_a_user_answers_nothing",
        "tests/cli/test_ntlm.py::test_the_file_of_ntlm_users_is_ones_own_and_goes_by_the_policy",
    ),
    agrees(
        "f9",
        "O8 T",
        "A named Basic needs one round trip, options two.",
        "test_f9_a_named_basic_needs_one_round_trip_and_options_two",
    ),
    agrees(
        "f10",
        "O8",
        "A wrong password: one retry, then the 401.",
        "test_f10_a_wrong_password_is_tried_once_and_the_401_is_the_answer",
        "test_f10_a_named_basic_that_is_refused_is_not_sent_twice",
    ),
    agrees(
        "f11",
        "O8 D",
        "The next request is challenged again.",
        "test_f11_the_next_request_is_challenged_again",
    ),
    agrees(
        "f12",
        "O8 T",
        "A body given whole is sent again with the answer; NTLM sends it with each leg.",
        "test_f12_a_body_given_whole_is_sent_again",
        "test_f12_a_body_is_signed_where_the_server_asks_for_that",
        "tests/cli/test_ntlm.py::test_a_body_is_sent_with_every_leg",
    ),
    agrees(
        "f13",
        "D",
        "A streamed body is not: 12032.",
        "test_f13_a_streamed_body_is_not_sent_again",
    ),
    agrees(
        "f14",
        "T",
        "A 401's body of 10 KB is drained and its connection kept.",
        "test_f14_a_challenges_page_is_drained_and_the_connection_kept",
    ),
    agrees(
        "f15",
        "O8",
        "Basic encodes in UTF-8; DOMAIN\\user stays.",
        "test_f15_basic_is_utf_8_and_keeps_a_domain",
    ),
    agrees(
        "f16",
        "O8 D",
        "With authentication disabled the 401 comes untouched.",
        "test_f16_with_authentication_disabled_the_401_comes_untouched",
    ),
    agrees(
        "f17",
        "D",
        "NTLM and Negotiate need a kept connection.",
        "tests/cli/test_ntlm.py::test_without_keep_alive_ntlm_ends_with_12015",
        "tests/cli/test_kerberos.py::test_without_keep_alive_negotiate_ends_with_12015",
    ),
    agrees(
        "f18",
        "D",
        "Digest never goes out before a challenge.",
        "test_f18_digest_never_goes_out_before_a_challenge",
    ),
    agrees(
        "f19",
        "T",
        "With Passport on, its 302 is shown as 401, the reason phrase unchanged; its cookies count.",
        "tests/cli/test_passport.py::test_f19_a_challenge_that_says_nothing_is_shown_as_401",
        note="One that can be answered is.",
    ),
    agrees(
        "f20",
        "O8",
        "A user name without a password sends nothing.",
        "test_f20_a_user_without_a_password_sends_nothing",
    ),
    agrees(
        "f21",
        "D",
        "Autologon: MEDIUM inside the intranet, LOW everywhere, HIGH nowhere.",
        "tests/cli/test_kerberos.py::test_your_own_ticket_answers_whom_the_policy_trusts",
        "tests/cli/test_kerberos.py::test_your_own_ticket_stays_from_others",
    ),
    api_only("f22", "D", "12032 asks for the request to be sent again.", "WinHttpSendRequest, again"),
)
