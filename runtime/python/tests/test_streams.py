"""What the conformance table does not say of streams."""

from __future__ import annotations

import json
import threading
import time
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pytest
from cloud import Context, cloud
from hypothesis import given
from hypothesis import strategies as st
from write_step import batch, write_step

from motia.errors import InvalidStreamItemError
from motia.streams.clock import timestamp
from motia.streams.place import Place, group_in, item_in
from motia.streams.turn import in_turn

NAME = st.text(st.sampled_from(":%3A@* é"), min_size=1, max_size=6) | st.text(
    st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20
)
PLACE = st.builds(Place, NAME, NAME, st.none() | NAME)


@given(PLACE, PLACE)
def test_no_place_has_the_room_of_another(one: Place, other: Place) -> None:
    assert (one.room == other.room) == (one == other)


@given(PLACE)
def test_a_room_is_its_parts_encoded(place: Place) -> None:
    parts = [part for part in place if part is not None]
    assert place.room == ":".join(quote(part, safe="") for part in parts)
    assert [unquote(part) for part in place.room.split(":")] == parts


@pytest.mark.parametrize("given", ["", None, {"id": 1}, "\ud800", True])
def test_what_is_no_id_is_refused(given: Any) -> None:
    with pytest.raises(InvalidStreamItemError, match="in a call of stream 'todo'"):
        item_in("todo", "g", given)
    with pytest.raises(InvalidStreamItemError, match="in a call of stream 'todo'"):
        group_in("todo", given)


def test_what_is_too_long_is_refused() -> None:
    with pytest.raises(InvalidStreamItemError, match="2048"):
        group_in("todo", "é" * 400)
    with pytest.raises(InvalidStreamItemError, match="1024"):
        _ = item_in("todo", "g", "x" * 1020).key
    assert item_in("todo", 1, 2) == Place("todo", "1", "2")


def test_work_of_one_name_is_done_in_its_turn_whatever_fails() -> None:
    done: list[int] = []

    def work(index: int) -> None:
        done.append(index)
        if index % 2:
            raise RuntimeError(str(index))

    def guarded(turn: Any) -> None:
        try:
            turn()
        except RuntimeError as error:
            done.append(-int(str(error)))

    turns = [in_turn("a", lambda index=index: work(index)) for index in range(4)]  # type: ignore[misc]
    threads = [threading.Thread(target=guarded, args=(turn,)) for turn in reversed(turns)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [index for index in done if index >= 0] == [0, 1, 2, 3]
    assert sorted(index for index in done if index < 0) == [-3, -1]


def test_timestamps_are_of_now_and_each_is_later() -> None:
    start = int(time.time() * 1000)
    times = [timestamp() for _ in range(5000)]
    assert all(before < after for before, after in pairwise(times))
    assert start <= times[0] and times[-1] < time.time() * 1000 + 10


SUBSCRIPTION = {"key": {"S": "subscription:c:s"}, "value": {"S": '{"connectionId":"c"}'}, "version": {"N": "1"}}


def run(folder: Path, source: str, *connections: str, room: str = "todo:inbox", dialect: str = "motia") -> Any:
    with cloud("some", folder) as around:
        for connection in connections:
            key = f"subscription:{connection}:s"
            value = {"S": json.dumps({"connectionId": connection})}
            around.aws.items[room, key] = {**SUBSCRIPTION, "group": {"S": room}, "key": {"S": key}, "value": value}
        handler = write_step(folder, "event", source, dialect=dialect)
        assert handler(batch(1), Context()) == {"batchItemFailures": []}
        return around.aws


HEAD = """
        config = {"type": "event", "name": "some", "subscribes": ["a"], "emits": []}
"""


def test_what_nobody_awaits_is_told_in_the_order_of_the_calls_and_as_it_was_then(tmp_path: Path) -> None:
    source = f"""{HEAD}
        async def handler(input, context):
            data = {{"n": 0}}
            for n in range(40):
                data["n"] = n
                context.streams.todo.set("inbox", "1", data)
            context.streams.todo.send({{"groupId": "inbox", "id": "1"}}, {{"type": "done", "data": data}})
            data["n"] = 100
    """
    posts = run(tmp_path, source, "c", room="todo:inbox:1").posts
    events = [message["event"] for _, message in posts]
    assert [event["data"]["n"] for event in events[:-1]] == list(range(40))
    assert [event["type"] for event in events] == ["create"] + ["update"] * 39 + ["event"]
    assert events[-1]["event"] == {"type": "done", "data": {"n": 39}}
    times = [message["timestamp"] for _, message in posts]
    assert times == sorted(set(times))


def test_every_client_is_told_once(tmp_path: Path) -> None:
    source = f"""{HEAD}
        async def handler(input, context):
            await context.streams.todo.set("inbox", "1", {{}})
    """
    connections = [f"c{n}=" for n in range(100)]
    assert sorted(connection for connection, _ in run(tmp_path, source, *connections).posts) == sorted(connections)


def test_a_group_is_in_the_order_in_which_its_items_were_created(tmp_path: Path) -> None:
    source = f"""{HEAD}
        async def handler(input, context):
            todo = context.streams["todo"]
            for id in ("c", "a", "b"):
                await todo.set("inbox", id, {{}})
            await todo.set("inbox", "c", {{"again": True}})
            await todo.delete("inbox", "a")
            await todo.set("inbox", "a", {{}})
            assert [item["id"] for item in await todo.getGroup("inbox")] == ["c", "b", "a"]
    """
    run(tmp_path, source)


def test_a_plain_function_and_define_step_use_them_too(tmp_path: Path) -> None:
    source = """
        from dataclasses import dataclass
        from motia import define_step

        @dataclass
        class Todo:
            title: str

        @define_step(type="event", subscribes=["a"])
        def handler(data, streams):
            assert streams.todo.set("inbox", "1", Todo("a")) == {"title": "a", "id": "1"}
            assert streams.todo.get("inbox", "1") == {"title": "a", "id": "1"}
            assert streams.todo.send({"groupId": "inbox"}, {"type": "typing"}) is None
            assert streams.todo.delete("inbox", "1") == {"title": "a", "id": "1"}
    """
    posts = run(tmp_path, source, "c", dialect="define-step").posts
    assert [message["event"]["type"] for _, message in posts] == ["create", "event", "delete"]


@pytest.mark.parametrize(
    "call",
    [
        "set('inbox', '1', [1])",
        "set('inbox', '1', 'text')",
        "send({'groupId': 'inbox'}, {})",
        "send({}, {'type': 'a'})",
    ],
)
def test_what_cannot_be_stored_or_told_is_refused(tmp_path: Path, call: str) -> None:
    source = f"""
        import pytest
        from motia.errors import InvalidStreamItemError
        {HEAD}
        async def handler(input, context):
            with pytest.raises(InvalidStreamItemError):
                await context.streams.todo.{call}
    """
    assert run(tmp_path, source).calls == []


def test_a_step_without_the_right_says_so(tmp_path: Path) -> None:
    source = f"""
        import os, pytest
        from motia.errors import MissingSettingError
        {HEAD}
        async def handler(input, context):
            del os.environ["MOTIA_STREAMS"]
            with pytest.raises(MissingSettingError, match="MOTIA_STREAMS"):
                await context.streams.todo.get("inbox", "1")
    """
    run(tmp_path, source)
