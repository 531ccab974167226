"""Drives the emulated services with boto3, as Python programs do. Prints {"check": "ok" or a traceback} as JSON.

The endpoint, the region and the credentials come from the environment, as boto3 reads them.
"""

import json
import traceback
from hashlib import md5

import boto3
from boto3.dynamodb.conditions import Key
from botocore.exceptions import ClientError

sqs, sns, events, sts = (boto3.client(name) for name in ("sqs", "sns", "events", "sts"))
dynamodb = boto3.client("dynamodb")
# DynamoDB's other interface in boto3: plain Python values, numbers as Decimal.
tables = boto3.resource("dynamodb")


def queue(name, **attributes):
    """Creates a queue that every service may send to; returns its URL and ARN."""
    url = sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
    arn = attributes_of(url)["QueueArn"]
    statement = {"Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": arn}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy})
    return url, arn


def attributes_of(url):
    return sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]


def receive(url, **options):
    options = {"MaxNumberOfMessages": 10, "WaitTimeSeconds": 2, **options}
    answer = sqs.receive_message(
        QueueUrl=url, MessageSystemAttributeNames=["All"], MessageAttributeNames=["All"], **options
    )
    return answer.get("Messages", [])


def code_of(call, **arguments):
    """The error code that a call is refused with."""
    try:
        call(**arguments)
    except ClientError as error:
        return error.response["Error"]["Code"]
    raise AssertionError(f"{arguments} was not refused")


def check_sqs_messages():
    url, _ = queue("messages", VisibilityTimeout="45")
    given = {
        "kind": {"DataType": "String", "StringValue": "größe"},
        "raw": {"DataType": "Binary", "BinaryValue": b"\0\xff"},
    }
    sent = sqs.send_message(QueueUrl=url, MessageBody="12 €", MessageAttributes=given)
    assert sent["MD5OfMessageBody"] == md5("12 €".encode()).hexdigest()
    [message] = receive(url)
    assert (message["MessageId"], message["Body"]) == (sent["MessageId"], "12 €")
    assert message["MessageAttributes"] == given
    assert message["MD5OfMessageAttributes"] == sent["MD5OfMessageAttributes"]
    assert message["Attributes"]["ApproximateReceiveCount"] == "1"
    counts = attributes_of(url)
    assert counts["VisibilityTimeout"] == "45"
    assert (counts["ApproximateNumberOfMessages"], counts["ApproximateNumberOfMessagesNotVisible"]) == ("0", "1")
    sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0)
    [again] = receive(url)
    assert again["Attributes"]["ApproximateReceiveCount"] == "2"
    sqs.delete_message(QueueUrl=url, ReceiptHandle=again["ReceiptHandle"])
    assert attributes_of(url)["ApproximateNumberOfMessagesNotVisible"] == "0"
    assert sqs.get_queue_url(QueueName="messages")["QueueUrl"] == url


def check_sqs_batches():
    url, _ = queue("batches")
    entries = [{"Id": "good", "MessageBody": "a"}, {"Id": "bad", "MessageBody": "b", "DelaySeconds": 901}]
    answer = sqs.send_message_batch(QueueUrl=url, Entries=entries)
    assert [entry["Id"] for entry in answer["Successful"]] == ["good"]
    assert [(entry["Id"], entry["Code"]) for entry in answer["Failed"]] == [("bad", "InvalidParameterValue")]
    handles = [{"Id": "0", "ReceiptHandle": message["ReceiptHandle"]} for message in receive(url)]
    assert len(sqs.delete_message_batch(QueueUrl=url, Entries=handles)["Successful"]) == 1


