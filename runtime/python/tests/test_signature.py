"""botocore's signer is the oracle."""

from __future__ import annotations

import calendar
from datetime import datetime
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motia.aws.credentials import Credentials
from motia.aws.signature import sign

botocore_auth = pytest.importorskip("botocore.auth")

NOW = calendar.timegm((2026, 1, 2, 3, 4, 5))


@given(
    body=st.binary(max_size=200),
    token=st.none() | st.just("session/token=="),
    path=st.sampled_from(["/", "/some/path", "/streams/@connections/abc%3D"]),
)
def test_as_botocore_signs(body: bytes, token: str | None, path: str) -> None:
    from botocore.awsrequest import AWSRequest

    headers = {"content-type": "application/x-amz-json-1.0", "x-amz-target": "AmazonSQS.SendMessage"}
    who = Credentials("AKID", "secret/key", token)
    ours = sign("sqs", "eu-north-1", "127.0.0.1:4566", path, headers, body, who, NOW)
    request = AWSRequest("POST", f"http://127.0.0.1:4566{path}", headers=headers, data=body)
    with patch.object(botocore_auth, "get_current_datetime", lambda: datetime(2026, 1, 2, 3, 4, 5)):
        signer = botocore_auth.SigV4Auth(_BotocoreCredentials(token), "sqs", "eu-north-1")
        signer.add_auth(request)
    assert ours["authorization"] == request.headers["Authorization"]
    assert ours.get("x-amz-security-token") == token


class _BotocoreCredentials:
    access_key = "AKID"
    secret_key = "secret/key"

    def __init__(self, token: str | None) -> None:
        self.token = token
