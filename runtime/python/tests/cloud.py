"""What surrounds a Step in tests: the environment of the contract, a fake AWS, an X-Ray daemon, Lambda's context."""

from __future__ import annotations

import json
import select
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from fake_aws import ACCOUNT, REGION, FakeAws

TOPICS = {
    "order.created": f"arn:aws:sqs:{REGION}:{ACCOUNT}:order-created",
    "order.paid": f"arn:aws:sns:{REGION}:{ACCOUNT}:order-paid",
    "order.audited": f"arn:aws:events:{REGION}:{ACCOUNT}:event-bus/audit",
    "order.queued": f"arn:aws:sqs:{REGION}:{ACCOUNT}:order-queued.fifo",
    "order.ranked": f"arn:aws:sns:{REGION}:{ACCOUNT}:order-ranked.fifo",
}

ROOT = "1-5759e988-bd862e3fe1be46a994272793"


class Context:
    """The part of Lambda's context that the runtime reads."""

    aws_request_id = "request-1"

    def __init__(self, step: str = "step", remaining: int = 30_000) -> None:
        self.invoked_function_arn = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{step}"
        self._remaining = remaining

    def get_remaining_time_in_millis(self) -> int:
        return self._remaining


class Daemon:
    """Takes what is sent to X-Ray."""

    def __init__(self) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._socket.getsockname()[1]}"

    def documents(self) -> list[dict[str, Any]]:
        """On the loopback what was sent is there at once."""
        found = []
        while select.select([self._socket], [], [], 0)[0]:
            header, _, document = self._socket.recv(65_536).partition(b"\n")
            assert json.loads(header) == {"format": "json", "version": 1}
            found.append(json.loads(document))
        return found

    def close(self) -> None:
        self._socket.close()


class Cloud:
    def __init__(self, aws: FakeAws, daemon: Daemon) -> None:
        self.aws = aws
        self.daemon = daemon


@contextmanager
def cloud(step: str, root: Path | str, **environment: str) -> Iterator[Cloud]:
    aws, daemon = FakeAws(), Daemon()
    variables = {
        "AWS_REGION": REGION,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_ENDPOINT_URL": aws.url,
        "AWS_XRAY_DAEMON_ADDRESS": daemon.address,
        "LAMBDA_TASK_ROOT": str(root),
        "_X_AMZN_TRACE_ID": f"Root={ROOT};Parent=53995c3f42cd8ad8;Sampled=1",
        "MOTIA_APP": "shop",
        "MOTIA_STEP": step,
        "MOTIA_TABLE": "state",
        "MOTIA_STREAMS": "state",
        "MOTIA_MAX_RETRIES": "3",
        "MOTIA_DLQ": f"arn:aws:sqs:{REGION}:{ACCOUNT}:dead",
        "MOTIA_TOPICS": json.dumps(TOPICS),
        **environment,
    }
    try:
        with patch.dict("os.environ", variables):
            yield Cloud(aws, daemon)
    finally:
        from motia.aws.connections import close_all

        close_all()
        aws.stop()
        daemon.close()
