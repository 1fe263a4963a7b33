"""The house rules as functions: a source file in, complaints out.

Promise: each rule looks at the text of one file (or at all imports together) and names file, line and
what to do. Nothing is imported from the package, so a rule sees what is written, not what happens to
run.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from tests.rules.plan_of_the_house import (
    FILE_LINES,
    FORBIDDEN_NAMES,
    FUNCTION_LINES,
    LATE,
    LOWEST,
    NARROW_DOORS,
    OWNERS,
    ROOMS,
    STANDARD_OWNERS,
    TYPING_OWNERS,
)

PACKAGE = "winhttp_cli"


@dataclass(frozen=True, slots=True)
class Import:
    """One imported module: dotted name, what is taken from it, line, and whether it stands in a function
    or serves typing only."""

    module: str
    names: tuple[str, ...]
    line: int
    in_function: bool
    typing_only: bool


@dataclass(frozen=True)
class Source:
    """One file: its path below the package ("engine/net/dial.py") and its text."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def room(self) -> str:
        """The first folder, or the name of a file that stands alone."""
        return self.path.partition("/")[0].removesuffix(".py")

    @property
    def module(self) -> str:
        """The dotted name."""
        dotted = f"{PACKAGE}/{self.path}".removesuffix(".py").replace("/", ".")
        return dotted.removesuffix(".__init__")

    @cached_property
    def imports(self) -> tuple[Import, ...]:
        return tuple(_imports(self.tree, in_function=False, typing_only=False))


def package_sources(root: Path) -> list[Source]:
    """Every Python file of the package under `root`."""
    package = root / PACKAGE
    files = sorted(package.rglob("*.py"))
    return [Source(file.relative_to(package).as_posix(), file.read_text("utf-8")) for file in files]


def _imports(node: ast.AST, in_function: bool, typing_only: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            for name in child.names:
                yield Import(name.name, (), child.lineno, in_function, typing_only)
        elif isinstance(child, ast.ImportFrom):
            names = tuple(name.name for name in child.names)
            yield Import(child.module or ".", names, child.lineno, in_function, typing_only)
        else:
            inside = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            typing = isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test)
            yield from _imports(child, in_function or inside, typing_only or typing)


def _at(source: Source, line: int, complaint: str) -> str:
    return f"{PACKAGE}/{source.path}:{line}: {complaint}"


def wrong_rooms(source: Source) -> list[str]:
    """Imports of a room that this one may not know."""
    if source.room == "__init__":
        return []
    if source.room not in ROOMS:
        return [_at(source, 1, f"{source.room} has no place in plan_of_the_house.py")]
    allowed = ROOMS[source.room] | LOWEST | {source.room}
    return [
        _at(source, each.line, f"{source.room} may not know {other}")
        for each in source.imports
        if (other := _room_of(each.module)) not in allowed | {""}
        and (source.room, each.module.removeprefix(f"{PACKAGE}.")) not in NARROW_DOORS
    ]


def _room_of(module: str) -> str:
    """The room of one of our modules; "" for the package itself (its version) and for others' modules."""
    parts = module.split(".")
    return parts[1] if parts[0] == PACKAGE and len(parts) > 1 else ""


def foreign_packages(source: Source) -> list[str]:
    """Outside packages, and guarded modules of the standard library, outside their owner's files."""
    complaints = []
    for each in source.imports:
        package = each.module.partition(".")[0]
        owners = _owners(package, each.typing_only)
        if owners is not None and not source.path.startswith(owners):
            where = ", ".join(owners) or "nobody: name an owner in plan_of_the_house.py"
            complaints.append(_at(source, each.line, f"{package} belongs to {where}"))
    return complaints


def _owners(package: str, typing_only: bool) -> tuple[str, ...] | None:
    """Who may import it; None where everybody may."""
    more = TYPING_OWNERS.get(package, ()) if typing_only else ()
    if package == PACKAGE:
        return None
    if package in sys.stdlib_module_names:
        owners = STANDARD_OWNERS.get(package)
        return None if owners is None else owners + more
    return OWNERS.get(package, ()) + more


def late_imports(source: Source) -> list[str]:
    """Imports inside a function that the plan does not allow."""
    return [
        _at(source, each.line, f"import {each.module} at the top of the file")
        for each in source.imports
        if each.in_function and not source.path.startswith(_late(each.module))
    ]


def _late(module: str) -> tuple[str, ...]:
    """The files that may import it inside a function."""
    found = (files for name, files in LATE.items() if module == name or module.startswith(f"{name}."))
    return tuple(file for files in found for file in files)


def cycle(sources: Iterable[Source]) -> list[str]:
    """A cycle among the imports at the top of files, if there is one."""
    known = {source.module: source for source in sources}
    graph = {
        name: {
            module
            for each in source.imports
            if not (each.in_function or each.typing_only)
            for module in (each.module, *(f"{each.module}.{part}" for part in each.names))
            if module in known and module != name
        }
        for name, source in known.items()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return [" -> ".join(error.args[1])]
    return []


def too_long(source: Source) -> list[str]:
    """Files and functions past their size."""
    lines = len(source.text.splitlines())
    complaints = [_at(source, 1, f"{lines} lines; split by topic")] if lines > FILE_LINES else []
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            size = (node.end_lineno or node.lineno) - node.lineno + 1
            if size > FUNCTION_LINES:
                complaints.append(_at(source, node.lineno, f"{node.name} has {size} lines"))
    return complaints


def no_docstring(source: Source) -> list[str]:
    """A file that does not open by saying what it promises."""
    return [] if ast.get_docstring(source.tree) else [_at(source, 1, "no docstring")]


def forbidden_names(source: Source) -> list[str]:
    """Names that say nothing: what two files want belongs to the room that owns its noun."""
    bad = FORBIDDEN_NAMES.intersection(re.split(r"[/._]", source.path))
    return [_at(source, 1, f"no file or folder is called {name}") for name in sorted(bad)]


def caught_too_much(source: Source) -> list[str]:
    """`except Exception` away from the front door; `except BaseException` that does not raise again."""
    complaints = []
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ExceptHandler):
            caught = ast.unparse(node.type) if node.type else ""
            wide = "Exception" in re.findall(r"\w+", caught) and source.room != "cli"
            silent = caught in ("", "BaseException") and not isinstance(node.body[-1], ast.Raise)
            if wide or silent:
                complaints.append(_at(source, node.lineno, "catches what it cannot know"))
    return complaints


_MARK = re.compile(r"#\s*(type:\s*ignore|noqa)(?P<rest>.*)")
_REASON = re.compile(r"(\[[\w-]+(, ?[\w-]+)*\]|: ?[A-Z]+\d+(, ?[A-Z]+\d+)*)\s*(#|-)\s*\w+")


def silenced_without_reason(source: Source) -> list[str]:
    """`type: ignore` and `noqa` without their code and the reason on the line."""
    return [
        _at(source, number, "say which rule is silenced, and why")
        for number, line in enumerate(source.text.splitlines(), 1)
        if (mark := _MARK.search(line)) and not _REASON.match(mark["rest"])
    ]


def missing_init(root: Path) -> list[str]:
    """Folders with code and no `__init__.py` to say what the room promises."""
    folders = {file.parent for file in (root / PACKAGE).rglob("*.py")}
    return [f"{folder}: no __init__.py" for folder in folders if not (folder / "__init__.py").exists()]
