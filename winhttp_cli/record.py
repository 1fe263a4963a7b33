"""Dataclasses without the cost of making them: for the type checker they are the standard library's.

`dataclasses` writes and compiles the source of every method of every class, four tenths of a
millisecond each: more than a third of the time in which a whole request is done. Here the methods are
closures over the field names, so a class costs about as much as its slots; a class that turns out to
make many records gets an initializer of its own. What is supported is what this package uses (frozen,
slots, kw_only, eq; defaults, default_factory, repr=False; inheritance); anything else is refused when
the class is made. Tests hold each behaviour against the original's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import FrozenInstanceError, asdict, dataclass, field, replace
else:
    from operator import attrgetter
    from types import FunctionType

    class FrozenInstanceError(AttributeError):
        """An attribute of a frozen record was set or deleted."""

    _MISSING = object()
    _OFTEN = 4
    """A class that has made this many records gets a quicker initializer."""

    class _Field:
        """What `field` says about one attribute."""

        __slots__ = ("default", "factory", "is_required", "shown")

        def __init__(self, default=_MISSING, factory=None, shown=True):
            self.default = default
            self.factory = factory
            self.is_required = default is _MISSING and factory is None
            self.shown = shown

        def unsaid(self, made, name):
            """The value where none was given."""
            if self.default is not _MISSING:
                return self.default
            if self.factory is None:
                raise TypeError(f"{made.__name__}() lacks {name!r}")
            return self.factory()

    def field(*, default=_MISSING, default_factory=None, repr=True):  # noqa: A002 - the original's word
        """A default made anew for each record, or a value that `repr` leaves out."""
        return _Field(default, default_factory, repr)

    def dataclass(cls=None, /, *, frozen=False, slots=False, kw_only=False, eq=True):
        """The class decorator."""

        def decorate(plain):
            return _made(plain, frozen, slots, kw_only, eq)

        return decorate if cls is None else decorate(cls)

    def _made(plain, frozen, slots, kw_only, eq):
        fields = {}
        for base in reversed(plain.__mro__[1:]):
            fields.update(getattr(base, "__record_fields__", {}))
        own = [
            name for name, kind in plain.__annotations__.items() if not str(kind).startswith("ClassVar")
        ]
        fields.update({name: _declared(plain, name) for name in own})
        home = []
        parts = _parts(plain, fields, frozen, eq)
        parts["__init__"] = _initializer(fields, kw_only, getattr(plain, "__post_init__", None), home)
        parts["__match_args__"] = () if kw_only else tuple(fields)
        if slots:
            made = _with_slots(plain, own, fields, parts)
        else:
            made = plain
            for name, part in parts.items():
                setattr(made, name, part)
        home.append(made)
        return made

    def _parts(plain, fields, frozen, eq):
        """What the class gets beside its initializer; what it defines itself stays."""
        values = _values(tuple(fields))
        parts = {"__repr__": _shower(fields)}
        if eq:
            parts["__eq__"] = _comparer(values)
        if frozen:
            parts["__setattr__"] = parts["__delattr__"] = _refuse
        parts = {name: part for name, part in parts.items() if name not in plain.__dict__}
        if eq:
            parts["__hash__"] = _hasher(values) if frozen else None
        return parts | {"__record_fields__": fields, "__record_values__": staticmethod(values)}

    def _declared(plain, name):
        value = plain.__dict__.get(name, _MISSING)
        if isinstance(value, (list, dict, set)):
            raise ValueError(f"mutable default {value!r} for {name}: use default_factory")
        return value if isinstance(value, _Field) else _Field(value)

    def _with_slots(plain, own, fields, parts):
        """The class again, with slots in place of the defaults that stood under the same names."""
        inherited = {name for base in plain.__mro__[1:] for name in getattr(base, "__slots__", ())}
        members = {name: value for name, value in plain.__dict__.items() if name not in fields}
        for dropped in ("__dict__", "__weakref__"):
            members.pop(dropped, None)
        members.update(parts)
        members["__slots__"] = tuple(name for name in own if name not in inherited)
        members["__qualname__"] = plain.__qualname__
        return type(plain)(plain.__name__, plain.__bases__, members)

    def _initializer(fields, kw_only, after, home):
        """`home` holds the class once it is there."""
        most = 0 if kw_only else len(fields)
        steps, made_so_far = None, 0

        def __init__(self, *arguments, **keywords):  # noqa: N807 - becomes the class's own
            nonlocal steps, made_so_far
            (made,) = home
            if steps is None:
                places = _places(made)
                steps = [(name, places[name], about) for name, about in fields.items()]
            made_so_far += 1
            if made_so_far == _OFTEN:
                made.__init__ = _quick(steps, kw_only, after) or __init__
            said = len(arguments)
            if said > most:
                raise TypeError(f"{made.__name__}() takes at most {most} positional arguments")
            for (_, place, _), value in zip(steps, arguments, strict=False):
                place(self, value)
            used = 0
            for name, place, about in steps[said:] if said else steps:
                if name in keywords:
                    place(self, keywords[name])
                    used += 1
                else:
                    place(self, about.unsaid(made, name))
            if used != len(keywords):
                raise TypeError(f"{made.__name__}() got a value twice or for no field: {keywords}")
            if after is not None:
                after(self)

        return __init__

    def _quick(steps, kw_only, after):
        """The same three times as fast, for what is made by the hundred: a function written below, under
        this class's names. None for a class it does not fit."""
        if not 0 < len(steps) <= len(_BY_COUNT) or after is not None:
            return None
        unsaid = [index for index, (_, _, about) in enumerate(steps) if not about.is_required]
        if not kw_only and unsaid and unsaid != list(range(unsaid[0], len(steps))):
            return None
        names = tuple(name for name, _, _ in steps)
        defaults = {names[index]: _default(steps[index][2]) for index in unsaid}
        code = _BY_COUNT[len(steps) - 1].__code__.replace(co_varnames=("self", *names))
        if kw_only:
            code = code.replace(co_argcount=1, co_kwonlyargcount=len(names))
        places = {f"_{number}": _late(place, about) for number, (_, place, about) in enumerate(steps)}
        made = FunctionType(code, places, "__init__", None if kw_only else tuple(defaults.values()))
        made.__kwdefaults__ = defaults if kw_only else None
        return made

    def _default(about):
        return about.default if about.factory is None else _MISSING

    def _late(place, about):
        """What writes the field, made anew where it was not said."""
        factory = about.factory
        if factory is None:
            return place
        return lambda record, value: place(record, factory() if value is _MISSING else value)

    #: Initializers by the number of fields; `_quick` puts a class's own names in the place of these.
    _0 = _1 = _2 = _3 = _4 = _5 = _6 = _7 = _8 = _9 = None
    _BY_COUNT = (
        lambda self, a: _0(self, a),
        lambda self, a, b: _0(self, a) or _1(self, b),
        lambda self, a, b, c: _0(self, a) or _1(self, b) or _2(self, c),
        lambda self, a, b, c, d: _0(self, a) or _1(self, b) or _2(self, c) or _3(self, d),
        lambda self, a, b, c, d, e: (
            _0(self, a) or _1(self, b) or _2(self, c) or _3(self, d) or _4(self, e)
        ),
        lambda self, a, b, c, d, e, f: (
            _0(self, a) or _1(self, b) or _2(self, c) or _3(self, d) or _4(self, e) or _5(self, f)
        ),
        lambda self, a, b, c, d, e, f, g: (
            (_0(self, a) or _1(self, b) or _2(self, c) or _3(self, d) or _4(self, e))
            or (_5(self, f) or _6(self, g))
        ),
        lambda self, a, b, c, d, e, f, g, h: (
            (_0(self, a) or _1(self, b) or _2(self, c) or _3(self, d) or _4(self, e))
            or (_5(self, f) or _6(self, g) or _7(self, h))
        ),
        lambda self, a, b, c, d, e, f, g, h, i: (
            (_0(self, a) or _1(self, b) or _2(self, c) or _3(self, d) or _4(self, e))
            or (_5(self, f) or _6(self, g) or _7(self, h) or _8(self, i))
        ),
        lambda self, a, b, c, d, e, f, g, h, i, j: (
            (_0(self, a) or _1(self, b) or _2(self, c) or _3(self, d) or _4(self, e))
            or (_5(self, f) or _6(self, g) or _7(self, h) or _8(self, i) or _9(self, j))
        ),
    )

    def _places(made):
        """What writes each field; found when it is first wanted."""
        if "__record_places__" not in made.__dict__:
            made.__record_places__ = {name: _placer(made, name) for name in made.__record_fields__}
        return made.__record_places__

    def _placer(made, name):
        """What writes the field, past `frozen`."""
        slot = getattr(made, name, None)
        if hasattr(slot, "__set__"):
            return slot.__set__
        return lambda self, value: object.__setattr__(self, name, value)

    def _shower(fields):
        shown = tuple(name for name, about in fields.items() if about.shown)

        def __repr__(self):  # noqa: N807 - becomes the class's own
            inside = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown)
            return f"{type(self).__qualname__}({inside})"

        return __repr__

    def _values(names):
        """What gives the fields of a record as a tuple, to compare and to hash."""
        if len(names) > 1:
            return attrgetter(*names)
        return lambda record: tuple(getattr(record, name) for name in names)

    def _comparer(values):
        def __eq__(self, other):  # noqa: N807 - becomes the class's own
            if other.__class__ is not self.__class__:
                return NotImplemented
            return values(self) == values(other)

        return __eq__

    def _hasher(values):
        def __hash__(self):  # noqa: N807 - becomes the class's own
            return hash(values(self))

        return __hash__

    def _refuse(self, name, value=None):
        raise FrozenInstanceError(f"{type(self).__name__}.{name} cannot be changed")

    def replace(record, /, **changes):
        """A copy of `record` with other values for some fields."""
        kind = type(record)
        places = _places(kind)
        if not changes.keys() <= places.keys():
            raise TypeError(f"{kind.__name__}() has no field for all of {sorted(changes)}")
        made = object.__new__(kind)
        for place, value in zip(places.values(), kind.__record_values__(record), strict=True):
            place(made, value)
        for name, value in changes.items():
            places[name](made, value)
        if hasattr(kind, "__post_init__"):
            made.__post_init__()
        return made

    def asdict(record):
        """The fields of a record whose values are plain, by name."""
        return {name: getattr(record, name) for name in record.__record_fields__}


def field_names(record: Any) -> tuple[str, ...]:
    """The names of the fields of a record or its class, in order."""
    return tuple(record.__record_fields__)


__all__ = ["FrozenInstanceError", "asdict", "dataclass", "field", "field_names", "replace"]
