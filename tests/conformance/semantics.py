"""Semantics, as documented: handles, redirects, cookies, bodies, URLs, requests (H, R, C, B, U, E)."""

from __future__ import annotations

from tests.conformance.facts import Fact, agrees, api_only, differs, later

HANDLES: tuple[Fact, ...] = (
    agrees(
        "H1",
        "D",
        "Session, connect, request: a child takes its parent's settings when it is made.",
        "test_h10_a_request_takes_the_sessions_timer_and_its_own_wins",
    ),
    api_only("H2", "D", "Closing a parent makes its children unusable.", "WinHttpCloseHandle"),
    agrees(
        "H3",
        "D",
        "A WebSocket handle hangs under the connect handle.",
        "test_semantics_h3_a_websocket_handle_has_options_of_its_own",
    ),
    api_only("H4", "D", "Connecting opens no socket; sending does.", "WinHttpConnect"),
    api_only("H5", "D", "One asynchronous call at a time per request.", "WinHttpReceiveResponse"),
    agrees(
        "H6",
        "D",
        "Cookies, credentials and PAC data are a session's own.",
        "test_g1_one_jar_per_session",
    ),
    agrees(
        "H7",
        "D",
        "Some options belong to no handle at all.",
        "test_semantics_h7_options_of_no_handle",
    ),
    api_only("H8", "D", "Lengths of strings: characters when set, bytes when read.", "WinHttpSetOption"),
    agrees(
        "H9",
        "D",
        "Setting an option that can only be read: 12011 by the table, 87 by the remarks.",
        "test_semantics_h9_setting_what_can_only_be_read",
        note="12011 is taken.",
    ),
    agrees(
        "H10",
        "D",
        "The wrong handle: 12018 by the table, 87 by the remarks.",
        "test_h7_the_wrong_handle",
        note="12018 is taken.",
    ),
    agrees(
        "H11",
        "D",
        "An option this Windows does not know is 12009.",
        "test_semantics_h11_options_of_newer_windows",
    ),
    differs(
        "H12",
        "D",
        "The reimplementation keeps credentials on the connect handle and the session.",
        "They belong to the request, as documented.",
        "test_semantics_h12_credentials_belong_to_the_request",
    ),
    api_only("H13", "D", "WINHTTP_FLAG_SECURE_DEFAULTS: TLS 1.2 and newer only.", "WinHttpOpen"),
)

REDIRECTS: tuple[Fact, ...] = (
    agrees(
        "R1",
        "D",
        "Policies never 0, disallow-https-to-http 1, always 2; limit 10.",
        "test_h8_defaults",
        "test_semantics_r1_policies_by_word_name_and_number",
    ),
    agrees(
        "R2",
        "D N",
        "The default goes to https and to other hosts, not from https to http.",
        "test_b18_from_https_to_http",
        "test_b19_from_http_to_https",
    ),
    agrees(
        "R3", "D", "The redirect of a POST is followed.", "test_b3_post_that_became_get_has_no_framing"
    ),
    agrees(
        "R4",
        "N",
        "The methods, as seen on Windows; 308 from Windows 10 on.",
        "test_b2_the_method_of_the_next_hop",
        "test_semantics_r4_308_is_followed_from_windows_10_on",
    ),
    differs(
        "R5",
        "S",
        "The reimplementation knows 301, 302 and 307.",
        "Windows' list is taken.",
        "test_b2_the_method_of_the_next_hop",
    ),
    differs(
        "R6",
        "D",
        "Headers added by the program go to the new host, Authorization and Cookie included.",
        "Credentials stay with their origin unless --forward-credentials says otherwise.",
        "test_b6_credentials_stay_with_their_origin",
    ),
    later("R7", "D", "The REDIRECT notice carries the new URL.", "status notifications"),
    agrees(
        "R8",
        "N",
        "The first URL's fragment is not carried over.",
        "test_b9_no_fragment_is_sent_or_inherited",
    ),
    agrees("R9", "N", "A 3xx without Location is an error.", "test_b10_a_missing_location_fails"),
    agrees(
        "R10",
        "D",
        "Limit ten by the option's page, five by the error list.",
        "test_b15_ten_redirects_and_no_more",
        note="Ten is taken, as measured.",
    ),
    agrees(
        "R11",
        "D",
        "DISABLE_REDIRECTS hands the 3xx over.",
        "test_b17_never_and_disabled_return_the_redirect",
    ),
    agrees(
        "R12",
        "D",
        "A hop can end in 12032 when the body was streamed.",
        "test_b5_a_streamed_body_cannot_be_sent_again",
    ),
    agrees(
        "R13",
        "D",
        "Option URL is the final URL; CONNECTION_INFO is that of the first answer that is no redirect.",
        "test_b22_the_url_is_the_final_one",
        "test_semantics_r13_connection_info_is_the_last_hops",
    ),
)

