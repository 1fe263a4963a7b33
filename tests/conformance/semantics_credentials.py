"""What is documented of the credentials that a whole process shares, and of Passport."""

from __future__ import annotations

from tests.conformance.facts import Fact, agrees, differs

_STORE = "tests/cli/test_shared_credentials.py::"
_PASSPORT = "tests/cli/test_passport.py::"
_SECRETS = "tests/cli/test_passport_secrets.py::"
_KEPT = "tests/cli/test_credentials.py::"

GLOBAL: tuple[Fact, ...] = (
    differs(
        "J1",
        "D",
        "GLOBAL_SERVER_CREDS and GLOBAL_PROXY_CREDS fail with 12009 unless a registry value, absent by "
        "default, shares WinINet's credentials.",
        "There is no such switch: what an option or `whttp credentials` says is asked for.",
        _STORE + "test_a_servers_challenge_is_answered_from_the_store",
        _STORE + "test_a_proxys_challenge_is_answered_from_the_store",
    ),
    agrees(
        "J2",
        "D",
        "They are tried where a handle has none; for servers only with USE_GLOBAL_SERVER_CREDENTIALS, "
        "off by default, set on the session.",
        _STORE + "test_for_servers_it_must_be_switched_on",
        _STORE + "test_a_request_with_credentials_of_its_own_does_not_ask_the_store",
        _STORE + "test_a_proxy_login_of_the_requests_own_wins",
        _STORE + "test_the_wrong_handle_is_12018",
    ),
    agrees(
        "J3",
        "D",
        "An entry has user, password, realm, scheme, host, port and URL.",
        _STORE + "test_an_entry_for_another_place_is_not_used",
        _STORE + "test_an_entry_for_another_scheme_is_not_used",
        _STORE + "test_a_url_is_for_itself_and_what_is_below_it",
        note="What the URL is for is not documented: here for itself and all below it. Basic over plain "
        "http needs an entry whose URL is http.",
    ),
    agrees(
        "J4",
        "D",
        "Off Windows it is a store of the tool's own, shared by its sessions and last in order.",
        _STORE + "test_what_is_kept_for_all_runs_is_used_too",
        _KEPT + "test_what_is_set_is_listed_without_its_password",
    ),
)

PASSPORT: tuple[Fact, ...] = (
    agrees(
        "P1",
        "D",
        "Off unless CONFIGURE_PASSPORT_AUTH switches it on for the session.",
        _PASSPORT + "test_off_it_is_a_redirect_like_any_other",
        _PASSPORT + "test_naming_the_scheme_does_not_turn_it_on_and_says_so",
    ),
    agrees(
        "P2",
        "D",
        "The site asks by a 302 or 401 with `WWW-Authenticate: Passport1.4` and data of its own.",
        _PASSPORT + "test_a_site_may_ask_by_redirect_or_by_refusal",
    ),
    agrees(
        "P3",
        "D",
        "The nexus says in PassportURLs where the login server is; its answer is kept for the session.",
        _PASSPORT + "test_from_challenge_to_cookie",
        _PASSPORT + "test_several_urls_ask_the_nexus_once",
    ),
    differs(
        "P4",
        "D",
        "A registry key for tests names login server, realm and nexus.",
        "Options do: --passport-nexus, --passport-login-server-url, --passport-login-server-realm.",
        _PASSPORT + "test_a_named_login_server_needs_no_nexus_and_takes_any_realm",
        _PASSPORT + "test_a_named_realm_must_be_the_login_servers",
    ),
    agrees(
        "P5",
        "D",
        "The login server is asked first without credentials, its own cookies sent along.",
        _PASSPORT + "test_from_challenge_to_cookie",
        _PASSPORT + "test_the_login_servers_cookie_needs_no_password",
    ),
    agrees(
        "P6",
        "D",
        "It refuses with a 401; noretry or another realm ends it, prompt forbids remembered passwords.",
        _PASSPORT + "test_noretry_and_another_realm_end_it",
        _PASSPORT + "test_prompt_forbids_the_key_ring_and_not_what_was_typed",
    ),
    agrees(
        "P7",
        "D",
        "Cobranding text and URL can be read after that 401, which counts as the site's.",
        _PASSPORT + "test_cobranding_can_be_read_after_the_refusal",
        _PASSPORT + "test_the_refusal_counts_as_the_sites",
    ),
    agrees(
        "P8",
        "D",
        "User and password go to the login server, escaped, and not to the site.",
        _PASSPORT + "test_from_challenge_to_cookie",
        _SECRETS + "test_no_server_but_the_login_server_hears_the_password",
    ),
    differs(
        "P9",
        "D",
        "A redirect by the login server repeats the last step at the new place.",
        "Within its origin. Elsewhere, over https, only the first question is: user and password stay "
        "unless --forward-credentials says otherwise.",
        _SECRETS + "test_a_redirect_within_the_login_server_repeats_the_last_step",
        _SECRETS + "test_credentials_do_not_go_where_the_login_server_leads",
        _SECRETS + "test_forward_credentials_lets_them_go_there",
    ),
    agrees(
        "P10",
        "D",
        "Success brings a ticket and the return URL, which PASSPORT_RETURN_URL gives.",
        _PASSPORT + "test_the_return_url_can_be_read_after_success",
    ),
    agrees(
        "P11",
        "D",
        "The return URL is asked with the ticket; the site's cookie does from there on.",
        _PASSPORT + "test_from_challenge_to_cookie",
        _PASSPORT + "test_the_cookie_makes_later_requests_go_through",
        note="A ticket goes to no other origin over plain http. What becomes of a POST is not "
        "documented: as after a 302 it comes back as GET.",
    ),
    agrees(
        "P12",
        "D",
        "With redirects disabled the way back needs a status callback, else 12015; the protocol's own "
        "redirects do not.",
        _SECRETS + "test_with_redirects_off_and_no_callback_the_way_back_is_12015",
        _SECRETS + "test_with_a_callback_the_way_back_is_open",
        _SECRETS + "test_redirects_of_the_protocol_are_followed_where_redirects_are_off",
    ),
    agrees(
        "P13",
        "D",
        "PASSPORT_SIGN_OUT drops the cookies of the return URL; a server says da-status=logout.",
        _PASSPORT + "test_signing_out_drops_the_cookies_of_the_return_url_and_no_others",
        _PASSPORT + "test_the_option_signs_out_before_it_sends",
        _PASSPORT + "test_a_sites_logout_is_told",
    ),
    agrees(
        "P14",
        "D",
        "A newer version in PassportConfig makes the nexus be asked again.",
        _PASSPORT + "test_news_of_the_configuration_make_it_be_asked_again",
    ),
    agrees(
        "P15",
        "D",
        "The key ring is off unless its flag is on.",
        _PASSPORT + "test_the_key_ring_is_used_when_it_is_on",
        _PASSPORT + "test_the_key_ring_is_for_its_login_server_and_scheme",
        note="It is what `whttp credentials` keeps with the scheme passport.",
    ),
    differs(
        "P16",
        "S",
        "The reimplementation shows the site's 302 as a 401 and goes no further.",
        "The whole way is gone.",
        _PASSPORT + "test_from_challenge_to_cookie",
    ),
    agrees(
        "P17",
        "D",
        "The live service is gone.",
        _PASSPORT + "test_from_challenge_to_cookie",
        note="Its servers are options, and a service of the tests' own shows the whole way.",
    ),
)
