"""Runs the table that both runtimes share: test/conformance."""

from __future__ import annotations

import importlib
import json
import re
import time
from pathlib import Path
from typing import Any

import pytest
from cloud import ROOT, Cloud, Context, cloud
from conformance_events import event_of
from conformance_match import any_order, difference, with_ids

TABLE = Path(__file__).parents[3] / "test" / "conformance"

CASES = [
    pytest.param(case, id=f"{file.stem}: {case['name']}")
    for file in sorted(TABLE.glob("*.json"))
    for case in json.loads(file.read_text())
    if case.get("only", "python") == "python"
]


@pytest.mark.parametrize("case", CASES)
def test_case(case: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    with cloud(case["step"], TABLE / "steps", **case.get("environment", {})) as around:
        around.aws.failures = [[one["service"], one["code"], one["times"]] for one in case.get("failures", [])]
        for item in case.get("state", []):
            around.aws.items[item["group"], item["key"]] = _stored(item)
        around.aws.gone = set(case.get("gone", []))
        before = _items(around)
        adapter = importlib.import_module(f"motia.adapters.{case['trigger']}")
        handler = adapter.adapt(f"{case['step']}.py", name=case["step"], dialect=case["dialect"])
        outcome: dict[str, Any] = {}
        try:
            outcome["result"] = handler(event_of(case), Context(case["step"], case.get("remaining", 30_000)))
        except Exception as error:
            outcome["error"] = {"type": type(error).__name__, "message": str(error)}
        expected = with_ids(case["expected"])
        _check_result(case["trigger"], expected, outcome)
        _check_messages(expected.get("messages", []), around)
        _check_visibility(expected.get("visibility", []), around)
        _check_posts(expected.get("posts", []), around)
        assert difference(expected.get("state", before), _items(around)) is None
        _check_segments(expected.get("segments"), around)
        _check_logs(expected.get("logs", []), capsys.readouterr().out)


def _check_result(trigger: str, expected: dict[str, Any], outcome: dict[str, Any]) -> None:
    if "error" in expected:
        assert "error" in outcome, outcome
        assert difference(expected["error"], {name: outcome["error"][name] for name in expected["error"]}) is None
        return
    assert "error" not in outcome, outcome
    if trigger == "api":
        wanted = {"headers": {}, "cookies": [], "isBase64Encoded": False, "body": "", **expected["response"]}
        actual = {"cookies": [], "isBase64Encoded": False, "body": "", **outcome["result"]}
        if "json" in wanted:
            del wanted["body"]
            actual["json"] = json.loads(actual.pop("body"))
        assert difference(wanted, actual) is None
    elif trigger == "event":
        failed = sorted(entry["itemIdentifier"] for entry in outcome["result"]["batchItemFailures"])
        assert failed == sorted(expected.get("batchItemFailures", []))


def _check_messages(expected: Any, around: Cloud) -> None:
    actual = []
    for message in around.aws.messages:
        shown = dict(message)
        if ":dead" not in message["to"]:
            envelope = shown["envelope"] = json.loads(shown.pop("body"))
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", envelope.pop("time"))
            assert re.fullmatch(rf"Root={ROOT};Parent=[0-9a-f]{{16}};Sampled=1", envelope.pop("traceHeader"))
        actual.append(shown)
    if isinstance(expected, list):

        def order(message: dict[str, Any]) -> tuple[str, str]:
            return message["to"], message.get("envelope", {}).get("id", "")

        expected, actual = sorted(expected, key=order), sorted(actual, key=order)
    assert difference(expected, actual) is None


def _check_visibility(expected: Any, around: Cloud) -> None:
    if isinstance(expected, list):
        ranges = [[handle, {"$between": [least, most]}] for handle, least, most in expected]
        assert any_order(ranges, [list(one) for one in around.aws.visibility], "visibility") is None


def _check_posts(expected: Any, around: Cloud) -> None:
    actual = [[connection, dict(message)] for connection, message in around.aws.posts]
    for _, message in actual:
        assert abs(message.pop("timestamp") - time.time() * 1000) < 60_000
    assert any_order(expected, actual, "posts") is None


def _check_segments(expected: list[dict[str, Any]] | None, around: Cloud) -> None:
    documents = around.daemon.documents()
    names = {document["id"]: document["name"] for document in documents}
    actual = []
    for document in documents:
        assert document["type"] == "subsegment" and document["trace_id"] == ROOT
        assert re.fullmatch("[0-9a-f]{16}", document["id"]) and document["start_time"] <= document["end_time"]
        shown = {"name": document["name"], "annotations": document["annotations"]}
        if document["parent_id"] != "53995c3f42cd8ad8":
            shown["parent"] = names[document["parent_id"]]
        if "fault" in document:
            shown["fault"] = document["fault"]
        actual.append(shown)
    if expected is not None:
        assert any_order(expected, actual, "segments") is None


def _check_logs(expected: list[dict[str, Any]], output: str) -> None:
    lines = [json.loads(line) for line in output.splitlines() if line]
    for line in lines:
        assert {"timestamp", "level", "message", "requestId", "step"} <= line.keys()
    rest = iter(lines)
    for one in expected:
        fits = any(difference(one, {name: line.get(name) for name in one}) is None for line in rest)
        assert fits, f"no line fits {one!r} in {lines!r}"


def _items(around: Cloud) -> list[dict[str, Any]]:
    return [
        {
            "group": key[0],
            "key": key[1],
            "value": json.loads(item["value"]["S"]),
            "version": int(item["version"]["N"]),
            **({"ttl": int(item["ttl"]["N"])} if "ttl" in item else {}),
        }
        for key, item in sorted(around.aws.items.items())
    ]


def _stored(item: dict[str, Any]) -> dict[str, Any]:
    stored: dict[str, Any] = {
        "group": {"S": item["group"]},
        "key": {"S": item["key"]},
        "value": {"S": json.dumps(item["value"])},
        "version": {"N": str(item.get("version", 1))},
    }
    return stored | ({"ttl": {"N": str(item["ttl"])}} if "ttl" in item else {})
