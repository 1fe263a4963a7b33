"""The completion script of bash (3.2 and later, so that macOS is served too).

bash splits a word at `=`, so `--flag=value` reaches the function as three words.
"""

from __future__ import annotations

from collections.abc import Sequence

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

_HEAD = """\
# bash completion for whttp, written by `make docs` from its catalogue; do not edit here.
# It starts no program but sed, and that only to list the profiles of the configuration.

_whttp_words() {
    COMPREPLY+=($(compgen -W "$1" -- "$cur"))
    [[ ${COMPREPLY[0]-} != *: ]] || compopt -o nospace 2>/dev/null
}

_whttp_list() {
    local before=
    [[ $cur == *,* ]] && before=${cur%,*},
    COMPREPLY+=($(compgen -P "$before" -W "$1" -- "${cur##*,}"))
    compopt -o nospace 2>/dev/null
}

_whttp_files() {
    local IFS=$'\\n'
    COMPREPLY+=($(compgen "$1" -- "$cur"))
    compopt -o filenames 2>/dev/null
}

_whttp_profiles() {
    local file=${WHTTP_CONFIG:-${XDG_CONFIG_HOME:-$HOME/.config}/whttp/config.toml}
    [[ -r $file ]] || return
    _whttp_words "$(sed -n 's/^[[:space:]]*\\[profile\\.\\([A-Za-z0-9_-]*\\)\\].*$/\\1/p' "$file")"
}
"""
_MAIN = """\
# Sets command and arguments: the words that are neither flags nor their values.
_whttp_read_line() {
    local index word
    command= arguments=()
    for ((index = 1; index < COMP_CWORD; index++)); do
        word=${COMP_WORDS[index]}
        if [[ $word == -?* ]]; then
            [[ $_whttp_valued == *" $word "* ]] || continue
            index=$((index + 1))
            [[ ${COMP_WORDS[index]-} == = ]] && index=$((index + 1))
        elif [[ -z $command ]]; then
            command=$word
        else
            arguments+=("$word")
        fi
    done
}

_whttp() {
    local cur=${COMP_WORDS[COMP_CWORD]} flag=${COMP_WORDS[COMP_CWORD - 1]} command
    local -a arguments
    COMPREPLY=()
    [[ $flag == = ]] && flag=${COMP_WORDS[COMP_CWORD - 2]-}
    [[ $cur == = ]] && cur=
    if [[ $_whttp_valued == *" $flag "* ]]; then
        _whttp_value "$flag"
        return
    fi
    _whttp_read_line
    if [[ $cur == -* ]]; then
        _whttp_words "$_whttp_flags"
        _whttp_own_flags "$command"
    elif [[ -z $command ]]; then
        _whttp_words "$_whttp_commands"
    else
        _whttp_argument "$command"
    fi
}

complete -F _whttp whttp
"""


def script(commands: Sequence[Command]) -> str:
    """The script as text."""
    known = flags()
    own = [flag for command in commands for flag in own_flags(command)]
    valued = [name for flag in (*known, *own) if flag.takes_value for name in flag.names]
    names = [name for flag in known for name in flag.names]
    return "\n".join(
        [
            _HEAD,
            f"_whttp_commands='{' '.join(command.name for command in commands)}'",
            f"_whttp_flags='{' '.join(names)}'",
            f"_whttp_valued=' {' '.join(valued)} '",
            f"_whttp_options='{_joined(option_words())}'",
            f"_whttp_settable='{_joined(settable_words())}'",
            f"_whttp_queryable='{_joined(queryable_words())}'",
            "",
            "# Offers values of the flag $1.",
            "_whttp_value() {",
            "    case $1 in",
            *(f"    {'|'.join(flag.names)}) {_action(flag)} ;;" for flag in known if _action(flag)),
            "    esac",
            "}",
            "",
            "# Offers the flags that only the command $1 has.",
            "_whttp_own_flags() {",
            "    case $1 in",
            *(line for command in commands for line in _own_flags(command)),
            "    esac",
            "}",
            "",
            "# Offers arguments of the command $1.",
            "_whttp_argument() {",
            "    case $1 in",
            *(line for command in commands for line in _arguments(command)),
            "    esac",
            "}",
            "",
            _MAIN,
        ]
    )


def _joined(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


def _action(flag: Flag) -> str:
    """The shell commands that offer a flag's values, "" for one whose values are anybody's guess."""
    parts: list[str] = []
    if flag.words:
        kind = "_whttp_list" if flag.is_list else "_whttp_words"
        parts.append(f"{kind} '{_joined(flag.words)}'")
    if flag.offer is not Offer.NOTHING:
        parts.append(_OFFERS[flag.offer])
    return "; ".join(part for part in parts if part)


_OFFERS = {
    Offer.FILE: "_whttp_files -f",
    Offer.DIRECTORY: "_whttp_files -d",
    Offer.HOST: "",
    Offer.PROFILE: "_whttp_profiles",
    Offer.SETTABLE: '_whttp_words "$_whttp_settable"',
    Offer.QUERYABLE: '_whttp_words "$_whttp_queryable"',
}


def _own_flags(command: Command) -> list[str]:
    names = " ".join(name for flag in own_flags(command) for name in flag.names)
    return [f"    {command.name}) _whttp_words '{names}' ;;"] if names else []


def _arguments(command: Command) -> list[str]:
    """The case of one command: the words of its second level, what it explains, a file to import."""
    lines: list[str] = []
    if command.verbs:
        lines.append(f"        ((${{#arguments[@]}})) || _whttp_words '{' '.join(command.verbs)}'")
    if "import" in command.verbs:
        lines.append("        [[ ${arguments[0]-} == import ]] && _whttp_files -f")
    if command.name == "explain":
        lines.append(f'        _whttp_words "{" ".join(EXPLAINED)} $_whttp_options"')
    return [f"    {command.name})", *lines, "        ;;"] if lines else []
