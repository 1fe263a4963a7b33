"""Behaviour d1 to d30: errors, and h1 to h16: options."""

from __future__ import annotations

from tests.conformance.facts import Fact, agrees, api_only, differs, later

_TLS = "TLS"

ERRORS: tuple[Fact, ...] = (
    agrees("d1", "T", "An unknown name is 12007.", "test_d1_an_unknown_name"),
    agrees("d2", "T", "A refused port is 12029.", "test_d2_a_refused_port"),
    agrees(
        "d3", "D", "A connection that does not come about in time is 12002.", "test_d3_connect_timeout"
    ),
    agrees("d4", "D", "No answer in time is 12002.", "test_d4_d6_no_answer_in_time"),
    agrees("d5", "D", "A body that stalls is 12002.", "test_d5_a_body_that_stalls"),
    agrees(
        "d6",
        "T",
        "The larger of RECEIVE_TIMEOUT and RECEIVE_RESPONSE_TIMEOUT is what the latter reads as.",
        "test_d4_d6_no_answer_in_time",
        "test_h9_the_larger_of_the_two_timers_is_read",
    ),
    agrees(
        "d7",
        "D",
        "A reset instead of an answer is 12030.",
        "test_d7_d8_no_answer_at_all",
        note="The reimplementation hands the raw 10054 through.",
    ),
    agrees(
        "d8",
        "D T",
        "A close instead of an answer is 12030; an answer without a head 12152.",
        "test_d7_d8_no_answer_at_all",
    ),
    agrees(
        "d9",
        "O8 D",
        "No status line, or a status that is not three digits, is 12152.",
        "test_d9_what_is_no_status_line",
        note="A missing reason phrase is read, as RFC 9112 section 4 and the newest reimplementation do.",
    ),
    agrees(
        "d10",
        "O8",
        "`HTTP/2.0 200 OK` and `ICY 200 OK` are taken.",
        "test_d10_other_versions",
        note="Read as HTTP/1.0, and the connection is closed. Windows is not known.",
    ),
    agrees("d11", "O8 T", "An unknown or missing scheme is 12006.", "test_d11_schemes"),
    agrees("d12", "O8 T", "A URL without a host, or with a port above 65535, is 12005.", "test_d12_urls"),
    agrees("d13", "D", "A bad chunk size is 12152.", "test_d13_a_bad_chunk_size"),
    agrees(
        "d14",
        "O8",
        "A truncated body: Windows is not known, 12030 expected.",
        "test_d14_a_truncated_body",
        note="The reimplementation says nothing.",
    ),
    agrees(
        "d15",
        "D",
        "A head above MAX_RESPONSE_HEADER_SIZE is 12182 by the error list.",
        "test_d15_a_head_above_the_limit",
        note="The release notes of 5.1 say 12152.",
    ),
    agrees(
        "d16",
        "D",
        "1xx answers are passed over, as many as MAX_HTTP_STATUS_CONTINUE.",
        "test_d16_interim_answers",
        note="What follows on more is not documented; here 12152.",
    ),
    later("d17", "O8 D", "A rejected certificate is 12175, other TLS failures 12157.", _TLS),
    later("d18", "O8", "The reasons inside: 12045, 12038, 12037, 12179, 12057, 12170.", _TLS),
    later("d19", "T D", "A demanded client certificate is 12044.", _TLS),
    agrees(
        "d20",
        "O8 T",
        "A client certificate for an http request is 12019.",
        "test_d20_a_client_certificate_for_http",
    ),
    agrees("d21", "O8 T", "Too many redirects are 12156.", "test_b15_ten_redirects_and_no_more"),
    agrees(
        "d22",
        "O8 T D",
        "A refused login is no error: the 401 is the answer.",
        "test_d22_a_refused_login_is_the_answer",
    ),
    agrees(
        "d23",
        "D",
        "A body that is needed again and gone is 12032.",
        "test_b5_a_streamed_body_cannot_be_sent_again",
    ),
    api_only("d24", "O8 T", "Calls in the wrong order are 12019.", "any call on a request not yet sent"),
    api_only("d25", "O8 T", "A closed or NULL handle is 6.", "any call on it"),
    agrees(
        "d26",
        "O8 T",
        "A timeout below -1 is 87; on a connect handle 12018.",
        "test_d26_timeouts_below_minus_one_and_on_the_wrong_handle",
    ),
    api_only("d27", "O8 T", "A header that is not there is 12150.", "WinHttpQueryHeaders"),
    api_only(
        "d28",
        "O8 T",
        "Closing a handle with a call pending ends it with 12017.",
        "WinHttpCloseHandle; whttp: Ctrl-C, status 130",
    ),
    differs(
        "d29",
        "D",
        "http to the ports 21, 25, 70, 110, 119 and 143 is blocked.",
        "Not blocked: the number it would fail with is not documented, and looking is what whttp is for.",
        "test_d29_mail_and_file_ports_are_not_blocked",
    ),
    agrees(
        "d30",
        "O8 T",
        "204, 304 and answers to HEAD have no body, whatever their head says.",
        "test_d30_answers_without_a_body",
    ),
)

