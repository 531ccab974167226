"""Evaluates configs: only the statements that a config reaches are run, never a handler, never the rest of its file."""

from __future__ import annotations

import ast
import copy
import importlib
from types import ModuleType
from typing import Any

from missing_packages import Missing
from modules import Source, Sources, submodule, used_names

OURS = {"motia", "motiadev"}


class Lazy(ModuleType):
    """A module of the project of which a name is evaluated when it is asked for."""

    def __init__(self, evaluator: Evaluator, source: Source) -> None:
        super().__init__(source.path.stem)
        self.__dict__.update(_evaluator=evaluator, _source=source, _done=set())
        self.__dict__["__file__"] = str(source.path)

    def __getattr__(self, name: str) -> Any:
        if name not in self._source.statements:
            raise AttributeError(f"module '{self._source.file}' has no '{name}'")
        self._evaluator.need(self, {name})
        return self.__dict__[name]


class Evaluator:
    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self._modules: dict[str, Lazy] = {}

    def module(self, source: Source) -> Lazy:
        return self._modules.setdefault(source.file, Lazy(self, source))

    def evaluate(self, source: Source, expression: ast.expr) -> Any:
        module = self.module(source)
        self.need(module, used_names(expression))
        code = compile(ast.Expression(expression), str(source.path), "eval", dont_inherit=True)
        return eval(code, module.__dict__)

    def need(self, module: Lazy, names: set[str]) -> None:
        """Runs the statements that bind the names, and those that bind what they use, in the order of the file."""
        source: Source = module._source
        wanted: set[int] = set()
        waiting = [*names]
        seen: set[str] = set()
        while waiting:
            name = waiting.pop()
            if name in seen:
                continue
            seen.add(name)
            for statement in source.statements.get(name, []):
                if id(statement) not in module._done and id(statement) not in wanted:
                    wanted.add(id(statement))
                    waiting.extend(used_names(statement))
        module._done.update(wanted)
        flags = annotations_flag(source)
        for statement in source.tree.body:
            if id(statement) in wanted:
                self._run(module, source, statement, flags)

    def _run(self, module: Lazy, source: Source, statement: ast.stmt, flags: int) -> None:
        if isinstance(statement, ast.Import):
            for alias in statement.names:
                module.__dict__[alias.asname or alias.name.split(".")[0]] = self._import(source, alias)
        elif isinstance(statement, ast.ImportFrom):
            for alias in statement.names:
                module.__dict__[alias.asname or alias.name] = self._import_from(source, statement, alias.name)
        else:
            code = compile(ast.Module([undecorated(statement)], []), str(source.path), "exec", flags, dont_inherit=True)
            exec(code, module.__dict__)

    def _import(self, source: Source, alias: ast.alias) -> Any:
        path = self.sources.resolve(source, alias.name, 0)
        if path and (alias.asname or "." not in alias.name):
            return self.module(self.sources.load(path))
        if path:
            return Package(self, source, alias.name.split("."))
        return package(alias.name, alias.asname is None)

    def _import_from(self, source: Source, statement: ast.ImportFrom, name: str) -> Any:
        path = self.sources.resolve(source, statement.module, statement.level)
        inner = self.sources.resolve(source, submodule(statement.module, name), statement.level)
        if path and (name in self.sources.load(path).statements or not inner):
            return getattr(self.module(self.sources.load(path)), name)
        if inner:
            return self.module(self.sources.load(inner))
        if statement.level:
            raise ImportError(f"cannot find '{'.' * statement.level}{statement.module or ''}'")
        found = package(statement.module or "", False)
        return found if isinstance(found, Missing) else getattr(found, name)


class Package:
    """What ``import a.b.c`` binds as ``a`` when those are folders of the project."""

    def __init__(self, evaluator: Evaluator, source: Source, parts: list[str]) -> None:
        self._rest = (evaluator, source, parts, 1)

    def __getattr__(self, name: str) -> Any:
        evaluator, source, parts, depth = self._rest
        path = evaluator.sources.resolve(source, ".".join([*parts[:depth], name]), 0)
        if path:
            return evaluator.module(evaluator.sources.load(path))
        inner = Package(evaluator, source, parts)
        inner._rest = (evaluator, source, parts, depth + 1)
        return inner


def package(name: str, top: bool) -> Any:
    if name.split(".")[0] in OURS:
        return Missing(name)
    try:
        module = importlib.import_module(name)
    except ImportError:
        return Missing(name.split(".")[0])
    return importlib.import_module(name.split(".")[0]) if top else module


def undecorated(statement: ast.stmt) -> ast.stmt:
    """A Step's function without the decorator that makes it one."""
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
        plain_function = copy.copy(statement)
        plain_function.decorator_list = [item for item in statement.decorator_list if not is_define_step(item)]
        return plain_function
    return statement


def is_define_step(node: ast.expr) -> bool:
    function = node.func if isinstance(node, ast.Call) else node
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return name == "define_step"


def annotations_flag(source: Source) -> int:
    import __future__

    for statement in source.tree.body:
        if isinstance(statement, ast.ImportFrom) and statement.module == "__future__":
            return __future__.annotations.compiler_flag
    return 0
