"""Sends messages: alone, or several to one destination in one call."""

from __future__ import annotations

import os
import re
import time
from typing import Any

from ..aws import call_json, call_query
from ..errors import AwsError, MissingSettingError
from .message import LIMITS, Message

#: Of SendMessageBatch, PublishBatch and PutEvents.
MOST_ENTRIES = 10

#: How often entries that failed alone, by no fault of the sender, are sent again.
_ROUNDS = 3


def send_one(message: Message) -> None:
    """Sends one message and ends its subsegment. Raises ``AwsError`` and ``AwsConnectionError``."""
    (outcome,) = send_all([message])
    if outcome is not None:
        raise outcome


def send_all(messages: list[Message]) -> list[Exception | None]:
    """Sends messages of one destination in their order, in as few calls as may be; gives what became of each."""
    outcomes: list[Exception | None] = []
    for some in _batches(messages):
        outcomes += _send_batch(some)
    for message, outcome in zip(messages, outcomes):
        message.segment.end(outcome)
    return outcomes


def _batches(messages: list[Message]) -> list[list[Message]]:
    batches: list[list[Message]] = []
    size = 0
    for message in messages:
        if not batches or len(batches[-1]) == MOST_ENTRIES or size + message.size > LIMITS[message.destination.service]:
            batches.append([])
            size = 0
        batches[-1].append(message)
        size += message.size
    return batches


def _send_batch(messages: list[Message]) -> list[Exception | None]:
    outcomes: list[Exception | None] = [None] * len(messages)
    left = list(range(len(messages)))
    for round in range(_ROUNDS):
        try:
            failed = _send([messages[index] for index in left])
        except Exception as error:
            for index in left:
                outcomes[index] = error
            return outcomes
        for position, index in enumerate(left):
            outcomes[index] = failed[position][0] if position in failed else None
        left = [left[position] for position, (_, again) in sorted(failed.items()) if again]
        if not left or round == _ROUNDS - 1:
            break
        from random import random

        time.sleep(random() * 0.1 * 2**round)
    return outcomes


#: Position in the batch -> (error, whether it may succeed later).
_Failed = dict[int, tuple[AwsError, bool]]


def _send(messages: list[Message]) -> _Failed:
    return _SENDERS[messages[0].destination.service](messages)


def _send_sqs(messages: list[Message]) -> _Failed:
    url = messages[0].destination.queue_url
    if len(messages) == 1:
        call_json("sqs", "SendMessage", {"QueueUrl": url, **_sqs_entry(messages[0])}, messages[0].segment.carried())
        return {}
    entries = [{"Id": str(index), **_sqs_entry(message)} for index, message in enumerate(messages)]
    answer = call_json("sqs", "SendMessageBatch", {"QueueUrl": url, "Entries": entries}, messages[0].segment.carried())
    return {
        int(entry["Id"]): (
            AwsError("sqs", "SendMessageBatch", str(entry.get("Code")), str(entry.get("Message", "")), 400),
            not entry.get("SenderFault"),
        )
        for entry in answer.get("Failed", [])
    }


def _sqs_entry(message: Message) -> dict[str, Any]:
    entry: dict[str, Any] = {"MessageBody": message.body}
    if message.group_id is not None:
        entry["MessageGroupId"] = message.group_id
    if message.deduplication_id is not None:
        entry["MessageDeduplicationId"] = message.deduplication_id
    if message.delay_seconds is not None:
        entry["DelaySeconds"] = message.delay_seconds
    trace = message.segment.carried()
    if trace is not None:
        # https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html
        entry["MessageSystemAttributes"] = {"AWSTraceHeader": {"DataType": "String", "StringValue": trace}}
    return entry


def _send_sns(messages: list[Message]) -> _Failed:
    arn = messages[0].destination.arn
    trace = messages[0].segment.carried()
    if len(messages) == 1:
        call_query("sns", "Publish", {"TopicArn": arn, **_sns_fields(messages[0], "")}, trace)
        return {}
    fields = {"TopicArn": arn}
    for index, message in enumerate(messages):
        prefix = f"PublishBatchRequestEntries.member.{index + 1}."
        fields |= {f"{prefix}Id": str(index), **_sns_fields(message, prefix)}
    return _sns_failed(call_query("sns", "PublishBatch", fields, trace))


def _sns_fields(message: Message, prefix: str) -> dict[str, str]:
    fields = {f"{prefix}Message": message.body}
    if message.group_id is not None:
        fields[f"{prefix}MessageGroupId"] = message.group_id
    if message.deduplication_id is not None:
        fields[f"{prefix}MessageDeduplicationId"] = message.deduplication_id
    return fields


def _sns_failed(xml: str) -> _Failed:
    part = re.search(r"<Failed>(.*)</Failed>", xml, re.DOTALL)
    failed: _Failed = {}
    for member in re.findall(r"<member>(.*?)</member>", part[1] if part else "", re.DOTALL):
        entry = dict(re.findall(r"<(\w+)>(.*?)</\1>", member, re.DOTALL))
        error = AwsError("sns", "PublishBatch", entry.get("Code", ""), entry.get("Message", ""), 400)
        failed[int(entry["Id"])] = (error, entry.get("SenderFault") != "true")
    return failed


def _put_events(messages: list[Message]) -> _Failed:
    app = os.environ.get("MOTIA_APP")
    if not app:
        raise MissingSettingError("MOTIA_APP", "it is the source of what goes to a bus; deploy the step again")
    entries = []
    for message in messages:
        entry = {
            "Source": app,
            "DetailType": message.topic,
            "Detail": message.body,
            "EventBusName": message.destination.arn,
        }
        trace = message.segment.carried()
        entries.append({**entry, "TraceHeader": trace} if trace else entry)
    answer = call_json("events", "PutEvents", {"Entries": entries}, messages[0].segment.carried())
    failed: _Failed = {}
    for index, entry in enumerate(answer.get("Entries", [])):
        if entry.get("ErrorCode"):
            code = str(entry["ErrorCode"])
            error = AwsError("events", "PutEvents", code, str(entry.get("ErrorMessage", "")), 400)
            failed[index] = (error, code in ("ThrottlingException", "InternalFailure"))
    return failed


_SENDERS = {"sqs": _send_sqs, "sns": _send_sns, "events": _put_events}
