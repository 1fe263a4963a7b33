"""Flags, environment, profile, file, preset: one order, and a name for every value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import pytest

from winhttp_cli.errors import Code, ExitStatus, UsageFault
from winhttp_cli.options.message import DECOMPRESSION, USER_AGENT
from winhttp_cli.options.option import AnyOption, Handle
from winhttp_cli.options.redirects import REDIRECT_POLICY, RedirectPolicyValue
from winhttp_cli.options.timeouts import CONNECT_TIMEOUT
from winhttp_cli.options.tls import SECURE_PROTOCOLS
from winhttp_cli.options.tool import JSON, SET, VERBOSE
from winhttp_cli.options.tool_body import HEADER
from winhttp_cli.settings.resolve import resolve
from winhttp_cli.settings.settings import Settings
from winhttp_cli.settings.words import FlagWord


@dataclass
class Place:
    """A configuration directory of its own; `run` resolves with it."""

    directory: Path

    def write(self, text: str) -> None:
        path = self.directory / "whttp" / "config.toml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        path.chmod(0o600)

    def run(self, *words: FlagWord, **environ: str) -> Settings:
        variables = {"XDG_CONFIG_HOME": str(self.directory), **environ}
        return resolve(words, variables, windows=False, reader=None)

    def refused(self, *words: FlagWord, **environ: str) -> UsageFault:
        with pytest.raises(UsageFault) as caught:
            self.run(*words, **environ)
        assert caught.value.status is ExitStatus.USAGE
        assert caught.value.origin in caught.value.message
        return caught.value


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def word(option: AnyOption, text: str) -> FlagWord:
    return FlagWord(option, text, option.flag)


def assign(text: str) -> FlagWord:
    return FlagWord(SET, text, "--set")


BAD_HANDLE = Code.ERROR_WINHTTP_INCORRECT_HANDLE_TYPE
SOURCES = {
    "config.toml": 1,
    'profile "lab", config.toml': 2,
    "WHTTP_CONNECT_TIMEOUT": 3,
    "--connect-timeout": 4,
}


def run_with(place: Place, sources: Mapping[str, int]) -> Settings:
    """CONNECT_TIMEOUT said by some of the four sources, each with its own value."""
    file = sources.get("config.toml")
    profile = sources.get('profile "lab", config.toml')
    plain = f"connect_timeout = {file}\n" if file else ""
    place.write(plain + "[profile.lab]\n" + (f"connect_timeout = {profile}\n" if profile else ""))
    environ = {"WHTTP_PROFILE": "lab"}
    if "WHTTP_CONNECT_TIMEOUT" in sources:
        environ["WHTTP_CONNECT_TIMEOUT"] = str(sources["WHTTP_CONNECT_TIMEOUT"])
    flag = sources.get("--connect-timeout")
    return place.run(*([word(CONNECT_TIMEOUT, str(flag))] if flag else []), **environ)


@pytest.mark.parametrize(("low", "high"), list(combinations(SOURCES, 2)))
def test_of_two_sources_the_higher_decides_and_is_named(place: Place, low: str, high: str) -> None:
    settings = run_with(place, {low: SOURCES[low], high: SOURCES[high]})
    assert settings[CONNECT_TIMEOUT] == SOURCES[high]
    assert settings.origin(CONNECT_TIMEOUT).text == high


@pytest.mark.parametrize("source", SOURCES)
def test_each_source_alone_decides_over_the_built_in_value(place: Place, source: str) -> None:
    settings = run_with(place, {source: 5})
    assert (settings[CONNECT_TIMEOUT], settings.origin(CONNECT_TIMEOUT).text) == (5, source)


def test_without_any_source_the_value_is_built_in(place: Place) -> None:
    settings = place.run()
    assert settings.origin(CONNECT_TIMEOUT).text == "built-in"
    assert settings[CONNECT_TIMEOUT] == 60000


@pytest.mark.parametrize("text", ["never", "WINHTTP_OPTION_REDIRECT_POLICY_NEVER", "0", "0x0"])
def test_the_four_spellings_of_a_value_mean_the_same_from_every_source(place: Place, text: str) -> None:
    place.write(f'redirect_policy = "{text}"\n[profile.lab]\nredirect_policy = "{text}"\n')
    for settings in (
        place.run(),
        place.run(WHTTP_PROFILE="lab"),
        place.run(WHTTP_REDIRECT_POLICY=text),
        place.run(word(REDIRECT_POLICY, text)),
        place.run(assign(f"redirect-policy={text}")),
    ):
        assert settings[REDIRECT_POLICY] is RedirectPolicyValue.NEVER


@pytest.mark.parametrize(
    "name",
    [
        "connect_timeout",
        "CONNECT_TIMEOUT",
        "--connect-timeout",
        "WINHTTP_OPTION_CONNECT_TIMEOUT",
        "3",
        "0x3",
    ],
)
def test_set_takes_any_name_of_an_option(place: Place, name: str) -> None:
    settings = place.run(assign(f"{name}=5"))
    assert settings[CONNECT_TIMEOUT] == 5
    assert settings.origin(CONNECT_TIMEOUT).text == f"--set {name}"


def test_set_and_the_flag_are_one_source_and_the_last_word_wins(place: Place) -> None:
    assert place.run(assign("3=5"), word(CONNECT_TIMEOUT, "6"))[CONNECT_TIMEOUT] == 6
    assert place.run(word(CONNECT_TIMEOUT, "6"), assign("3=5"))[CONNECT_TIMEOUT] == 5


def test_set_may_name_a_handle(place: Place) -> None:
    settings = place.run(
        assign("redirect_policy@session=never"), assign("redirect_policy@request=always")
    )
    assert settings[REDIRECT_POLICY] is RedirectPolicyValue.ALWAYS
    assert settings.on(Handle.SESSION)[REDIRECT_POLICY] is RedirectPolicyValue.NEVER
    assert [(option, handle) for option, handle, _ in settings.placed()] == [
        (REDIRECT_POLICY, Handle.SESSION),
        (REDIRECT_POLICY, Handle.REQUEST),
    ]


def test_a_value_may_hold_an_equals_sign_and_an_at_sign(place: Place) -> None:
    assert place.run(assign("user_agent=a=b@session"))[USER_AGENT] == "a=b@session"


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ("connect_timeout", Code.ERROR_INVALID_PARAMETER, "--set: takes NAME=VALUE"),
        ("=5", Code.ERROR_INVALID_PARAMETER, "--set: takes NAME=VALUE"),
        ("conect_timeout=5", Code.ERROR_WINHTTP_INVALID_OPTION, "--set conect_timeout: no option"),
        ("connect_timeout=soon", Code.ERROR_INVALID_PARAMETER, "--set connect_timeout: "),
        (
            "connect_timeout@door=5",
            Code.ERROR_WINHTTP_INCORRECT_HANDLE_TYPE,
            "door is not a kind of handle",
        ),
        (
            "connect_timeout@=5",
            Code.ERROR_WINHTTP_INCORRECT_HANDLE_TYPE,
            "nothing is not a kind of handle",
        ),
        ("set=a=b", Code.ERROR_INVALID_PARAMETER, "set cannot set itself"),
        ("url=x", Code.ERROR_WINHTTP_OPTION_NOT_SETTABLE, "WINHTTP_OPTION_URL can only be queried"),
        ("34=x", Code.ERROR_WINHTTP_OPTION_NOT_SETTABLE, "WINHTTP_OPTION_URL can only be queried"),
        ("http3_keepalive=1", Code.ERROR_WINHTTP_INVALID_OPTION, "not on the seed page"),
        ("188=1", Code.ERROR_WINHTTP_INVALID_OPTION, "not on the seed page"),
        ("9999=1", Code.ERROR_WINHTTP_INVALID_OPTION, "no option is called 9999"),
        ("unsafe_header_parsing=1", Code.ERROR_WINHTTP_INVALID_OPTION, "is reserved for the system"),
    ],
)
def test_what_set_refuses(place: Place, text: str, code: Code, message: str) -> None:
    fault = place.refused(assign(text))
    assert message in fault.message
    assert fault.code == code


def test_a_mistyped_name_gets_the_right_one_in_the_spelling_of_its_source(place: Place) -> None:
    assert place.refused(assign("conect_timeout=5")).hint == "did you mean connect_timeout?"
    assert place.refused(WHTTP_CONECT_TIMEOUT="5").hint == "did you mean WHTTP_CONNECT_TIMEOUT?"
    place.write("conect_timeout = 5\n")
    fault = place.refused()
    assert fault.hint == "did you mean connect_timeout?"
    assert (fault.origin, fault.code) == ("config.toml", Code.ERROR_WINHTTP_INVALID_OPTION)


@pytest.mark.parametrize("name", ["WHTTP_REDIRECT_LIMIT", "WHTTP_", "WHTTP_connect_timeout", "WHTTP_3"])
def test_a_variable_of_ours_that_is_no_option_is_refused(place: Place, name: str) -> None:
    fault = place.refused(**{name: "5"})
    assert (fault.origin, fault.code) == (name, Code.ERROR_WINHTTP_INVALID_OPTION)


def test_variables_of_other_programs_and_the_traceback_switch_are_left_alone(place: Place) -> None:
    settings = place.run(WHTTP_TRACEBACK="1", WHTTPX="1", CONNECT_TIMEOUT="1")
    assert settings.said() == []


@pytest.mark.parametrize(
    "line",
    ['"connect-timeout" = 5', "CONNECT_TIMEOUT = 5", "3 = 5", "WINHTTP_OPTION_CONNECT_TIMEOUT = 5"],
)
def test_a_file_has_one_spelling_for_each_option(place: Place, line: str) -> None:
    place.write(line + "\n")
    assert place.refused().hint == "did you mean connect_timeout?"


def test_an_option_of_the_command_line_alone_is_refused_elsewhere(place: Place) -> None:
    fault = place.refused(WHTTP_SHOW_SECRETS="1")
    assert "command line only" in fault.message
    assert fault.code == Code.ERROR_WINHTTP_INVALID_OPTION
    place.write("show_secrets = true\n")
    assert place.refused().origin == "config.toml"


def test_what_is_read_is_not_named_in_what_is_read(place: Place) -> None:
    place.write('config = "other.toml"\n')
    assert "cannot stand in it" in place.refused().message
    place.write('[profile.lab]\nprofile = "other"\n')
    assert place.refused(WHTTP_PROFILE="lab").origin == 'profile "lab", config.toml'


def test_a_bad_value_names_its_source_and_what_the_option_takes(place: Place) -> None:
    place.write('[profile.lab]\nconnect_timeout = "soon"\n')
    fault = place.refused(WHTTP_PROFILE="lab")
    assert fault.message == "profile \"lab\", config.toml: 'soon' is not a number"
    assert fault.hint.startswith("takes 0 to 0xFFFFFFFF ms")
    assert fault.code == Code.ERROR_INVALID_PARAMETER


def test_a_profile_that_is_not_chosen_cannot_break_a_run(place: Place) -> None:
    place.write('[profile.broken]\nnonsense = "x"\n[profile.lab]\njson = true\n')
    assert place.run(WHTTP_PROFILE="lab")[JSON] is True


def test_a_missing_profile_is_refused_with_the_nearest(place: Place) -> None:
    place.write("[profile.lab]\n[profile.work]\n")
    fault = place.refused(WHTTP_PROFILE="lob")
    assert fault.message == "WHTTP_PROFILE: there is no profile 'lob' in config.toml"
    assert fault.hint == "did you mean lab?"
    assert place.refused(WHTTP_PROFILE="x").hint == "the profiles are lab, work"


def test_a_profile_without_a_file_is_refused(place: Place) -> None:
    assert "there is no configuration" in place.refused(WHTTP_PROFILE="lab").message


def test_a_named_file_takes_the_place_of_the_usual_one(place: Place, tmp_path: Path) -> None:
    place.write("connect_timeout = 1\n")
    (tmp_path / "lab.toml").write_text("connect_timeout = 2\n")
    settings = place.run(WHTTP_CONFIG=str(tmp_path / "lab.toml"))
    assert settings[CONNECT_TIMEOUT] == 2
    assert settings.origin(CONNECT_TIMEOUT).text == "lab.toml"


def test_config_none_reads_no_file(place: Place) -> None:
    place.write("this is not TOML")
    assert place.run(WHTTP_CONFIG="none").said() != []
    place.refused()


TYPES = [
    ("connect_timeout = 5_000", CONNECT_TIMEOUT, 5000),
    ("connect_timeout = 0x10", CONNECT_TIMEOUT, 16),
    ('connect_timeout = "0x10"', CONNECT_TIMEOUT, 16),
    ("connect_timeout = -1", CONNECT_TIMEOUT, 0xFFFFFFFF),
    ("json = true", JSON, True),
    ('json = "off"', JSON, False),
    ("verbose = 2", VERBOSE, 2),
    ("verbose = true", VERBOSE, 1),
    ("secure_protocols = 0x2800", SECURE_PROTOCOLS, 0x2800),
    ('secure_protocols = ["tls1.2", "tls1.3"]', SECURE_PROTOCOLS, 0x2800),
    ('secure_protocols = ["tls1.2", 0x2000]', SECURE_PROTOCOLS, 0x2800),
    ("decompression = []", DECOMPRESSION, 0),
    ("header = []", HEADER, ()),
    ("user_agent = 7", USER_AGENT, "7"),
]


@pytest.mark.parametrize(("line", "option", "value"), TYPES)
def test_the_types_of_toml(place: Place, line: str, option: AnyOption, value: object) -> None:
    place.write(line + "\n")
    assert place.run()[option] == value


@pytest.mark.parametrize(
    "line",
    [
        "connect_timeout = 5.5",
        "connect_timeout = true",
        "connect_timeout = [1]",
        "connect_timeout = 1979-05-27",
        "connect_timeout = { ms = 5 }",
        "connect_timeout = -2",
        "connect_timeout = 4294967296",
        "json = 7",
        "user_agent = true",
        'header = ["A: 1", ["B: 2"]]',
        'header = "no colon"',
        "[connect_timeout]",
        "connect_timeout = nan",
        "secure_protocols = [true]",
    ],
)
def test_what_toml_can_say_and_a_flag_cannot_is_refused(place: Place, line: str) -> None:
    place.write(line + "\n")
    fault = place.refused()
    assert fault.origin == "config.toml"
    assert "\n" not in fault.message


def test_headers_of_file_and_command_line_add_up(place: Place) -> None:
    place.write('header = ["A: 1", "B: 2"]\n')
    settings = place.run(word(HEADER, "C: 3"))
    assert [line.name for line in settings[HEADER]] == ["A", "B", "C"]


def test_an_option_without_effect_says_so(place: Place) -> None:
    settings = place.run(WHTTP_READ_BUFFER_SIZE="8192")
    assert settings.notes == (
        "WHTTP_READ_BUFFER_SIZE: read_buffer_size is deprecated and changes nothing",
    )
    assert place.run().notes == ()
