"""A proxy explained: the routes and who decided, the ladder of sources, the traces, what the proxy said.

Promise: the same facts on a terminal and in a pipe, in the documented look; text of scripts, proxies
and settings is made printable. What WinHTTP would not do, or what is not documented, says so. Judges
nothing: every verdict comes with the report.
"""

from __future__ import annotations

from collections.abc import Iterator

from winhttp_cli.errors import WhttpError
from winhttp_cli.render.columns import beside, cells, padded, wrapped
from winhttp_cli.render.section import section_title
from winhttp_cli.render.terminal import Outlet, Style
from winhttp_cli.report.printable import printable, shortened
from winhttp_cli.report.proxy import (
    BypassFact,
    ProbeFact,
    ProxyReport,
    ProxySettings,
    ReaderFact,
    ScriptFact,
    SourceFact,
    Verdict,
)

#: where the second and third column begin when the first are short, as in the documented look
_SECOND, _THIRD = 41, 56
_SHOWN_CALLS = 60
_SHOWN_ENTRIES = 20
_MARKS = {Verdict.DECIDES: "<- decides", Verdict.FAILED: "<- failed"}
_STYLES = {Verdict.DECIDES: (Style.GREEN, Style.BOLD), Verdict.FAILED: (Style.RED, Style.BOLD)}

#: what the sample in WinHTTP's documentation takes, the first first; never Basic (semantics A4)
_SAMPLE_ORDER = ("negotiate", "ntlm", "passport1.4", "digest")

Row = tuple[str, str, str, tuple[Style, ...]]


def report_lines(report: ProxyReport, out: Outlet) -> list[str]:
    """Everything about one URL, line by line."""
    lines = _headline(report, out)
    lines += _rows([_source_row(source) for source in report.sources], out)
    lines += _discovery(report, out)
    for script in report.scripts:
        lines += _script(script, out)
    lines += _bypass(report.bypass, out)
    for probe in report.probes:
        lines += _probe(probe, out)
    lines += _readers(report.readers, out)
    lines += _intranet(report, out)
    for note in report.notes:
        lines += wrapped(f"  note: {printable(note)}", width=out.width, indent=8)
    if report.failure is not None:
        lines += _failure(report.failure, out)
    return lines


def settings_lines(settings: ProxySettings, out: Outlet) -> list[str]:
    """What is configured, line by line."""
    lines = section_title("SOURCES", "in the order in which they are asked", out)
    lines += _rows([_source_row(source) for source in settings.sources], out)
    if settings.servers:
        lines += section_title("SERVERS", "by the scheme of the request", out)
        lines += _rows([(serves, server, "", ()) for serves, server in settings.servers], out)
    if settings.bypass:
        lines += section_title("BYPASS", _entries(len(settings.bypass)), out)
        lines += _rows([_entry_row(entry, traced=False) for entry in settings.bypass], out)
    if settings.username is not None:
        lines += section_title("USER", f"{settings.username}: answers a 407, never sent before", out)
    return lines


def _headline(report: ProxyReport, out: Outlet) -> list[str]:
    """ "PROXY px:8080, then DIRECT     decided by: PAC p.pac"."""
    if report.failure is not None:
        left = "NO ROUTE"
        right = "a request to this address fails"
    else:
        left = ", then ".join(printable(route) for route in report.routes)
        right = f"decided by: {printable(report.why)}"
    painted = out.paint(left, Style.BOLD)
    gap = max(_SECOND + 2 - cells(left), 2)
    if out.width and cells(left) + gap + cells(right) > out.width:
        return [painted, *wrapped(f"  {right}", width=out.width, indent=2)]
    return [painted + " " * gap + right]


# --- the ladder -------------------------------------------------------------------------------------


def _source_row(source: SourceFact) -> Row:
    """Label, value and what came of it."""
    is_empty = source.verdict is Verdict.NOT_GIVEN
    value = ("not given" if source.winhttp_reads else "not set") if is_empty else source.value
    parts = [] if source.winhttp_reads else ["WinHTTP never reads these"]
    if source.verdict is Verdict.NOT_REACHED:
        parts.append(f"not reached: {source.remark}" if source.remark else "not reached")
    elif source.remark:
        parts.append(source.remark)
    if source.verdict in _MARKS:
        parts.append(_MARKS[source.verdict])
    return source.label, value, "  ".join(parts), _STYLES.get(source.verdict, ())


