"""How blocking work is done: at once for plain functions, in threads for coroutine functions."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from contextvars import copy_context
from typing import TYPE_CHECKING, Any, TypeVar

from .call import Call, Done
from .run import Run

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop
    from concurrent.futures import ThreadPoolExecutor

T = TypeVar("T")

#: Calls to AWS at once; more wait.
THREADS = 32

_threads: ThreadPoolExecutor | None = None


def running_loop(run: Run) -> AbstractEventLoop | None:
    """The loop to work in; none for a plain function, and none in a thread that a coroutine function started."""
    if not run.asynchronous:
        return None
    import asyncio

    return asyncio._get_running_loop()


def in_thread(loop: AbstractEventLoop, work: Callable[[], T]) -> Awaitable[T]:
    global _threads
    if _threads is None:
        from concurrent.futures import ThreadPoolExecutor

        _threads = ThreadPoolExecutor(THREADS, "motia")
    # What of the author's code runs in there (a query's filter) still knows its run.
    return loop.run_in_executor(_threads, copy_context().run, work)


def perform(run: Run, work: Callable[[], T]) -> Any:
    """Begins ``work``: gives its result to a plain function, and a ``Call`` to a coroutine function."""
    loop = running_loop(run)
    if loop is not None:
        return keep(run, in_thread(loop, work))
    result = work()
    return Done(result) if run.asynchronous else result


def keep(run: Run, future: Awaitable[T]) -> Call[T]:
    """Lets a run wait for ``future`` before it ends."""
    call = Call(future)
    run.pending.append(call)
    return call


def start(run: Run, loop: AbstractEventLoop, work: Coroutine[Any, Any, T]) -> Call[T]:
    """Begins a coroutine of the runtime's own."""
    return keep(run, loop.create_task(work))
