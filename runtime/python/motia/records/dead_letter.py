"""Moves a record that no retry can help to the Step's dead-letter queue: the original body, and why."""

from __future__ import annotations

import re
from typing import Any

from ..aws import call_json
from ..emits.destination import destination
from .record import Record

#: Bytes; the rest of a reason is cut.
_LONGEST_REASON = 1024

#: What SQS refuses: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def send_dead_letter(dlq: str, step: str, record: Record, reason: str) -> None:
    """Raises ``AwsError`` and ``AwsConnectionError``."""
    where = destination(dlq)
    content: dict[str, Any] = {
        "QueueUrl": where.queue_url,
        "MessageBody": record.body,
        "MessageAttributes": {
            "motia.reason": {"DataType": "String", "StringValue": cut(reason)},
            "motia.step": {"DataType": "String", "StringValue": step},
            "motia.attempt": {"DataType": "Number", "StringValue": str(record.attempt)},
        },
    }
    if record.trace_header:
        content["MessageSystemAttributes"] = {
            "AWSTraceHeader": {"DataType": "String", "StringValue": record.trace_header}
        }
    if where.fifo:
        content |= {"MessageGroupId": record.group_id or step, "MessageDeduplicationId": record.message_id}
    call_json("sqs", "SendMessage", content, record.trace_header)


def cut(reason: str) -> str:
    text = _FORBIDDEN.sub(" ", reason) or "no reason"
    return text.encode()[:_LONGEST_REASON].decode("utf-8", "ignore")