OPTIONS: tuple[Fact, ...] = (
    api_only("h1", "O8 D", "Options on a NULL handle.", "WinHttpSetOption (NULL)"),
    api_only(
        "h2",
        "T O8",
        "A buffer that is too small is 122 with the size that is needed.",
        "WinHttpQueryOption; whttp prints values of any length",
    ),
    agrees(
        "h3",
        "T O8",
        "Reading an option that is unknown or can only be set is 87.",
        "test_h3_reading_what_cannot_be_read",
        note="A name that does not exist at all is 12009 here, as on setting.",
    ),
    api_only("h4", "T O8", "A NULL buffer with a size is 87.", "WinHttpSetOption"),
    agrees(
        "h5",
        "O8 T",
        "Setting an unknown option is 12009.",
        "test_h5_setting_an_unknown_option",
    ),
    api_only("h6", "O8", "A value of the wrong size is 122 or 87.", "WinHttpSetOption"),
    agrees(
        "h7",
        "T O8",
        "An option on a handle of the wrong kind is 12018.",
        "test_h7_the_wrong_handle",
    ),
    agrees(
        "h8",
        "O8 T D",
        "Defaults: resolve 0, connect 60000, send and receive 30000, policy 1, ten redirects, flags 0.",
        "test_h8_defaults",
        note="RECEIVE_RESPONSE_TIMEOUT is 90000 here, as documented; Windows was seen to say 0xFFFFFFFF.",
    ),
    agrees(
        "h9",
        "T",
        "RECEIVE_RESPONSE_TIMEOUT reads as the larger of itself and RECEIVE_TIMEOUT.",
        "test_h9_the_larger_of_the_two_timers_is_read",
    ),
    agrees(
        "h10",
        "T O8",
        "A session's timeout is copied to the requests made afterwards; a request's own wins.",
        "test_h10_a_request_takes_the_sessions_timer_and_its_own_wins",
    ),
    agrees(
        "h11",
        "T O8",
        "DISABLE_FEATURE takes bits nobody defined, and cannot be read.",
        "test_h11_disable_feature",
    ),
    later("h12", "O8 D", "SECURE_PROTOCOLS belongs to the session; its mask is honoured.", _TLS),
    agrees(
        "h13",
        "T O8",
        "CONNECTION_INFO before a connection fails; afterwards it has both addresses.",
        "test_h13_connection_info",
        note="Before a connection `--query` prints an empty line instead of failing with 12019.",
    ),
    agrees(
        "h14",
        "O10 T",
        "URL and PARENT_HANDLE can be read from a request.",
        "test_h14_url_and_parent_handle",
    ),
    later("h15", "T O8", "WEB_SOCKET_KEEPALIVE_INTERVAL below 15000 is 87.", "WebSocket"),
    later("h16", "O8 D", "Certificate options before TLS fail.", _TLS),
)
