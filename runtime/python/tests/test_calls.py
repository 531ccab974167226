"""Emits and state calls: awaited, not awaited, caught, together, from plain functions and threads."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from cloud import Cloud, Context, cloud
from write_step import batch, request, write_step

HEAD = """
import asyncio
from motia import define_step
"""


def run(folder: Path, body: str, event: Any = None, remaining: int = 30_000) -> tuple[Any, Cloud]:
    with cloud("some", folder) as around:
        handler = write_step(folder, "event", HEAD + body)
        return handler(batch(1) if event is None else event, Context(remaining=remaining)), around


def actions(around: Cloud) -> list[str]:
    return [action for _, action, _ in around.aws.calls]


def sent(around: Cloud) -> list[Any]:
    return [json.loads(message["body"])["data"] for message in around.aws.messages]


def test_emits_of_one_turn_travel_together_in_their_order(tmp_path: Path) -> None:
    result, around = run(
        tmp_path,
        """
@define_step(type="event", subscribes=["a"])
async def handler(emit):
    await asyncio.gather(*(emit("order.queued", n) for n in range(12)), emit("order.paid", 1), emit("order.paid", 2))
""",
    )
    assert result == {"batchItemFailures": []}
    assert sorted(actions(around)) == ["PublishBatch", "SendMessageBatch", "SendMessageBatch"]
    assert [n for n in sent(around) if n in range(12)][-12:] and set(sent(around)) == set(range(12))
    queued = [json.loads(m["body"])["data"] for m in around.aws.messages if "queued" in m["to"]]
    assert queued == list(range(12))


@pytest.mark.parametrize("topic", ["order.created", "order.paid"])
def test_entry_that_fails_alone_is_sent_again(tmp_path: Path, topic: str) -> None:
    with cloud("some", tmp_path) as around:
        around.aws.refuse_entries = {"1": False}
        handler = write_step(
            tmp_path,
            "event",
            HEAD
            + f"""
@define_step(type="event", subscribes=["a"])
async def handler(emit):
    for n in range(3):
        emit("{topic}", n)
""",
        )
        assert handler(batch(1), Context()) == {"batchItemFailures": []}
        assert sent(around) == [0, 2, 1]


@pytest.mark.parametrize("topic", ["order.created", "order.paid"])
def test_entry_that_the_sender_got_wrong_fails_alone(tmp_path: Path, topic: str) -> None:
    with cloud("some", tmp_path) as around:
        around.aws.refuse_entries = {"1": True}
        handler = write_step(
            tmp_path,
            "event",
            HEAD
            + f"""
@define_step(type="event", subscribes=["a"])
async def handler(emit):
    outcomes = await asyncio.gather(*(emit("{topic}", n) for n in range(3)), return_exceptions=True)
    assert [str(outcome) for outcome in outcomes if outcome] == [str(outcomes[1])], outcomes
    assert "InternalError" in str(outcomes[1])
""",
        )
        assert handler(batch(1), Context()) == {"batchItemFailures": []}
        assert sent(around) == [0, 2]


def test_batch_stays_below_the_size_limit(tmp_path: Path) -> None:
    result, around = run(
        tmp_path,
        """
@define_step(type="event", subscribes=["a"])
async def handler(emit):
    for n in range(3):
        emit("order.paid", "x" * 100_000)
""",
    )
    assert result == {"batchItemFailures": []}
    assert sorted(actions(around)) == ["Publish", "PublishBatch"]


def test_too_large_an_emit_is_refused_before_the_call(tmp_path: Path) -> None:
    _, around = run(
        tmp_path,
        """
from motia.errors import PayloadTooLargeError
@define_step(type="event", subscribes=["a"])
async def handler(emit):
    try:
        await emit("order.created", "å" * 524_288)
    except PayloadTooLargeError as error:
        assert error.limit == 1_048_576 and error.size > error.limit and "'order.created'" in str(error)
        await emit("order.created", "refused")
