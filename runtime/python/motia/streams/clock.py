from __future__ import annotations

import threading
import time

_last = 0.0
_lock = threading.Lock()


def timestamp() -> int | float:
    """Milliseconds since 1970, later than all that were asked for before: clients drop what is not newer.

    Those of one millisecond differ by a fraction, so that a busy process does not run ahead of others.
    """
    global _last
    now = int(time.time() * 1000)
    with _lock:
        _last = now if now > _last else _last + 0.001
        return _last
