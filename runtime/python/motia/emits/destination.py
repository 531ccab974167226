"""Where a topic goes: ``MOTIA_TOPICS`` of the contract."""

from __future__ import annotations

import json
import os
from functools import cache, lru_cache
from typing import NamedTuple

from ..aws.endpoints import custom_endpoint
from ..errors import InvalidEmitError, MissingSettingError


class Destination(NamedTuple):
    arn: str
    #: ``sqs``, ``sns`` or ``events``.
    service: str
    region: str
    account: str
    #: Of the queue, topic or bus.
    name: str

    @property
    def fifo(self) -> bool:
        return self.name.endswith(".fifo")

    @property
    def queue_url(self) -> str:
        base = custom_endpoint("sqs") or f"https://sqs.{self.region}.{_suffix(self.region)}"
        return f"{base}/{self.account}/{self.name}"


def _suffix(region: str) -> str:
    return "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"


@cache
def destination(arn: str) -> Destination:
    """Takes ``arn:aws:<service>:<region>:<account>:<name>``; a bus's name stands behind ``event-bus/``."""
    _, _, service, region, account, name = arn.split(":", 5)
    return Destination(arn, service, region, account, name.removeprefix("event-bus/"))


def destination_of(topic: str, step: str) -> Destination:
    """Raises ``InvalidEmitError`` when the Step may not publish to the topic."""
    known = _parse(os.environ.get("MOTIA_TOPICS", ""))
    if topic not in known:
        names = ", ".join(map(repr, known)) or "none"
        raise InvalidEmitError(
            f"topic {topic!r} is not among those that step {step!r} may emit ({names}): "
            "state it in the step's emits and deploy again"
        )
    return destination(known[topic])


@lru_cache(maxsize=4)
def _parse(text: str) -> dict[str, str]:
    try:
        found = json.loads(text or "{}")
    except ValueError as error:
        raise MissingSettingError("MOTIA_TOPICS", f"what it holds is no JSON ({error}); deploy again") from error
    return {str(topic): str(arn) for topic, arn in found.items()}
