"""One line of a batch as a request: a URL, or a JSON object of an exact shape.

Promise: what can be sent is a plan; what cannot is a fault that names the line, with status 2. A line
may set what belongs to a request; what belongs to the session or the run is refused, and so is
everything that runs code or reads a file into a body: who writes the lines need not be who runs them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from winhttp_cli.actions.expectations import check_forms
from winhttp_cli.actions.queries import Query
from winhttp_cli.errors import Code, UsageFault, WhttpError
from winhttp_cli.options.header_line import HeaderKind
from winhttp_cli.options.kinds import BadValue
from winhttp_cli.options.option import AnyOption, Handle
from winhttp_cli.options.tool import EXPECT, FAIL, MAX_TIME, QUERY, RETRY
from winhttp_cli.options.tool_body import (
    COOKIE,
    ESCAPE_DISABLE,
    ESCAPE_DISABLE_QUERY,
    ESCAPE_PERCENT,
    EXTRA_CODINGS,
    HEADER,
    HEADER_REPLACE,
    QUERY_PARAM,
    REFERER,
    REFRESH,
    REMOVE_HEADER,
)
from winhttp_cli.options.tool_credentials import AUTH_SCHEME, PROXY_AUTH_SCHEME, USER
from winhttp_cli.options.tool_network import (
    ADDRESS_FAMILY,
    AIA,
    CONNECT_TO,
    FORWARD_CREDENTIALS,
    INTERFACE,
    PAC_TIMEOUT,
    PROXY_AUTO_DETECT,
    PROXY_BYPASS,
    RESOLVE,
    SNI,
    STAPLING,
)
from winhttp_cli.plan import Body, BytesPart, RequestPlan, StdinPart
from winhttp_cli.planner.request import Requests, request_plan
from winhttp_cli.record import dataclass, replace
from winhttp_cli.settings.layer import Layer
from winhttp_cli.settings.origin import Origin, Rank
from winhttp_cli.settings.refusal import refused
from winhttp_cli.settings.settings import Settings
from winhttp_cli.settings.tables import table_layer
from winhttp_cli.suggest import did_you_mean

MEMBERS = ("url", "method", "headers", "body", "options", "id")

#: whttp's own options that a line may set; of WinHTTP's, those of a request handle.
OWN_OPTIONS: tuple[AnyOption, ...] = (
    ADDRESS_FAMILY,
    AIA,
    AUTH_SCHEME,
    CONNECT_TO,
    COOKIE,
    ESCAPE_DISABLE,
    ESCAPE_DISABLE_QUERY,
    ESCAPE_PERCENT,
    EXPECT,
    EXTRA_CODINGS,
    FAIL,
    FORWARD_CREDENTIALS,
    HEADER_REPLACE,
    INTERFACE,
    MAX_TIME,
    PAC_TIMEOUT,
    PROXY_AUTH_SCHEME,
    PROXY_AUTO_DETECT,
    PROXY_BYPASS,
    QUERY,
    QUERY_PARAM,
    REFERER,
    REFRESH,
    REMOVE_HEADER,
    RESOLVE,
    RETRY,
    SNI,
    STAPLING,
    USER,
)

Identity = str | int | None


@dataclass(frozen=True, slots=True)
class Item:
    """One request of a batch. `index` counts the requests from 1, `line` the lines; `id` is the line's
    own name for it. Either `plan` is there or `fault`. `method` and `url` are what was asked for."""

    index: int
    line: int
    settings: Settings
    id: Identity = None
    method: str = "GET"
    url: str = ""
    plan: RequestPlan | None = None
    fault: WhttpError | None = None


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a line says, checked for its shape only."""

    url: str
    method: str = "GET"
    layer: Layer | None = None
    body: Body | None = None


