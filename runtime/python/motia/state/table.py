"""The items of the state table, and of that of streams, which has its form.

Blocking calls, each one DynamoDB action (``update`` needs two).
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from typing import Any, NamedTuple

from ..aws import call_json
from ..errors import AwsError, InvalidStateValueError, InvalidValueError, MissingSettingError, StateItemTooLargeError
from ..values import from_json, to_json
from .keys import check_group, check_key

#: Bytes: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-items
LARGEST_ITEM = 409_600

#: Attribute names, and the numbers of ``version`` and ``ttl`` at their longest.
_REST = len("groupkeyvaluettlversion") + 2 * 21

_NAMES = {"#v": "value", "#t": "ttl", "#n": "version"}


class Item(NamedTuple):
    key: str
    #: JSON.
    text: str
    version: int
    #: Seconds since 1970.
    ttl: int | None
    #: Milliseconds since 1970; of items of streams alone.
    created: float = 0

    @property
    def value(self) -> Any:
        """A new one each time, which the author may change."""
        return from_json(self.text)

    @property
    def expired(self) -> bool:
        """DynamoDB deletes late: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ttl-expired-items.html"""
        return self.ttl is not None and self.ttl <= time.time()


def table_name() -> str:
    return table_of("MOTIA_TABLE", "state")


def table_of(variable: str, use: str) -> str:
    """The table that an environment variable names: only functions whose source shows the use have it."""
    name = os.environ.get(variable)
    if not name:
        raise MissingSettingError(
            variable, f"deploy again; the step's use of {use} was not seen, for it is hidden from its source"
        )
    return name


def get_item(group: str, key: str, trace: str | None, table: str | None = None) -> Item | None:
    check_key(group, key)
    answer = _call("GetItem", {"Key": _key(group, key), "ConsistentRead": True}, trace, table)
    return _item(answer["Item"]) if answer.get("Item") else None


def set_item(group: str, key: str, value: Any, ttl: int | None, trace: str | None) -> None:
    check_key(group, key)
    _call("UpdateItem", _write(group, key, text_of(group, key, value), ttl), trace)


def replace_item(group: str, key: str, value: Any, ttl: int | None, before: Item | None, trace: str | None) -> bool:
    """Writes if the item still is what was read; False when it is not."""
    write = _write(group, key, text_of(group, key, value), ttl)
    if before is None:
        write["ConditionExpression"] = "attribute_not_exists(#v)"
    else:
        # A deleted and rewritten item may have the version that was read, so the value is compared besides.
        write["ConditionExpression"] = "#n = :seen AND #v = :before"
        write["ExpressionAttributeValues"] |= {":seen": {"N": str(before.version)}, ":before": {"S": before.text}}
    try:
        _call("UpdateItem", write, trace)
    except AwsError as error:
        if error.code == "ConditionalCheckFailedException":
            return False
        raise
    return True


def delete_item(group: str, key: str, trace: str | None, table: str | None = None) -> Item | None:
    """Gives what was deleted."""
    check_key(group, key)
    answer = _call("DeleteItem", {"Key": _key(group, key), "ReturnValues": "ALL_OLD"}, trace, table)
    return _item(answer["Attributes"]) if answer.get("Attributes") else None


def query_items(
    group: str, prefix: str, page: int | None, trace: str | None, table: str | None = None
) -> Iterator[Item]:
    """All items of a group whose keys begin with ``prefix``, in the order of their keys; reads on as they are taken."""
    check_group(group)
    query: dict[str, Any] = {
        "KeyConditionExpression": "#g = :g",
        "ExpressionAttributeNames": {"#g": "group"},
        "ExpressionAttributeValues": {":g": {"S": group}},
        "ConsistentRead": True,
    }
    if prefix:
        query["KeyConditionExpression"] += " AND begins_with(#k, :p)"
        query["ExpressionAttributeNames"]["#k"] = "key"
        query["ExpressionAttributeValues"][":p"] = {"S": prefix}
    if page is not None:
        query["Limit"] = page
    while True:
        answer = _call("Query", query, trace, table)
        for found in answer.get("Items", []):
            item = _item(found)
            if not item.expired:
                yield item
        if not answer.get("LastEvaluatedKey"):
            return
        query["ExclusiveStartKey"] = answer["LastEvaluatedKey"]


def clear_group(group: str, trace: str | None) -> None:
    keys = [item.key for item in query_items(group, "", None, trace)]
    for start in range(0, len(keys), 25):
        requests = [{"DeleteRequest": {"Key": _key(group, key)}} for key in keys[start : start + 25]]
        attempt = 0
        while requests:
            answer = call_json("dynamodb", "BatchWriteItem", {"RequestItems": {table_name(): requests}}, trace)
            requests = (answer.get("UnprocessedItems") or {}).get(table_name(), [])
            if requests:
                attempt += 1
                from random import random

                time.sleep(min(2.0, random() * 0.05 * 2**attempt))


def text_of(group: str, key: str, value: Any, more: int = 0) -> str:
    """The JSON text of a value, if an item can hold it; ``more`` are the bytes of further attributes."""
    try:
        text = to_json(value)
    except InvalidValueError as error:
        raise InvalidStateValueError(f"state item {key!r} of group {group!r}: {error}") from error
    size = len(text.encode()) + len(group.encode()) + len(key.encode()) + _REST + more
    if size > LARGEST_ITEM:
        raise StateItemTooLargeError(group, key, size, LARGEST_ITEM)
    return text


def _write(group: str, key: str, text: str, ttl: int | None) -> dict[str, Any]:
    expression = "SET #v = :v, #n = if_not_exists(#n, :zero) + :one"
    values: dict[str, Any] = {":v": {"S": text}, ":zero": {"N": "0"}, ":one": {"N": "1"}}
    if ttl is None:
        expression += " REMOVE #t"
    else:
        expression += ", #t = :t"
        values[":t"] = {"N": str(ttl)}
    return {
        "Key": _key(group, key),
        "UpdateExpression": expression,
        "ExpressionAttributeNames": dict(_NAMES),
        "ExpressionAttributeValues": values,
    }


def _key(group: str, key: str) -> dict[str, Any]:
    return {"group": {"S": group}, "key": {"S": key}}


def _item(found: dict[str, Any]) -> Item:
    ttl = found.get("ttl")
    return Item(
        found["key"]["S"],
        found["value"]["S"],
        int(found["version"]["N"]) if "version" in found else 0,
        int(float(ttl["N"])) if ttl else None,
        float(found["created"]["N"]) if "created" in found else 0,
    )


def _call(action: str, content: dict[str, Any], trace: str | None, table: str | None = None) -> dict[str, Any]:
    return call_json("dynamodb", action, {"TableName": table or table_name(), **content}, trace)
