"""Which records of a batch must follow each other, and what a batch's outcome is.

Records of a standard queue are handled together, those of a FIFO queue one after the other within their group and the
groups together. After a failure in a group its later records are not touched. Nothing is begun when too little time is
left, and what has not ended at the last moment counts as failed, so that what is done is not done again.

https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import NamedTuple

from .record import Record

#: ms before Lambda stops the function: no new record is begun.
RESERVE = 500

#: ms before Lambda stops the function: the batch is answered with what is done.
LAST_MOMENT = 250

RemainingTime = Callable[[], int]


class Failure(NamedTuple):
    record: Record
    #: It was not even begun.
    skipped: bool


def lanes(records: list[Record]) -> list[list[Record]]:
    found: dict[object, list[Record]] = {}
    for index, record in enumerate(records):
        found.setdefault(("group", record.group_id) if record.fifo else index, []).append(record)
    return list(found.values())


def handle_in_turn(records: list[Record], remaining: RemainingTime, handle: Callable[[Record], bool]) -> list[Failure]:
    """For a plain function: all records one after the other. ``handle`` says whether it went well."""
    failures: list[Failure] = []
    for lane in lanes(records):
        failed = False
        for record in lane:
            if failed or remaining() < RESERVE:
                failures.append(Failure(record, True))
                failed = True
            elif not handle(record):
                failures.append(Failure(record, False))
                failed = True
    return failures


async def handle_together(
    records: list[Record], remaining: RemainingTime, handle: Callable[[Record], Awaitable[bool]]
) -> list[Failure]:
    """For a coroutine function."""
    import asyncio

    failures: list[Failure] = []
    open_records = {record.message_id: record for record in records}

    async def work(lane: list[Record]) -> None:
        failed = False
        for record in lane:
            if failed or remaining() < RESERVE:
                failures.append(Failure(record, True))
                failed = True
            elif not await handle(record):
                failures.append(Failure(record, False))
                failed = True
            open_records.pop(record.message_id, None)

    tasks = [asyncio.ensure_future(work(lane)) for lane in lanes(records)]
    if tasks:
        _, late = await asyncio.wait(tasks, timeout=max(0, remaining() - LAST_MOMENT) / 1000)
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late, timeout=LAST_MOMENT / 5000)
        for task in tasks:
            if task.done() and not task.cancelled():
                task.result()
    return failures + [Failure(record, False) for record in open_records.values()]