class Items:
    """Reads lines as items, in order, under the settings of the run."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._plain = Requests(settings, "GET")
        self._count = 0

    def of(self, number: int, text: str) -> Item:
        """The item of line `number`, which is not blank. Raises nothing: a fault is part of it."""
        self._count += 1
        item = Item(self._count, number, self._settings)
        origin = Origin(Rank.ITEM, f"line {number}")
        if not text.startswith("{"):
            return self._planned(item, _Wanted(text), origin)
        try:
            value = _object(text, origin)
            item = _named(item, value, origin)
            wanted = _wanted(value, origin)
        except UsageFault as fault:
            return replace(item, fault=fault)
        return self._planned(item, wanted, origin)

    def broken(self, number: int, message: str) -> Item:
        """A line that is no text."""
        self._count += 1
        origin = Origin(Rank.ITEM, f"line {number}")
        return Item(self._count, number, self._settings, fault=refused(origin, message))

    def _planned(self, item: Item, wanted: _Wanted, origin: Origin) -> Item:
        settings = self._settings if wanted.layer is None else self._settings.also(wanted.layer)
        item = replace(item, method=wanted.method, url=wanted.url, settings=settings)
        is_plain = wanted.layer is None and wanted.body is None and wanted.method == "GET"
        try:
            if is_plain:
                plan = self._plain.of(wanted.url)
            else:
                plan = request_plan(settings, wanted.method, wanted.url, wanted.body)
            _check(plan, settings, origin)
        except WhttpError as fault:
            # what the line asked for besides may be what cannot be used
            return replace(item, settings=self._settings, fault=_at(fault, origin))
        return replace(item, plan=plan)


def _check(plan: RequestPlan, settings: Settings, origin: Origin) -> None:
    """What would be found out only when the answer is there. Raises UsageFault."""
    for text in settings[QUERY]:
        Query.of(text)
    check_forms(settings[EXPECT])
    parts = plan.body.parts if plan.body is not None else ()
    if any(isinstance(part, StdinPart) for part in parts):
        raise refused(origin, "standard input is one body only, not one for each request")


def _at(fault: WhttpError, origin: Origin) -> WhttpError:
    """The same fault, its message saying which line it is about."""
    if fault.message.startswith(f"{origin}:") or not isinstance(fault, UsageFault) or fault.code is None:
        return fault
    return UsageFault(f"{origin}: {fault.message}", fault.code, origin=origin.text, hint=fault.hint)


# --- the object -----------------------------------------------------------------------------------------


def _object(text: str, origin: Origin) -> Mapping[str, object]:
    try:
        value: object = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise refused(origin, f"this is not JSON: {error}") from None
    assert isinstance(value, dict)
    for member in value:
        if member not in MEMBERS:
            hint = did_you_mean(member, MEMBERS) or f"the members are {', '.join(MEMBERS)}"
            raise refused(origin, f"an item has no member {member!r}", hint=hint)
    return value


def _no_constant(word: str) -> float:
    raise ValueError(f"{word} is not JSON")


def _named(item: Item, value: Mapping[str, object], origin: Origin) -> Item:
    """The item as its result names it, also where the rest cannot be used. Raises UsageFault for an id
    of another kind."""
    identity = value.get("id")
    if isinstance(identity, bool) or not isinstance(identity, str | int | None):
        raise refused(origin, "id takes text or a whole number")
    url, method = value.get("url"), value.get("method")
    return replace(
        item,
        id=identity,
        url=url if isinstance(url, str) else "",
        method=method if isinstance(method, str) else item.method,
    )


def _wanted(value: Mapping[str, object], origin: Origin) -> _Wanted:
    url = _text(value, "url", origin)
    if url is None:
        raise refused(origin, "an item needs a url")
    layer = _options(value.get("options", {}), origin)
    lines = _header_texts(value.get("headers", {}), origin)
    if lines:
        layer.put(HEADER, tuple(_header(line, origin) for line in lines), origin)
    body = _text(value, "body", origin)
    return _Wanted(
        url,
        _text(value, "method", origin) or "GET",
        layer if len(layer) else None,
        None if body is None else Body((BytesPart(_octets(body, origin)),)),
    )


def _text(value: Mapping[str, object], member: str, origin: Origin) -> str | None:
    text = value.get(member)
    if text is None or isinstance(text, str):
        return text
    raise refused(origin, f"{member} takes text")


def _octets(text: str, origin: Origin) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        raise refused(origin, "body holds half of a surrogate pair") from None


def _header_texts(headers: object, origin: Origin) -> list[str]:
    """`{"Name": "value"}`, or a list of values for several lines."""
    if not isinstance(headers, dict):
        raise refused(origin, "headers takes an object of names and values")
    texts: list[str] = []
    for name, said in headers.items():
        values = said if isinstance(said, list) else [said]
        if ":" in name or not all(isinstance(value, str) for value in values):
            raise refused(origin, f"headers: {name} takes text or a list of texts")
        texts += [f"{name}: {value}" for value in values]
    return texts


def _header(text: str, origin: Origin) -> tuple[str, str]:
    try:
        return HeaderKind().parse(text)
    except BadValue as bad:
        raise refused(origin, bad.message, bad.code) from None


def _options(options: object, origin: Origin) -> Layer:
    """Option values by configuration key, of the types that TOML would have."""
    if not isinstance(options, dict):
        raise refused(origin, "options takes an object of configuration keys and values")
    layer = table_layer(options, origin)
    for said in layer:
        option = said.option
        if option.number is None and option not in OWN_OPTIONS:
            raise refused(origin, f"{option.key} is said for the whole run, on the command line")
        if option.number is not None and Handle.REQUEST not in option.handles:
            message = f"{option.key} is fixed when the session is opened"
            raise refused(origin, message, Code.ERROR_WINHTTP_INCORRECT_HANDLE_TYPE)
    return layer
