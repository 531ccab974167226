"""State as ``define_step`` handlers see it: one key, ``group:rest``."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import islice
from typing import Any

from ..errors import InvalidStateKeyError
from ..invocation import Run
from .keys import check_group, join_key, split_key
from .operation import operate
from .table import delete_item, get_item, query_items, set_item
from .update import update

Filter = Callable[[Any, str], bool]


class State:
    """Reads are consistent. A coroutine function awaits each call; a plain function's calls return the result.

    Raises ``InvalidStateKeyError``, ``InvalidStateValueError``, ``StateItemTooLargeError``, ``StateConflictError`` and
    ``AwsError``.
    """

    __slots__ = ("_run",)

    def __init__(self, run: Run) -> None:
        self._run = run

    def get(self, key: str) -> Any:
        """The value, or ``None`` where there is none."""
        return _get(self._run, *split_key(key))

    def set(self, key: str, value: Any, *, ttl: int | None = None) -> Any:
        """Writes a JSON value and gives it back; ``ttl`` in seconds from now, after which it no longer exists."""
        return _set(self._run, *split_key(key), value, ttl)

    def delete(self, key: str) -> Any:
        """Gives the value that was deleted, or ``None``."""
        return _delete(self._run, *split_key(key))

    def query(self, prefix: str, *, filter: Filter | None = None, limit: int | None = None) -> Any:
        """``(key, value)`` pairs in the order of their keys. Up to its first ``:`` the prefix is a group."""
        group, rest = split_key(prefix)
        return _query(self._run, group, rest, filter, limit, lambda key: join_key(group, key) if ":" in prefix else key)

    def update(self, key: str, change: Callable[[Any], Any], *, ttl: int | None = None) -> Any:
        """Writes what ``change(current)`` returns if nobody else wrote meanwhile, else starts over; gives that value.

        ``change`` may be a coroutine function and may run more than once. The item's ttl stays unless one is given.
        """
        return update(self._run, *split_key(key), change, _expiry(ttl))

    def group(self, name: str) -> GroupState:
        """``state.group("order").get("1")`` is ``state.get("order:1")``."""
        check_group(name)
        if ":" in name:
            raise InvalidStateKeyError(f"state group {name!r} holds a ':', and a group ends at the first one")
        return GroupState(self._run, name)


class GroupState:
    """The items of one group; keys are those inside the group."""

    __slots__ = ("_group", "_run")

    def __init__(self, run: Run, group: str) -> None:
        self._run = run
        self._group = group

    def get(self, key: str) -> Any:
        return _get(self._run, self._group, key)

    def set(self, key: str, value: Any, *, ttl: int | None = None) -> Any:
        return _set(self._run, self._group, key, value, ttl)

    def delete(self, key: str) -> Any:
        return _delete(self._run, self._group, key)

    def query(self, prefix: str = "", *, filter: Filter | None = None, limit: int | None = None) -> Any:
        return _query(self._run, self._group, prefix, filter, limit, str)

    def update(self, key: str, change: Callable[[Any], Any], *, ttl: int | None = None) -> Any:
        return update(self._run, self._group, key, change, _expiry(ttl))


def _get(run: Run, group: str, key: str) -> Any:
    def work(trace: str | None) -> Any:
        item = get_item(group, key, trace)
        return None if item is None or item.expired else item.value

    return operate(run, "get", group, work)


def _set(run: Run, group: str, key: str, value: Any, ttl: int | None) -> Any:
    expires = _expiry(ttl)

    def work(trace: str | None) -> Any:
        set_item(group, key, value, expires, trace)
        return value

    return operate(run, "set", group, work)


def _delete(run: Run, group: str, key: str) -> Any:
    def work(trace: str | None) -> Any:
        item = delete_item(group, key, trace)
        return None if item is None or item.expired else item.value

    return operate(run, "delete", group, work)


def _query(
    run: Run, group: str, prefix: str, keep: Filter | None, limit: int | None, name: Callable[[str], str]
) -> Any:
    if limit is not None and limit < 1:
        raise InvalidStateKeyError(f"limit of a state query is {limit}, it must be at least 1")

    def work(trace: str | None) -> list[tuple[str, Any]]:
        items = query_items(group, prefix, limit if keep is None else None, trace)
        pairs = ((name(item.key), item.value) for item in items)
        found = (pair for pair in pairs if keep is None or keep(pair[1], pair[0]))
        return list(islice(found, limit))

    return operate(run, "query", group, work)


def _expiry(ttl: int | None) -> int | None:
    if ttl is None:
        return None
    if isinstance(ttl, bool) or not isinstance(ttl, (int, float)) or ttl <= 0:
        raise InvalidStateKeyError(f"ttl is {ttl!r}, it must be a positive number of seconds from now")
    return int(time.time() + ttl + 0.999)
