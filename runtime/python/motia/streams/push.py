"""Tells clients: one message for each connection that joined one of the rooms."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from ..aws import call_rest
from ..aws.encoding import percent_encoded
from ..errors import AwsError
from ..logger import logger
from ..state.table import delete_item, query_items
from ..values import from_json, to_json
from .clock import timestamp
from .place import Place
from .table import streams_table

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

#: Bytes of a message. Frames of 32 KB are what API Gateway itself cuts a posted message into.
#: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
LARGEST_MESSAGE = 131_072

#: Posts on their way at once.
_AT_ONCE = 32

_threads: ThreadPoolExecutor | None = None

#: Connection -> the room and key of each of its subscriptions.
Connections = dict[str, list[tuple[str, str]]]


def tell(place: Place, rooms: Iterable[str], event: str, trace: str | None) -> None:
    """``event`` is JSON. What cannot be told is a warning: the data is stored, and a client has the next message."""
    message = message_of(place, event)
    about = place.named
    if len(message) > LARGEST_MESSAGE:
        logger.warn(
            f"a message of stream {place.stream!r} is {len(message)} bytes, API Gateway takes at most "
            f"{LARGEST_MESSAGE}: nobody is told, keep what is large in state or S3",
            about,
        )
        return
    try:
        connections = _connections_in(rooms, trace)
    except Exception as error:
        logger.warn(f"nobody could be told of a change of stream {place.stream!r}", {**about, "error": error})
        return
    outcomes = _each(lambda one: _tell_one(one[0], one[1], message, trace), list(connections.items()))
    failures = [outcome for outcome in outcomes if outcome is not None]
    if failures:
        logger.warn(
            f"{len(failures)} of {len(connections)} clients could not be told of a change of stream {place.stream!r}",
            {**about, "error": failures[0]},
        )


def message_of(place: Place, event: str) -> bytes:
    """What clients read."""
    head = to_json({"timestamp": timestamp(), **place.named})
    return f'{head[:-1]},"event":{event}}}'.encode()


def _connections_in(rooms: Iterable[str], trace: str | None) -> Connections:
    found: Connections = {}
    table = streams_table()
    for room in rooms:
        for item in query_items(room, "subscription:", None, trace, table):
            found.setdefault(from_json(item.text)["connectionId"], []).append((room, item.key))
    return found


def _tell_one(
    connection: str, subscriptions: list[tuple[str, str]], message: bytes, trace: str | None
) -> Exception | None:
    """What went wrong; a connection that is gone is none to tell, and forgotten.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
    """
    try:
        call_rest("execute-api", "PostToConnection", f"@connections/{percent_encoded(connection)}", message, trace)
    except AwsError as error:
        if error.status != 410:
            return error
        return _forget(subscriptions, trace)
    except Exception as error:
        return error
    return None


def _forget(subscriptions: list[tuple[str, str]], trace: str | None) -> Exception | None:
    try:
        for room, key in subscriptions:
            delete_item(room, key, trace, streams_table())
    except Exception as error:
        return error
    return None


def _each(work: Callable[[Any], Any], all: list[Any]) -> Iterable[Any]:
    global _threads
    if len(all) < 2:
        return map(work, all)
    if _threads is None:
        from concurrent.futures import ThreadPoolExecutor

        _threads = ThreadPoolExecutor(_AT_ONCE, "motia-push")
    return _threads.map(work, all)
