"""What the others are compared with: no framework, no check of the body."""

import json


def handler(event, context):
    body = json.loads(event["body"])
    answer = {"customer": body["customer"], "items": len(body["items"])}
    return {"statusCode": 201, "headers": {"content-type": "application/json"}, "body": json.dumps(answer)}
