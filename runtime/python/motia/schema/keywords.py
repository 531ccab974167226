"""Keyword -> what compiles it: ``(argument, schema around it, compiler, place) -> Check | None``."""

from __future__ import annotations

from typing import Any, Callable, Optional

from .combining import COMBINING
from .containers import CONTAINERS
from .scalars import SCALARS
from .types import Check, Compiles

Keyword = Callable[[Any, dict[str, Any], Compiles, str], Optional[Check]]

KEYWORDS: dict[str, Keyword] = {**SCALARS, **CONTAINERS, **COMBINING}
