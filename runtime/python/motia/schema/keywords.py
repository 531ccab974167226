"""Keyword -> what compiles it: ``(argument, schema around it, compiler, place) -> Check | None``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .combining import COMBINING
from .containers import CONTAINERS
from .scalars import SCALARS
from .types import Check, Compiles

Keyword = Callable[[Any, dict[str, Any], Compiles, str], Check | None]

KEYWORDS: dict[str, Keyword] = {**SCALARS, **CONTAINERS, **COMBINING}
