"""Names of the environment variables that Python code reads."""

from __future__ import annotations

import ast

from modules import Source, Sources


def environment_of(sources: Sources, source: Source) -> list[str]:
    names = {name for reached in sources.reachable(source) for node in ast.walk(reached.tree) for name in read_by(node)}
    return sorted(names)


def read_by(node: ast.AST) -> list[str]:
    """``os.environ['A']``, ``os.environ.get('A')``, ``os.getenv('A')``."""
    if isinstance(node, ast.Subscript) and is_environ(node.value):
        return constant(node.slice)
    if isinstance(node, ast.Call) and node.args:
        function = node.func
        if isinstance(function, ast.Attribute) and function.attr in ("get", "pop", "setdefault") and is_environ(function.value):
            return constant(node.args[0])
        if getattr(function, "attr", getattr(function, "id", "")) == "getenv":
            return constant(node.args[0])
    return []


def is_environ(node: ast.expr) -> bool:
    return getattr(node, "attr", getattr(node, "id", "")) == "environ"


def constant(node: ast.expr) -> list[str]:
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []
