"""Goes through a handler and the project's functions it calls, and notes what it emits and keeps. Runs none of it."""

from __future__ import annotations

import ast
from typing import Any

from modules import Source, Sources, submodule
from values import (
    EMIT,
    STATE,
    STATE_METHODS,
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
    Text,
    changes_in,
    concatenated,
    context,
    is_sensitive,
    join,
    text_options,
)

Definition = (ast.FunctionDef, ast.AsyncFunctionDef)
#: Calls that only look at their arguments.
HARMLESS = {"print", "log", "info", "warn", "warning", "error", "debug", "len", "str", "repr", "isinstance", "hasattr", "dumps"}
MOST_CALLS = 40


def infer(sources: Sources, source: Source, handler: Any, dialect: str, kind: Any) -> dict[str, Any]:
    machine = Machine(sources)
    if kind == "noop":
        return machine.result()
    if handler is None:
        machine.unknown("the handler is made by code that cannot be followed", source.tree.body[0], machine.top(source))
        machine.state("all")
        return machine.result()
    function = Function(handler, machine.top(source))
    names = [argument.arg for argument in [*handler.args.posonlyargs, *handler.args.args, *handler.args.kwonlyargs]]
    if dialect == "define-step":
        known = {"emit": EMIT, "state": STATE, "streams": STREAMS, "context": context(), "ctx": context()}
        given = {name: known.get(name, UNKNOWN) for name in names}
        machine.call(function, [], given, context() if handler.args.kwarg else None)
    else:
        machine.call(function, [context()] if kind == "cron" else [UNKNOWN, context()], {})
    return machine.result()


class Machine:
    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self._emits: dict[str, dict] = {}
        self._unknown: dict[tuple, dict] = {}
        self._state: set[str] = set()
        self._streams: dict | None = None
        self._tops: dict[str, Scope] = {}
        self._finding: set[tuple[str, str]] = set()
        self._calls: dict[tuple, Any] = {}
        self._returns: list[list[Any]] = []
        self._left: set[int] = set()

    def result(self) -> dict[str, Any]:
        emits = [{"topic": topic, "location": place} for topic, place in self._emits.items()]
        return {"emits": emits, "unknown": list(self._unknown.values()), "state": sorted(self._state), "streams": self._streams}

    def unknown(self, reason: str, node: ast.AST, scope: Scope) -> None:
        place = scope.source.place(node)
        self._unknown[place["file"], place["line"]] = {"reason": reason, "location": place}

    def state(self, operation: str) -> None:
        self._state.update(STATE_METHODS.values() if operation == "all" else [operation])

    # Names

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

    # Expressions

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
            found = owner.members.get(name, UNKNOWN)
            if found is STREAMS:
                self._streams = self._streams or scope.source.place(node)
            return found
        if owner is STATE:
            return StateMethod(name)
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

    # Calls

    def on_Call(self, node: ast.Call, scope: Scope) -> Any:
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

    def apply(self, target: Any, values: list[Any], given: dict[str, Any], node: ast.Call, scope: Scope) -> Any:
        if target is EMIT:
            self.emit(given.get("topic", values[0] if values else UNKNOWN), node, scope)
        elif isinstance(target, StateMethod):
            for value in [*values, *given.values()]:
                self.leave(value, node, scope)
            if target.name == "group":
                return STATE
            self.state(STATE_METHODS.get(target.name, "all"))
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

    # Statements

    def execute_all(self, body: list[ast.stmt], scope: Scope) -> None:
        for statement in body:
            if isinstance(statement, (*Definition, ast.ClassDef)):
                self.execute(statement, scope)
        for statement in body:
            self.execute(statement, scope)

    def execute(self, node: ast.AST, scope: Scope) -> None:
        if isinstance(node, Definition):
            scope.names[node.name] = Function(node, scope) if node.name not in scope.names else scope.names[node.name]
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
        elif isinstance(node, ast.Expr):
            self.evaluate(node.value, scope)
        elif isinstance(node, ast.expr):
            self.leave(self.evaluate(node, scope), node, scope)
        else:
            for child in ast.iter_child_nodes(node):
                self.execute(child, scope)

    def bind_unknown(self, target: ast.AST, scope: Scope) -> None:
        for name in ast.walk(target):
            if isinstance(name, ast.Name):
                scope.names[name.id] = UNKNOWN


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


def is_constant(node: ast.expr | None) -> bool:
    if isinstance(node, ast.IfExp):
        return is_constant(node.body) and is_constant(node.orelse)
    if isinstance(node, ast.Attribute):
        return is_constant(node.value)
    return isinstance(node, (ast.Constant, ast.JoinedStr)) or (isinstance(node, ast.Name) and node.id.isupper())


def same(a: ast.expr | None, b: ast.expr | None) -> bool:
    return a is not None and b is not None and ast.dump(a) == ast.dump(b)
