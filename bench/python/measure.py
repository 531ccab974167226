"""Runs in a fresh process: ms to import a function and to its first answer, then microseconds of CPU a warm invocation.

argv: {"entry", "folder", "runtime", "event", "trigger"?, "warm"}; ``entry`` is a module, or with ``trigger`` a step
file. What Lambda's own runtime has loaded before the function is loaded before the clock starts.
"""

import json
import logging
import os
import sys
import time
import traceback
from types import SimpleNamespace

del logging, traceback

given = json.loads(sys.argv[1])
sys.path[:0] = [given["folder"], given["runtime"]]
os.environ["LAMBDA_TASK_ROOT"] = given["folder"]
context = SimpleNamespace(
    aws_request_id="request",
    function_name="bench",
    memory_limit_in_mb=128,
    invoked_function_arn="arn:aws:lambda:eu-north-1:123456789012:function:bench",
    get_remaining_time_in_millis=lambda: 30_000,
)

start, start_cpu = time.perf_counter(), time.process_time()
if "trigger" in given:
    adapter = __import__(f"motia.adapters.{given['trigger']}", fromlist=["adapt"])
    handler = adapter.adapt(given["entry"], name="bench")
else:
    handler = __import__(given["entry"]).handler
imported, imported_cpu = time.perf_counter(), time.process_time()
first = handler(given["event"], context)
answered, answered_cpu = time.perf_counter(), time.process_time()

batches = []
for _ in range(5 if given["warm"] else 0):
    before = time.process_time()
    for _ in range(given["warm"]):
        handler(given["event"], context)
    batches.append((time.process_time() - before) / given["warm"])

print(
    json.dumps(
        {
            "import": (imported - start) * 1e3,
            "importCpu": (imported_cpu - start_cpu) * 1e3,
            "answer": (answered - start) * 1e3,
            "answerCpu": (answered_cpu - start_cpu) * 1e3,
            "warm": min(batches, default=0) * 1e6,
            "result": first,
        }
    )
)
