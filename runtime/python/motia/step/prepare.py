"""A Step made ready at init: what its adapter calls for each input."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from ..errors import DefinitionError
from ..invocation import Run
from .call_by_name import is_coroutine_function, picker
from .compose import compose
from .context import Context, FlowContext, load_what_will_be_used
from .load import LoadedStep, load_step

if TYPE_CHECKING:
    from ..schema import Validate


class ReadyStep(NamedTuple):
    name: str
    motia: bool
    config: dict[str, Any]
    asynchronous: bool
    #: Refuse what does not fit a schema; else it is a warning.
    strict: bool
    #: ``call(run, own)``: ``own`` is what the trigger adds to the context, or the arguments before ``context`` in 0.x.
    call: Callable[[Run, Any], Any]

    def schema(self, name: str) -> Validate | None:
        found = self.config.get(name)
        if found is None:
            return None
        from ..schema import compile_schema

        return compile_schema(found, f"{name} of step {self.name!r}")


def prepare(file: str, name: str, dialect: str, trigger: str) -> ReadyStep:
    """Raises ``DefinitionError``: here, at init, never at an invocation."""
    load_what_will_be_used()
    step = load_step(file, name, dialect, trigger)
    middleware = step.config.get("middleware") or []
    asynchronous = is_coroutine_function(step.handler)
    if not asynchronous and any(map(is_coroutine_function, middleware)):
        raise DefinitionError(
            f"{file}: the middleware is async and the handler is not, so next() could not be awaited: "
            "write async def for the handler too"
        )
    motia = dialect == "motia"
    strict = not motia or "strict" in (step.config.get("validate"), os.environ.get("MOTIA_VALIDATE"))
    call = (_motia_call if motia else _defined_call)(step, trigger, middleware, asynchronous)
    return ReadyStep(name, motia, step.config, asynchronous, strict, call)


def _defined_call(
    step: LoadedStep, trigger: str, middleware: list[Any], asynchronous: bool
) -> Callable[[Run, Any], Any]:
    pick = picker(step.handler, trigger, step.file)
    handle = compose(middleware, lambda context: step.handler(**pick(context)), asynchronous)
    return lambda run, own: handle(Context(run, own))


def _motia_call(step: LoadedStep, trigger: str, middleware: list[Any], asynchronous: bool) -> Callable[[Run, Any], Any]:
    if trigger == "cron":
        # 0.x's middleware gets an input first, and a cron handler has none.
        handle = compose(middleware, lambda _, context: step.handler(context), asynchronous)
    else:
        handle = compose(middleware, step.handler, asynchronous)
    return lambda run, own: handle(own, FlowContext(run, step.config))
