from __future__ import annotations

import json

import pytest

from motia.logger import logger


def test_fields_named_as_what_lines_are_found_by_are_kept_apart(capsys: pytest.CaptureFixture[str]) -> None:
    logger.error("failed", {"message": "no such order", "level": "ERROR", "orderId": 7})
    logger.info("fine", message2="x")
    failed, fine = map(json.loads, capsys.readouterr().out.splitlines())
    assert failed["message"] == "failed" and failed["orderId"] == 7
    assert failed["fields"] == {"message": "no such order"}
    assert "fields" not in fine
