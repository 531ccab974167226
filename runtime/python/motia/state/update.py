"""``update``: read, change, write if nobody else wrote in between, else again."""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable
from typing import Any

from ..errors import InvalidStateValueError, StateConflictError
from ..invocation import Run
from ..invocation.call import Done
from ..invocation.perform import in_thread, running_loop, start
from .operation import begin
from .table import Item, get_item, replace_item

ATTEMPTS = 12

Change = Callable[[Any], Any]


def update(run: Run, group: str, key: str, change: Change, ttl: int | None) -> Any:
    loop = running_loop(run)
    if loop is not None:
        return start(run, loop, _update(run, group, key, change, ttl))
    result = _update_plain(run, group, key, change, ttl)
    return Done(result) if run.asynchronous else result


async def _update(run: Run, group: str, key: str, change: Change, ttl: int | None) -> Any:
    import asyncio

    loop = asyncio.get_running_loop()
    segment = begin(run, "update", group)
    trace = segment.carried()
    try:
        for attempt in range(ATTEMPTS):
            item = await in_thread(loop, lambda: get_item(group, key, trace))
            value = change(_value(item))
            if inspect.isawaitable(value):
                value = await value
            write = _prepare(group, key, item, value, ttl, trace)
            if await in_thread(loop, write):
                segment.end()
                return value
            await asyncio.sleep(_pause(attempt))
        raise StateConflictError(group, key, ATTEMPTS)
    except BaseException as error:
        segment.end(error)
        raise


def _update_plain(run: Run, group: str, key: str, change: Change, ttl: int | None) -> Any:
    segment = begin(run, "update", group)
    trace = segment.carried()
    try:
        for attempt in range(ATTEMPTS):
            item = get_item(group, key, trace)
            value = change(_value(item))
            if _prepare(group, key, item, value, ttl, trace)():
                segment.end()
                return value
            time.sleep(_pause(attempt))
        raise StateConflictError(group, key, ATTEMPTS)
    except BaseException as error:
        segment.end(error)
        raise


def _value(item: Item | None) -> Any:
    return None if item is None or item.expired else item.value


def _prepare(
    group: str, key: str, item: Item | None, value: Any, ttl: int | None, trace: str | None
) -> Callable[[], bool]:
    if value is None:
        raise InvalidStateValueError(
            f"the function given to update of state item {key!r} of group {group!r} returned None: return the new "
            "value, also when you changed the old one in place; to remove an item, delete it"
        )
    kept = item.ttl if item is not None and not item.expired else None
    return lambda: replace_item(group, key, value, kept if ttl is None else ttl, item, trace)


def _pause(attempt: int) -> float:
    """Seconds; a random part of a time that doubles: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/"""
    from random import random

    return random() * min(1.0, 0.02 * (1 << attempt))
