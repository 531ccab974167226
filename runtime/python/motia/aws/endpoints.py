"""Where a service is: the AWS SDKs' own variables first, then AWS itself."""

from __future__ import annotations

import os
import re

from ..errors import MissingSettingError

#: The part after ``AWS_ENDPOINT_URL_``.
_VARIABLES = {
    "sqs": "SQS",
    "sns": "SNS",
    "events": "EVENTBRIDGE",
    "dynamodb": "DYNAMODB",
    "execute-api": "APIGATEWAYMANAGEMENTAPI",
}


def custom_endpoint(service: str) -> str | None:
    """What the author set: https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html"""
    if os.environ.get("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "").lower() == "true":
        return None
    url = os.environ.get(f"AWS_ENDPOINT_URL_{_VARIABLES[service]}") or os.environ.get("AWS_ENDPOINT_URL")
    return url.rstrip("/") if url else None


def endpoint(service: str, region: str) -> str:
    """``https://sqs.eu-north-1.amazonaws.com``, or what the environment says."""
    if service == "execute-api":
        return _streams_endpoint()
    custom = custom_endpoint(service)
    if custom:
        return custom
    suffix = "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"
    return f"https://{service}.{region}.{suffix}"


def _streams_endpoint() -> str:
    """An API's own address, unlike the others'.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
    What stands in for all of AWS has its APIs by path: https://docs.localstack.cloud/aws/services/apigateway/
    """
    ignored = os.environ.get("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "").lower() == "true"
    stated = None if ignored else os.environ.get("AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI")
    if stated:
        return stated.rstrip("/")
    url = os.environ.get("MOTIA_STREAMS_ENDPOINT")
    local = None if ignored else os.environ.get("AWS_ENDPOINT_URL")
    if not url:
        if local:
            return local.rstrip("/")
        raise MissingSettingError(
            "MOTIA_STREAMS_ENDPOINT", "deploy again; the step was not given the right to tell clients of streams"
        )
    aws = re.fullmatch(r"https://(\w+)\.execute-api\.[^/]+/([\w-]+)", url)
    return f"{local.rstrip('/')}/_aws/execute-api/{aws[1]}/{aws[2]}" if aws and local else url


def region() -> str:
    """Lambda sets ``AWS_REGION``."""
    return os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or "us-east-1"
