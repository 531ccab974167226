"""State as Motia 0.x handlers see it: ``get(group, key)``."""

from __future__ import annotations

from typing import Any

from ..invocation import Run
from .operation import operate
from .table import clear_group, delete_item, get_item, query_items, set_item


class MotiaState:
    """``context.state``; the calls of 0.17, with its quirks."""

    __slots__ = ("_run",)

    def __init__(self, run: Run) -> None:
        self._run = run

    def get(self, group_id: str, key: str) -> Any:
        """As in 0.17, ``{"data": value}`` where that is ``None`` or a dict without a ``data`` key, else the value."""

        def work(trace: str | None) -> Any:
            item = get_item(group_id, key, trace)
            value = None if item is None or item.expired else item.value
            return {"data": value} if value is None or (isinstance(value, dict) and "data" not in value) else value

        return operate(self._run, "get", group_id, work)

    def set(self, group_id: str, key: str, value: Any) -> Any:
        def work(trace: str | None) -> Any:
            set_item(group_id, key, value, None, trace)
            return value

        return operate(self._run, "set", group_id, work)

    def delete(self, group_id: str, key: str) -> Any:
        def work(trace: str | None) -> Any:
            item = delete_item(group_id, key, trace)
            return None if item is None or item.expired else item.value

        return operate(self._run, "delete", group_id, work)

    def get_group(self, group_id: str) -> Any:
        def work(trace: str | None) -> list[Any]:
            return [item.value for item in query_items(group_id, "", None, trace)]

        return operate(self._run, "getGroup", group_id, work)

    def clear(self, group_id: str) -> Any:
        return operate(self._run, "clear", group_id, lambda trace: clear_group(group_id, trace))

    getGroup = get_group
