"""What goes wrong on the way to AWS."""

from __future__ import annotations

import json
import shutil
import socket
import ssl
import subprocess
import threading
from pathlib import Path
from unittest.mock import patch

import pytest
from cloud import cloud

from motia.aws import call_json, connections, credentials
from motia.aws.endpoints import endpoint
from motia.errors import AwsConnectionError, AwsError, MissingSettingError


def get() -> object:
    return call_json("sqs", "ChangeMessageVisibility", {"ReceiptHandle": "h", "VisibilityTimeout": 1})


def test_connection_is_used_again_and_replaced_when_it_died_meanwhile(tmp_path: Path) -> None:
    with cloud("some", tmp_path) as around:
        get()
        ((connection,),) = connections._idle.values()
        get()
        assert connections._idle[around.aws.url] == [connection]
        connection.socket.shutdown(socket.SHUT_RDWR)  # as a server does while a Lambda is frozen
        get()
        assert connections._idle[around.aws.url] != [connection]
        assert len(around.aws.visibility) == 3


@pytest.mark.parametrize("code", ["ThrottlingException", "InternalServerError", "ServiceUnavailable"])
def test_what_may_pass_is_tried_four_times(tmp_path: Path, code: str) -> None:
    with cloud("some", tmp_path) as around, patch("time.sleep") as sleep:
        around.aws.failures = [["sqs", code, 9]]
        with pytest.raises(AwsError, match=f"sqs ChangeMessageVisibility failed: {code}: no"):
            get()
        assert len(around.aws.calls) == 4 and sleep.call_count == 3


def test_what_cannot_pass_is_tried_once(tmp_path: Path) -> None:
    with cloud("some", tmp_path) as around:
        around.aws.failures = [["sqs", "AccessDenied", 9]]
        with pytest.raises(AwsError) as refused:
            get()
        assert len(around.aws.calls) == 1
        assert (refused.value.code, refused.value.status) == ("AccessDenied", 400)


def test_no_answer(tmp_path: Path) -> None:
    with cloud("some", tmp_path), patch("time.sleep"):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        with patch.dict("os.environ", AWS_ENDPOINT_URL_SQS=f"http://127.0.0.1:{port}"):
            with pytest.raises(AwsConnectionError, match=rf"no answer from 127.0.0.1:{port}: .*refused"):
                get()


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl to make a certificate with")
def test_tls(tmp_path: Path) -> None:
    key, certificate = str(tmp_path / "key.pem"), str(tmp_path / "certificate.pem")
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate]
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-days", "1"]
    subprocess.run([*command, *names], check=True, capture_output=True)
    with cloud("some", tmp_path) as around:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        around.aws.server.socket = context.wrap_socket(around.aws.server.socket, server_side=True)
        url = around.aws.url.replace("http://", "https://")
        with patch.dict("os.environ", AWS_ENDPOINT_URL=url), patch("time.sleep"):
            with patch.object(connections, "_tls", None), pytest.raises(AwsConnectionError, match="CERTIFICATE_VERIFY"):
                get()
            with patch.dict("os.environ", AWS_CA_BUNDLE=certificate), patch.object(connections, "_tls", None):
                get()
                get()
        assert len(around.aws.visibility) == 2


def test_server_that_hangs_up_without_an_answer(tmp_path: Path) -> None:
    server = socket.create_server(("127.0.0.1", 0))

    def hang_up() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            connection.recv(1)
            connection.close()

    threading.Thread(target=hang_up, daemon=True).start()
    with cloud("some", tmp_path), patch("time.sleep"):
        with patch.dict("os.environ", AWS_ENDPOINT_URL_SQS=f"http://127.0.0.1:{server.getsockname()[1]}"):
            with pytest.raises(AwsConnectionError):
                get()
    server.close()


def test_endpoints() -> None:
    with patch.dict("os.environ", clear=True):
        assert endpoint("events", "eu-north-1") == "https://events.eu-north-1.amazonaws.com"
        assert endpoint("sqs", "cn-north-1") == "https://sqs.cn-north-1.amazonaws.com.cn"
    with patch.dict("os.environ", AWS_ENDPOINT_URL="http://a/", AWS_ENDPOINT_URL_EVENTBRIDGE="http://b"):
        assert endpoint("events", "eu-north-1") == "http://b"
        assert endpoint("sns", "eu-north-1") == "http://a"


def test_credentials_of_a_restored_function(tmp_path: Path) -> None:
    from http.server import BaseHTTPRequestHandler, HTTPServer

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            assert self.headers["authorization"] == "secret"
            found = {"AccessKeyId": "A", "SecretAccessKey": "S", "Token": "T", "Expiration": "2099-01-01T00:00:00Z"}
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(found).encode())

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.handle_request, daemon=True).start()
    uri = f"http://127.0.0.1:{server.server_port}/"
    variables = {"AWS_CONTAINER_CREDENTIALS_FULL_URI": uri, "AWS_CONTAINER_AUTHORIZATION_TOKEN": "secret"}
    with patch.dict("os.environ", variables, clear=True), patch.object(credentials, "_fetched", None):
        first = credentials.credentials()
        assert first[:3] == ("A", "S", "T")
        assert credentials.credentials() is first
    server.server_close()


def test_no_credentials() -> None:
    with patch.dict("os.environ", clear=True), pytest.raises(MissingSettingError, match="AWS_ACCESS_KEY_ID is not set"):
        credentials.credentials()
