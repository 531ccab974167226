"""Goes through statements, both ways at each fork."""

from __future__ import annotations

import ast
from typing import Any

from calls import Calls
from values import UNKNOWN, Class, Function, List, Scope, join

Definition = (ast.FunctionDef, ast.AsyncFunctionDef)


class Statements(Calls):
    """``execute`` goes through a statement and binds what it declares."""

    def execute_all(self, body: list[ast.stmt], scope: Scope) -> None:
        for statement in body:
            if isinstance(statement, (*Definition, ast.ClassDef)):
                self.execute(statement, scope)
        for statement in body:
            self.execute(statement, scope)

    def execute(self, node: ast.AST, scope: Scope) -> None:
        if isinstance(node, Definition):
            if node.name not in scope.names:
                scope.names[node.name] = Function(node, scope)
                scope.names[node.name] = self.decorated(node, scope)
        elif isinstance(node, (ast.Global, ast.Nonlocal)):
            scope.outer.update(node.names)
        elif isinstance(node, ast.ClassDef):
            scope.names[node.name] = Class(node, scope) if node.name not in scope.names else scope.names[node.name]
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            self.bind_import(node, scope)
        elif isinstance(node, ast.Assign):
            value = self.evaluate(node.value, scope)
            for target in node.targets:
                self.bind(target, value, scope)
        elif isinstance(node, ast.AnnAssign):
            if node.value is not None:
                self.bind(node.target, self.evaluate(node.value, scope), scope)
        elif isinstance(node, ast.AugAssign):
            self.leave(self.evaluate(node.value, scope), node, scope)
        elif isinstance(node, ast.Return):
            value = self.evaluate(node.value, scope)
            if node.value is not None and self._returns:
                self._returns[-1].append(value)
        elif isinstance(node, (ast.For, ast.AsyncFor)):
            items = self.evaluate(node.iter, scope)
            item = join(items.items) if isinstance(items, List) and not items.open else UNKNOWN
            if isinstance(node.target, ast.Name) and len(scope.changes.assigned.get(node.target.id, [])) <= 1:
                scope.names[node.target.id] = item
            else:
                self.bind_unknown(node.target, scope)
            self.execute_all([*node.body, *node.orelse], scope)
        elif isinstance(node, (ast.With, ast.AsyncWith)):
            for part in node.items:
                self.leave(self.evaluate(part.context_expr, scope), part.context_expr, scope)
                if part.optional_vars:
                    self.bind_unknown(part.optional_vars, scope)
            self.execute_all(node.body, scope)
        elif isinstance(node, (ast.If, ast.While)):
            self.evaluate(node.test, scope)
            self.execute_all([*node.body, *node.orelse], scope)
        elif isinstance(node, ast.Expr):
            self.evaluate(node.value, scope)
        elif isinstance(node, ast.expr):
            self.leave(self.evaluate(node, scope), node, scope)
        else:
            for child in ast.iter_child_nodes(node):
                self.execute(child, scope)

    def decorated(self, node: ast.FunctionDef | ast.AsyncFunctionDef, scope: Scope) -> Any:
        """The function as the project's decorators make it; those of packages count as leaving it as it is."""
        value: Any = Function(node, scope)
        for decorator in reversed(node.decorator_list):
            maker = self.evaluate(decorator, scope)
            made = self.call(maker, [value], {}) if isinstance(maker, Function) else UNKNOWN
            value = made if isinstance(made, Function) else value
        return value

    def bind_unknown(self, target: ast.AST, scope: Scope) -> None:
        for name in ast.walk(target):
            if isinstance(name, ast.Name):
                scope.names[name.id] = UNKNOWN
