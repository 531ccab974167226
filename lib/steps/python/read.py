"""Reads the configs of Python Steps: file names as JSON on standard input, what they hold as JSON on standard output.

Run by ``lib/steps/python.ts`` in one process for all files. Needs nothing but the standard library; pydantic models
become JSON Schema where pydantic is installed.
"""

from __future__ import annotations

import ast
import io
import json
import signal
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config_json import camel_case, plain
from configs import Evaluator, is_define_step
from environment import environment_of
from infer import infer
from missing_packages import MissingPackage
from modules import Source, Sources

#: Seconds that a config gets.
LIMIT = 10

Function = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass
class Located:
    """Where a file keeps its config and its handler."""

    dialect: str
    config: ast.expr
    handler: ast.FunctionDef | ast.AsyncFunctionDef | None
    keys: dict[str, ast.AST]


def locate(source: Source) -> Located | None:
    for statement in source.tree.body:
        for decorator in statement.decorator_list if isinstance(statement, Function) else []:
            if isinstance(decorator, ast.Call) and is_define_step(decorator):
                names = [ast.copy_location(ast.Constant(item.arg), item.value) if item.arg else None for item in decorator.keywords]
                values = [item.value for item in decorator.keywords]
                config = ast.copy_location(ast.Dict(names, values), decorator)
                keys = {item.arg: item for item in decorator.keywords if item.arg}
                return Located("define-step", ast.fix_missing_locations(config), statement, keys)
    value = assigned(source, "config")
    if value is None:
        return None
    handler = next((item for item in source.tree.body if isinstance(item, Function) and item.name == "handler"), None)
    entries = zip(value.keys, value.values) if isinstance(value, ast.Dict) else []
    keys = {key.value: key for key, _ in entries if isinstance(key, ast.Constant) and isinstance(key.value, str)}
    return Located("triggers" if "triggers" in keys else "motia", ast.Name("config", ast.Load(), lineno=1, col_offset=0), handler, keys)


def assigned(source: Source, name: str) -> ast.expr | None:
    found = None
    for statement in source.statements.get(name, []):
        if isinstance(statement, (ast.Assign, ast.AnnAssign)) and statement.value is not None:
            found = statement.value
    return found


def read(sources: Sources, evaluator: Evaluator, path: Path) -> dict[str, Any]:
    try:
        source = sources.load(path)
    except (SyntaxError, ValueError) as error:
        return {"syntaxError": syntax_error(sources, path, error)}
    located = locate(source)
    if located is None:
        return {}
    place = source.place(assigned(source, "config") if located.dialect != "define-step" else located.config)
    try:
        with limited():
            config, missing = plain(dict(evaluator.evaluate(source, located.config)))
    except SyntaxError as error:
        return {"syntaxError": syntax_error(sources, Path(error.filename or path), error)}
    except (Exception, SystemExit) as error:
        return {"error": describe(error), "location": place_of(sources, error) or place}
    try:
        facts = infer(sources, source, located.handler, located.dialect, located.config, config.get("type"))
    except SyntaxError as error:
        return {"syntaxError": syntax_error(sources, Path(error.filename or path), error)}
    return {
        "dialect": located.dialect,
        "config": config,
        "location": place,
        "keys": {camel_case(name): source.place(node) for name, node in located.keys.items()},
        "missing": missing,
        "parameters": required_parameters(source, located) if located.dialect == "define-step" else [],
        "code": {**facts, "environment": environment_of(sources, source)},
    }


def required_parameters(source: Source, located: Located) -> list[dict[str, Any]]:
    """Those without a default; of a handler that another decorator wraps they are not known."""
    handler = located.handler
    if handler is None or len(handler.decorator_list) > 1:
        return []
    arguments = handler.args
    positional = [*arguments.posonlyargs, *arguments.args]
    required = positional[: len(positional) - len(arguments.defaults)]
    required += [item for item, default in zip(arguments.kwonlyargs, arguments.kw_defaults) if default is None]
    return [{"name": item.arg, "location": source.place(item)} for item in required]


class NotFinished(Exception):
    """A config took longer than it may."""


@contextmanager
def limited() -> Iterator[None]:
    """Raises in what takes too long, where the system has such a timer; elsewhere the whole process has its limit."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def late(*_: object) -> None:
        raise NotFinished(f"it did not finish within {LIMIT} s")

    signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, LIMIT)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def describe(error: BaseException) -> str:
    return str(error) if isinstance(error, (MissingPackage, NotFinished)) else f"{type(error).__name__}: {error}"


def place_of(sources: Sources, error: BaseException) -> dict | None:
    """The innermost line of the project that the error came through."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        path = Path(frame.filename)
        if path in sources:
            return {"file": path.relative_to(sources.root).as_posix(), "line": frame.lineno or 1}
    return None


def syntax_error(sources: Sources, path: Path, error: SyntaxError | ValueError) -> dict:
    file = path.relative_to(sources.root).as_posix() if path.is_relative_to(sources.root) else str(path)
    line, column = getattr(error, "lineno", None) or 1, getattr(error, "offset", None) or 1
    return {"message": getattr(error, "msg", None) or str(error), "location": {"file": file, "line": line, "column": column}}


def main() -> None:
    request = json.load(sys.stdin)
    root = Path(request["root"])
    sys.path.insert(0, str(root))
    sources = Sources(root)
    evaluator = Evaluator(sources)
    with redirect_stdout(io.StringIO()):
        answers = {file: read(sources, evaluator, root / file) for file in request["files"]}
    json.dump({"answers": answers, "sources": sources.paths()}, sys.stdout)


if __name__ == "__main__":
    main()
