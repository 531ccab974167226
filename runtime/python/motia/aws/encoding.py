"""Percent-encoding, without ``urllib.parse``, which takes longer to import than a call takes."""

from __future__ import annotations

import re

_RESERVED = re.compile(rb"[^A-Za-z0-9_.~-]")


def percent_encoded(text: str) -> str:
    """All but the unreserved characters of https://www.rfc-editor.org/rfc/rfc3986#section-2.3, as JavaScript has it."""
    return _RESERVED.sub(lambda match: b"%%%02X" % match[0][0], text.encode()).decode()
