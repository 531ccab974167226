"""What a message carries from Step to Step; the layout is that of ``runtime/CONTRACT.md``."""

from __future__ import annotations

import time as clock
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any, NamedTuple, TypeGuard

from .values import from_json

#: A flow that is longer is taken for a loop.
MOST_HOPS = 64


class Envelope(NamedTuple):
    """An incoming message, whoever sent it."""

    #: The same when the same message is delivered again; a redriven one too, when it came from a Step.
    id: str
    #: ``None`` when a body without an envelope does not say.
    topic: str | None
    data: Any
    #: Root of the trace in which the flow began; ``None`` when the body does not say.
    trace_id: str | None
    hop: int
    #: The ``X-Amzn-Trace-Id`` in force when it was emitted.
    trace_header: str | None = None


def read_envelope(body: str, message_id: str) -> Envelope:
    """Reads a message's body: an envelope, an EventBridge event (holding one or not), or anything else as data."""
    try:
        content = from_json(body)
    except ValueError:
        return Envelope(message_id, None, body, None, 0)
    if not isinstance(content, dict):
        return Envelope(message_id, None, content, None, 0)
    if "detail" in content and all(_is_text(content.get(name)) for name in ("detail-type", "source", "id")):
        # https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html
        return _ours(content["detail"]) or Envelope(content["id"], content["detail-type"], content["detail"], None, 0)
    return _ours(content) or Envelope(message_id, None, content, None, 0)


def _ours(content: Any) -> Envelope | None:
    if not isinstance(content, dict) or content.get("v") != 1:
        return None
    id, topic, hop, trace_id, header = (content.get(name) for name in ("id", "topic", "hop", "traceId", "traceHeader"))
    if not _is_text(id) or not _is_text(topic):
        return None
    count = hop if isinstance(hop, int) and hop > 0 else 0
    return Envelope(
        id,
        topic,
        content.get("data"),
        trace_id if _is_text(trace_id) else None,
        count,
        header if _is_text(header) else None,
    )


def _is_text(value: Any) -> TypeGuard[str]:
    return isinstance(value, str) and value != ""


def message_id(parent_id: str, step: str, ordinal: int) -> str:
    """The id of the ``ordinal``-th emit of a Step's handling of ``parent_id``: the same at each retry."""
    digest = sha256(f"{parent_id}\n{step}\n{ordinal}".encode()).digest()
    return urlsafe_b64encode(digest[:16]).rstrip(b"=").decode()


def iso_now() -> str:
    """Now, as JavaScript's ``new Date().toISOString()``."""
    now = clock.time()
    return f"{clock.strftime('%Y-%m-%dT%H:%M:%S', clock.gmtime(now))}.{int(now % 1 * 1000):03d}Z"
