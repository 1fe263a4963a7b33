"""The completion script of zsh."""

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

_HEAD = """\
#compdef whttp
# zsh completion for whttp, written by `make docs` from its catalogue; do not edit here.
# It starts no program: zsh itself lists the profiles of the configuration.

_whttp_profiles() {
    local file=${WHTTP_CONFIG:-${XDG_CONFIG_HOME:-$HOME/.config}/whttp/config.toml} row
    local -a profiles
    [[ -r $file ]] || return 1
    for row in ${(f)"$(<$file)"}; do
        [[ $row =~ '^[[:space:]]*\\[profile\\.([A-Za-z0-9_-]+)\\]' ]] && profiles+=($match[1])
    done
    _describe -t profiles profile profiles
}
"""
_OFFERS = {
    Offer.FILE: "_files",
    Offer.DIRECTORY: "_files -/",
    Offer.HOST: "_hosts",
    Offer.PROFILE: "_whttp_profiles",
    Offer.SETTABLE: "_whttp_settable",
    Offer.QUERYABLE: "_whttp_queryable",
}


def script(commands: Sequence[Command]) -> str:
    """The script as text."""
    known = (*flags(), *(flag for command in commands for flag in own_flags(command)))
    return "\n".join(
        [
            _HEAD,
            *_describing("_whttp_commands", "command", [Word(c.name, c.summary) for c in commands]),
            # not the tag "options": zsh offers those only behind a dash
            *_describing("_whttp_options", "setting", option_words()),
            *_describing("_whttp_settable", "setting", settable_words()),
            *_describing("_whttp_queryable", "setting", queryable_words()),
            *_describing("_whttp_lists", "list", [Word(word, f"list all {word}") for word in EXPLAINED]),
            *(line for flag in known for line in _value_function(flag)),
            "_whttp() {",
            '    local curcontext="$curcontext" state line ret=1',
            "    typeset -A opt_args",
            "    _arguments -C -s -S : \\",
            *(f"        {_specification(flag)} \\" for flag in known),
            "        '1:command:_whttp_commands' \\",
            "        '*:argument:->argument' && ret=0",
            "    [[ $state == argument ]] || return ret",
            "    case $line[1] in",
            *(row for command in commands for row in _arguments(command)),
            "    esac",
            "    return ret",
            "}",
            "",
            '_whttp "$@"',
            "",
        ]
    )


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


def _escaped(text: str) -> str:
    """Text for a specification: colons and brackets would end a part of it."""
    for special in "\\:[]":
        text = text.replace(special, "\\" + special)
    return text


def _describing(function: str, what: str, words: Sequence[Word]) -> Iterator[str]:
    """A function that offers words with their meanings."""
    yield f"{function}() {{"
    yield "    local -a offered=("
    for word in words:
        yield f"        {_quoted(_escaped(word.text) + ':' + word.meaning)}"
    yield "    )"
    yield f"    _describe -t {what}s {what} offered"
    yield "}"
    yield ""


def _value_function(flag: Flag) -> Iterator[str]:
    """A function for the words of a flag; several joined by commas where it is a list."""
    if not flag.words:
        return
    if not flag.is_list:
        yield from _describing(f"_whttp_value_{flag.identifier}", "value", flag.words)
        return
    yield f"_whttp_value_{flag.identifier}() {{"
    yield "    _values -s , value \\"
    rows = [f"        {_quoted(f'{word.text}[{_escaped(word.meaning)}]')}" for word in flag.words]
    yield " \\\n".join(rows)
    yield "}"
    yield ""


def _specification(flag: Flag) -> str:
    """One argument of _arguments: exclusions, names, summary and what the value is."""
    about = _quoted(f"[{_escaped(flag.summary)}]{_value(flag)}")
    names = [_name(name, takes_value=flag.takes_value) for name in flag.names]
    spelled = names[0] if len(names) == 1 else "{" + ",".join(names) + "}"
    if flag.repeats:
        return f"'*'{spelled}{about}"
    return f"'({' '.join(flag.names)})'{spelled}{about}"


def _name(name: str, *, takes_value: bool) -> str:
    """`--proxy=` and `-x+`: the value may be joined or be the next word."""
    if not takes_value:
        return name
    return name + ("=" if name.startswith("--") else "+")


def _value(flag: Flag) -> str:
    if not flag.takes_value:
        return ""
    actions = [f"_whttp_value_{flag.identifier}"] if flag.words else []
    if flag.offer in _OFFERS:
        actions.append(_OFFERS[flag.offer])
    action = actions[0] if len(actions) == 1 else " "
    if len(actions) > 1:
        action = "_alternative " + " ".join(f'"values\\:value\\:{name}"' for name in actions)
        action = "{" + action + "}"
    return f":{_escaped(flag.metavar)}:{action}"


def _arguments(command: Command) -> list[str]:
    """The case of one command."""
    lines: list[str] = []
    if command.verbs:
        lines.append(f"            (($#line == 2)) && _values verb {' '.join(command.verbs)} && ret=0")
    if "import" in command.verbs:
        lines.append("            [[ $line[2] == import ]] && (($#line == 3)) && _files && ret=0")
    if command.name == "explain":
        lines.append("            _whttp_lists && ret=0")
        lines.append("            _whttp_options && ret=0")
    return [f"        {command.name})", *lines, "            ;;"] if lines else []
