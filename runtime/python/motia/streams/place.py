"""Where items and subscriptions lie in the table."""

from __future__ import annotations

from typing import Any, NamedTuple

from ..aws.encoding import percent_encoded
from ..errors import InvalidStreamItemError

#: UTF-8 bytes: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
_LONGEST_ROOM = 2048
_LONGEST_KEY = 1024


class Place(NamedTuple):
    """A group of a stream, or with an ``id`` an item of it."""

    stream: str
    group_id: str
    id: str | None = None

    @property
    def room(self) -> str:
        """The partition with its subscriptions and, of a group, its items; no ``:`` is left in its parts."""
        return ":".join(percent_encoded(part) for part in self if part is not None)

    @property
    def group(self) -> Place:
        return Place(self.stream, self.group_id)

    @property
    def key(self) -> str:
        """Of an item in its group's room."""
        key = f"item:{self.id}"
        if len(key.encode()) > _LONGEST_KEY:
            raise _too_long("id", self.stream, _LONGEST_KEY)
        return key

    @property
    def named(self) -> dict[str, Any]:
        """As messages have it."""
        named = {"streamName": self.stream, "groupId": self.group_id}
        return named if self.id is None else {**named, "id": self.id}


def group_in(stream: str, group_id: Any) -> Place:
    return _checked(Place(stream, _text("group_id", group_id, stream)))


def item_in(stream: str, group_id: Any, id: Any) -> Place:
    return _checked(Place(stream, _text("group_id", group_id, stream), _text("id", id, stream)))


def _text(what: str, given: Any, stream: str) -> str:
    text = str(given) if isinstance(given, int) and not isinstance(given, bool) else given
    try:
        if isinstance(text, str) and text.encode():
            return text
    except UnicodeEncodeError:
        pass
    raise InvalidStreamItemError(f"{what} is {given!r} in a call of stream {stream!r}: give a text that is not empty")


def _checked(place: Place) -> Place:
    if len(place.room) > _LONGEST_ROOM:
        raise _too_long("group_id and id", place.stream, _LONGEST_ROOM)
    return place


def _too_long(what: str, stream: str, limit: int) -> InvalidStreamItemError:
    return InvalidStreamItemError(
        f"{what} of stream {stream!r} are longer than the {limit} bytes that a key of DynamoDB may have, encoded: "
        "use shorter ids"
    )
