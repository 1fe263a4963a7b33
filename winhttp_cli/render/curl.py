"""The curl command that sends the same request: `--curl`.

Promise: run by a POSIX shell, curl sends the same method, target, headers and body. Secrets are shell
variables, named in a comment, unless `--show-secrets`; what curl cannot do or does in another way is
said in comments above the command, never left out silently. Needs the plan and the header lines of the
first request as the engine composes them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from winhttp_cli.headers import has, without
from winhttp_cli.options.tool import FAIL, INCLUDE, SHOW_SECRETS
from winhttp_cli.options.tool_body import COOKIE_JAR, OUTPUT
from winhttp_cli.plan import (
    Body,
    BodyPart,
    BytesPart,
    FilePart,
    Header,
    RedirectMode,
    RequestPlan,
    StdinPart,
)
from winhttp_cli.record import dataclass, field, replace
from winhttp_cli.render.curl_connection import connection_words
from winhttp_cli.render.shell import Piece, Variable, printf, quoted, variable, word
from winhttp_cli.report.masking import masked_header, parameter_parts
from winhttp_cli.secret import Secret
from winhttp_cli.settings.settings import Settings

#: Lines that curl makes by itself from the URL and the body.
_MADE_BY_CURL = frozenset({"host", "content-length"})
#: Methods that announce a body of 0 bytes where there is none (behaviour a7).
_ALWAYS_WITH_LENGTH = frozenset({"POST", "PUT"})
_LINE_END = " \\\n  "


@dataclass
class Command:
    """The words of one command in the making, its comments, and the variables it reads."""

    show_secrets: bool
    words: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    variables: list[str] = field(default_factory=list)

    def add(self, option: str, *pieces: Piece) -> None:
        """An option, with its value where there is one."""
        self.words.append(f"{option} {self.word(pieces)}" if pieces else option)

    def word(self, pieces: Sequence[Piece]) -> str:
        shown = [self._piece(piece) for piece in pieces]
        for piece in shown:
            if isinstance(piece, Variable) and piece.name not in self.variables:
                self.variables.append(piece.name)
        return word(shown)

    def _piece(self, piece: Piece) -> Piece:
        return piece.value if self.show_secrets and isinstance(piece, Variable) else piece

    def secret(self, name: str, secret: Secret | None) -> Piece:
        return variable(name, secret.reveal() if secret is not None else "")


def curl_command(plan: RequestPlan, headers: tuple[Header, ...], settings: Settings) -> str:
    """The command as text, one option per line, comments first."""
    command = Command(settings[SHOW_SECRETS])
    if plan.body is None and plan.method in _ALWAYS_WITH_LENGTH:
        plan = replace(plan, body=Body(()))
    _version(command, plan)
    _method(command, plan)
    _headers(command, plan, _without_proxy_login(plan, headers))
    before = _body(command, plan.body)
    _redirects(command, plan)
    connection_words(command, plan, has_credentials="authorization" in _names(headers))
    _results(command, settings)
    command.words.append(command.word(url_pieces(plan)))
    comments = [*_variable_comment(command), *command.comments]
    lines = [f"# {comment}" for comment in comments]
    return "\n".join([*lines, before + _LINE_END.join(["curl", *command.words])])


def _variable_comment(command: Command) -> Iterator[str]:
    if command.variables:
        yield f"set first: {', '.join(command.variables)}"


def _names(headers: tuple[Header, ...]) -> set[str]:
    return {name.lower() for name, _ in headers}


# --- request line -------------------------------------------------------------------------------------


def url_pieces(plan: RequestPlan) -> list[Piece]:
    """The URL, its token-like parameters as variables."""
    return secrets_apart(plan.target.url)


def secrets_apart(text: str) -> list[Piece]:
    return [variable(name, part) if name else part for part, name in parameter_parts(text)]


def _version(command: Command, plan: RequestPlan) -> None:
    if plan.allow_http2 and plan.target.is_secure:
        command.add("--http2")
    else:
        command.add("--http1.0" if plan.http_version == "1.0" else "--http1.1")
    # the target goes out as it is: no globbing, no removal of dot segments (behaviour a20)
    command.add("--globoff")
    command.add("--path-as-is")


def _method(command: Command, plan: RequestPlan) -> None:
    """The method, unless curl's own choice is the same; -X would also change redirected requests."""
    if plan.method == "HEAD":
        command.add("--head")
        if plan.body is not None:
            command.comments.append("curl sends no body with --head")
    elif plan.method != ("GET" if plan.body is None else "POST"):
        command.add("--request", plan.method)


