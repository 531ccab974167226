"""The Lambda handler of a cron Step, for EventBridge Scheduler. Its failure is the invocation's: Lambda retries it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any

from ..invocation import Run, current
from ..logger import logger
from ..step.prepare import prepare
from ..trace import current_header, new_root
from .run import run_to_end


def adapt(file: str, *, name: str, dialect: str = "define-step") -> Callable[[Any, Any], None]:
    """``file`` is relative to the function's code. Raises ``DefinitionError`` when the Step cannot run."""
    step = prepare(file, name, dialect, "cron")

    def handler(event: Any, context: Any) -> None:
        schedule = event if isinstance(event, dict) else {}
        arn, due = schedule.get("scheduleArn"), schedule.get("scheduledTime")
        if "skip" in schedule and _is_anothers(_time(due), schedule["skip"]):
            return
        header = current_header()
        run = Run(
            step=step.name,
            trigger="cron",
            request_id=context.aws_request_id,
            # Anything else than a schedule's input is an invocation by hand.
            parent_id=f"{arn} {due}" if arn and due else context.aws_request_id,
            trace_id=header.root if header else new_root(),
            hop=0,
            header=header,
            remaining_time=context.get_remaining_time_in_millis,
            asynchronous=step.asynchronous,
        )
        try:
            run_to_end(run, lambda: step.call(run, None if step.motia else {"scheduled_time": _time(due)}))
        except Exception as error:
            token = current.set(run)
            logger.error(f"step {step.name!r} failed", error)
            current.reset(token)
            raise

    return handler


def _time(due: Any) -> datetime:
    """``2026-01-02T03:00:00Z``; now for what is no time."""
    try:
        return datetime.fromisoformat(str(due).replace("Z", "+00:00"))
    except ValueError:
        return datetime.now(timezone.utc)


def _is_anothers(due: datetime, skip: dict[str, Any]) -> bool:
    """Cron runs where either day fits, a schedule has one day field: of two schedules one leaves days to the other."""
    from zoneinfo import ZoneInfo

    return due.astimezone(ZoneInfo(skip["timezone"])).day in skip["daysOfMonth"]
