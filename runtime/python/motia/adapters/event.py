"""The Lambda handler of an event Step, for an SQS event source that reports batch item failures."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from typing import Any

from ..errors import InvalidInputError, MotiaError, OutOfTimeError
from ..invocation import Run, current
from ..invocation.execute import execute, execute_plain
from ..invocation.perform import in_thread
from ..logger import logger
from ..records.lanes import Failure, handle_in_turn, handle_together
from ..records.message import Message, read_message
from ..records.record import Record, read_records
from ..step.prepare import ReadyStep, prepare
from ..trace import TraceHeader, current_header, message_trace
from .run import run_async

LambdaHandler = Callable[[Any, Any], dict[str, Any]]


def adapt(file: str, *, name: str, dialect: str = "define-step") -> LambdaHandler:
    """``file`` is relative to the function's code. Raises ``DefinitionError`` when the Step cannot run."""
    step = prepare(file, name, dialect, "event")
    only_topic = _only_topic(step.config.get("subscribes") or [])
    read = _reader(step)

    def handler(event: Any, context: Any) -> dict[str, Any]:
        records = read_records(event)
        header = current_header()
        remaining = context.get_remaining_time_in_millis

        def begin(record: Record) -> tuple[Run, Callable[[], Any]]:
            message = read_message(record, only_topic, header)
            run = _run(step, record, message, header, context)
            return run, lambda: step.call(run, read(message, record))

        async def handle(record: Record) -> bool:
            import asyncio

            run, work = begin(record)
            try:
                await execute(run, work)
            except asyncio.CancelledError:
                late = OutOfTimeError(
                    "the handler did not end before the function had to: "
                    "it waits for what does not come, or needs a longer infrastructure.handler.timeout"
                )
                _log(run, f"step {step.name!r} failed", late)
                raise
            except Exception as error:
                return await in_thread(asyncio.get_running_loop(), partial(_failed, run, record, error))
            return True

        def handle_plain(record: Record) -> bool:
            run, work = begin(record)
            try:
                execute_plain(run, work)
            except Exception as error:
                return _failed(run, record, error)
            return True

        failures: list[Failure] = (
            run_async(handle_together(records, remaining, handle))
            if step.asynchronous
            else handle_in_turn(records, remaining, handle_plain)
        )
        if failures:
            from ..records.retry import postpone

            token = current.set(begin(failures[0].record)[0])
            postpone(failures, dialect)
            current.reset(token)
        return {"batchItemFailures": [{"itemIdentifier": record.message_id} for record, _ in failures]}

    return handler


def _run(step: ReadyStep, record: Record, message: Message, header: TraceHeader | None, context: Any) -> Run:
    return Run(
        step=step.name,
        trigger="event",
        request_id=context.aws_request_id,
        parent_id=message.id,
        trace_id=message.trace_id,
        hop=message.hop,
        header=message_trace(message.trace_header, header),
        remaining_time=context.get_remaining_time_in_millis,
        asynchronous=step.asynchronous,
        topic=message.topic,
        attempt=record.attempt,
        message_id=message.id,
    )


def _reader(step: ReadyStep) -> Callable[[Message, Record], Any]:
    """Makes the handler's input; raises ``InvalidInputError``. 0.x warns instead, unless ``validate`` is ``strict``."""
    check = step.schema("input")

    def read(message: Message, record: Record) -> Any:
        data, issues = check(message.data) if check else (message.data, [])
        if issues and step.strict:
            raise InvalidInputError("the input does not fit its schema", issues)
        if issues:
            logger.warn("the input does not fit its schema", {"issues": issues})
        if step.motia:
            return message.data
        return {"data": data, "topic": message.topic, "attempt": record.attempt, "id": message.id}

    return read


def _failed(run: Run, record: Record, error: Exception) -> bool:
    """True when the record is done with all the same: no retry can help it, and it is in the dead-letter queue."""
    dlq = os.environ.get("MOTIA_DLQ")
    if isinstance(error, InvalidInputError) and dlq:
        from ..records.dead_letter import send_dead_letter

        try:
            send_dead_letter(dlq, run.step, record, str(error))
        except MotiaError as cause:
            _log(run, "the message could not be moved to the dead-letter queue", cause)
        else:
            _log(run, f"step {run.step!r} refused a message: it is in the dead-letter queue", error)
            return True
    _log(run, f"step {run.step!r} failed", error)
    return False


def _log(run: Run, message: str, error: Exception) -> None:
    token = current.set(run)
    # Many messages may be of one trace.
    logger.error(message, error, messageId=run.message_id, attempt=run.attempt)
    current.reset(token)


def _only_topic(subscribes: list[Any]) -> str:
    return subscribes[0] if len(subscribes) == 1 and isinstance(subscribes[0], str) else ""