def check_sqs_fifo():
    url, _ = queue("ordered.fifo", FifoQueue="true", ContentBasedDeduplication="true")
    for body in ("a1", "a1", "a2"):
        sqs.send_message(QueueUrl=url, MessageBody=body, MessageGroupId="a")
    sqs.send_message(QueueUrl=url, MessageBody="b1", MessageGroupId="b")
    messages = receive(url)
    assert sorted(message["Body"] for message in messages) == ["a1", "a2", "b1"]
    group = [message for message in messages if message["Attributes"]["MessageGroupId"] == "a"]
    assert [message["Body"] for message in group] == ["a1", "a2"]
    sqs.send_message(QueueUrl=url, MessageBody="a3", MessageGroupId="a")
    assert receive(url, WaitTimeSeconds=0) == [], "a group with messages in flight waits for them"


def check_sqs_redrive():
    dead, dead_arn = queue("failed")
    policy = json.dumps({"deadLetterTargetArn": dead_arn, "maxReceiveCount": 1})
    url, _ = queue("source", VisibilityTimeout="0", RedrivePolicy=policy)
    sqs.send_message(QueueUrl=url, MessageBody="poison")
    assert len(receive(url)) == 1
    assert receive(url, WaitTimeSeconds=0) == []
    assert attributes_of(dead)["ApproximateNumberOfMessages"] == "1"
    assert sqs.list_dead_letter_source_queues(QueueUrl=dead)["queueUrls"] == [url]
    assert sqs.start_message_move_task(SourceArn=dead_arn)["TaskHandle"]
    [message] = receive(url)
    assert message["Body"] == "poison"


def check_sns_fan_out():
    topic = sns.create_topic(Name="orders")["TopicArn"]
    urls = {}
    for name, filters in {"raw-one": {}, "raw-two": {}, "raw-eu": {"region": [{"prefix": "eu-"}]}}.items():
        urls[name], arn = queue(name)
        settings = {"RawMessageDelivery": "true"} | ({"FilterPolicy": json.dumps(filters)} if filters else {})
        sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn, Attributes=settings)
    region = {"region": {"DataType": "String", "StringValue": "us-1"}}
    sns.publish(TopicArn=topic, Message="größe", MessageAttributes=region)
    for name in ("raw-one", "raw-two"):
        [message] = receive(urls[name])
        assert (message["Body"], message["MessageAttributes"]) == ("größe", region)
    assert receive(urls["raw-eu"], WaitTimeSeconds=0) == []
    assert len(sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]) == 3


def check_eventbridge():
    url, arn = queue("audited")
    events.create_event_bus(Name="audit")
    pattern = {"source": ["shop"], "detail": {"total": [{"numeric": [">", 10]}]}}
    events.put_rule(Name="large", EventBusName="audit", EventPattern=json.dumps(pattern))
    targets = events.put_targets(Rule="large", EventBusName="audit", Targets=[{"Id": "queue", "Arn": arn}])
    assert targets["FailedEntryCount"] == 0
    entry = {"EventBusName": "audit", "Source": "shop", "DetailType": "order.created"}
    entries = [{**entry, "Detail": '{"total": 5}'}, {**entry, "Detail": '{"total": 50}'}, {**entry, "Detail": "{"}]
    answer = events.put_events(Entries=entries)
    assert answer["FailedEntryCount"] == 1
    assert answer["Entries"][2]["ErrorCode"] == "MalformedDetail"
    [message] = receive(url)
    event = json.loads(message["Body"])
    assert (event["id"], event["detail"]) == (answer["Entries"][1]["EventId"], {"total": 50})
    assert event["detail-type"] == "order.created"


def check_dynamodb():
    keys = {"group": "HASH", "key": "RANGE"}
    table = tables.create_table(
        TableName="state",
        KeySchema=[{"AttributeName": name, "KeyType": kind} for name, kind in keys.items()],
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in keys],
        BillingMode="PAY_PER_REQUEST",
    )
    table.wait_until_exists()
    for key in ("1", "2", "30"):
        table.put_item(Item={"group": "order", "key": key, "amount": int(key), "tags": {"a", "b"}})
    item = table.get_item(Key={"group": "order", "key": "30"}, ConsistentRead=True)["Item"]
    assert (item["amount"], item["tags"]) == (30, {"a", "b"})
    condition = Key("group").eq("order")
    found = table.query(KeyConditionExpression=condition, ScanIndexForward=False)["Items"]
    assert [item["key"] for item in found] == ["30", "2", "1"]

    update = {
        "Key": {"group": "order", "key": "1"},
        "UpdateExpression": "SET amount = amount + :more",
        "ConditionExpression": "amount = :known",
        "ExpressionAttributeValues": {":more": 10, ":known": 1},
    }
    assert table.update_item(**update, ReturnValues="ALL_NEW")["Attributes"]["amount"] == 11
    assert code_of(table.update_item, **update) == "ConditionalCheckFailedException"


