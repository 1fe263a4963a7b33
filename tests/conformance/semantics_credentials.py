"""What is documented of the credentials that a whole process shares, and of Passport."""

from __future__ import annotations

from tests.conformance.facts import Fact, agrees, differs

_STORE = "tests/cli/test_shared_credentials.py::"
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