""",
    )
    assert sent(around) == ["refused"]


def test_failure_that_the_author_caught_is_none(tmp_path: Path) -> None:
    with cloud("some", tmp_path) as around:
        around.aws.failures = [["sqs", "AccessDenied", 9]]
        handler = write_step(
            tmp_path,
            "event",
            HEAD
            + """
from motia.errors import AwsError
@define_step(type="event", subscribes=["a"])
async def handler(emit):
    task = asyncio.create_task(emit("order.created", 1))
    try:
        await asyncio.wait_for(task, 10)
    except AwsError as error:
        assert error.code == "AccessDenied"
    else:
        raise AssertionError
""",
        )
        assert handler(batch(1), Context()) == {"batchItemFailures": []}


def test_call_that_its_author_gave_up_on_lands_all_the_same(tmp_path: Path) -> None:
    result, around = run(
        tmp_path,
        """
@define_step(type="event", subscribes=["a"])
async def handler(emit, state):
    try:
        await asyncio.wait_for(emit("order.created", 1), 0)
    except asyncio.TimeoutError:
        pass
    state.set("a:b", 1)
    raise ValueError("after all")
""",
    )
    assert result == {"batchItemFailures": [{"itemIdentifier": "m0"}]}
    assert sent(around) == [1] and ("a", "b") in around.aws.items


def test_plain_function_gets_results_and_its_calls_are_over_when_it_is(tmp_path: Path) -> None:
    result, around = run(
        tmp_path,
        """
@define_step(type="event", subscribes=["a"])
def handler(data, emit, state, id):
    assert state.set("n:a", 1) == 1
    assert state.update("n:a", lambda n: n + 1) == 2
    assert state.get("n:a") == 2
    assert state.query("n:") == [("n:a", 2)]
    assert emit("order.created", state.delete("n:a")) is None
""",
        batch(1, 2),
    )
    assert result == {"batchItemFailures": []}
    assert sent(around) == [2, 2]


def test_thread_of_a_coroutine_function(tmp_path: Path) -> None:
    result, around = run(
        tmp_path,
        """
@define_step(type="event", subscribes=["a"])
async def handler(emit, state):
    def work():
        emit("order.created", 1)
        state.set("a:b", 1)
        state.update("a:b", lambda n: n + 1)
    await asyncio.to_thread(work)
    assert await state.get("a:b") == 2
""",
    )
    assert result == {"batchItemFailures": []}
    assert sent(around) == [1]


def test_update_of_many_at_once_loses_nothing(tmp_path: Path) -> None:
    result, around = run(
        tmp_path,
        """
@define_step(type="event", subscribes=["a"])
async def handler(state):
    async def add(n):
        await asyncio.sleep(0)
        return (n or 0) + 1
    await asyncio.gather(*(state.update("count", add) for _ in range(6)))
""",
    )
    assert result == {"batchItemFailures": []}
    assert around.aws.items["_", "count"]["value"] == {"S": "6"}


def test_update_that_returns_nothing_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result, _ = run(
        tmp_path,
        """
@define_step(type="event", subscribes=["a"])
async def handler(state):
    await state.update("list", lambda items: (items or []).append(1))
""",
    )
    assert result["batchItemFailures"]
    assert "returned None: return the new value" in capsys.readouterr().out


def test_records_that_are_handled_together_do_not_mix(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    event = {"Records": [record for n in range(64) for record in batch(n)["Records"]]}
    for n, record in enumerate(event["Records"]):
        body = json.loads(record["body"])
        record["messageId"] = f"m{n}"
        record["body"] = json.dumps({**body, "id": f"e{n}", "traceId": f"1-00000000-{n:024x}"})
    result, around = run(
        tmp_path,
        """
from motia import logger
@define_step(type="event", subscribes=["a"])
async def handler(data, emit, state):
    await asyncio.sleep(0.001 * (data % 7))
    logger.info("seen", n=data)
    await state.set(f"n:{data}", data)
    await emit("order.created", data)
