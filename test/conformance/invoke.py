"""Invokes a Step as its Lambda would: argv is the step file, its trigger, and the event; stdout gets the result."""

import json
import os
import sys
from pathlib import Path
from types import SimpleNamespace

sys.path.insert(0, str(Path(__file__).parents[2] / "runtime" / "python"))
file, trigger, event = sys.argv[1:]
os.environ["LAMBDA_TASK_ROOT"] = str(Path(__file__).parent / "steps")

adapter = __import__(f"motia.adapters.{trigger}", fromlist=["adapt"])
handler = adapter.adapt(file, name=file.removesuffix(".py"))
context = SimpleNamespace(aws_request_id="request-1", get_remaining_time_in_millis=lambda: 30_000)
print(json.dumps(handler(json.loads(event), context)))
