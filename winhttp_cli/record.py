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

    class FrozenInstanceError(AttributeError):
        """An attribute of a frozen record was set or deleted."""

    _MISSING = object()
    _OFTEN = 100
    """A class that has made this many records gets an initializer of its own."""

    class _Field:
        """What `field` says about one attribute."""

        __slots__ = ("default", "factory", "shown")

        def __init__(self, default=_MISSING, factory=None, shown=True):
            self.default = default
            self.factory = factory
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
        made = _with_slots(plain, own, fields) if slots else plain
        made.__record_fields__ = fields
        made.__match_args__ = () if kw_only else tuple(fields)
        made.__init__ = _initializer(made, fields, kw_only)
        methods = {"__repr__": _shower(fields)}
        if eq:
            methods["__eq__"] = _comparer(tuple(fields))
            methods["__hash__"] = _hasher(tuple(fields)) if frozen else None
        if frozen:
            methods["__setattr__"] = methods["__delattr__"] = _refuse
        for name, method in methods.items():
            if name == "__hash__" or name not in plain.__dict__:
                setattr(made, name, method)
        return made

    def _declared(plain, name):
        value = plain.__dict__.get(name, _MISSING)
        if isinstance(value, (list, dict, set)):
            raise ValueError(f"mutable default {value!r} for {name}: use default_factory")
        return value if isinstance(value, _Field) else _Field(value)

    def _with_slots(plain, own, fields):
        """The class again, with slots in place of the defaults that stood under the same names."""
        inherited = {name for base in plain.__mro__[1:] for name in getattr(base, "__slots__", ())}
        members = {name: value for name, value in plain.__dict__.items() if name not in fields}
        for dropped in ("__dict__", "__weakref__"):
            members.pop(dropped, None)
        members["__slots__"] = tuple(name for name in own if name not in inherited)
        members["__qualname__"] = plain.__qualname__
        return type(plain)(plain.__name__, plain.__bases__, members)

    def _initializer(made, fields, kw_only):
        steps = [(name, _placer(made, name), about) for name, about in fields.items()]
        most = 0 if kw_only else len(steps)
        after = getattr(made, "__post_init__", None)
        made_so_far = 0

        def __init__(self, *arguments, **keywords):  # noqa: N807 - becomes the class's own
            nonlocal made_so_far
            made_so_far += 1
            if made_so_far == _OFTEN:
                made.__init__ = _written(steps, kw_only, after) or __init__
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

    def _written(steps, kw_only, after):
        """The same as source of its own, which takes a tenth of a millisecond to compile and is three
        times as fast; None for a class whose fields do not stand in a signature's order."""
        scope, parameters, lines = {"_unsaid": _MISSING, "_after": after}, [], ["pass"]
        for number, (name, place, about) in enumerate(steps):
            scope |= {
                f"_place{number}": place,
                f"_default{number}": about.default,
                f"_new{number}": about.factory,
            }
            value = name
            if about.default is not _MISSING:
                parameters.append(f"{name}=_default{number}")
            elif about.factory is not None:
                parameters.append(f"{name}=_unsaid")
                value = f"_new{number}() if {name} is _unsaid else {name}"
            elif kw_only or not any("=" in parameter for parameter in parameters):
                parameters.append(name)
            else:
                return None
            lines.append(f"_place{number}(self, {value})")
        if after is not None:
            lines.append("_after(self)")
        signature = ", ".join(["self", *(["*"] if kw_only and parameters else []), *parameters])
        source = f"def __init__({signature}):\n    " + "\n    ".join(lines)
        exec(compile(source, "<record>", "exec"), scope)
        return scope["__init__"]

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

    def _comparer(names):
        values = _values(names)

        def __eq__(self, other):  # noqa: N807 - becomes the class's own
            if other.__class__ is not self.__class__:
                return NotImplemented
            return values(self) == values(other)

        return __eq__

    def _hasher(names):
        values = _values(names)

        def __hash__(self):  # noqa: N807 - becomes the class's own
            return hash(values(self))

        return __hash__

    def _refuse(self, name, value=None):
        raise FrozenInstanceError(f"{type(self).__name__}.{name} cannot be changed")

    def replace(record, /, **changes):
        """A copy of `record` with other values for some fields."""
        for name in record.__record_fields__:
            changes.setdefault(name, getattr(record, name))
        return type(record)(**changes)

    def asdict(record):
        """The fields of a record whose values are plain, by name."""
        return {name: getattr(record, name) for name in record.__record_fields__}


def field_names(record: Any) -> tuple[str, ...]:
    """The names of the fields of a record or its class, in order."""
    return tuple(record.__record_fields__)


__all__ = ["FrozenInstanceError", "asdict", "dataclass", "field", "field_names", "replace"]
