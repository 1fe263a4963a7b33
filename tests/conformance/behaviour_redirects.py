"""Behaviour b1 to b24 and g1 to g13: redirects and cookies."""

from __future__ import annotations

from tests.conformance.facts import Fact, agrees, differs

REDIRECTS: tuple[Fact, ...] = (
    differs(
        "b1",
        "O8 O10 S",
        "The reimplementation follows 301, 302, 307 (newest: 308) and returns the others.",
        "Windows' list, b2, is taken; 304 and 305 are returned by both.",
        "test_b2_the_method_of_the_next_hop",
        "test_b1_304_and_305_are_returned",
    ),
    agrees(
        "b2",
        "N",
        "300, 301, 302: POST becomes GET; 303: all but GET and HEAD do; 307 and 308 change nothing.",
        "test_b2_the_method_of_the_next_hop",
    ),
    agrees(
        "b3",
        "N",
        "A POST that became GET has neither Content-Length nor Transfer-Encoding.",
        "test_b3_post_that_became_get_has_no_framing",
    ),
    agrees(
        "b4",
        "T O8",
        "307 sends a body again that was given whole.",
        "test_b4_307_sends_the_body_again",
    ),
    agrees(
        "b5",
        "D",
        "A body that was streamed cannot be sent again: 12032.",
        "test_b5_a_streamed_body_cannot_be_sent_again",
        note="The reimplementation: 12019.",
    ),
    differs(
        "b6",
        "O8",
        "The caller's headers go along on every hop, to any host; only Host is made anew.",
        "Authorization, Cookie and Proxy-Authorization stay with their origin unless "
        "--forward-credentials says otherwise; the report names what was held back. Others go along.",
        "test_b6_credentials_stay_with_their_origin",
        "test_b6_forward_credentials_lets_them_go_and_says_so",
        "test_b6_other_headers_go_along",
    ),
    differs(
        "b7",
        "O8",
        "Credentials of WinHttpSetCredentials(Basic) go to the new host too.",
        "They stay with their origin unless --forward-credentials says otherwise.",
        "test_b7_credentials_of_options_stay_with_their_origin",
    ),
    agrees("b8", "N T", "A relative Location works.", "test_b8_relative_locations"),
    agrees(
        "b9",
        "N",
        "Neither the Location's fragment nor the first URL's is sent.",
        "test_b9_no_fragment_is_sent_or_inherited",
    ),
    agrees(
        "b10",
        "O8 N",
        "A redirect without Location fails: 12150.",
        "test_b10_a_missing_location_fails",
    ),
    agrees(
        "b11",
        "N O8",
        "200, 201 and 400 with a Location are no redirects.",
        "test_b11_a_location_alone_is_no_redirect",
    ),
    agrees(
        "b12",
        "O8",
        "A Location of a host alone asks for `/`.",
        "test_b12_a_location_of_a_host_alone_asks_for_the_root",
        note="The reimplementation loses a query right behind the host; whttp keeps it.",
    ),
    agrees(
        "b13",
        "O8",
        "User information in a Location is dropped.",
        "test_b13_user_information_in_a_location_is_dropped",
    ),
    agrees(
        "b14", "O8", "The scheme's case does not matter.", "test_b14_the_schemes_case_does_not_matter"
    ),
    agrees(
        "b15",
        "O8 O10 N D",
        "Ten redirects are followed by default, the eleventh is 12156; 0 fails at the first.",
        "test_b15_ten_redirects_and_no_more",
        "test_b15_other_limits",
    ),
    agrees(
        "b16",
        "T",
        "After 12156 option URL is the last URL that was asked.",
        "test_b16_after_the_limit_the_url_is_the_last_one_reached",
    ),
    agrees(
        "b17",
        "O8 D T",
        "Policy never, or redirects disabled: the 30x is the answer, body and Location included.",
        "test_b17_never_and_disabled_return_the_redirect",
    ),
    agrees(
        "b18",
        "N",
        "Policy always goes from https to http; by default the 302 of such a step is itself the answer.",
        "test_b18_from_https_to_http",
        note="The reimplementation, and the error list: 12156.",
    ),
    agrees("b19", "O8 N", "http to https is followed.", "test_b19_from_http_to_https"),
    agrees(
        "b20",
        "O8",
        "A cookie set by a redirect is sent on the next hop.",
        "test_b20_a_cookie_of_a_redirect_is_sent_on_the_next_hop",
    ),
    agrees(
        "b21",
        "D",
        "A redirect policy above 2 is refused: 87.",
        "test_b21_a_policy_above_2_is_refused",
        note="The reimplementation takes it.",
    ),
    agrees(
        "b22",
        "O10 T D",
        "After redirects option URL is the final URL.",
        "test_b22_the_url_is_the_final_one",
    ),
    agrees(
        "b23",
        "O8 T",
        "The redirect's connection serves the next hop to the same host.",
        "test_b23_one_connection_serves_all_hops",
    ),
    agrees(
        "b24",
        "O8",
        "Through a proxy each hop is asked in absolute form again.",
        "test_b24_through_a_proxy_each_hop_is_in_absolute_form",
    ),
)

COOKIES: tuple[Fact, ...] = (
    agrees(
        "g1",
        "O8 T",
        "One jar per session, shared by all its connections, gone with it.",
        "test_g1_one_jar_per_session",
        note="--cookie-jar keeps it between runs: whttp's addition.",
    ),
    agrees("g2", "T O8", "The newest cookie comes first.", "test_g2_g3_newest_first_and_case_matters"),
    agrees("g3", "T O8", "Names are case-sensitive.", "test_g2_g3_newest_first_and_case_matters"),
    agrees(
        "g4",
        "T O8",
        "The caller's Cookie header comes first, the jar after it, in one line joined by `; `.",
        "test_g4_the_callers_cookies_come_first",
    ),
    agrees(
        "g5",
        "O8",
        "The default path is the directory of the request's path.",
        "test_g5_g6_default_path_and_path_match",
    ),
    differs(
        "g6",
        "O8",
        "The reimplementation matches paths by bare prefix, `/a` also for `/ab`.",
        "RFC 6265 section 5.1.4, by whole segments; Windows is not known.",
        "test_g5_g6_default_path_and_path_match",
    ),
    agrees("g7", "T O8", "Blanks around `=` are trimmed.", "test_g7_blanks_are_trimmed"),
    agrees(
        "g8",
        "D",
        "A past expiry deletes; Max-Age and Secure are honoured.",
        "test_g8_a_past_expiry_deletes",
        "test_g8_secure_is_sent_over_https_only",
        note="The reimplementation ignores all three.",
    ),
    agrees("g9", "O8", "A cookie for a foreign domain is not sent back.", "test_g9_a_foreign_domain"),
    agrees(
        "g10",
        "O8",
        "`a` without `=` comes back as `a`; `=v` is dropped.",
        "test_g10_without_equals_and_without_name",
    ),
    agrees(
        "g11",
        "O8",
        "Cookies of a 30x and of a 401 are sent on the next leg.",
        "test_g11_a_cookie_of_a_401_is_sent_on_the_next_leg",
        "test_b20_a_cookie_of_a_redirect_is_sent_on_the_next_hop",
    ),
    agrees(
        "g12",
        "O8 D",
        "With cookies disabled none are stored and none sent.",
        "test_g12_cookies_disabled",
    ),
    agrees(
        "g13",
        "T O8",
        "DISABLE_FEATURE on a session is 12018.",
        "test_g13_disable_feature_on_a_session",
    ),
)
