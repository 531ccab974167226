from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

_last: dict[str, threading.Event] = {}
_lock = threading.Lock()


def in_turn(name: str, work: Callable[[], T]) -> Callable[[], T]:
    """``work`` to be done after all work of the same name that was asked for before, whether that failed or not.

    Its turn is taken here and not where it is done. Threads begin work in the order in which they get it, so that what
    is waited for has always begun.
    """
    done = threading.Event()
    with _lock:
        before = _last.get(name)
        _last[name] = done

    def after() -> T:
        if before is not None:
            before.wait()
        try:
            return work()
        finally:
            done.set()
            with _lock:
                if _last.get(name) is done:
                    del _last[name]

    return after
