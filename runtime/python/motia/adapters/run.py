"""Runs a handler to its end, on one event loop for the life of the process."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from ..invocation import Run
from ..invocation.execute import execute, execute_plain

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

_loop: AbstractEventLoop | None = None


def run_async(work: Coroutine[Any, Any, Any]) -> Any:
    """What an author's client holds on to (a connection pool) stays with the loop, so that is never closed."""
    global _loop
    import asyncio

    if _loop is None:
        _loop = asyncio.new_event_loop()
        asyncio.set_event_loop(_loop)
    return _loop.run_until_complete(work)


def run_to_end(run: Run, work: Callable[[], Any]) -> Any:
    return run_async(execute(run, work)) if run.asynchronous else execute_plain(run, work)
