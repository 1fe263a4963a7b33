"""The completion script of fish (3.0 and later)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from winhttp_cli.docgen.command import EXPLAINED, Command
from winhttp_cli.docgen.flags import (
    Flag,
    Offer,
    Word,
    flags,
    option_words,
    own_flags,
    queryable_words,
    settable_words,
)

_FUNCTIONS = """\
# fish completion for whttp, written by `make docs` from its catalogue; do not edit here.
# It starts no program: fish itself lists the profiles of the configuration.

# Prints the words before the cursor that are neither flags nor their values; fails without any.
function __whttp_words
    set -l tokens (commandline -opc)
    set -e tokens[1]
    set -l found
    while set -q tokens[1]
        if contains -- $tokens[1] $__whttp_valued
            set -e tokens[1]
        else if not string match -q -- '-?*' $tokens[1]
            set -a found $tokens[1]
        end
        set -q tokens[1]; and set -e tokens[1]
    end
    set -q found[1]; or return 1
    printf '%s\\n' $found
end

function __whttp_needs_command
    not __whttp_words >/dev/null
end

# Whether the words are exactly these: the command, and its verb if it has one.
function __whttp_after
    set -l words (__whttp_words); or return 1
    test "$words" = "$argv"
end

function __whttp_within
    set -l words (__whttp_words); or return 1
    test $words[1] = $argv[1]
end

function __whttp_profiles
    set -l base $HOME/.config
    set -q XDG_CONFIG_HOME[1]; and set base $XDG_CONFIG_HOME
    set -l file $base/whttp/config.toml
    set -q WHTTP_CONFIG[1]; and set file $WHTTP_CONFIG
    test -r $file; or return
    string match -r '^\\s*\\[profile\\.[A-Za-z0-9_-]+\\]' <$file | string replace -r '.*\\.(.*)\\].*' '$1'
end
"""


def script(commands: Sequence[Command]) -> str:
    """The script as text."""
    known = flags()
    own = [flag for command in commands for flag in own_flags(command)]
    valued = [name for flag in (*known, *own) if flag.takes_value for name in flag.names]
    return "\n".join(
        [
            f"set -g __whttp_valued {' '.join(valued)}",
            "",
            _FUNCTIONS,
            *_listing("__whttp_options", option_words()),
            *_listing("__whttp_settable", settable_words()),
            *_listing("__whttp_queryable", queryable_words()),
            "",
            "complete -c whttp -f",
            *(line for command in commands for line in _command(command)),
            *(line for flag in known for line in _flag(flag)),
            "",
        ]
    )


def _quoted(text: str) -> str:
    """A single-quoted word: only the quote and the backslash mean something in it."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _listing(function: str, words: Sequence[Word]) -> Iterator[str]:
    """A function that prints words with their meanings."""
    yield f"function {function}"
    yield "    printf '%s\\t%s\\n' " + _pairs(words)
    yield "end"


def _pairs(words: Sequence[Word]) -> str:
    return " ".join(f"{word.text} {_quoted(word.meaning)}" for word in words)


def _command(command: Command) -> Iterator[str]:
    about = f"-a {command.name} -d {_quoted(command.summary)}"
    yield f"complete -c whttp -n __whttp_needs_command {about}"
    if command.verbs:
        yield f"complete -c whttp -n '__whttp_after {command.name}' -a '{' '.join(command.verbs)}'"
    if "import" in command.verbs:
        yield f"complete -c whttp -n '__whttp_after {command.name} import' -F"
    for flag in own_flags(command):
        value = " -x" if flag.takes_value else ""
        yield f"complete -c whttp -n '__whttp_within {command.name}' -l {flag.names[0][2:]}{value}"
    if command.name == "explain":
        after = f"complete -c whttp -n '__whttp_after {command.name}'"
        yield f"{after} -a '{' '.join(EXPLAINED)}'"
        yield f"{after} -a '(__whttp_options)'"


def _flag(flag: Flag) -> Iterator[str]:
    names = " ".join(
        f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in flag.names
    )
    if flag.is_list:
        yield from _listing(f"__whttp_list_{flag.identifier}", flag.words)
    yield f"complete -c whttp {names} -d {_quoted(flag.summary)}{_values(flag)}"


def _values(flag: Flag) -> str:
    """How the value of a flag is completed: `-x` takes one and no files, `-r -F` takes files."""
    if not flag.takes_value:
        return ""
    how = " -r -F" if flag.offer in (Offer.FILE, Offer.DIRECTORY) else " -x"
    if flag.offer is Offer.DIRECTORY:
        return " -x -a '(__fish_complete_directories)'"
    if flag.offer is Offer.PROFILE:
        return " -x -a '(__whttp_profiles)'"
    if flag.offer in (Offer.SETTABLE, Offer.QUERYABLE):
        return f" -x -a '(__whttp_{flag.offer.value})'"
    if flag.is_list:
        return f" -x -a '(__fish_complete_list , __whttp_list_{flag.identifier})'"
    return how + (f" -a {_choices(flag.words)}" if flag.words else "")


def _choices(words: Sequence[Word]) -> str:
    """Words with their meanings, as `complete -a` takes them: one in each line."""
    lines = [f"{word.text}\\t{_quoted(word.meaning)}" for word in words]
    return '"' + "\n".join(line.replace('"', '\\"').replace("$", "\\$") for line in lines) + '"'
