"""What is known of an expression without running it."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from modules import Source

STATE_METHODS = {
    "get": "get",
    "set": "set",
    "delete": "delete",
    "query": "query",
    "update": "update",
    "get_group": "getGroup",
    "clear": "clear",
}
STREAM_METHODS = {"get": "get", "set": "set", "delete": "delete", "get_group": "getGroup", "getGroup": "getGroup", "send": "send"}
#: More choices than this are not told apart.
MOST_OPTIONS = 64


@dataclass(frozen=True)
class Known:
    """``unknown``, ``emit``, ``state`` or ``streams``."""

    kind: str


UNKNOWN, EMIT, STATE, STREAMS = Known("unknown"), Known("emit"), Known("state"), Known("streams")


@dataclass(frozen=True)
class Text:
    """A string that is one of these."""

    options: tuple[str, ...]


@dataclass(frozen=True)
class StateMethod:
    name: str


@dataclass(frozen=True)
class Stream:
    name: str


@dataclass(frozen=True)
class StreamMethod:
    stream: str
    name: str


@dataclass(eq=False)
class Object:
    """A dict or an instance; ``open``: it may have members besides these."""

    members: dict[str, Any]
    open: bool = False


@dataclass(eq=False)
class List:
    items: list[Any]
    open: bool = False


@dataclass(eq=False)
class Function:
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
    scope: Scope
    owner: Any = None


@dataclass(eq=False)
class Class:
    node: ast.ClassDef
    scope: Scope


@dataclass(frozen=True)
class Module:
    source: Source


@dataclass(frozen=True)
class Either:
    options: tuple[Any, ...]


@dataclass(eq=False)
class Scope:
    """Names in force at a place; ``changes`` are those of the function, or file, that it is part of."""

    source: Source
    changes: Changes
    parent: Scope | None = None
    names: dict[str, Any] = field(default_factory=dict)
    #: Names that belong to a function or file around this one.
    outer: set[str] = field(default_factory=set)

    def lookup(self, name: str) -> Any:
        scope: Scope | None = self
        while scope is not None:
            if name in scope.names:
                return scope.names[name]
            scope = scope.parent
        return None


@dataclass(frozen=True, eq=False)
class Changes:
    """Name -> all that is assigned to it (``None`` for what is no plain value), and objects that are altered."""

    assigned: dict[str, list[ast.expr | None]]
    altered: set[str]


def join(values: list[Any]) -> Any:
    """One of the values; with something unknown among them nothing is known of a string."""
    flat: list[Any] = []
    for value in values:
        flat.extend(value.options if isinstance(value, Either) else [value])
    if not flat:
        return UNKNOWN
    if all(value is flat[0] for value in flat):
        return flat[0]
    if all(isinstance(value, Text) for value in flat):
        return Text(tuple(dict.fromkeys(option for value in flat for option in value.options)))
    return Either(tuple(flat))


def text_options(value: Any) -> tuple[str, ...] | None:
    if isinstance(value, Text):
        return value.options
    if not isinstance(value, Either) or not value.options:
        return None
    parts = [text_options(option) for option in value.options]
    return None if any(part is None for part in parts) else tuple(option for part in parts for option in part or ())


def concatenated(values: list[Any]) -> Any:
    parts = [text_options(value) for value in values]
    count = 1
    for part in parts:
        if part is None:
            return UNKNOWN
        count *= len(part)
    if count > MOST_OPTIONS:
        return UNKNOWN
    return Text(tuple("".join(choice) for choice in product(*(part or () for part in parts))))


def is_sensitive(value: Any, seen: set[int] | None = None) -> bool:
    """Whether emit, state or streams are within reach of a value."""
    seen = set() if seen is None else seen
    if id(value) in seen:
        return False
    seen.add(id(value))
    if value in (EMIT, STATE, STREAMS) or isinstance(value, (StateMethod, Stream, StreamMethod)):
        return True
    if isinstance(value, Object):
        return any(is_sensitive(member, seen) for member in value.members.values())
    if isinstance(value, List):
        return any(is_sensitive(item, seen) for item in value.items)
    if isinstance(value, Either):
        return any(is_sensitive(option, seen) for option in value.options)
    if isinstance(value, Function):
        return value.scope.parent is not None or is_sensitive(value.owner, seen)
    return False


def context() -> Object:
    """What a handler's context holds."""
    return Object({"emit": EMIT, "state": STATE, "streams": STREAMS}, True)


MUTATORS = {"append", "extend", "insert", "pop", "remove", "clear", "update", "setdefault", "add", "sort", "reverse"}
READERS = {"emit", "info", "warn", "warning", "error", "debug", "log", "print", "dumps", "len", "str", "list", "enumerate", "sorted"}


def changes_in(root: ast.AST) -> Changes:
    assigned: dict[str, list[ast.expr | None]] = {}
    altered: set[str] = set()

    def assign(target: ast.AST, value: ast.expr | None) -> None:
        if isinstance(target, ast.Name):
            assigned.setdefault(target.id, []).append(value)
        elif isinstance(target, (ast.Attribute, ast.Subscript)):
            alter(target.value)
        elif isinstance(target, (ast.Tuple, ast.List, ast.Starred)):
            for inner in ast.iter_child_nodes(target):
                assign(inner, None)

    def alter(node: ast.AST) -> None:
        while isinstance(node, (ast.Attribute, ast.Subscript)):
            node = node.value
        if isinstance(node, ast.Name):
            altered.add(node.id)

    for node in ast.walk(root):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                assign(target, node.value)
        elif isinstance(node, (ast.AnnAssign, ast.NamedExpr)) and node.value is not None:
            assign(node.target, node.value)
        elif isinstance(node, ast.AugAssign):
            assign(node.target, None)
            alter(node.target)
        elif isinstance(node, (ast.For, ast.AsyncFor, ast.comprehension)):
            assign(node.target, None)
        elif isinstance(node, ast.withitem) and node.optional_vars:
            assign(node.optional_vars, None)
        elif isinstance(node, ast.Delete):
            for target in node.targets:
                alter(target)
        elif isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if isinstance(node.func, ast.Attribute) and name in MUTATORS:
                alter(node.func.value)
            if name not in READERS:
                for argument in node.args:
                    if isinstance(argument, ast.Name):
                        altered.add(argument.id)
    return Changes(assigned, altered)
