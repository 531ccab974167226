"""Whatever arrives, an adapter raises its own errors only, and the handler sees plain data."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from cloud import Context, cloud
from hypothesis import given, settings
from hypothesis import strategies as st
from write_step import write_step

from motia.envelope import read_envelope
from motia.errors import MotiaError
from motia.records.lanes import handle_in_turn, lanes
from motia.records.record import Record
from motia.trace.header import parse_header
from motia.web import flat_query, nested_query, read_request, write_response
from motia.web.request import MalformedBodyError

TEXTS = st.text(list("ab01:;=,[]{}\"'%&+. /\\") + ["å", "\x00", "\ud800"], max_size=12)
ANY = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
HEADERS = st.dictionaries(st.sampled_from(["Content-Type", "content-encoding", "x"]), TEXTS | ANY, max_size=3)
KINDS = st.sampled_from(
    ["application/json", "application/x-www-form-urlencoded", "text/plain", "image/png", "", "a+json"]
)

HTTP = st.fixed_dictionaries(
    {},
    optional={
        "rawPath": ANY,
        "rawQueryString": ANY,
        "headers": HEADERS | ANY | st.fixed_dictionaries({"content-type": KINDS, "content-encoding": st.just("gzip")}),
        "cookies": ANY,
        "pathParameters": ANY,
        "body": ANY,
        "isBase64Encoded": ANY,
        "requestContext": ANY | st.fixed_dictionaries({"http": ANY | st.fixed_dictionaries({"method": TEXTS})}),
    },
)

QUIET = settings(max_examples=80, deadline=None)


@pytest.fixture(scope="module")
def event_handler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    source = """
        from motia import define_step
        @define_step(type="event", subscribes=["a"])
        async def handler(data): ...
    """
    folder = tmp_path_factory.mktemp("step")
    with cloud("some", folder):
        yield write_step(folder, "event", source)


@QUIET
@given(HTTP | ANY)
def test_requests(event: Any) -> None:
    try:
        request = read_request(event)
        _, raw = request.body(flat_query)
    except (MotiaError, MalformedBodyError):
        return
    assert isinstance(raw, str)
    assert all(isinstance(value, str) for value in (*request.headers.values(), *request.params.values()))


@QUIET
@given(TEXTS)
def test_queries(text: str) -> None:
    assert all(isinstance(value, (str, list)) for value in flat_query(text).values())
    nested_query(text)


@QUIET
@given(TEXTS | ANY.map(lambda value: json.dumps(value)))
def test_envelopes(body: str) -> None:
    envelope = read_envelope(body, "m")
    assert isinstance(envelope.id, str) and envelope.hop >= 0


@given(TEXTS)
def test_trace_headers(text: str) -> None:
    assert parse_header(text) is None
    assert parse_header(f"{text};Root=1-5759e988-bd862e3fe1be46a994272793") is not None


@QUIET
@given(st.fixed_dictionaries({"status": st.integers(100, 599)}, optional={"headers": HEADERS, "body": ANY}))
def test_answers(envelope: dict[str, Any]) -> None:
    try:
        result = write_response("GET", envelope)
    except MotiaError:
        return
    assert all(isinstance(value, str) for value in result["headers"].values())
    assert isinstance(result.get("body", ""), str)


@QUIET
@given(st.data())
def test_batches(event_handler: Any, data: st.DataObject) -> None:
    records = data.draw(
        st.lists(
            st.fixed_dictionaries(
                {},
                optional={
                    "messageId": st.sampled_from(["a", "b", "c"]) | ANY,
                    "receiptHandle": ANY,
                    "body": ANY,
                    "attributes": ANY | st.fixed_dictionaries({"ApproximateReceiveCount": ANY, "MessageGroupId": ANY}),
                    "eventSourceARN": ANY,
                },
            )
            | ANY,
            max_size=3,
        )
        | ANY
    )
    try:
        assert event_handler({"Records": records}, Context()) == {"batchItemFailures": []}
    except MotiaError:
        pass


@given(st.lists(st.tuples(st.sampled_from("abc"), st.booleans()), max_size=10), st.booleans())
def test_fifo_groups_against_an_oracle(given_records: list[tuple[str, bool]], fifo: bool) -> None:
    arn = "arn:aws:sqs:eu-north-1:123456789012:q" + (".fifo" if fifo else "")
    records = [
        Record(f"m{index}", "", "ok" if good else "bad", 1, group if fifo else None, None, arn)
        for index, (group, good) in enumerate(given_records)
    ]
    handled: list[Record] = []

    def handle(record: Record) -> bool:
        handled.append(record)
        return record.body == "ok"

    failures = handle_in_turn(records, lambda: 30_000, handle)

    broken: set[str] = set()
    expected = set()
    for record in records:
        if fifo and record.group_id in broken:
            expected.add((record.message_id, True))
        elif record.body == "bad":
            broken.add(record.group_id or "")
            expected.add((record.message_id, False))
    assert {(record.message_id, skipped) for record, skipped in failures} == expected
    assert len(handled) == len(records) - sum(skipped for _, skipped in expected)
    assert sorted(record for lane in lanes(records) for record in lane) == sorted(records)
