"""Mutants of a module: the same code with one decision turned round.

Promise: each mutant differs from the original in one place and says which; docstrings, messages and type
annotations are left alone, since no rule stands in them.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass

_SWAPPED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {ast.Add: ast.Sub, ast.Sub: ast.Add}


@dataclass(frozen=True, slots=True)
class Mutant:
    """`source` is the whole module; `before` and `after` are the place that changed, `text` the line it
    stands in."""

    line: int
    text: str
    before: str
    after: str
    source: str


def mutants(source: str) -> Iterator[Mutant]:
    """Every mutant of a module, in source order."""
    tree = ast.parse(source)
    places = [node for node in ast.walk(tree) if hasattr(node, "lineno")]
    skipped = _skipped(tree)
    for index, node in enumerate(places):
        if id(node) in skipped:
            continue
        for change in range(len(list(_changes(copy.deepcopy(node))))):
            yield _mutant(tree, source.splitlines(), index, change)


def _mutant(tree: ast.Module, lines: list[str], index: int, change: int) -> Mutant:
    """The module with the `change`-th change at the `index`-th place."""
    new = copy.deepcopy(tree)
    node = [node for node in ast.walk(new) if hasattr(node, "lineno")][index]
    before = ast.unparse(node)
    replacement = list(_changes(node))[change]
    if replacement is not node:
        _Replace(node, replacement).visit(new)
    after = ast.unparse(replacement)
    text = lines[node.lineno - 1].strip()
    return Mutant(node.lineno, text, before, after, ast.unparse(ast.fix_missing_locations(new)) + "\n")


class _Replace(ast.NodeTransformer):
    """Puts one node in another's place."""

    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self._old, self._new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return self._new if node is self._old else self.generic_visit(node)


def _changes(node: ast.AST) -> Iterator[ast.AST]:
    """What `node` can become; each is a copy of its own."""
    if isinstance(node, ast.Compare):
        yield from _comparisons(node)
    elif isinstance(node, ast.BoolOp):
        other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield ast.BoolOp(other, node.values)
        for place in range(len(node.values)):
            kept = node.values[:place] + node.values[place + 1 :]
            yield kept[0] if len(kept) == 1 else ast.BoolOp(node.op, kept)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.operand
    elif isinstance(node, ast.If | ast.IfExp):
        changed = copy.copy(node)
        changed.test = ast.UnaryOp(ast.Not(), node.test)
        yield changed
    elif isinstance(node, ast.BinOp) and type(node.op) in _ARITHMETIC:
        yield ast.BinOp(node.left, _ARITHMETIC[type(node.op)](), node.right)
    elif isinstance(node, ast.Set | ast.Tuple) and len(node.elts) > 1:
        yield from _without_one(node)
    elif isinstance(node, ast.Constant):
        yield from _constants(node)


def _comparisons(node: ast.Compare) -> Iterator[ast.AST]:
    for place, operator in enumerate(node.ops):
        if type(operator) in _SWAPPED:
            changed = copy.copy(node)
            changed.ops = [*node.ops]
            changed.ops[place] = _SWAPPED[type(operator)]()
            yield changed


def _without_one(node: ast.Set | ast.Tuple) -> Iterator[ast.AST]:
    """A collection of constants loses each member in turn."""
    if not all(isinstance(member, ast.Constant) for member in node.elts):
        return
    for place in range(len(node.elts)):
        changed = copy.copy(node)
        changed.elts = node.elts[:place] + node.elts[place + 1 :]
        yield changed


def _constants(node: ast.Constant) -> Iterator[ast.AST]:
    if isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node.value, int | float):
        yield ast.Constant(node.value + 1)
    elif isinstance(node.value, str) and node.value:
        yield ast.Constant("mutated")


def _skipped(tree: ast.Module) -> set[int]:
    """Docstrings, annotations, f-string texts, raised messages and imports."""
    skipped: set[int] = set()
    for node in ast.walk(tree):
        for part in _uninteresting(node):
            skipped |= {id(below) for below in ast.walk(part)}
    return skipped


def _uninteresting(node: ast.AST) -> Iterator[ast.AST]:
    is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    if is_docstring or isinstance(node, ast.JoinedStr | ast.Import | ast.ImportFrom):
        yield node
    elif isinstance(node, ast.ClassDef):
        yield from node.decorator_list
    elif isinstance(node, ast.AnnAssign):
        yield node.annotation
    elif isinstance(node, ast.FunctionDef):
        yield from (argument.annotation for argument in _arguments(node) if argument.annotation)
        yield from filter(None, [node.returns, *node.decorator_list])
    elif isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
        yield from (part for part in node.exc.args if isinstance(part, ast.Constant))
        yield from (word.value for word in node.exc.keywords if word.arg == "hint")


def _arguments(node: ast.FunctionDef) -> list[ast.arg]:
    return [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
