"""The commented configuration file that `whttp config init` writes.

Promise: every option that a file may set stands in it, commented out, with what it does and its
built-in value; taking the comment marks away changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from winhttp_cli.options.catalogue import OPTIONS
from winhttp_cli.options.option import AnyOption, Fate, Topic
from winhttp_cli.options.tool import CONFIG, PROFILE
from winhttp_cli.options.tool_credentials import USER
from winhttp_cli.settings.toml_text import line, string

_HEAD = """\
# Configuration of whttp. Flags and WHTTP_ variables win over it; `whttp config show` says which source
# decided, `whttp config check` whether the file is right, `whttp explain NAME` what an option does.
# Every line below is the built-in value; take the mark away to change it. TEXT IN CAPITALS stands for
# a value of yours."""
_TAIL = """\
# --- profiles ---------------------------------------------------------------------------------------
# A profile takes the same keys; --profile lab or WHTTP_PROFILE=lab chooses it.

#[profile.lab]
#redirect_policy = "never"
"""
_FATES = (Fate.WORKS, Fate.EMULATED)
_ELSEWHERE = (CONFIG, PROFILE, USER)


def template() -> str:
    """The text of a new file."""
    parts = [_HEAD]
    for topic in Topic:
        options = [option for option in file_options() if option.topic is topic]
        if options:
            parts.append(f"# --- {topic.value} ".ljust(102, "-"))
            parts.extend(_entry(option) for option in options)
    return "\n\n".join([*parts, _TAIL])


def file_options() -> Iterator[AnyOption]:
    """The options that a file may set and that do something."""
    return (
        option
        for option in OPTIONS
        if option.settable
        and option.fate in _FATES
        and not option.from_command_line_only
        and option not in _ELSEWHERE
    )


def _entry(option: AnyOption) -> str:
    return f"# {option.summary}{_words(option)}\n#{_sample(option)}"


def _words(option: AnyOption) -> str:
    """The words the option takes, where it is a matter of words."""
    words = [choice.word for choice in option.kind.choices if choice.settable]
    return f" Takes {', '.join(words)}." if words and option.takes_value else ""


def _sample(option: AnyOption) -> str:
    """The built-in value, or where nothing is built in what kind of value is wanted."""
    if option.default is None:
        return f"{option.key} = {string(option.kind.metavar)}"
    return line(option, option.default)
