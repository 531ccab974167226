"""The example's Python Step, run as a Lambda runs it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any
from unittest.mock import patch

import pytest
from cloud import Context, cloud
from conformance_events import event_of

from motia.adapters.event import adapt

EXAMPLE = Path(__file__).parents[3] / "steps-example"

ORDER = {
    "id": "7",
    "customer": "Ada",
    "email": "ada@example.com",
    "country": "SE",
    "currency": "EUR",
    "items": [{"sku": "pen", "quantity": 2, "price": 1.5}],
    "total": 3,
    "status": "open",
    "createdAt": "2026-01-02T03:04:05.678Z",
}

RISKY = {**ORDER, "email": "x@MAILINATOR.com", "total": 9000.5, "items": [{"sku": "pen", "quantity": 90, "price": 100}]}


def run(order: dict[str, Any] | None, **environment: str) -> tuple[dict[str, Any], Any, list[Any]]:
    topics = {"order.flagged": "arn:aws:sqs:eu-north-1:123456789012:flagged"}
    with cloud("analyze-order", EXAMPLE, MOTIA_TOPICS=json.dumps(topics), **environment) as around:
        if order:
            around.aws.items["order", "7"] = {
                "group": {"S": "order"},
                "key": {"S": "7"},
                "value": {"S": json.dumps(order)},
            }
        handler = adapt("steps/analyze-order.step.py", name="analyze-order")
        records = [{"id": "m", "envelope": {"data": {"orderId": "7"}}}]
        result = handler(event_of({"step": "analyze-order", "records": records}), Context())
        stored = around.aws.items.get(("order", "7:risk"))
        sent = [json.loads(message["body"])["data"] for message in around.aws.messages]
        return result, json.loads(stored["value"]["S"]) if stored else None, sent


def test_ordinary_order_is_scored_by_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ANTHROPIC_API_KEY", raising=False)
    result, risk, sent = run(ORDER)
    assert result == {"batchItemFailures": []}
    assert risk == {"score": 0.05, "reasons": [], "by": "rules"}
    assert sent == []


def test_risky_order_is_flagged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ANTHROPIC_API_KEY", raising=False)
    _, risk, sent = run(RISKY)
    assert risk["score"] == 0.95 and len(risk["reasons"]) == 3
    assert sent == [{"orderId": "7", "score": 0.95}]


def test_missing_order_is_tried_again() -> None:
    result, risk, _ = run(None)
    assert result == {"batchItemFailures": [{"itemIdentifier": "m"}]} and risk is None


@pytest.mark.parametrize(
    ("answer", "score", "by"),
    [
        ('```json\n{"score": 0.9, "reasons": ["odd"]}\n```', 0.9, "claude-test"),
        ("I cannot say.", 0.05, "rules"),
        ('{"score": 7}', 0.05, "rules"),
        ('{"score": ', 0.05, "rules"),
    ],
)
def test_claude_is_asked_when_there_is_a_key(answer: str, score: float, by: str) -> None:
    with patch.dict(sys.modules, {"anthropic": anthropic(answer)}):
        _, risk, sent = run(ORDER, ANTHROPIC_API_KEY="key", ANTHROPIC_MODEL="claude-test")
    assert (risk["score"], risk["by"]) == (score, by)
    assert len(sent) == (1 if score >= 0.7 else 0)


def test_key_without_the_package_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    with patch.dict(sys.modules, {"anthropic": None}):
        _, risk, _ = run(ORDER, ANTHROPIC_API_KEY="key")
    assert risk["by"] == "rules"
    assert "requirements.txt" in capsys.readouterr().out


def anthropic(answer: str) -> ModuleType:
    """The part of the package that the Step uses."""

    class AsyncAnthropic:
        def __init__(self, **options: Any) -> None:
            assert options["timeout"] > 0
            self.messages = self

        async def __aenter__(self) -> AsyncAnthropic:
            return self

        async def __aexit__(self, *_: object) -> None:
            pass

        async def create(self, **request: Any) -> Any:
            assert json.loads(request["messages"][0]["content"].split("\n\n", 1)[1]) == ORDER
            return SimpleNamespace(content=[SimpleNamespace(text=answer)])

    module = ModuleType("anthropic")
    module.AsyncAnthropic = AsyncAnthropic  # type: ignore[attr-defined]
    module.AnthropicError = type("AnthropicError", (Exception,), {})  # type: ignore[attr-defined]
    return module
