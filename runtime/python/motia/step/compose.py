"""Middleware around a handler: the first is outermost; ``next`` may be called again to try again.

As in 0.x ``next`` may be given another first argument for what follows.
"""

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
        def begin(index: int, args: tuple[Any, ...]) -> Any:
            if index == len(middleware):
                return handler(*args)
            return middleware[index](*args, lambda *first: begin(index + 1, (*first, *args[len(first) :])))

        return begin(0, args)

    async def awaiting(*args: Any) -> Any:
        async def begin(index: int, args: tuple[Any, ...]) -> Any:
            if index == len(middleware):
                result = handler(*args)
            else:
                result = middleware[index](*args, lambda *first: begin(index + 1, (*first, *args[len(first) :])))
            return await result if inspect.isawaitable(result) else result

        return await begin(0, args)

    return awaiting if asynchronous else plain
