"""The table of streams: blocking calls."""

from __future__ import annotations

from typing import Any

from ..aws import call_json
from ..state.table import Item, query_items, table_of
from .clock import timestamp


def streams_table() -> str:
    return table_of("MOTIA_STREAMS", "streams")


def put_item(room: str, key: str, text: str, trace: str | None) -> bool:
    """Whether there was none."""
    write: dict[str, Any] = {
        "TableName": streams_table(),
        "Key": {"group": {"S": room}, "key": {"S": key}},
        "UpdateExpression": "SET #v = :v, #n = if_not_exists(#n, :zero) + :one, #c = if_not_exists(#c, :now)",
        "ExpressionAttributeNames": {"#v": "value", "#n": "version", "#c": "created"},
        "ExpressionAttributeValues": {
            ":v": {"S": text},
            ":zero": {"N": "0"},
            ":one": {"N": "1"},
            ":now": {"N": str(timestamp())},
        },
        "ReturnValues": "ALL_OLD",
    }
    return not call_json("dynamodb", "UpdateItem", write, trace).get("Attributes")


def read_group(room: str, trace: str | None) -> list[Item]:
    """In the order in which they were created."""
    return sorted(query_items(room, "item:", None, trace, streams_table()), key=lambda item: item.created)
