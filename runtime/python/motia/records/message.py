"""What a record brings to a handler."""

from __future__ import annotations

from typing import Any, NamedTuple

from ..envelope import read_envelope
from ..trace.header import TraceHeader, new_root, parse_header
from .record import Record


class Message(NamedTuple):
    data: Any
    topic: str
    #: The same at every delivery.
    id: str
    trace_id: str
    hop: int
    #: The ``X-Amzn-Trace-Id`` in force when it was sent.
    trace_header: str | None


def read_message(record: Record, only_topic: str, invocation: TraceHeader | None) -> Message:
    """``only_topic`` is that of a body that does not say: the Step's, where it subscribes to one alone."""
    envelope = read_envelope(record.body, record.message_id)
    header = parse_header(record.trace_header) or invocation
    return Message(
        envelope.data,
        only_topic if envelope.topic is None else envelope.topic,
        envelope.id,
        envelope.trace_id or (header.root if header else new_root()),
        envelope.hop,
        envelope.trace_header or record.trace_header,
    )
