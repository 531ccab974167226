"""Goes through a handler and the project's functions it calls, and notes what it emits and keeps. Runs none of it."""

from __future__ import annotations

import ast
from typing import Any

from statements import Statements
from modules import Source, Sources
from values import EMIT, STATE, STREAMS, UNKNOWN, Function, context


def infer(sources: Sources, source: Source, handler: Any, dialect: str, kind: Any) -> dict[str, Any]:
    machine = Statements(sources)
    if kind == "noop":
        return machine.result()
    if handler is None:
        machine.unknown("the handler is made by code that cannot be followed", source.tree.body[0], machine.top(source))
        machine.state("all")
        machine.stream("*", "all", source.tree.body[0], machine.top(source))
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
