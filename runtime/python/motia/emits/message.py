"""One emit, ready to be sent."""

from __future__ import annotations

from typing import Any, NamedTuple

from ..envelope import MOST_HOPS, iso_now
from ..errors import InvalidEmitError, InvalidValueError, PayloadTooLargeError, TooManyHopsError
from ..invocation import Run
from ..trace import Subsegment
from ..values import to_json
from .destination import Destination

#: UTF-8 bytes of a message and of a batch; AWS.md's limits of each service. SNS's may be raised by the topic's owner.
LIMITS = {"sqs": 1_048_576, "sns": 262_144, "events": 1_048_576}

_NAMES = {"sqs": "SQS", "sns": "SNS", "events": "EventBridge"}


class Message(NamedTuple):
    destination: Destination
    topic: str
    body: str
    #: UTF-8 bytes.
    size: int
    group_id: str | None
    deduplication_id: str | None
    delay_seconds: int | None
    segment: Subsegment


def make_message(
    run: Run,
    id: str,
    where: Destination,
    topic: str,
    data: Any,
    delay_seconds: int | None = None,
    group_id: str | None = None,
    deduplication_id: str | None = None,
) -> Message:
    """Builds the envelope of an emit and checks all that AWS would refuse."""
    if run.hop + 1 > MOST_HOPS:
        raise TooManyHopsError(topic, run.hop + 1, MOST_HOPS)
    _check_delay(where, topic, delay_seconds)
    segment = run.subsegment(f"emit {topic}", {"topic": topic, "messageId": id}, run.segment.id)
    envelope: dict[str, Any] = {
        "v": 1,
        "id": id,
        "topic": topic,
        "data": data,
        "traceId": run.trace_id,
        "parentId": run.parent_id,
        "hop": run.hop + 1,
        "time": iso_now(),
    }
    header = segment.carried()
    if header is not None:
        envelope["traceHeader"] = header
    try:
        body = to_json(envelope, "data")
    except InvalidValueError as error:
        raise InvalidEmitError(f"emit of {topic!r}: {error}") from error
    size = len(body.encode())
    if where.service == "events":
        size += len(topic.encode()) + 64
    if size > LIMITS[where.service]:
        raise PayloadTooLargeError(topic, _NAMES[where.service], size, LIMITS[where.service])
    return Message(
        where,
        topic,
        body,
        size,
        group_id or (topic if where.fifo else None),
        (deduplication_id or id) if where.fifo else None,
        delay_seconds,
        segment,
    )


def _check_delay(where: Destination, topic: str, delay: int | None) -> None:
    if delay is None:
        return
    if where.service != "sqs" or where.fifo:
        kind = f"a FIFO {_NAMES[where.service]}" if where.fifo else f"an {_NAMES[where.service]}"
        raise InvalidEmitError(
            f"emit of {topic!r} cannot be delayed: it goes to {kind} destination, and only a standard queue delays; "
            "leave delay_seconds away, or set infrastructure.queue.delaySeconds of the subscriber"
        )
    if isinstance(delay, bool) or not isinstance(delay, int) or not 0 <= delay <= 900:
        raise InvalidEmitError(f"emit of {topic!r}: delay_seconds is {delay!r}, it must be an integer from 0 to 900")
