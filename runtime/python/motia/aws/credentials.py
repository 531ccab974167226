"""Credentials as Lambda gives them: in the environment, or (SnapStart) from the container endpoint."""

from __future__ import annotations

import os
import time
from typing import NamedTuple

from ..errors import MissingSettingError


class Credentials(NamedTuple):
    key_id: str
    secret: str
    token: str | None
    #: Seconds since 1970 after which to ask again.
    expires: float = float("inf")


_fetched: Credentials | None = None


def credentials() -> Credentials:
    """Reads the environment anew at each call, for Lambda may change it between invocations."""
    global _fetched
    key_id, secret = os.environ.get("AWS_ACCESS_KEY_ID"), os.environ.get("AWS_SECRET_ACCESS_KEY")
    if key_id and secret:
        return Credentials(key_id, secret, os.environ.get("AWS_SESSION_TOKEN"))
    if _fetched is None or time.time() > _fetched.expires:
        _fetched = _from_container()
    return _fetched


def _from_container() -> Credentials:
    """A function restored by SnapStart asks here: https://docs.aws.amazon.com/lambda/latest/dg/snapstart-activate.html"""
    url = os.environ.get("AWS_CONTAINER_CREDENTIALS_FULL_URI")
    if not url:
        raise MissingSettingError(
            "AWS_ACCESS_KEY_ID", "Lambda and the emulator set the credentials of the function's role"
        )
    import calendar
    import json
    from urllib.request import Request, urlopen

    request = Request(url, headers={"Authorization": os.environ.get("AWS_CONTAINER_AUTHORIZATION_TOKEN", "")})
    with urlopen(request, timeout=2) as response:
        found = json.load(response)
    expires = calendar.timegm(time.strptime(found["Expiration"], "%Y-%m-%dT%H:%M:%SZ"))
    return Credentials(found["AccessKeyId"], found["SecretAccessKey"], found.get("Token"), expires - 300)