COOKIES: tuple[Fact, ...] = (
    differs(
        "C1",
        "D",
        "Cookies are on, per session, in memory, by RFC 2109.",
        "RFC 6265, which replaced it; the rest agrees.",
        "test_g1_one_jar_per_session",
    ),
    agrees(
        "C2",
        "D",
        "The Cookie header is made anew for every leg.",
        "test_semantics_c2_the_cookie_header_is_made_anew_for_every_leg",
    ),
    agrees("C3", "D", "DISABLE_COOKIES: neither sent nor stored.", "test_g12_cookies_disabled"),
    agrees(
        "C4",
        "D",
        "A hand-made Cookie header is joined with the jar.",
        "test_g4_the_callers_cookies_come_first",
    ),
    api_only(
        "C5",
        "D",
        "Whether an earlier send's cookies are dropped: the page contradicts itself.",
        "WinHttpSendRequest, twice",
    ),
    differs(
        "C6",
        "D",
        "Hand-made cookies travel on redirects.",
        "Within their origin; elsewhere only with --forward-credentials.",
        "test_b6_credentials_stay_with_their_origin",
        "test_semantics_c6_hand_made_cookies_travel_within_their_origin",
    ),
    agrees(
        "C7",
        "D",
        "Domain and path matching, expiry, public suffixes: nothing is documented.",
        "tests/engine/test_cookies.py::test_a_public_suffix_is_refused",
        note="RFC 6265 with a kept list of public suffixes.",
    ),
)

BODIES: tuple[Fact, ...] = (
    agrees(
        "B1",
        "D",
        "Decompression is off by default; on, it replaces the caller's Accept-Encoding.",
        "test_a16_decompression_asks_decodes_and_tidies_the_head",
        "test_semantics_b1_decompression_is_off_by_default",
    ),
    agrees(
        "B2",
        "N",
        "`Accept-Encoding: gzip, deflate`; Content-Encoding and Content-Length are taken out.",
        "test_a16_decompression_asks_decodes_and_tidies_the_head",
        note="deflate is read as zlib and as raw.",
    ),
    agrees(
        "B3",
        "D",
        "A Content-Length that is not the body's is 87.",
        "test_semantics_b3_a_length_that_is_not_the_bodys",
    ),
    agrees(
        "B4",
        "D",
        "A caller's own Content-Length frames a body of any size.",
        "test_semantics_b4_a_callers_length_frames_a_stream",
    ),
    differs(
        "B5",
        "D",
        "The caller frames chunks itself; both framings at once are 87.",
        "whttp frames the chunks; both at once are 87 here too.",
        "test_a24_transfer_encoding_of_the_caller_suppresses_the_length",
        "test_semantics_b5_both_framings_at_once",
    ),
    agrees(
        "B6",
        "D",
        "Chunked answers are decoded; HEAD reads no body.",
        "test_semantics_b6_chunked_answers_are_decoded",
        "test_d30_answers_without_a_body",
    ),
    agrees(
        "B7", "D", "1xx answers are swallowed up to MAX_HTTP_STATUS_CONTINUE.", "test_d16_interim_answers"
    ),
    agrees(
        "B8",
        "D",
        "How long Expect: 100-continue is waited for is not documented.",
        "test_a23_expect_is_sent_and_the_body_follows",
    ),
    later(
        "B9",
        "N",
        "An upload of unknown length over HTTP/2 fell back to HTTP/1.1 on older Windows.",
        "HTTP/2",
    ),
)