def check_dynamodb_transactions():
    definition = [{"AttributeName": "id", "AttributeType": "S"}]
    key = [{"AttributeName": "id", "KeyType": "HASH"}]
    dynamodb.create_table(
        TableName="accounts", KeySchema=key, AttributeDefinitions=definition, BillingMode="PAY_PER_REQUEST"
    )
    dynamodb.get_waiter("table_exists").wait(TableName="accounts")

    def put(name):
        item = {"TableName": "accounts", "Item": {"id": {"S": name}}, "ConditionExpression": "attribute_not_exists(id)"}
        return {"Put": item}

    dynamodb.transact_write_items(TransactItems=[put("a"), put("b")])
    try:
        dynamodb.transact_write_items(TransactItems=[put("c"), put("a")])
    except dynamodb.exceptions.TransactionCanceledException as error:
        reasons = [reason["Code"] for reason in error.response["CancellationReasons"]]
        assert reasons == ["None", "ConditionalCheckFailed"]
    else:
        raise AssertionError("the transaction was not cancelled")
    stored = dynamodb.scan(TableName="accounts", ConsistentRead=True)["Items"]
    assert sorted(item["id"]["S"] for item in stored) == ["a", "b"]


def check_sts():
    identity = sts.get_caller_identity()
    assert identity["Account"] == "000000000000"
    assert identity["Arn"].startswith("arn:aws:")


def check_error_codes():
    absent = sqs.meta.endpoint_url + "/000000000000/absent"
    url, _ = queue("errors")
    # botocore gives SQS's errors their code of the Query protocol where the answer names it.
    missing = "AWS.SimpleQueueService.NonExistentQueue"
    assert code_of(sqs.get_queue_url, QueueName="absent") == missing
    assert code_of(sqs.send_message, QueueUrl=absent, MessageBody="x") == missing
    assert code_of(sqs.send_message_batch, QueueUrl=url, Entries=[]) == "AWS.SimpleQueueService.EmptyBatchRequest"
    assert code_of(sqs.delete_message, QueueUrl=url, ReceiptHandle="x") == "ReceiptHandleIsInvalid"
    topic = sns.create_topic(Name="errors")["TopicArn"]
    assert code_of(sns.publish, TopicArn=topic, Message="") == "InvalidParameter"
    assert code_of(sns.publish, TopicArn=f"{topic}-absent", Message="x") == "NotFound"
    assert code_of(events.put_rule, Name="broken", EventPattern="{") == "InvalidEventPatternException"
    assert code_of(events.describe_rule, Name="absent") == "ResourceNotFoundException"
    item = {"id": {"S": "1"}}
    assert code_of(dynamodb.get_item, TableName="absent", Key=item) == "ResourceNotFoundException"
    assert code_of(dynamodb.put_item, TableName="no", Item=item) == "ValidationException"
    try:
        sqs.get_queue_url(QueueName="absent")
    except sqs.exceptions.QueueDoesNotExist as error:
        assert error.response["ResponseMetadata"]["HTTPStatusCode"] == 400


def outcome(check):
    try:
        check()
    except Exception:
        return traceback.format_exc()
    return "ok"


if __name__ == "__main__":
    checks = [check for name, check in globals().items() if name.startswith("check_")]
    print(json.dumps({check.__name__: outcome(check) for check in checks}))
