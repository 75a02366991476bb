"""Small changes to the source, each of which a test ought to notice.

A mutant is one edit of one file's text, found by its syntax. The kinds are the usual
ones. What says nothing about behaviour is left alone: annotations, docstrings, the
wording of messages, and what only type checkers read.
"""

from __future__ import annotations

import ast
import copy
import random
from collections.abc import Iterator
from pathlib import Path

import attrs

__all__ = ["LAYERS", "SOURCE", "Mutant", "list_mutants", "sample"]

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "jbpcore"
LAYERS = ("values", "periods", "engine", "planning", "codec")

_COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_CALCULATED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
}
_TWINS = {"min": "max", "max": "min", "any": "all", "all": "any"}
# What is for type checkers alone, or marks a text for the catalogues.
_SKIPPED_CALLS = {"cast", "overload", "TypeVar", "NewType", "message", "named"}


@attrs.frozen
class Mutant:
    """One edit: the bytes from *start* to *end* of a file become *text*."""

    path: str
    line: int
    kind: str
    start: int
    end: int
    before: str
    text: str

    @property
    def layer(self) -> str:
        """The folder it stands in."""
        return Path(self.path).parts[2]

    @property
    def module(self) -> str:
        """The name that the file is imported under."""
        steps = Path(self.path).with_suffix("").parts[1:]
        return ".".join(step for step in steps if step != "__init__")

    @property
    def name(self) -> str:
        """Return what tells it from every other, for reports."""
        return f"{self.path}:{self.line} {self.kind}: {self.before} -> {self.text}"

    def applied(self, source: bytes) -> bytes:
        """Return the file with the edit in it."""
        return source[: self.start] + self.text.encode() + source[self.end :]


def list_mutants(path: Path) -> list[Mutant]:
    """Return every mutant of one file."""
    source = path.read_bytes()
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    found = []
    for node, kind, text in _iter_edits(ast.parse(source)):
        last, column = node.end_lineno or node.lineno, node.end_col_offset or 0
        start = starts[node.lineno - 1] + node.col_offset
        end = starts[last - 1] + column
        before = source[start:end].decode()
        place = path.relative_to(ROOT).as_posix()
        found.append(Mutant(place, node.lineno, kind, start, end, before, text))
    return found


def sample(layer: str, count: int, seed: int) -> list[Mutant]:
    """Return *count* mutants of a layer, each as likely as any other, in any order."""
    files = sorted((SOURCE / layer).rglob("*.py"))
    every = [mutant for path in files for mutant in list_mutants(path)]
    dice = random.Random(f"{seed} {layer}")  # noqa: S311 - to be the same each time
    return dice.sample(every, min(count, len(every)))


_Edit = tuple[ast.stmt | ast.expr, str, str]


def _iter_edits(tree: ast.AST) -> Iterator[_Edit]:
    """Walk what runs, and yield what may be changed in it, and into which text."""
    for child in _children(tree):
        if isinstance(child, ast.stmt):
            yield from _of_statement(child)
        elif isinstance(child, ast.expr):
            yield from _of_expression(child)
        yield from _iter_edits(child)


