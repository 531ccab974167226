"""Where a service is: the AWS SDKs' own variables first, then AWS itself."""

from __future__ import annotations

import os

#: The part after ``AWS_ENDPOINT_URL_``.
_VARIABLES = {"sqs": "SQS", "sns": "SNS", "events": "EVENTBRIDGE", "dynamodb": "DYNAMODB"}


def custom_endpoint(service: str) -> str | None:
    """What the author set: https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html"""
    if os.environ.get("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "").lower() == "true":
        return None
    url = os.environ.get(f"AWS_ENDPOINT_URL_{_VARIABLES[service]}") or os.environ.get("AWS_ENDPOINT_URL")
    return url.rstrip("/") if url else None


def endpoint(service: str, region: str) -> str:
    """``https://sqs.eu-north-1.amazonaws.com``, or what the environment says."""
    suffix = "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"
    return custom_endpoint(service) or f"https://{service}.{region}.{suffix}"


def region() -> str:
    """Lambda sets ``AWS_REGION``."""
    return os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or "us-east-1"
