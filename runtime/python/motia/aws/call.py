"""One call of an AWS action: endpoint, signature, retries, errors."""

from __future__ import annotations

import re
import time
from typing import Any

from ..errors import AwsConnectionError, AwsError
from ..values import from_json, to_json
from .connections import post
from .credentials import credentials
from .endpoints import endpoint, region
from .signature import sign

#: Service -> (content type, prefix of X-Amz-Target): https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html
_JSON = {
    "dynamodb": ("application/x-amz-json-1.0", "DynamoDB_20120810."),
    "sqs": ("application/x-amz-json-1.0", "AmazonSQS."),
    "events": ("application/x-amz-json-1.1", "AWSEvents."),
}

#: The first try and those after it, as in the SDKs' standard mode and one more.
_ATTEMPTS = 4

#: Codes after which the same call may succeed: https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
_THROTTLED = re.compile(
    r"Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|ProvisionedThroughputExceeded|BandwidthLimit"
)
_TRANSIENT = re.compile(
    r"RequestTimeout|InternalError|InternalServerError|InternalFailure|ServiceUnavailable|TransactionInProgress"
)


def call_json(service: str, action: str, content: dict[str, Any], trace: str | None = None) -> dict[str, Any]:
    """Calls an action of a service that speaks AWS JSON. Raises ``AwsError`` and ``AwsConnectionError``."""
    content_type, prefix = _JSON[service]
    headers = {"content-type": content_type, "x-amz-target": prefix + action}
    answer = _call(service, action, headers, to_json(content, f"{service} {action}").encode(), trace)
    found = from_json(answer) if answer else {}
    return found if isinstance(found, dict) else {}


def call_query(service: str, action: str, fields: dict[str, str], trace: str | None = None) -> str:
    """The same for a service that speaks AWS Query (SNS); gives the XML."""
    from urllib.parse import urlencode

    headers = {"content-type": "application/x-www-form-urlencoded; charset=utf-8"}
    body = urlencode({"Action": action, "Version": "2010-03-31", **fields}).encode()
    return _call(service, action, headers, body, trace).decode()


def call_rest(service: str, action: str, path: str, body: bytes, trace: str | None = None) -> bytes:
    """The same for a service that speaks REST (API Gateway); ``path`` lies below the endpoint and is encoded."""
    return _call(service, action, {"content-type": "application/octet-stream"}, body, trace, f"/{path}")


def _call(service: str, action: str, headers: dict[str, str], body: bytes, trace: str | None, below: str = "") -> bytes:
    where = region()
    url = endpoint(service, where) + below
    scheme, _, rest = url.partition("://")
    host, _, path = rest.partition("/")
    error: AwsError | AwsConnectionError
    for attempt in range(1, _ATTEMPTS + 1):
        signed = sign(service, where, host, f"/{path}", headers, body, credentials())
        if trace:
            # Not signed, as in the SDKs, for what stands on the way may change it.
            signed["x-amzn-trace-id"] = trace
        try:
            status, answer = post(f"{scheme}://{host}", f"/{path}", signed, body)
        except (OSError, ValueError) as cause:
            error = AwsConnectionError(f"{service} {action}: no answer from {host}: {cause or type(cause).__name__}")
            error.__cause__ = cause
            slow = 1
        else:
            if status < 300:
                return answer
            error = _error(service, action, status, answer)
            if _THROTTLED.search(error.code) or status == 429:
                slow = 5
            elif status >= 500 or _TRANSIENT.search(error.code):
                slow = 1
            else:
                raise error
        if attempt < _ATTEMPTS:
            from random import random

            time.sleep(random() * slow * 0.05 * 2**attempt)
    raise error


def _error(service: str, action: str, status: int, answer: bytes) -> AwsError:
    text = answer.decode("utf-8", "replace")
    if text.lstrip().startswith("{"):
        try:
            found = from_json(text)
        except ValueError:
            found = {}
        code = str(found.get("__type", "")).rpartition("#")[2].partition(":")[0]
        message = found.get("message") or found.get("Message") or ""
    else:
        code, message = (_element(text, name) for name in ("Code", "Message"))
    return AwsError(service, action, code or f"HTTP {status}", str(message or text[:200]), status)


def _element(xml: str, name: str) -> str:
    match = re.search(f"<{name}>(.*?)</{name}>", xml, re.DOTALL)
    if match is None:
        return ""
    from html import unescape

    return unescape(match[1])
