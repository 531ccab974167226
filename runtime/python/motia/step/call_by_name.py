"""Hands a handler the parameters that it names."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from ..errors import DefinitionError

_COMMON = ("emit", "state", "streams", "logger", "trace_id", "remaining_time", "context")

#: Trigger -> what a handler of it may ask for.
PARAMETERS = {
    "api": (*_COMMON, "body", "params", "query", "headers", "raw_body", "method", "path", "auth"),
    "event": (*_COMMON, "data", "topic", "attempt", "id"),
    "cron": (*_COMMON, "scheduled_time"),
}

#: What people who write TypeScript too may ask for.
_OTHER_NAMES = {
    "traceId": "trace_id",
    "rawBody": "raw_body",
    "scheduledTime": "scheduled_time",
    "remainingTime": "remaining_time",
}

#: What makes the arguments out of a context, touching what is asked for alone.
Pick = Callable[[Any], dict[str, Any]]


def picker(handler: Callable[..., Any], trigger: str, place: str) -> Pick:
    """Reads a handler's signature once. Raises ``DefinitionError`` naming ``place`` for a parameter nothing fills."""
    known = PARAMETERS[trigger]
    wanted: list[tuple[str, str]] = []
    everything = False
    for name, parameter in inspect.signature(handler).parameters.items():
        source = _OTHER_NAMES.get(name, name)
        if parameter.kind is parameter.VAR_KEYWORD:
            everything = True
        elif parameter.kind is parameter.VAR_POSITIONAL:
            continue
        elif parameter.kind is parameter.POSITIONAL_ONLY:
            raise DefinitionError(f"{place}: parameter {name!r} is positional-only, and parameters are given by name")
        elif source in known:
            wanted.append((name, source))
        elif parameter.default is parameter.empty:
            from difflib import get_close_matches

            near = get_close_matches(name, known, 1)
            hint = f", did you mean {near[0]!r}?" if near else ""
            raise DefinitionError(
                f"{place}: an {trigger} handler gets no parameter {name!r}{hint} (it may ask for {', '.join(known)})"
            )
    if everything:
        named = {name for name, _ in wanted}
        wanted += [(name, name) for name in known if name not in named]
    return lambda context: {name: getattr(context, source) for name, source in wanted}


def is_coroutine_function(handler: Callable[..., Any]) -> bool:
    """Also of what a decorator that keeps ``__wrapped__``, ``partial`` or an object with ``__call__`` stands for."""
    while True:
        if inspect.iscoroutinefunction(handler):
            return True
        inner = getattr(handler, "__wrapped__", None) or getattr(handler, "func", None)
        if inner is None:
            return inspect.iscoroutinefunction(getattr(type(handler), "__call__", None))  # noqa: B004
        handler = inner
