"""The events that test/conformance/README.md describes."""

from __future__ import annotations

import json
from typing import Any

from fake_aws import ACCOUNT, REGION

ENVELOPE = {
    "v": 1,
    "topic": "order.created",
    "data": None,
    "traceId": "1-581cf771-a006649127e371903a2de979",
    "parentId": "parent",
    "hop": 1,
    "time": "2026-01-02T03:04:05.678Z",
    "traceHeader": "Root=1-581cf771-a006649127e371903a2de979;Parent=0123456789abcdef;Sampled=1",
}


def event_of(case: dict[str, Any]) -> Any:
    if "request" in case:
        return _http(case["request"])
    if "records" in case:
        return _sqs(case["step"], case["records"])
    return case["schedule"] if "schedule" in case else case["event"]


def _http(request: dict[str, Any]) -> dict[str, Any]:
    headers = {"host": "api.example.com", **request.get("headers", {})}
    body = request.get("body")
    if body is not None and not isinstance(body, str):
        headers.setdefault("content-type", "application/json")
        body = json.dumps(body, ensure_ascii=False)
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": request.get("route", "$default"),
        "rawPath": request["path"],
        "rawQueryString": request.get("query", ""),
        "headers": headers,
        "isBase64Encoded": request.get("base64", False),
        "requestContext": {
            "accountId": ACCOUNT,
            "apiId": "api",
            "domainName": "api.example.com",
            "requestId": request.get("requestId", "api-1"),
            "stage": "$default",
            "http": {
                "method": request["method"],
                "path": request["path"],
                "protocol": "HTTP/1.1",
                "sourceIp": "203.0.113.7",
                "userAgent": headers.get("user-agent", ""),
            },
        },
    }
    given = {"pathParameters": request.get("params"), "cookies": request.get("cookies"), "body": body}
    return event | {name: value for name, value in given.items() if value is not None}


def _sqs(step: str, records: list[dict[str, Any]]) -> dict[str, Any]:
    suffix = ".fifo" if "groupId" in records[0] else ""
    return {"Records": [_record(record, f"arn:aws:sqs:{REGION}:{ACCOUNT}:{step}{suffix}") for record in records]}


def _record(record: dict[str, Any], arn: str) -> dict[str, Any]:
    attributes = {"ApproximateReceiveCount": str(record.get("receiveCount", 1)), "SentTimestamp": "1767323045678"}
    if "groupId" in record:
        attributes["MessageGroupId"] = record["groupId"]
    if "traceHeader" in record:
        attributes["AWSTraceHeader"] = record["traceHeader"]
    body = record.get("body")
    if "envelope" in record:
        body = {**ENVELOPE, "id": f"{record['id']}-envelope", **record["envelope"]}
    return {
        "messageId": record["id"],
        "receiptHandle": f"handle-{record['id']}",
        "body": body if isinstance(body, str) else json.dumps(body, ensure_ascii=False, separators=(",", ":")),
        "attributes": attributes,
        "messageAttributes": {},
        "md5OfBody": "",
        "eventSource": "aws:sqs",
        "eventSourceARN": arn,
        "awsRegion": REGION,
    }
