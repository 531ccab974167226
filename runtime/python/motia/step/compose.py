"""Middleware around a handler: the first is outermost; ``next`` may be called again to try again."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import Any


def compose(
    middleware: Sequence[Callable[..., Any]], handler: Callable[..., Any], asynchronous: bool
) -> Callable[..., Any]:
    """Each gets the handler's arguments and ``next``. Around a coroutine function ``next()`` is to be awaited."""
    if not middleware:
        return handler

    def plain(*args: Any) -> Any:
        def begin(index: int) -> Any:
            if index == len(middleware):
                return handler(*args)
            return middleware[index](*args, lambda: begin(index + 1))

        return begin(0)

    async def awaiting(*args: Any) -> Any:
        async def begin(index: int) -> Any:
            result = handler(*args) if index == len(middleware) else middleware[index](*args, lambda: begin(index + 1))
            return await result if inspect.isawaitable(result) else result

        return await begin(0)

    return awaiting if asynchronous else plain
