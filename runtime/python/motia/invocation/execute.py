"""Runs a handler: traced, with its run as the current one, and not over before everything that it started is."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from typing import Any

from .run import Run, current


async def execute(run: Run, work: Callable[[], Awaitable[Any]]) -> Any:
    """Raises what the handler raises, else the first failure of an emit or state call that nobody awaited."""
    token = current.set(run)
    try:
        result = await _finish(run, work)
    except BaseException as error:
        run.segment.end(error)
        raise
    else:
        run.segment.end()
        return result
    finally:
        current.reset(token)


def execute_plain(run: Run, work: Callable[[], Any]) -> Any:
    """The same for a plain function, whose calls block and so are over when it is."""
    token = current.set(run)
    try:
        result = work()
    except BaseException as error:
        run.segment.end(error)
        raise
    else:
        run.segment.end()
        return result
    finally:
        current.reset(token)


async def _finish(run: Run, work: Callable[[], Awaitable[Any]]) -> Any:
    failure: BaseException | None = None
    try:
        result = work()
        if inspect.isawaitable(result):
            result = await result
        return result
    except BaseException as error:
        failure = error
        raise
    finally:
        if run.pending:
            unseen = await landed(run)
            # The handler's own error is the one to report; what it started has landed all the same.
            if unseen is not None and failure is None:
                raise unseen


async def landed(run: Run) -> BaseException | None:
    """Waits for all that a run has begun, also for what that begins; gives the first failure that nobody looked at."""
    import asyncio

    first: BaseException | None = None
    while run.pending:
        calls, run.pending = run.pending, []
        outcomes = await asyncio.gather(*(call.future for call in calls), return_exceptions=True)
        for call, outcome in zip(calls, outcomes):
            if isinstance(outcome, BaseException) and not call.observed and first is None:
                first = outcome
    return first
