"""What expressions give."""

from __future__ import annotations

import ast
from typing import Any

from names import Names
from values import (
    STATE,
    STREAMS,
    UNKNOWN,
    Class,
    Either,
    Function,
    List,
    Module,
    Object,
    Scope,
    StateMethod,
    Stream,
    StreamMethod,
    Text,
    concatenated,
    is_sensitive,
    join,
    text_options,
)

Definition = (ast.FunctionDef, ast.AsyncFunctionDef)


class Expressions(Names):
    """``evaluate`` gives what is known of an expression; calls in it are gone through on the way."""

    def evaluate(self, node: ast.AST | None, scope: Scope) -> Any:
        if node is None:
            return UNKNOWN
        method = getattr(self, f"on_{type(node).__name__}", None)
        if method:
            return method(node, scope)
        for child in ast.iter_child_nodes(node):
            self.leave(self.evaluate(child, scope), child, scope)
        return UNKNOWN

    def on_Constant(self, node: ast.Constant, scope: Scope) -> Any:
        return Text((node.value,)) if isinstance(node.value, str) else UNKNOWN

    def on_Name(self, node: ast.Name, scope: Scope) -> Any:
        return self.name(node.id, scope)

    def on_Await(self, node: ast.Await, scope: Scope) -> Any:
        return self.evaluate(node.value, scope)

    def on_JoinedStr(self, node: ast.JoinedStr, scope: Scope) -> Any:
        parts = [self.evaluate(part.value if isinstance(part, ast.FormattedValue) else part, scope) for part in node.values]
        plain = all(not isinstance(part, ast.FormattedValue) or part.format_spec is None for part in node.values)
        return concatenated(parts) if plain else UNKNOWN

    def on_BinOp(self, node: ast.BinOp, scope: Scope) -> Any:
        sides = [self.evaluate(node.left, scope), self.evaluate(node.right, scope)]
        return concatenated(sides) if isinstance(node.op, ast.Add) else UNKNOWN

    def on_IfExp(self, node: ast.IfExp, scope: Scope) -> Any:
        self.evaluate(node.test, scope)
        return join([self.evaluate(node.body, scope), self.evaluate(node.orelse, scope)])

    def on_BoolOp(self, node: ast.BoolOp, scope: Scope) -> Any:
        values = [self.evaluate(value, scope) for value in node.values]
        return values[-1] if isinstance(node.op, ast.And) else join(values)

    def on_Compare(self, node: ast.Compare, scope: Scope) -> Any:
        for part in [node.left, *node.comparators]:
            self.evaluate(part, scope)
        return UNKNOWN

    def on_UnaryOp(self, node: ast.UnaryOp, scope: Scope) -> Any:
        self.evaluate(node.operand, scope)
        return UNKNOWN

    def on_NamedExpr(self, node: ast.NamedExpr, scope: Scope) -> Any:
        value = self.evaluate(node.value, scope)
        self.bind(node.target, value, scope)
        return value

    def on_Lambda(self, node: ast.Lambda, scope: Scope) -> Any:
        return Function(node, scope)

    def on_Dict(self, node: ast.Dict, scope: Scope) -> Any:
        found = Object({})
        for key, item in zip(node.keys, node.values):
            value = self.evaluate(item, scope)
            names = text_options(self.evaluate(key, scope)) if key else None
            if names:
                found.members.update({name: value for name in names})
                continue
            known = key is None and isinstance(value, Object)
            if not known or value.open:
                found.open = True
                found.members = {name: member for name, member in found.members.items() if is_sensitive(member)}
            if known:
                found.members.update(value.members)
            else:
                self.leave(value, item, scope)
        return found

    def on_List(self, node: ast.List | ast.Tuple | ast.Set, scope: Scope) -> Any:
        items = [self.evaluate(item.value if isinstance(item, ast.Starred) else item, scope) for item in node.elts]
        return List(items, any(isinstance(item, ast.Starred) for item in node.elts))

    on_Tuple = on_Set = on_List

    def on_ListComp(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp, scope: Scope) -> Any:
        inner = Scope(scope.source, scope.changes, scope)
        for part in node.generators:
            items = self.evaluate(part.iter, inner)
            inner_item = join(items.items) if isinstance(items, List) and not items.open else UNKNOWN
            for name in ast.walk(part.target):
                if isinstance(name, ast.Name):
                    inner.names[name.id] = inner_item if name is part.target else UNKNOWN
            for test in part.ifs:
                self.evaluate(test, inner)
        return List([self.evaluate(node.elt, inner)])

    on_SetComp = on_GeneratorExp = on_ListComp

    def on_Attribute(self, node: ast.Attribute, scope: Scope) -> Any:
        return self.member(self.evaluate(node.value, scope), node.attr, node, scope)

    def on_Subscript(self, node: ast.Subscript, scope: Scope) -> Any:
        owner = self.evaluate(node.value, scope)
        names = text_options(self.evaluate(node.slice, scope))
        if names:
            return join([self.member(owner, name, node, scope) for name in names])
        if isinstance(owner, List) and not owner.open:
            return join(owner.items)
        if isinstance(owner, Object) and not owner.open and not is_sensitive(owner):
            return join(list(owner.members.values()))
        self.leave(owner, node, scope)
        return UNKNOWN

    def member(self, owner: Any, name: str, node: ast.AST, scope: Scope) -> Any:
        if isinstance(owner, Object):
            if name == "__dict__" or (name not in owner.members and "__getattr__" in owner.members):
                self.leave(owner, node, scope)
            found = owner.members.get(name, UNKNOWN)
            return self.call(found, [], {}) if isinstance(found, Function) and is_property(found) else found
        if owner is STATE:
            return StateMethod(name)
        if owner is STREAMS:
            return Stream(name)
        if isinstance(owner, Stream):
            return StreamMethod(owner.name, name)
        if isinstance(owner, Module):
            return self.global_name(name, owner.source) if name in owner.source.statements else UNKNOWN
        if isinstance(owner, Class):
            return self.class_member(owner, name)
        if isinstance(owner, Either):
            return join([self.member(option, name, node, scope) for option in owner.options])
        return owner if isinstance(owner, Text) and name == "value" else UNKNOWN

    def class_member(self, owner: Class, name: str) -> Any:
        for statement in owner.node.body:
            if isinstance(statement, Definition) and statement.name == name:
                decorators = {getattr(item, "id", "") for item in statement.decorator_list}
                return Function(statement, owner.scope, owner if "classmethod" in decorators else None)
            if isinstance(statement, (ast.Assign, ast.AnnAssign)) and statement.value is not None:
                targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
                if any(isinstance(target, ast.Name) and target.id == name for target in targets):
                    return self.evaluate(statement.value, owner.scope)
        return UNKNOWN


def is_property(value: Function) -> bool:
    """Whether reading the method calls it."""
    names = {getattr(item, "id", getattr(item, "attr", "")) for item in getattr(value.node, "decorator_list", [])}
    return bool(names & {"property", "cached_property"})
