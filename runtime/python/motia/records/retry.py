"""When failed records return."""

from __future__ import annotations

import math
import os
import random

from ..aws import call_json
from ..emits.destination import destination
from ..errors import MotiaError
from ..logger import logger
from .lanes import Failure

#: Seconds; the most that a retry waits.
_LONGEST = 900


def retry_delay(attempt: int, max_retries: int, dialect: str, chance: float | None = None) -> int:
    """Seconds until the next try: 2 doubling to 15 min, between half of that and all of it; 0.x waits 2 each time.

    After the last try it is none: SQS moves a message to its dead-letter queue when it would be received once more.
    """
    if attempt > max_retries:
        return 0
    if dialect == "motia":
        return 2
    ceiling = min(_LONGEST, 1 << min(attempt, 10))
    return math.ceil(ceiling * (0.5 + (random.random() if chance is None else chance) / 2))


def postpone(failures: list[Failure], dialect: str) -> None:
    """Sets the visibility of failed records; those that were not even begun return at once.

    That it cannot be set is no reason to fail: then they return when the queue's own timeout ends.
    """
    max_retries = int(os.environ.get("MOTIA_MAX_RETRIES", "3"))
    arn = failures[0].record.queue_arn
    if not arn:
        return
    try:
        for start in range(0, len(failures), 10):
            entries = [
                {
                    "Id": str(index),
                    "ReceiptHandle": record.receipt_handle,
                    "VisibilityTimeout": 0 if skipped else retry_delay(record.attempt, max_retries, dialect),
                }
                for index, (record, skipped) in enumerate(failures[start : start + 10])
            ]
            content = {"QueueUrl": destination(arn).queue_url, "Entries": entries}
            call_json("sqs", "ChangeMessageVisibilityBatch", content)
    except MotiaError as error:
        logger.warn("the retry could not be postponed: the records return after the queue's visibility timeout", error)