URLS: tuple[Fact, ...] = (
    differs(
        "U1",
        "D",
        "Cracking takes http and https (12006), rejects user information when asked (12005), and "
        "validates nothing: a query right behind the host is cracked wrongly.",
        "A query right behind the host is a query; other malformed URLs are 12005.",
        "test_d11_schemes",
        "test_semantics_u1_user_information_is_rejected_when_asked",
        "test_semantics_u1_a_query_right_behind_the_host",
    ),
    api_only("U2", "D", "The ICU_ flags and their numbers.", "WinHttpCrackUrl"),
    api_only("U3", "D", "ICU_DECODE undoes %XX, not UTF-8.", "WinHttpCrackUrl"),
    agrees(
        "U4",
        "D",
        "Unsafe characters are escaped but for `%`; one flag adds it, two take escaping away.",
        "test_a21_what_is_escaped_by_default",
        "test_a22_the_three_escape_flags",
    ),
    agrees(
        "U5",
        "D",
        "Which characters are unsafe: the page lists ~ and ' too, the reimplementation does not.",
        "test_a21_what_is_escaped_by_default",
        note="Tests that run on Windows (a21) decide: both stay.",
    ),
    agrees(
        "U6",
        "S",
        "With escaping disabled blanks and octets above 0x7E are escaped still, line ends dropped.",
        "test_a22_the_three_escape_flags",
    ),
    agrees(
        "U7",
        "D",
        "The query's characters become octets in CODEPAGE, UTF-8 by default.",
        "test_semantics_u7_the_query_takes_the_code_page",
    ),
    api_only("U8", "D", "EscapePercentInURL of the COM object.", "WinHttpRequest.Option"),
    api_only(
        "U9", "D", "ENCODE_EXTRA of newer Windows escapes path and query.", "WinHttpSetOption (138)"
    ),
)

REQUESTS: tuple[Fact, ...] = (
    agrees(
        "E1",
        "D",
        "GET, HTTP/1.1 and no Accept unless something else is asked for.",
        "test_a3_no_accept_header_is_made_up",
    ),
    agrees("E2", "D", "REFRESH adds two headers.", "test_a14_refresh_adds_both_headers"),
    differs(
        "E3",
        "D",
        "User-Agent only when the session has an agent; a header wins over it.",
        "whttp names itself when nobody says anything. A header wins here too.",
        "test_semantics_e3_whttp_names_itself",
        "test_a13_the_callers_own_lines_replace_the_automatic_ones",
    ),
    differs(
        "E4",
        "S",
        "The reimplementation's order of headers.",
        "Windows' order is taken.",
        "test_a2_connection_comes_first_and_host_last",
    ),
    differs(
        "E5",
        "S",
        "The reimplementation sends every request header on CONNECT.",
        "Nothing of the request goes to the proxy but User-Agent and Host.",
        "test_e9_https_asks_by_connect_and_leaks_nothing",
    ),
    agrees("E6", "D", "The modifiers of adding headers.", "test_a26_the_flags_of_adding_headers"),
    agrees(
        "E7",
        "D",
        "The head's limit is 64 KB: 12182 or 12152.",
        "test_d15_a_head_above_the_limit",
        note="12182 is taken.",
    ),
    agrees(
        "E8",
        "D",
        "UNSAFE_HEADER_BLOCKING is internal.",
        "test_semantics_e8_unsafe_header_blocking_is_refused",
    ),
    agrees(
        "E9",
        "D",
        "READ_BUFFER_SIZE, WRITE_BUFFER_SIZE and REQUEST_PRIORITY do nothing.",
        "test_semantics_e9_three_options_do_nothing",
    ),
)
