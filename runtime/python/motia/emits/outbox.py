"""Emits of one turn of the event loop travel together: one call for each destination."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..invocation.perform import in_thread
from .message import Message
from .send import send_all, send_one

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop, Future

_waiting: dict[str, list[tuple[Message, Future[None]]]] = {}


def post(loop: AbstractEventLoop, message: Message) -> Future[None]:
    """Takes a message along with others; the future ends when AWS has taken it."""
    future: Future[None] = loop.create_future()
    if not _waiting:
        loop.call_soon(_flush, loop)
    _waiting.setdefault(message.destination.arn, []).append((message, future))
    return future


def _flush(loop: AbstractEventLoop) -> None:
    groups = list(_waiting.values())
    _waiting.clear()
    for group in groups:
        loop.create_task(_send(loop, group))


async def _send(loop: AbstractEventLoop, group: list[tuple[Message, Future[None]]]) -> None:
    messages = [message for message, _ in group]
    outcomes: list[Any]
    try:
        if len(messages) == 1:
            await in_thread(loop, lambda: send_one(messages[0]))
            outcomes = [None]
        else:
            outcomes = await in_thread(loop, lambda: send_all(messages))
    except Exception as error:
        outcomes = [error] * len(group)
    for (_, future), outcome in zip(group, outcomes):
        if future.done():
            continue
        if outcome is None:
            future.set_result(None)
        else:
            future.set_exception(outcome)
