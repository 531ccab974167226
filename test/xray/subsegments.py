"""Sends a subsegment for each case of stdin to a socket of its own, and prints what arrived, as base64."""

import base64
import json
import os
import socket
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "runtime" / "python"))
from motia.trace import Subsegment
from motia.trace.header import parse_header

daemon = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
daemon.bind(("127.0.0.1", 0))
daemon.settimeout(5)
os.environ["AWS_XRAY_DAEMON_ADDRESS"] = f"127.0.0.1:{daemon.getsockname()[1]}"

for case in json.load(sys.stdin):
    segment = Subsegment(
        case["name"], parse_header(case["header"]), case["annotations"]
    )
    try:
        raise type(case["type"], (Exception,), {})(case["message"])
    except Exception as error:  # noqa: BLE001
        segment.end(error)
    print(base64.b64encode(daemon.recv(65_536)).decode())