def _rows(rows: list[Row], out: Outlet) -> list[str]:
    """Three columns that move together to fit the longest entries; what does not fit goes on a line of
    its own."""
    safe = [
        (printable(label), printable(value), printable(remark), s) for label, value, remark, s in rows
    ]
    first = _column([label for label, *_ in safe], start=2, usual=_SECOND, out=out)
    second = _column([value for _, value, *_ in safe], start=first, usual=_THIRD, out=out)
    lines: list[str] = []
    for label, value, remark, styles in safe:
        lines += _row(label, value, remark, styles, (first, second), out)
    return lines


def _column(texts: list[str], *, start: int, usual: int, out: Outlet) -> int:
    """Where the next column begins: as usual, further left on a narrow terminal, further right where
    the texts are long, within reason."""
    longest = start + max((cells(text) for text in texts), default=0) + 2
    if out.width and out.width < 100:
        return min(longest, usual)
    return max(min(longest, usual + 15), min(usual, longest + 8))


def _row(
    label: str, value: str, remark: str, styles: tuple[Style, ...], columns: tuple[int, int], out: Outlet
) -> list[str]:
    first, second = columns
    line = f"  {padded(label, first - 4)}  {value}" if value else f"  {label}"
    if out.width and cells(line) > out.width:
        return [out.paint(text, *styles) for text in _stacked(label, value, remark, out)]
    lines = beside(line, remark, column=second, width=out.width, indent=6)
    if len(lines) > 1:
        lines = [line, *wrapped(" " * 6 + remark, width=out.width, indent=6)]
        return [out.paint(text, *styles) for text in lines]
    rest = lines[0][len(line) :]
    return [out.paint(line, *styles) + out.paint(rest, *styles or (Style.DIM,))]


def _stacked(label: str, value: str, remark: str, out: Outlet) -> list[str]:
    """An entry that is too long for columns: each part on lines of its own, nothing cut."""
    lines = [f"  {label}"]
    for part in filter(None, (value, remark)):
        lines += wrapped(" " * 6 + part, width=out.width, indent=6)
    return lines


# --- the traces -------------------------------------------------------------------------------------


def _discovery(report: ProxyReport, out: Outlet) -> list[str]:
    if not report.discovery:
        return []
    rows: list[Row] = [(way, outcome, "", ()) for way, outcome in report.discovery]
    return [*section_title("WPAD", "looking for a script on the network", out), *_rows(rows, out)]


def _script(script: ScriptFact, out: Outlet) -> list[str]:
    loaded = f"{script.location}, {script.size} bytes, loaded in {script.loaded_in:.0f} ms"
    lines = section_title("PAC", loaded, out)
    if script.entry_point:
        asked = f'{script.entry_point}("{script.url}", "{script.host}")   {script.milliseconds:.0f} ms'
        lines.append(f"  {printable(asked)}")
    shown = script.calls[:_SHOWN_CALLS]
    for call in shown:
        took = "" if call.milliseconds is None else f"{call.milliseconds:.0f} ms"
        lines += _call(printable(call.text), printable(call.result), took, out)
    more = len(script.calls) - len(shown) + script.unrecorded
    if more:
        lines.append(f"  and {more} more calls")
    if script.result is not None:
        lines += wrapped(f'  returned "{printable(script.result)}"', width=out.width, indent=4)
    for entry, why in script.passed_over:
        lines += wrapped(f"  not used: {printable(entry)} ({printable(why)})", width=out.width, indent=4)
    return lines


def _call(text: str, result: str, took: str, out: Outlet) -> list[str]:
    """ "  dnsResolve("a")      "192.0.2.1"   8 ms"."""
    tail = f"{result}   {took}" if took else result
    left = f"    {text}"
    start = max(57, cells(left) + 2)
    if out.width and start + cells(tail) > out.width:
        start = out.width - cells(tail)
        if start < cells(left) + 2:
            return [left, *wrapped(f"      = {tail}", width=out.width, indent=8)]
    return [padded(left, start) + tail]


def _bypass(entries: tuple[BypassFact, ...], out: Outlet) -> list[str]:
    """The trace entry by entry; of a long list the beginning and the entry that decided."""
    if not entries:
        return []
    matched = entries[-1] if entries[-1].matched else None
    outcome = f"entry {len(entries)} matches" if matched else f"{_entries(len(entries))}, none matches"
    shown = entries[:_SHOWN_ENTRIES]
    lines = section_title("BYPASS", outcome, out)
    lines += _rows([_entry_row(entry, traced=True) for entry in shown], out)
    hidden = len(entries) - len(shown)
    if hidden and matched is not None:
        hidden -= 1
        lines.append(f"  and {hidden} more before it")
        lines += _rows([_entry_row(matched, traced=True)], out)
    elif hidden:
        lines.append(f"  and {hidden} more, none matches")
    return lines


