"""The Python side of roundtrip.test.ts: answers each line of JSON on stdin with one on stdout."""

import dataclasses
import datetime
import decimal
import enum
import json
import sys
import uuid
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "runtime" / "python"))

from motia.errors import MotiaError
from motia.invocation import Run
from motia.state import State

state = State(
    Run(
        step="roundtrip",
        trigger="event",
        request_id="request-1",
        parent_id="parent",
        trace_id="trace",
        hop=0,
        header=None,
        remaining_time=lambda: 30_000,
        asynchronous=False,
    )
)


class Colour(enum.Enum):
    RED = "red"


@dataclasses.dataclass
class Point:
    x: int
    at: datetime.date


#: What only Python has.
VALUES = {
    "a datetime": datetime.datetime(2026, 1, 2, 3, 4, 5, 678_999, datetime.timezone(datetime.timedelta(hours=1))),
    "a datetime without a zone": datetime.datetime(2026, 1, 2, 3, 4, 5),
    "a date": datetime.date(2026, 1, 2),
    "a decimal": decimal.Decimal("19.99"),
    "a whole decimal": decimal.Decimal("20.00"),
    "a decimal with too many digits": decimal.Decimal("0.12345678901234567890"),
    "a uuid": uuid.UUID(int=1),
    "an enum": Colour.RED,
    "a dataclass": Point(1, datetime.date(2026, 1, 2)),
    "a tuple": (1, (2,)),
    "an integer key": {1: "one"},
    "the largest integer": 2**53 - 1,
    "an integer that is too large": 2**53,
    "a negative integer that is too large": {"deep": [-(2**53)]},
    "nan": float("nan"),
    "infinity": [float("inf")],
    "bytes": b"x",
    "a set": {1},
}


def relay(keys: list[str]) -> list[str]:
    """Reads each value and writes it back under another key."""
    for key in keys:
        state.set(f"back:{key}", state.get(f"there:{key}"))
    return keys


def store(name: str) -> str:
    try:
        state.set(f"python:{name}", VALUES[name])
    except MotiaError as error:
        return type(error).__name__
    return "stored"


for line in sys.stdin:
    request = json.loads(line)
    answer = relay(request["relay"]) if "relay" in request else {name: store(name) for name in VALUES}
    print(json.dumps(answer), flush=True)
