"""What an SQS event source hands over: https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html"""

from __future__ import annotations

from typing import Any, NamedTuple

from ..errors import InvalidEventError


class Record(NamedTuple):
    message_id: str
    receipt_handle: str
    body: str
    #: How often the message was received, this time included.
    attempt: int
    #: Of a FIFO queue.
    group_id: str | None
    trace_header: str | None
    queue_arn: str

    @property
    def fifo(self) -> bool:
        return self.queue_arn.endswith(".fifo")


def read_records(event: Any) -> list[Record]:
    """Raises ``InvalidEventError`` when it is no batch of SQS records, or one could not be reported as failed."""
    records = event.get("Records") if isinstance(event, dict) else None
    if not isinstance(records, list):
        raise InvalidEventError(
            'the event holds no SQS records (it has no list "Records"): invoke the step through its queue'
        )
    return [_read(record, index) for index, record in enumerate(records)]


def _read(record: Any, index: int) -> Record:
    fields = record if isinstance(record, dict) else {}
    message_id = fields.get("messageId")
    if not isinstance(message_id, str) or not message_id:
        raise InvalidEventError(f"record {index} of the event has no messageId: it did not come from an SQS queue")
    found = fields.get("attributes")
    attributes: dict[str, Any] = found if isinstance(found, dict) else {}
    count = str(attributes.get("ApproximateReceiveCount", ""))
    return Record(
        message_id,
        _text(fields.get("receiptHandle")) or "",
        _text(fields.get("body")) or "",
        max(1, int(count)) if count.isdecimal() else 1,
        _text(attributes.get("MessageGroupId")),
        _text(attributes.get("AWSTraceHeader")),
        _text(fields.get("eventSourceARN")) or "",
    )


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