def _entries(count: int) -> str:
    return "1 entry" if count == 1 else f"{count} entries"


def _entry_row(entry: BypassFact, *, traced: bool) -> Row:
    value = "" if not traced else "matches" if entry.matched else "no"
    styles = (Style.GREEN,) if entry.matched else ()
    return entry.entry, value or ("never matches" if entry.remark else ""), entry.remark, styles


# --- the proxy itself -------------------------------------------------------------------------------


def _probe(probe: ProbeFact, out: Outlet) -> list[str]:
    proxy = probe.proxy.removeprefix("http://")
    lines = section_title("PROBE", f"{proxy}: {_steps(probe)}", out)
    for line in _offers(probe):
        lines += wrapped(f"  {printable(line)}", width=out.width, indent=4)
    if probe.failure is not None:
        lines += wrapped(f"  {printable(probe.failure.message)}", width=out.width, indent=4)
    for name, detail in probe.faults:
        lines += wrapped(f"  FAIL  {printable(f'{name}: {detail}')}", width=out.width, indent=8)
    return lines


def _steps(probe: ProbeFact) -> str:
    """ "tcp ok 3 ms; CONNECT -> 407"."""
    steps = [f"tcp ok {probe.tcp:.0f} ms"] if probe.tcp is not None else ["no connection"]
    if probe.tls is not None:
        steps.append(f"{probe.tls_version} ok {probe.tls - (probe.tcp or 0.0):.0f} ms")
    if probe.status is not None:
        steps.append(f"{probe.method} -> {probe.status} {printable(probe.reason)}".rstrip())
    elif probe.opened:
        steps.append("the SOCKS proxy connects")
    return "; ".join(steps)


def _offers(probe: ProbeFact) -> Iterator[str]:
    """What a 407 offers, what becomes of it, and what to do."""
    if not probe.offers:
        if probe.status is not None and probe.status >= 400:
            yield "its page: " + shortened(_page_text(probe.page), 200)
        return
    named = [f'{one.scheme} realm="{one.realm}"' if one.realm else one.scheme for one in probe.offers]
    yield "offers " + ", ".join(named)
    yield _sample(probe)
    if probe.opened:
        yield "the proxy user given was let in"
    elif probe.has_credentials:
        yield "the proxy user given was not let in"
    else:
        yield "you gave no proxy user: --proxy-username NAME"


def _sample(probe: ProbeFact) -> str:
    """What is documented about WinHTTP's choice, and what is not."""
    offered = {one.scheme.lower(): one.scheme for one in probe.offers}
    taken = next((offered[name] for name in _SAMPLE_ORDER if name in offered), None)
    if taken is None:
        return "WinHTTP's documented sample takes none of these; it leaves out Basic"
    spn = ""
    if taken.lower() in ("negotiate", "ntlm"):
        host = probe.proxy.rpartition("://")[2].rpartition(":")[0]
        spn = f", SPN HTTP/{host}"
    return (
        f"WinHTTP's documented sample takes {taken}{spn}; what Windows takes by itself is not documented"
    )


def _page_text(page: bytes) -> str:
    """The words of a page on one line: no tags, no style sheets, no scripts. Linear in its length."""
    first, *pieces = page.decode("utf-8", "replace").split("<")
    words = first.split()
    hidden = ""
    for piece in pieces:
        tag, _, text = piece.partition(">")
        name = tag.split(" ", 1)[0].lower()
        if hidden:
            hidden = "" if name == f"/{hidden}" else hidden
        elif name in ("style", "script", "title"):
            hidden = name
        if not hidden:
            words += text.split()
    return " ".join(words)


# --- the rest ---------------------------------------------------------------------------------------


def _readers(readers: tuple[ReaderFact, ...], out: Outlet) -> list[str]:
    rows: list[Row] = [(one.reader, one.route, one.why, ()) for one in readers]
    return [*section_title("READERS", "what each kind of program would use", out), *_rows(rows, out)]


def _intranet(report: ProxyReport, out: Outlet) -> list[str]:
    """Autologon's idea of intranet: the bypass list, nothing else (semantics A14)."""
    if report.intranet:
        text = "yes: the bypass list names this host; autologon-policy medium logs on by itself"
    else:
        text = "no: not on a bypass list; autologon-policy medium does not log on by itself"
    return section_title("INTRANET", text, out)


def _failure(failure: WhttpError, out: Outlet) -> list[str]:
    number = "" if failure.code is None else f" ({failure.code:d} {failure.code.name})"
    lines = section_title("FAILED", f"{failure.message}{number}", out)
    if failure.hint:
        lines += wrapped(f"  {printable(failure.hint)}", width=out.width, indent=4)
    return lines
