"""The completion script of PowerShell (5.1 and later, on every system)."""

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
# PowerShell completion for whttp, written by `make docs` from its catalogue; do not edit here.
# Load it from your profile:  whttp completion powershell | Out-String | Invoke-Expression

Register-ArgumentCompleter -Native -CommandName whttp -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
"""
_TAIL = """\

    function Get-Profiles {
        $base = if ($env:APPDATA) { $env:APPDATA }
                elseif ($env:XDG_CONFIG_HOME) { $env:XDG_CONFIG_HOME }
                else { Join-Path $HOME '.config' }
        $file = if ($env:WHTTP_CONFIG) { $env:WHTTP_CONFIG } else { Join-Path $base 'whttp/config.toml' }
        if (Test-Path -LiteralPath $file -PathType Leaf) {
            foreach ($row in Get-Content -LiteralPath $file) {
                if ($row -match '^\\s*\\[profile\\.([A-Za-z0-9_-]+)\\]') {
                    @{ Word = $Matches[1]; Meaning = 'profile' }
                }
            }
        }
    }

    function Get-Values($flag) {
        if ($words.ContainsKey($flag)) { $words[$flag] }
        switch ($offers[$flag]) {
            'profile' { Get-Profiles }
            'settable' { $settable }
            'queryable' { $queryable }
        }
    }

    function Write-Words($found, $typed, $before) {
        foreach ($entry in $found) {
            if ($entry.Word.StartsWith($typed, [StringComparison]::OrdinalIgnoreCase)) {
                $meaning = if ($entry.Meaning) { $entry.Meaning } else { $entry.Word }
                [System.Management.Automation.CompletionResult]::new(
                    $before + $entry.Word, $entry.Word, 'ParameterValue', $meaning)
            }
        }
    }

    # The words before the cursor that are neither flags nor their values.
    $line = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
        ForEach-Object { $_.Extent.Text } | Select-Object -Skip 1)
    $plain = @()
    $flag = ''
    foreach ($element in $line) {
        if ($flag) { $flag = '' }
        elseif ($valued -ccontains $element) { $flag = $element }
        elseif (-not $element.StartsWith('-')) { $plain += $element }
    }

    if ($flag) {
        $typed = $wordToComplete
        $before = ''
        if ($lists -ccontains $flag -and $typed.Contains(',')) {
            $cut = $typed.LastIndexOf(',') + 1
            $before = $typed.Substring(0, $cut)
            $typed = $typed.Substring($cut)
        }
        return Write-Words (Get-Values $flag) $typed $before
    }
    if ($wordToComplete.StartsWith('-')) { return Write-Words $flags $wordToComplete '' }
    if ($plain.Count -eq 0) { return Write-Words $commands $wordToComplete '' }
    if ($plain.Count -eq 1 -and $arguments.ContainsKey($plain[0])) {
        $found = @($arguments[$plain[0]])
        if ($plain[0] -eq 'explain') { $found += $options }
        return Write-Words $found $wordToComplete ''
    }
}
"""


def script(commands: Sequence[Command]) -> str:
    """The script as text."""
    known = (*flags(), *(flag for command in commands for flag in own_flags(command)))
    valued = [name for flag in known if flag.takes_value for name in flag.names]
    lists = [name for flag in known if flag.is_list for name in flag.names]
    return "\n".join(
        [
            _HEAD,
            *_array("commands", [Word(command.name, command.summary) for command in commands]),
            *_array("flags", [Word(name, flag.summary) for flag in known for name in flag.names]),
            *_array("options", option_words()),
            *_array("settable", settable_words()),
            *_array("queryable", queryable_words()),
            f"    $valued = {', '.join(_quoted(name) for name in valued)}",
            f"    $lists = {', '.join(_quoted(name) for name in lists)}",
            *_table("words", [(name, flag.words) for flag in known for name in flag.names if flag.words]),
            *_table("arguments", [(command.name, _arguments(command)) for command in commands]),
            *_offers(known),
            _TAIL,
        ]
    )


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _entry(word: Word) -> str:
    return f"@{{ Word = {_quoted(word.text)}; Meaning = {_quoted(word.meaning)} }}"


def _array(name: str, words: Sequence[Word]) -> Iterator[str]:
    yield f"    ${name} = @("
    yield from (f"        {_entry(word)}" for word in words)
    yield "    )"


def _table(name: str, rows: Sequence[tuple[str, Sequence[Word]]]) -> Iterator[str]:
    """A hashtable whose keys keep their case: `-h` and `-H` are two flags."""
    yield f"    ${name} = [System.Collections.Hashtable]::new([StringComparer]::Ordinal)"
    for key, words in rows:
        if words:
            yield f"    ${name}[{_quoted(key)}] = @("
            yield from (f"        {_entry(word)}" for word in words)
            yield "    )"


def _offers(known: Sequence[Flag]) -> Iterator[str]:
    yield "    $offers = [System.Collections.Hashtable]::new([StringComparer]::Ordinal)"
    for flag in known:
        if flag.offer in (Offer.PROFILE, Offer.SETTABLE, Offer.QUERYABLE):
            yield from (
                f"    $offers[{_quoted(name)}] = {_quoted(flag.offer.value)}" for name in flag.names
            )


def _arguments(command: Command) -> list[Word]:
    words = [Word(verb, "") for verb in command.verbs]
    if command.name == "explain":
        words += [Word(word, f"list all {word}") for word in EXPLAINED]
    return words