def _children(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the parts of a node that act when it runs."""
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns", "type_params", "bases", "type_comment"}:
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _says_nothing(child):
                yield child


def _says_nothing(node: ast.AST) -> bool:
    match node:
        case ast.Expr(value=ast.Constant()) | ast.JoinedStr() | ast.Import():
            return True
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return True
        case ast.Assign(targets=[ast.Name(id="__all__"), *_]):
            return True
        case ast.AnnAssign(annotation=ast.Name(id="TypeAlias")):
            return True
        case ast.Call(func=ast.Name(id=name)):
            return name in _SKIPPED_CALLS
        case ast.FunctionDef(decorator_list=[ast.Name(id="overload"), *_]):
            return True
    return False


def _of_statement(node: ast.stmt) -> Iterator[_Edit]:
    match node:
        case ast.Return(value=ast.expr() as value) if not _is_none(value):
            yield node, "return nothing", "return None"
        case ast.Expr(value=ast.Call()) | ast.AugAssign() | ast.Raise():
            yield node, "drop", "pass"
        case ast.Break():
            yield node, "loop", "continue"
        case ast.Continue():
            yield node, "loop", "break"
    match node:
        case ast.AugAssign(op=op) if type(op) in _CALCULATED:
            yield node, "arithmetic", _changed(node, "op", _CALCULATED[type(op)]())
        case ast.If(test=test) | ast.While(test=test) if not _has_opposite(test):
            yield test, "negate", f"not ({ast.unparse(test)})"


def _of_expression(node: ast.expr) -> Iterator[_Edit]:
    match node:
        case ast.Compare(ops=ops):
            yield from _of_compare(node, ops)
        case ast.Constant(value=value):
            yield from _of_constant(node, value)
        case ast.Call(func=function, args=args):
            yield from _of_call(node, function, args)
        case _:
            yield from _of_operation(node)


def _of_constant(node: ast.expr, value: object) -> Iterator[_Edit]:
    if isinstance(value, bool):
        yield node, "constant", str(not value)
    elif isinstance(value, int):
        yield node, "constant", str(value + 1)
        yield node, "constant", f"({value - 1})" if value < 1 else str(value - 1)


def _of_operation(node: ast.expr) -> Iterator[_Edit]:
    match node:
        case ast.BinOp(op=op) if type(op) in _CALCULATED and not _joins_types(node):
            text = _changed(node, "op", _CALCULATED[type(op)]())
            yield node, "arithmetic", f"({text})"
        case ast.BoolOp(op=op):
            other = ast.Or() if isinstance(op, ast.And) else ast.And()
            yield node, "boolean", f"({_changed(node, 'op', other)})"
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield node, "unary", f"({ast.unparse(operand)})"
        case ast.IfExp(test=test) if not _has_opposite(test):
            yield test, "negate", f"(not ({ast.unparse(test)}))"
        case ast.Slice(lower=lower, upper=upper) if lower or upper:
            open_ended = ast.Slice(lower=lower, upper=None if upper else node.step)
            text = ast.unparse(open_ended if upper else ast.Slice())
            yield node, "slice", text


def _of_compare(node: ast.Compare, ops: list[ast.cmpop]) -> Iterator[_Edit]:
    for place, op in enumerate(ops):
        for other in _COMPARED.get(type(op), ()):
            changed = [*ops[:place], other(), *ops[place + 1 :]]
            yield node, "compare", f"({_changed(node, 'ops', changed)})"


def _of_call(
    node: ast.Call, function: ast.expr, args: list[ast.expr]
) -> Iterator[_Edit]:
    if isinstance(function, ast.Name) and function.id in _TWINS:
        yield function, "twin", _TWINS[function.id]
        return  # and the order of what they take says nothing
    if isinstance(function, ast.Name) and function.id in {"isinstance", "issubclass"}:
        return  # the other way round it fails at once
    pair = args[:2]
    starred = any(isinstance(one, ast.Starred) for one in pair)
    if len(pair) == 2 and not starred and ast.dump(pair[0]) != ast.dump(pair[1]):  # noqa: PLR2004 - a pair
        swapped = [pair[1], pair[0], *args[2:]]
        yield node, "swap", _changed(node, "args", swapped)


def _has_opposite(test: ast.expr) -> bool:
    """Whether its negation is a mutant of another kind already."""
    match test:
        case ast.UnaryOp(op=ast.Not()):
            return True
        case ast.Compare(ops=[ast.Eq() | ast.NotEq() | ast.Is() | ast.IsNot()]):
            return True
        case ast.Compare(ops=[ast.In() | ast.NotIn()]):
            return True
    return False


def _changed(node: ast.AST, field: str, value: object) -> str:
    other = copy.copy(node)
    setattr(other, field, value)
    return ast.unparse(other)


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _joins_types(node: ast.BinOp) -> bool:
    """Whether it reads as a union of types, ``Money | Quantity``."""
    if not isinstance(node.op, ast.BitOr):
        return False
    return any(
        isinstance(side, ast.Name) and side.id.lstrip("_")[:1].isupper()
        for side in (node.left, node.right)
    ) or any(_is_none(side) for side in (node.left, node.right))
