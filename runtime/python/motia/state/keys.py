"""How keys lie in the table: partition key ``group``, sort key ``key``."""

from __future__ import annotations

from ..errors import InvalidStateKeyError

#: The group of keys without a ``:``.
NO_GROUP = "_"

#: UTF-8 bytes: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
LONGEST_GROUP = 2048
LONGEST_KEY = 1024


def split_key(key: str) -> tuple[str, str]:
    """``order:1:risk`` is key ``1:risk`` of group ``order``; ``visits`` is key ``visits`` of group ``_``."""
    if not isinstance(key, str):
        raise InvalidStateKeyError(f"state key {key!r} is a {type(key).__name__}, it must be a text such as 'order:1'")
    group, colon, rest = key.partition(":")
    return (group, rest) if colon else (NO_GROUP, key)


def join_key(group: str, key: str) -> str:
    return key if group == NO_GROUP else f"{group}:{key}"


def check_group(group: str) -> None:
    _check("group", group, LONGEST_GROUP)


def check_key(group: str, key: str) -> None:
    check_group(group)
    _check("key", key, LONGEST_KEY)


def _check(what: str, text: str, longest: int) -> None:
    if not isinstance(text, str) or not text:
        raise InvalidStateKeyError(f"state {what} is {text!r}, it must be a text of at least one character")
    try:
        size = len(text.encode())
    except UnicodeEncodeError as error:
        raise InvalidStateKeyError(f"state {what} {text!r} is no Unicode text: {error.reason}") from error
    if size > longest:
        raise InvalidStateKeyError(f"state {what} {text[:40]!r}... is {size} bytes, it may be at most {longest}")
