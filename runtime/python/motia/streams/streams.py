"""``streams`` as handlers of both dialects see it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..errors import InvalidStreamItemError, InvalidValueError
from ..invocation import Run
from ..invocation.perform import perform
from ..state.table import delete_item, get_item, text_of
from ..values import from_json, to_json
from .place import Place, group_in, item_in
from .push import tell
from .table import put_item, read_group, streams_table
from .turn import in_turn

#: The attribute ``created`` and its number.
_MORE = len("created") + 21


class Streams:
    """``streams.chat`` or ``streams["chat"]``: every name is a stream."""

    __slots__ = ("_run",)

    def __init__(self, run: Run) -> None:
        self._run = run

    def __getattr__(self, name: str) -> Stream:
        if name.startswith("__"):
            raise AttributeError(name)
        return Stream(self._run, name)

    def __getitem__(self, name: str) -> Stream:
        return Stream(self._run, name)


class Stream:
    """Items that clients see change. A coroutine function awaits each call; a plain function's calls return the result.

    A change is over when it is stored and its messages are posted; one that could not be posted is a warning in the
    log. Raises ``InvalidStreamItemError``, ``InvalidStateValueError``, ``StateItemTooLargeError`` and ``AwsError``.
    """

    __slots__ = ("_name", "_run")

    def __init__(self, run: Run, name: str) -> None:
        self._run = run
        self._name = name

    def get(self, group_id: str, id: str) -> Any:
        """The item with its ``id``, or ``None``."""
        place = item_in(self._name, group_id, id)

        def work(trace: str | None) -> Any:
            item = get_item(place.group.room, place.key, trace, streams_table())
            return None if item is None else item.value

        return self._operate("get", place, work)

    def set(self, group_id: str, id: str, data: Any) -> Any:
        """Stores an item and tells of its ``create`` or ``update``; gives the item."""
        place = item_in(self._name, group_id, id)
        item = {**_plain(place, data), "id": id}
        room, key = place.group.room, place.key
        # Written at once: what the handler changes after an unawaited call is not what it asked to store.
        text = text_of(room, key, item, _MORE)

        def work(trace: str | None) -> Any:
            kind = "create" if put_item(room, key, text, trace) else "update"
            tell(place, (room, place.room), f'{{"type":"{kind}","data":{text}}}', trace)
            return item

        return self._operate("set", place, work, in_turn_of=place.room)

    def delete(self, group_id: str, id: str) -> Any:
        """Tells of the ``delete`` and gives the item that was there, or ``None``."""
        place = item_in(self._name, group_id, id)

        def work(trace: str | None) -> Any:
            old = delete_item(place.group.room, place.key, trace, streams_table())
            if old is None:
                return None
            tell(place, (place.group.room, place.room), f'{{"type":"delete","data":{old.text}}}', trace)
            return old.value

        return self._operate("delete", place, work, in_turn_of=place.room)

    def get_group(self, group_id: str) -> Any:
        """The items of a group in the order in which they were created."""
        place = group_in(self._name, group_id)
        return self._operate("getGroup", place, lambda trace: [item.value for item in read_group(place.room, trace)])

    getGroup = get_group

    def send(self, channel: dict[str, Any], event: dict[str, Any]) -> Any:
        """Tells who joined ``{"groupId", "id"?}`` of ``{"type", "data"}``, which is not stored."""
        group_id, id = (_either(channel, *names) for names in (("groupId", "group_id"), ("id",)))
        place = group_in(self._name, group_id) if id is None else item_in(self._name, group_id, id)
        text = _event(self._name, event)
        return self._operate(
            "send", place, lambda trace: tell(place, (place.room,), text, trace), in_turn_of=place.room
        )

    def _operate(
        self, operation: str, place: Place, work: Callable[[str | None], Any], in_turn_of: str | None = None
    ) -> Any:
        about = {"stream": place.stream, "streamOperation": operation, "streamGroup": place.group_id}
        traced = self._run.subsegment(f"stream.{operation}", about, self._run.segment.id).around(work)
        return perform(self._run, traced if in_turn_of is None else in_turn(in_turn_of, traced))


def _plain(place: Place, data: Any) -> dict[str, Any]:
    """Models and dataclasses as the objects that they are in JSON."""
    plain = data if isinstance(data, dict) else from_json(to_json(data, f"data of stream {place.stream!r}"))
    if not isinstance(plain, dict):
        raise InvalidStreamItemError(
            f"data for item {place.id!r} of stream {place.stream!r} is a {type(data).__name__}: give a dict"
        )
    return plain


def _event(stream: str, event: dict[str, Any]) -> str:
    if not isinstance(event, dict) or not isinstance(event.get("type"), str):
        raise InvalidStreamItemError(f'an event of stream {stream!r} has no type: send(channel, {{"type", "data"}})')
    try:
        return to_json({"type": "event", "event": event})
    except InvalidValueError as error:
        raise InvalidStreamItemError(f"event {event['type']!r} of stream {stream!r}: {error}") from error


def _either(channel: dict[str, Any], *names: str) -> Any:
    return next((channel[name] for name in names if channel.get(name) is not None), None)