# --- headers ------------------------------------------------------------------------------------------


def _headers(command: Command, plan: RequestPlan, headers: tuple[Header, ...]) -> None:
    authority = _host_of_curl(plan)
    for name, value in headers:
        is_made = name.lower() in _MADE_BY_CURL
        if not is_made or (name.lower() == "host" and value != authority):
            command.add("--header", *header_pieces(name, value))
    for name in _unwanted(plan, _names(headers)):
        command.add("--header", f"{name}:")


def header_pieces(name: str, value: str) -> list[Piece]:
    """One header; a value that holds a secret is a variable as a whole. An empty value is curl's
    "Name;"."""
    if not value:
        return [f"{name};"]
    if masked_header(name, value) != value:
        return [f"{name}: ", variable(name, value)]
    return [f"{name}: {value}"]


def _without_proxy_login(plan: RequestPlan, headers: tuple[Header, ...]) -> tuple[Header, ...]:
    """A Proxy-Authorization that a named Basic made; curl makes its own of --proxy-user."""
    if plan.proxy.username is None or has(plan.headers, "proxy-authorization"):
        return headers
    return without(headers, ("proxy-authorization",))


def _host_of_curl(plan: RequestPlan) -> str:
    """curl leaves out the scheme's own port only; WinHTTP leaves out 80 and 443 (behaviour a5)."""
    target = plan.target
    host = f"[{target.host}]" if ":" in target.host else target.host
    return host if target.port == (443 if target.is_secure else 80) else f"{host}:{target.port}"


def _unwanted(plan: RequestPlan, given: set[str]) -> Iterator[str]:
    """Headers that curl would add by itself."""
    if "host" not in given:
        yield "Host"
    if "accept" not in given:
        yield "Accept"
    if "user-agent" not in given:
        yield "User-Agent"
    if plan.body is not None:
        if "content-type" not in given:
            yield "Content-Type"
        if "expect" not in given:
            yield "Expect"


# --- body ---------------------------------------------------------------------------------------------


def _body(command: Command, body: Body | None) -> str:
    """Adds the body; returns what stands before `curl` where it comes through a pipe."""
    if body is None:
        return ""
    parts = body.parts
    text = _as_text(parts[0]) if len(parts) == 1 and isinstance(parts[0], BytesPart) else None
    if text is not None or not parts:
        command.add("--data-raw", *secrets_apart(text or ""))
        return ""
    if len(parts) == 1 and isinstance(parts[0], FilePart) and not parts[0].offset:
        command.add("--data-binary", f"@{parts[0].path}")
        return ""
    command.add("--data-binary", "@-")
    if len(parts) == 1 and isinstance(parts[0], StdinPart):
        return ""
    return f"{{ {'; '.join(_source(part) for part in parts)}; }} | "


def _as_text(part: BytesPart) -> str | None:
    """The bytes as text that a shell word can hold, or None."""
    try:
        text = part.data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return text if all(letter.isprintable() or letter in "\n\t" for letter in text) else None


def _source(part: BodyPart) -> str:
    """The command that writes one part."""
    if isinstance(part, BytesPart):
        return printf(part.data)
    if isinstance(part, FilePart):
        path = quoted(str(part.path))
        return f"tail -c +{part.offset + 1} {path} | head -c {part.length}"
    return "cat"


# --- what comes of it ---------------------------------------------------------------------------------


def _redirects(command: Command, plan: RequestPlan) -> None:
    policy = plan.redirects
    if policy.mode is RedirectMode.NEVER:
        return
    command.add("--location")
    command.add("--max-redirs", str(policy.maximum))
    if policy.mode is RedirectMode.DISALLOW_HTTPS_TO_HTTP and plan.target.is_secure:
        command.add("--proto-redir", "=https")
        command.comments.append("a redirect to http fails in curl; whttp returns the redirect itself")
    if policy.forward_credentials:
        command.add("--location-trusted")


def _results(command: Command, settings: Settings) -> None:
    if settings[COOKIE_JAR]:
        command.add("--cookie", settings[COOKIE_JAR] or "")
        command.add("--cookie-jar", settings[COOKIE_JAR] or "")
    if settings[INCLUDE]:
        command.add("--include")
    if settings[FAIL]:
        command.add("--fail-with-body")
    if settings[OUTPUT]:
        command.add("--output", settings[OUTPUT] or "")
