"""Goes through a handler and the project's functions it calls, and notes what it emits and keeps. Runs none of it."""

from __future__ import annotations

import ast
from typing import Any

from modules import Source, Sources
from statements import Statements
from values import EMIT, STATE, STREAMS, UNKNOWN, Function, List, Object, Scope, context


def infer(sources: Sources, source: Source, handler: Any, dialect: str, config: ast.expr, kind: Any) -> dict[str, Any]:
    machine = Statements(sources)
    if kind == "noop":
        return machine.result()
    top = machine.top(source)
    motia = dialect != "define-step"
    run_middleware(machine, config, [UNKNOWN, context(), UNKNOWN] if motia else [context(), UNKNOWN], top)
    function = machine.decorated(handler, top) if motia and handler is not None else handler and Function(handler, top)
    if not isinstance(function, Function):
        machine.unknown("the handler is made by code that cannot be followed", source.tree.body[0], top)
        machine.state("all")
        machine.stream("*", "all", source.tree.body[0], top)
    elif motia:
        machine.call(function, [context()] if kind == "cron" else [UNKNOWN, context()], {})
    else:
        names = [argument.arg for argument in [*handler.args.posonlyargs, *handler.args.args, *handler.args.kwonlyargs]]
        known = {"emit": EMIT, "state": STATE, "streams": STREAMS, "context": context(), "ctx": context()}
        given = {name: known.get(name, UNKNOWN) for name in names}
        machine.call(function, [], given, context() if handler.args.kwarg else None)
    return machine.result()


def run_middleware(machine: Statements, config: ast.expr, values: list[Any], top: Scope) -> None:
    evaluated = machine.evaluate(config, top)
    listed = evaluated.members.get("middleware") if isinstance(evaluated, Object) else None
    for item in listed.items if isinstance(listed, List) else []:
        if isinstance(item, Function):
            machine.call(item, values, {})
        else:
            machine.leave(context(), config, top)
