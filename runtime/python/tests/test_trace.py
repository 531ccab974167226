"""The trace that a message belongs to, and what is said of exceptions."""

from __future__ import annotations

import pytest

from motia.trace import message_trace
from motia.trace.exception import exception_of
from motia.trace.header import parse_header

PRODUCER = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8"
INVOCATION = parse_header("Root=1-6759e988-000000000000000000000001;Parent=00000000000000aa;Sampled=1;Lineage=a:1")


@pytest.fixture(autouse=True)
def continuous(monkeypatch):
    monkeypatch.setenv("MOTIA_TRACING", "continuous")


def test_is_the_producers_with_the_lineage_of_the_invocation():
    header = message_trace(f"{PRODUCER};Sampled=1;Lineage=b:9", INVOCATION)
    assert header is not None
    assert header.continued
    within = header.within("00000000000000bb")
    assert within == "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=00000000000000bb;Sampled=1;Lineage=a:1"


def test_keeps_the_producers_decision_not_to_sample():
    header = message_trace(f"{PRODUCER};Sampled=0", INVOCATION)
    assert header is not None
    assert header.within("00000000000000bb") == f"{PRODUCER};Sampled=0;Lineage=a:1"


@pytest.mark.parametrize(
    "header", [None, "", "nonsense", "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1", f"{PRODUCER}0;Sampled=1"]
)
def test_is_the_invocations_where_the_message_does_not_say(header):
    assert message_trace(header, INVOCATION) is INVOCATION


@pytest.mark.parametrize("tracing", ["", "linked", "CONTINUOUS"])
def test_is_the_invocations_unless_asked(monkeypatch, tracing):
    monkeypatch.setenv("MOTIA_TRACING", tracing)
    assert message_trace(f"{PRODUCER};Sampled=1", INVOCATION) is INVOCATION


def test_frames_are_relative_to_the_code_innermost_first(monkeypatch):
    monkeypatch.setenv("LAMBDA_TASK_ROOT", __file__.rpartition("/")[0])
    stack = _thrown(lambda: _raise(ValueError("no")))["stack"]
    assert [frame["label"] for frame in stack][:2] == ["_raise", "<lambda>"]
    assert {frame["path"] for frame in stack} == {"test_trace.py"}


def test_the_innermost_20_frames_are_kept():
    assert len(_thrown(lambda: _deep(50))["stack"]) == 20


def test_an_exception_without_text_is_told_all_the_same():
    class Mute(Exception):
        def __str__(self):
            raise RuntimeError("no")

    assert _thrown(lambda: _raise(Mute()))["message"] == "the exception cannot be written as text"


def _raise(error):
    raise error


def _deep(depth):
    return _deep(depth - 1) if depth else _raise(ValueError())


def _thrown(work):
    try:
        work()
    except Exception as error:
        return exception_of(error)
    raise AssertionError("nothing was raised")
