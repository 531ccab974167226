"""Calls: of emit and state, of the project's functions and classes, of what is not followed."""

from __future__ import annotations

import ast
from typing import Any

from expressions import Expressions
from values import (
    EMIT,
    STATE,
    STATE_METHODS,
    STREAM_METHODS,
    STREAMS,
    UNKNOWN,
    Class,
    Either,
    Function,
    List,
    Object,
    Scope,
    StateMethod,
    Stream,
    StreamMethod,
    Text,
    changes_in,
    is_sensitive,
    join,
    text_options,
)

Definition = (ast.FunctionDef, ast.AsyncFunctionDef)
#: Calls that only look at their arguments.
HARMLESS = {"print", "log", "info", "warn", "warning", "error", "debug", "len", "str", "repr", "isinstance", "hasattr", "dumps"}
#: Deeper calls than this are not followed.
MOST_CALLS = 40


class Calls(Expressions):
    """Follows calls into the project's own code, each function once for each kind of arguments."""

    def on_Call(self, node: ast.Call, scope: Scope) -> Any:
        attribute = self.attribute(node, scope)
        if attribute is not None:
            return attribute
        target = self.evaluate(node.func, scope)
        values: list[Any] = []
        for argument in node.args:
            value = self.evaluate(argument.value if isinstance(argument, ast.Starred) else argument, scope)
            if not isinstance(argument, ast.Starred):
                values.append(value)
            elif isinstance(value, List) and not value.open:
                values.extend(value.items)
            else:
                self.leave(value, argument, scope)
                values.append(UNKNOWN)
        given: dict[str, Any] = {}
        for keyword in node.keywords:
            value = self.evaluate(keyword.value, scope)
            if keyword.arg:
                given[keyword.arg] = value
            elif isinstance(value, Object):
                given.update(value.members)
            else:
                self.leave(value, node, scope)
        return self.apply(target, values, given, node, scope)

    def attribute(self, node: ast.Call, scope: Scope) -> Any:
        """What ``getattr(context, "emit", None)`` gives; ``None`` for any other call."""
        if not (isinstance(node.func, ast.Name) and node.func.id == "getattr" and len(node.args) > 1):
            return None
        names = text_options(self.evaluate(node.args[1], scope))
        if scope.lookup("getattr") is not None or names is None:
            return None
        owner = self.evaluate(node.args[0], scope)
        found = [self.member(owner, name, node, scope) for name in names]
        return join([*found, *(self.evaluate(default, scope) for default in node.args[2:])])

    def apply(self, target: Any, values: list[Any], given: dict[str, Any], node: ast.Call, scope: Scope) -> Any:
        if target is EMIT:
            self.emit(given.get("topic", values[0] if values else UNKNOWN), node, scope)
        elif isinstance(target, StateMethod):
            for value in [*values, *given.values()]:
                self.leave(value, node, scope)
            if target.name == "group":
                return STATE
            self.state(STATE_METHODS.get(target.name, "all"))
        elif isinstance(target, StreamMethod):
            for value in [*values, *given.values()]:
                self.leave(value, node, scope)
            self.stream(target.stream, STREAM_METHODS.get(target.name, "all"), node, scope)
        elif isinstance(target, Function):
            return self.call(target, values, given)
        elif isinstance(target, Class):
            return self.instance(target, values, given)
        elif isinstance(target, Either):
            return join([self.apply(option, values, given, node, scope) for option in target.options])
        elif getattr(node.func, "attr", getattr(node.func, "id", "")) not in HARMLESS:
            for value in [*values, *given.values()]:
                self.leave(value, node, scope)
        return UNKNOWN

    def emit(self, value: Any, node: ast.AST, scope: Scope) -> None:
        topics = topics_of(value)
        if topics is None:
            self.unknown("the topic of this emit cannot be known", node, scope)
        for topic in topics or ():
            self._emits.setdefault(topic, scope.source.place(node))

    def instance(self, target: Class, values: list[Any], given: dict[str, Any]) -> Object:
        found = Object({}, True)
        for statement in target.node.body:
            if isinstance(statement, Definition):
                decorators = {getattr(item, "id", "") for item in statement.decorator_list}
                owner = None if "staticmethod" in decorators else found
                found.members[statement.name] = Function(statement, target.scope, owner)
        for base in target.node.bases:
            parent = self.evaluate(base, target.scope)
            if isinstance(parent, Class):
                inherited = self.instance(parent, [], {})
                for name, member in inherited.members.items():
                    if isinstance(member, Function):
                        found.members.setdefault(name, Function(member.node, member.scope, found if member.owner else None))
        init = found.members.get("__init__")
        if isinstance(init, Function):
            self.call(init, values, given)
        else:
            for name, value in given.items():
                found.members[name] = value
            fields = [item.target.id for item in target.node.body if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name)]
            found.members.update(dict(zip(fields, values)))
        return found

    def call(self, target: Function, values: list[Any], given: dict[str, Any], rest: Any = None) -> Any:
        node, arguments = target.node, target.node.args
        key = (node, target.scope, target.owner, *values, None, *given.items())
        if key in self._calls:
            return self._calls[key]
        self._calls[key] = UNKNOWN
        top = target.scope.parent is None
        inner = Scope(target.scope.source, changes_in(node) if top else target.scope.changes, target.scope)
        if len(self._returns) >= MOST_CALLS:
            for value in [*values, *given.values()]:
                self.leave(value, node, inner)
            return UNKNOWN
        positional = [*arguments.posonlyargs, *arguments.args]
        bound = [target.owner, *values] if target.owner is not None else values
        defaults = dict(zip([item.arg for item in positional[::-1]], arguments.defaults[::-1]))
        defaults.update({item.arg: value for item, value in zip(arguments.kwonlyargs, arguments.kw_defaults) if value})
        for index, argument in enumerate([*positional, *arguments.kwonlyargs]):
            if index < min(len(bound), len(positional)):
                value = bound[index]
            elif argument.arg in given:
                value = given[argument.arg]
            else:
                value = self.evaluate(defaults[argument.arg], target.scope) if argument.arg in defaults else UNKNOWN
            changed = argument.arg in inner.changes.assigned and not is_sensitive(value)
            inner.names[argument.arg] = UNKNOWN if changed else value
        if arguments.vararg:
            inner.names[arguments.vararg.arg] = List(bound[len(positional) :])
        if arguments.kwarg:
            named = {item.arg for item in [*positional, *arguments.kwonlyargs]}
            inner.names[arguments.kwarg.arg] = rest or Object({k: v for k, v in given.items() if k not in named})
        self._returns.append([])
        if isinstance(node, ast.Lambda):
            self._returns[-1].append(self.evaluate(node.body, inner))
        else:
            self.execute_all(node.body, inner)
        result = join(self._returns.pop())
        self._calls[key] = result
        return result

    def leave(self, value: Any, node: ast.AST, scope: Scope) -> None:
        """The value reaches code that is not followed: what it allows may happen there."""
        if not is_sensitive(value):
            return
        if value is EMIT:
            self.unknown("emit is given to code that cannot be followed", node, scope)
        elif value is STATE or isinstance(value, StateMethod):
            self.state("all")
        elif value is STREAMS:
            self.stream("*", "all", node, scope)
        elif isinstance(value, (Stream, StreamMethod)):
            self.stream(value.name if isinstance(value, Stream) else value.stream, "all", node, scope)
        elif isinstance(value, (Object, List, Either)):
            if id(value) in self._left:
                return
            self._left.add(id(value))
            members = value.members.values() if isinstance(value, Object) else getattr(value, "items", getattr(value, "options", ()))
            for member in list(members):
                self.leave(member, node, scope)
        elif isinstance(value, Function):
            arguments = [UNKNOWN] * len([*value.node.args.posonlyargs, *value.node.args.args])
            self.leave(self.call(value, arguments[1:] if value.owner is not None else arguments, {}), node, scope)


def topics_of(value: Any) -> tuple[str, ...] | None:
    """``emit('a', data)``, ``emit({'topic': 'a', ...})`` and lists of the latter."""
    if isinstance(value, Text):
        return value.options
    if isinstance(value, Object):
        return text_options(value.members.get("topic", UNKNOWN))
    if isinstance(value, List) and value.open:
        return None
    parts = value.items if isinstance(value, List) else value.options if isinstance(value, Either) else None
    if parts is None:
        return None
    found = [topics_of(part) for part in parts]
    return None if any(part is None for part in found) else tuple(topic for part in found for topic in part or ())