""",
        event,
    )
    assert result == {"batchItemFailures": []}
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {line["n"]: line["traceId"] for line in lines} == {n: f"1-00000000-{n:024x}" for n in range(64)}
    envelopes = [json.loads(message["body"]) for message in around.aws.messages]
    assert {e["data"]: (e["parentId"], e["traceId"]) for e in envelopes} == {
        n: (f"e{n}", f"1-00000000-{n:024x}") for n in range(64)
    }


def test_records_run_together(tmp_path: Path) -> None:
    result, _ = run(
        tmp_path,
        """
arrived = 0
@define_step(type="event", subscribes=["a"])
async def handler():
    global arrived
    arrived += 1
    while arrived < 3:
        await asyncio.sleep(0)
""",
        batch(1, 2, 3),
    )
    assert result == {"batchItemFailures": []}


def test_record_that_does_not_end_in_time_is_failed_and_the_others_are_done(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    result, around = run(
        tmp_path,
        """
@define_step(type="event", subscribes=["a"])
async def handler(data, state):
    if data == "slow":
        await asyncio.sleep(60)
    await state.set(f"done:{data}", 1)
""",
        batch("quick", "slow"),
        remaining=600,
    )
    assert result == {"batchItemFailures": [{"itemIdentifier": "m1"}]}
    assert list(around.aws.items) == [("done", "quick")]
    assert "OutOfTimeError" in capsys.readouterr().out


def test_one_event_loop_for_all_invocations(tmp_path: Path) -> None:
    source = """
loops = set()
@define_step(type="api", method="GET", path="/")
async def handler():
    loops.add(asyncio.get_running_loop())
    return len(loops)
"""
    with cloud("some", tmp_path):
        handler = write_step(tmp_path, "api", HEAD + source)
        assert [handler(request(), Context())["body"] for _ in range(3)] == ["1", "1", "1"]


def test_ids_are_the_same_when_the_same_input_comes_again(tmp_path: Path) -> None:
    source = """
@define_step(type="event", subscribes=["a"])
async def handler(emit, attempt):
    await emit("order.created", attempt)
"""
    ids = []
    for attempt in (1, 2):
        _, around = run(tmp_path, source, batch(1, receiveCount=attempt))
        ids += [json.loads(message["body"])["id"] for message in around.aws.messages]
    assert len(ids) == 2 and ids[0] == ids[1]


def test_motia_state_get_keeps_the_quirk_of_its_python(tmp_path: Path) -> None:
    source = """
        config = {"type": "event", "name": "some", "subscribes": ["a"], "emits": []}
        async def handler(input, context):
            assert await context.state.get("g", "none") == {"data": None}
            quirks = [({"a": 1}, {"data": {"a": 1}}), ({"data": 1}, {"data": 1}), ([1], [1]), (0, 0), ("", "")]
            for stored, got in quirks:
                await context.state.set("g", "k", stored)
                assert await context.state.get("g", "k") == got, stored
    """
    with cloud("some", tmp_path):
        handler = write_step(tmp_path, "event", source, dialect="motia")
        assert handler(batch(1), Context()) == {"batchItemFailures": []}


def test_group_of_many_is_read_and_cleared_in_pages(tmp_path: Path) -> None:
    source = """
        config = {"type": "event", "name": "some", "subscribes": ["a"], "emits": []}
        async def handler(input, context):
            for n in range(60):
                context.state.set("g", f"{n:02}", n)
            await context.state.set("h", "0", 0)
            while len(await context.state.get_group("g")) < 60:
                pass
            assert await context.state.get_group("g") == list(range(60))
            await context.state.clear("g")
            assert await context.state.get_group("g") == []
    """
    with cloud("some", tmp_path) as around:
        around.aws.page = 7
        handler = write_step(tmp_path, "event", source, dialect="motia")
        assert handler(batch(1), Context()) == {"batchItemFailures": []}
        assert list(around.aws.items) == [("h", "0")]
