"""No credential leaves through a representation, a refusal or an answer.

Each option that may hold one is given the same recognisable secret, which must then be nowhere.
"""

from __future__ import annotations

from typing import Any

import pytest

from winhttp_cli.errors import UsageFault
from winhttp_cli.options.catalogue import OPTIONS, find
from winhttp_cli.options.option import AnyOption
from winhttp_cli.report.answers import answer
from winhttp_cli.report.model import Report
from winhttp_cli.settings.layer import Layer
from winhttp_cli.settings.origin import Origin, Rank
from winhttp_cli.settings.settings import Settings

SECRET = "correct-horse-battery"
ORIGIN = Origin(Rank.FLAG, "the test")

#: text that holds the secret, for options whose kind reads more than a bare secret
FORMS = {
    "GLOBAL_PROXY_CREDS": f"alice:{SECRET}@px.test:8080",
    "GLOBAL_SERVER_CREDS": f"basic://alice:{SECRET}@example.test",
    "HEADER": f"Authorization: Bearer {SECRET}",
    "COOKIE": f"session={SECRET}",
    "USER": f"alice:{SECRET}",
}
HOLDERS = [option for option in OPTIONS if option.kind.secret or option.name in FORMS]


def holding(option: AnyOption) -> Layer:
    layer = Layer()
    layer.say(option, FORMS.get(option.name, SECRET), ORIGIN)
    return layer


def test_the_options_that_hold_credentials_are_the_ones_we_think() -> None:
    assert {option.name for option in HOLDERS} == {
        *FORMS,
        "PASSWORD",
        "PROXY_PASSWORD",
        "CLIENT_CERT_PASSWORD",
    }


@pytest.mark.parametrize("option", HOLDERS, ids=repr)
def test_a_secret_is_kept_and_not_shown_by_what_keeps_it(option: AnyOption) -> None:
    layer = holding(option)
    value: Any = Settings([layer])[option]
    shown = (repr(value), str(value), f"{value}", repr(list(layer)), option.kind.show(value))
    assert all(SECRET not in text for text in shown)
    assert SECRET not in option.kind.query(value)


@pytest.mark.parametrize("option", [option for option in HOLDERS if option.queryable], ids=repr)
def test_a_secret_is_not_the_answer_to_a_query(option: AnyOption) -> None:
    assert answer(option, Report(), Settings([holding(option)])) == "***"


@pytest.mark.parametrize(
    ("name", "bad"),
    [
        ("HEADER", f"Authorization: {SECRET}\n"),
        ("HEADER", f"Authorization {SECRET}"),
        ("HEADER", f"Ünthorization: {SECRET}"),
        ("GLOBAL_PROXY_CREDS", SECRET),
        ("GLOBAL_SERVER_CREDS", f"ftp://alice:{SECRET}@example.test"),
    ],
)
def test_a_refusal_does_not_repeat_what_it_refuses(name: str, bad: str) -> None:
    with pytest.raises(UsageFault) as caught:
        Layer().say(find(name), bad, ORIGIN)
    assert SECRET not in caught.value.message + caught.value.hint + repr(caught.value)


def test_a_header_that_is_no_credential_is_shown() -> None:
    option = find("HEADER")
    assert "text/plain" in option.kind.show(option.kind.parse("Accept: text/plain"))
