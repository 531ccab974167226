"""What names stand for, and what was found so far."""

from __future__ import annotations

import ast
from typing import Any

from modules import Source, Sources, submodule
from values import STATE_METHODS, STREAM_METHODS, UNKNOWN, List, Module, Object, Scope, changes_in, is_sensitive, join

Definition = (ast.FunctionDef, ast.AsyncFunctionDef)


class Names:
    """Names in force, what they stand for, and what the code was seen to do."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self._emits: dict[str, dict] = {}
        self._unknown: dict[tuple, dict] = {}
        self._state: set[str] = set()
        self._streams: dict[tuple[str, str], dict] = {}
        self._tops: dict[str, Scope] = {}
        self._finding: set[tuple[str, str]] = set()
        self._calls: dict[tuple, Any] = {}
        self._returns: list[list[Any]] = []
        self._left: set[int] = set()

    def result(self) -> dict[str, Any]:
        emits = [{"topic": topic, "location": place} for topic, place in self._emits.items()]
        return {
            "emits": emits,
            "unknown": list(self._unknown.values()),
            "state": sorted(self._state),
            "streams": list(self._streams.values()),
        }

    def unknown(self, reason: str, node: ast.AST, scope: Scope) -> None:
        place = scope.source.place(node)
        self._unknown[place["file"], place["line"]] = {"reason": reason, "location": place}

    def state(self, operation: str) -> None:
        self._state.update(STATE_METHODS.values() if operation == "all" else [operation])

    def stream(self, name: str, operation: str, node: ast.AST, scope: Scope) -> None:
        for each in sorted(set(STREAM_METHODS.values())) if operation == "all" else [operation]:
            place = {"stream": name, "operation": each, "location": scope.source.place(node)}
            self._streams.setdefault((name, each), place)

    def top(self, source: Source) -> Scope:
        if source.file not in self._tops:
            self._tops[source.file] = Scope(source, changes_in(source.tree))
        return self._tops[source.file]

    def name(self, name: str, scope: Scope) -> Any:
        found = scope.lookup(name)
        return self.global_name(name, scope.source) if found is None else found

    def global_name(self, name: str, source: Source) -> Any:
        scope = self.top(source)
        if name in scope.names:
            return scope.names[name]
        if (source.file, name) in self._finding:
            return UNKNOWN
        self._finding.add((source.file, name))
        for statement in source.statements.get(name, []):
            if isinstance(statement, (ast.Import, ast.ImportFrom)):
                self.bind_import(statement, scope)
            elif isinstance(statement, (*Definition, ast.ClassDef, ast.Assign, ast.AnnAssign)):
                self.execute(statement, scope)
        return scope.names.get(name, UNKNOWN)

    def bind_import(self, statement: ast.Import | ast.ImportFrom, scope: Scope) -> None:
        for alias in statement.names:
            scope.names[alias.asname or alias.name.split(".")[0]] = self.imported(statement, alias, scope.source)

    def imported(self, statement: ast.Import | ast.ImportFrom, alias: ast.alias, source: Source) -> Any:
        if isinstance(statement, ast.Import):
            path = self.sources.resolve(source, alias.name, 0) if alias.asname or "." not in alias.name else None
            return Module(self.sources.load(path)) if path else UNKNOWN
        path = self.sources.resolve(source, statement.module, statement.level)
        if path and alias.name in self.sources.load(path).statements:
            return self.global_name(alias.name, self.sources.load(path))
        inner = self.sources.resolve(source, submodule(statement.module, alias.name), statement.level)
        return Module(self.sources.load(inner)) if inner else UNKNOWN

    def bind(self, target: ast.AST, value: Any, scope: Scope) -> None:
        if isinstance(target, ast.Name):
            scope.names[target.id] = self.lasting(target, value, scope)
            if target.id in scope.outer:
                self.leave(value, target, scope)
        elif isinstance(target, (ast.Tuple, ast.List)):
            items = value.items if isinstance(value, List) and not value.open else []
            for index, inner in enumerate(target.elts):
                self.bind(inner, items[index] if index < len(items) else UNKNOWN, scope)
        elif isinstance(target, ast.Attribute):
            owner = self.evaluate(target.value, scope)
            if isinstance(owner, Object):
                owner.members[target.attr] = join([owner.members[target.attr], value]) if target.attr in owner.members else value
            else:
                self.leave(value, target, scope)
        else:
            self.leave(value, target, scope)

    def lasting(self, target: ast.Name, value: Any, scope: Scope) -> Any:
        """What a name holds over all of its function: every value that it gets."""
        if target.id in scope.changes.altered and isinstance(value, (Object, List)) and not is_sensitive(value):
            value = Object({}, True) if isinstance(value, Object) else List(value.items, True)
        assigned = scope.changes.assigned.get(target.id, [])
        if len(assigned) <= 1:
            return value
        if is_sensitive(value):
            return value if all(same(item, assigned[0]) for item in assigned) else self.left(value, target, scope)
        return join([self.evaluate(item, scope) if is_constant(item) else UNKNOWN for item in assigned])

    def left(self, value: Any, node: ast.AST, scope: Scope) -> Any:
        self.leave(value, node, scope)
        return value


def is_constant(node: ast.expr | None) -> bool:
    if isinstance(node, ast.IfExp):
        return is_constant(node.body) and is_constant(node.orelse)
    if isinstance(node, ast.Attribute):
        return is_constant(node.value)
    return isinstance(node, (ast.Constant, ast.JoinedStr)) or (isinstance(node, ast.Name) and node.id.isupper())


def same(a: ast.expr | None, b: ast.expr | None) -> bool:
    return a is not None and b is not None and ast.dump(a) == ast.dump(b)
