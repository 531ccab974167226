"""A little of SQS, SNS, EventBridge, DynamoDB and API Gateway's connections: enough for what the runtime sends."""

from __future__ import annotations

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote

REGION = "eu-north-1"
ACCOUNT = "123456789012"


class Refusal(Exception):
    def __init__(self, code: str, status: int = 400) -> None:
        self.code = code
        self.status = status


class FakeAws:
    """Keeps what was sent in ``messages``, ``posts``, ``visibility``, tables in ``items``, each call in ``calls``."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []
        self.visibility: list[tuple[str, int]] = []
        #: ``(connection, message)``.
        self.posts: list[tuple[str, Any]] = []
        #: Connections that are no more.
        self.gone: set[str] = set()
        self.items: dict[tuple[str, str], dict[str, Any]] = {}
        self.calls: list[tuple[str, str, dict[str, str]]] = []
        #: ``[service, code, times]``: what goes wrong next.
        self.failures: list[list[Any]] = []
        #: Ids of batch entries to refuse once.
        self.refuse_entries: dict[str, bool] = {}
        self.page = 1000
        self.lock = threading.Lock()
        self.server = _Server(self)
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def call(self, service: str, action: str, content: dict[str, Any], headers: dict[str, str]) -> Any:
        with self.lock:
            self.calls.append((service, action, headers))
            for failure in self.failures:
                if failure[0] == service and failure[2] > 0:
                    failure[2] -= 1
                    raise Refusal(failure[1])
            return getattr(self, f"{service.replace('-', '_')}_{action}")(content)

    # API Gateway

    def execute_api_PostToConnection(self, content: dict[str, Any]) -> Any:
        if content["connection"] in self.gone:
            raise Refusal("GoneException", 410)
        self.posts.append((content["connection"], content["message"]))
        return ""

    # SQS

    def sqs_SendMessage(self, content: dict[str, Any]) -> Any:
        self._keep_sqs(content["QueueUrl"], content)
        return {"MessageId": "m"}

    def sqs_SendMessageBatch(self, content: dict[str, Any]) -> Any:
        assert 0 < len(content["Entries"]) <= 10
        failed = []
        for entry in content["Entries"]:
            if entry["Id"] in self.refuse_entries:
                fault = self.refuse_entries.pop(entry["Id"])
                failed.append({"Id": entry["Id"], "Code": "InternalError", "SenderFault": fault, "Message": "no"})
            else:
                self._keep_sqs(content["QueueUrl"], entry)
        return {"Successful": [], "Failed": failed}

    def _keep_sqs(self, url: str, entry: dict[str, Any]) -> None:
        account, name = url.removeprefix(self.url + "/").split("/")
        attributes = {name: value["StringValue"] for name, value in entry.get("MessageAttributes", {}).items()}
        self._keep(
            f"arn:aws:sqs:{REGION}:{account}:{name}",
            entry["MessageBody"],
            groupId=entry.get("MessageGroupId"),
            deduplicationId=entry.get("MessageDeduplicationId"),
            delaySeconds=entry.get("DelaySeconds"),
            attributes=attributes or None,
        )

    def sqs_ChangeMessageVisibility(self, content: dict[str, Any]) -> Any:
        self.visibility.append((content["ReceiptHandle"], content["VisibilityTimeout"]))
        return {}

    def sqs_ChangeMessageVisibilityBatch(self, content: dict[str, Any]) -> Any:
        assert 0 < len(content["Entries"]) <= 10
        for entry in content["Entries"]:
            self.sqs_ChangeMessageVisibility(entry)
        return {"Successful": [], "Failed": []}

    # SNS

    def sns_Publish(self, content: dict[str, Any]) -> Any:
        self._keep_sns(content["TopicArn"], content, "")
        return "<PublishResponse/>"

    def sns_PublishBatch(self, content: dict[str, Any]) -> Any:
        prefixes = sorted({name[: -len("Id")] for name in content if name.endswith(".Id")})
        failed = ""
        for prefix in prefixes:
            id = content[prefix + "Id"]
            if id in self.refuse_entries:
                fault = str(self.refuse_entries.pop(id)).lower()
                failed += f"<member><Id>{id}</Id><Code>InternalError</Code><SenderFault>{fault}</SenderFault></member>"
            else:
                self._keep_sns(content["TopicArn"], content, prefix)
        return f"<PublishBatchResponse><Failed>{failed}</Failed></PublishBatchResponse>"

    def _keep_sns(self, arn: str, content: dict[str, Any], prefix: str) -> None:
        self._keep(
            arn,
            content[prefix + "Message"],
            groupId=content.get(prefix + "MessageGroupId"),
            deduplicationId=content.get(prefix + "MessageDeduplicationId"),
        )

    # EventBridge

    def events_PutEvents(self, content: dict[str, Any]) -> Any:
        assert 0 < len(content["Entries"]) <= 10
        for entry in content["Entries"]:
            name = entry["EventBusName"]
            arn = name if name.startswith("arn:") else f"arn:aws:events:{REGION}:{ACCOUNT}:event-bus/{name}"
            self._keep(arn, entry["Detail"], source=entry["Source"], detailType=entry["DetailType"])
        return {"FailedEntryCount": 0, "Entries": [{"EventId": "e"} for _ in content["Entries"]]}

    def _keep(self, to: str, body: str, **more: Any) -> None:
        self.messages.append(
            {"to": to, "body": body, **{name: value for name, value in more.items() if value is not None}}
        )

    # DynamoDB

    def dynamodb_GetItem(self, content: dict[str, Any]) -> Any:
        assert content["ConsistentRead"] is True
        item = self.items.get(_key(content))
        return {"Item": item} if item else {}

    def dynamodb_DeleteItem(self, content: dict[str, Any]) -> Any:
        item = self.items.pop(_key(content), None)
        return {"Attributes": item} if item and content.get("ReturnValues") == "ALL_OLD" else {}

    def dynamodb_UpdateItem(self, content: dict[str, Any]) -> Any:
        names, values = content["ExpressionAttributeNames"], content["ExpressionAttributeValues"]
        key = _key(content)
        item = dict(self.items.get(key, {}))
        for condition in filter(None, content.get("ConditionExpression", "").split(" AND ")):
            missing = re.fullmatch(r"attribute_not_exists\((#\w+)\)", condition)
            equal = re.fullmatch(r"(#\w+) = (:\w+)", condition)
            if missing:
                holds = names[missing[1]] not in item
            else:
                assert equal, condition
                holds = item.get(names[equal[1]]) == values[equal[2]]
            if not holds:
                raise Refusal("ConditionalCheckFailedException")
        item |= content["Key"]
        expression, _, removed = content["UpdateExpression"].partition(" REMOVE ")
        for name in filter(None, removed.split(", ")):
            item.pop(names[name], None)
        for part in re.split(r", (?=#)", expression.removeprefix("SET ")):
            name, _, value = part.partition(" = ")
            once = re.fullmatch(r"if_not_exists\((#\w+), (:\w+)\)", value)
            count = re.fullmatch(r"if_not_exists\((#\w+), (:\w+)\) \+ (:\w+)", value)
            if count:
                before = item.get(names[count[1]], values[count[2]])
                item[names[name]] = {"N": str(int(before["N"]) + int(values[count[3]]["N"]))}
            elif once:
                item.setdefault(names[once[1]], values[once[2]])
            else:
                item[names[name]] = values[value]
        old = self.items.get(key)
        self.items[key] = item
        return {"Attributes": old} if old and content.get("ReturnValues") == "ALL_OLD" else {}

    def dynamodb_Query(self, content: dict[str, Any]) -> Any:
        assert content["ConsistentRead"] is True
        values = list(content["ExpressionAttributeValues"].values())
        group, prefix = values[0]["S"], values[1]["S"] if len(values) > 1 else ""
        after = content.get("ExclusiveStartKey", {}).get("key", {}).get("S", "")
        found = sorted(key for key in self.items if key[0] == group and key[1].startswith(prefix) and key[1] > after)
        page = min(self.page, content.get("Limit", self.page))
        answer: dict[str, Any] = {"Items": [self.items[key] for key in found[:page]]}
        if len(found) > page:
            last = found[page - 1]
            answer["LastEvaluatedKey"] = {"group": {"S": last[0]}, "key": {"S": last[1]}}
        return answer

    def dynamodb_BatchWriteItem(self, content: dict[str, Any]) -> Any:
        ((table, requests),) = content["RequestItems"].items()
        assert len(requests) <= 25
        done, left = requests[:20], requests[20:]
        for request in done:
            self.items.pop(_key(request["DeleteRequest"]), None)
        return {"UnprocessedItems": {table: left} if left else {}}


def _key(content: dict[str, Any]) -> tuple[str, str]:
    return content["Key"]["group"]["S"], content["Key"]["key"]["S"]


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, aws: FakeAws) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.aws = aws


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        headers = {name.lower(): value for name, value in self.headers.items()}
        service = headers["authorization"].split("/")[3]
        aws: FakeAws = self.server.aws  # type: ignore[attr-defined]
        if service == "execute-api":
            action, connection = "PostToConnection", unquote(self.path.rpartition("/@connections/")[2])
            content: dict[str, Any] = {"connection": connection, "message": json.loads(body)}
        elif service == "sns":
            fields: dict[str, Any] = dict(parse_qsl(body, keep_blank_values=True))
            action, content = fields.pop("Action"), fields
        else:
            action, content = headers["x-amz-target"].split(".")[1], json.loads(body)
        try:
            status, answer = 200, aws.call(service, action, content, headers)
        except Refusal as refusal:
            status = refusal.status
            if service == "sns":
                answer = (
                    f"<ErrorResponse><Error><Code>{refusal.code}</Code><Message>no</Message></Error></ErrorResponse>"
                )
            else:
                answer = {"__type": f"com.amazon#{refusal.code}", "message": "no"}
        data = (answer if isinstance(answer, str) else json.dumps(answer)).encode()
        self.send_response(status)
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        pass
