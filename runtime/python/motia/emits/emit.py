"""What handlers call."""

from __future__ import annotations

from typing import Any

from ..envelope import message_id
from ..errors import InvalidEmitError
from ..invocation import Run
from ..invocation.call import Done
from ..invocation.perform import keep, running_loop
from ..logger import logger
from .destination import destination_of
from .message import make_message
from .outbox import post
from .send import send_one

#: Names of a message's fields in 0.x and in TypeScript -> the options' names here.
_OPTIONS = {
    "messageGroupId": "group_id",
    "groupId": "group_id",
    "deduplicationId": "deduplication_id",
    "delaySeconds": "delay_seconds",
    "group_id": "group_id",
    "deduplication_id": "deduplication_id",
    "delay_seconds": "delay_seconds",
}


class Emit:
    """``await emit("order.created", {"orderId": id}, group_id=customer)``, or ``emit({"topic": ..., "data": ...})``.

    A coroutine function gets something to await; what it does not await is awaited before the invocation ends. A plain
    function's call returns when AWS has taken the message.
    """

    __slots__ = ("_run",)

    def __init__(self, run: Run) -> None:
        self._run = run

    def __call__(
        self,
        topic: str | dict[str, Any],
        data: Any = None,
        *,
        delay_seconds: int | None = None,
        group_id: str | None = None,
        deduplication_id: str | None = None,
    ) -> Any:
        """Raises ``InvalidEmitError``, ``PayloadTooLargeError``, ``TooManyHopsError`` at once, ``AwsError`` later."""
        options = {"delay_seconds": delay_seconds, "group_id": group_id, "deduplication_id": deduplication_id}
        if isinstance(topic, dict):
            topic, data, options = read_message(topic)
        return send(self._run, topic, data, options)


class MotiaEmit:
    """0.x's ``await context.emit({"topic": ..., "data": ...})``."""

    __slots__ = ("_allowed", "_run")

    def __init__(self, run: Run, allowed: frozenset[str]) -> None:
        self._run = run
        self._allowed = allowed

    def __call__(self, message: dict[str, Any]) -> Any:
        """As in 0.17, a topic that the config does not list is dropped with a warning; an empty list allows any."""
        topic, data, options = read_message(message)
        if self._allowed and topic not in self._allowed:
            logger.warn(f"emit to {topic!r} dropped: the topic is not in the config's emits", {"topic": topic})
            return Done(None) if self._run.asynchronous else None
        return send(self._run, topic, data, options)


def send(run: Run, topic: str, data: Any, options: dict[str, Any]) -> Any:
    if not isinstance(topic, str) or not topic:
        raise InvalidEmitError(
            f"topic {topic!r} is no text: call emit(topic, data) or emit({{'topic': ..., 'data': ...}})"
        )
    # Its place among the run's emits is taken at once, whatever comes of it.
    id = message_id(run.parent_id, run.step, run.emits)
    run.emits += 1
    message = make_message(run, id, destination_of(topic, run.step), topic, data, **options)
    loop = running_loop(run)
    if loop is not None:
        return keep(run, post(loop, message))
    send_one(message)
    return Done(None) if run.asynchronous else None


def read_message(message: dict[str, Any]) -> tuple[str, Any, dict[str, Any]]:
    """Topic, data and options of ``{"topic", "data", "messageGroupId"?}``."""
    options = {_OPTIONS[name]: value for name, value in message.items() if name in _OPTIONS}
    return message.get("topic", ""), message.get("data"), options
