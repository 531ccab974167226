"""AWS Signature Version 4 for a POST with a body.

https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html
"""

from __future__ import annotations

import hmac
import time
from functools import lru_cache
from hashlib import sha256

from .credentials import Credentials
from .encoding import percent_encoded


def sign(
    service: str,
    region: str,
    host: str,
    path: str,
    headers: dict[str, str],
    body: bytes,
    who: Credentials,
    now: float | None = None,
) -> dict[str, str]:
    """``headers`` with ``Host``, ``X-Amz-Date``, the session token and ``Authorization`` added; all are signed."""
    moment = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(now))
    signed = {**headers, "host": host, "x-amz-date": moment}
    if who.token:
        signed["x-amz-security-token"] = who.token
    names = sorted(signed)
    listed = ";".join(names)
    # Each segment is encoded once more than on the wire, for every service but S3.
    encoded = "/".join(map(percent_encoded, path.split("/")))
    canonical = "\n".join(
        [
            "POST",
            encoded,
            "",
            *(f"{name}:{signed[name].strip()}" for name in names),
            "",
            listed,
            sha256(body).hexdigest(),
        ]
    )
    scope = f"{moment[:8]}/{region}/{service}/aws4_request"
    text = f"AWS4-HMAC-SHA256\n{moment}\n{scope}\n{sha256(canonical.encode()).hexdigest()}"
    signature = hmac.new(_key(who.secret, moment[:8], region, service), text.encode(), sha256).hexdigest()
    signed["authorization"] = (
        f"AWS4-HMAC-SHA256 Credential={who.key_id}/{scope}, SignedHeaders={listed}, Signature={signature}"
    )
    return signed


@lru_cache(maxsize=16)
def _key(secret: str, day: str, region: str, service: str) -> bytes:
    key = f"AWS4{secret}".encode()
    for part in (day, region, service, "aws4_request"):
        key = hmac.new(key, part.encode(), sha256).digest()
    return key
