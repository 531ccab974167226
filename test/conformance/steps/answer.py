from motia import define_step

ANSWERS = {
    "envelope": {"status": 201, "headers": {"X-Order": "7"}, "body": {"id": 7}},
    "status-word": {"ticketId": "t1", "status": "open"},
    "status-number": {"status": 7, "body": "x"},
    "text": "<h1>hi</h1>",
    "plain-text": {"status": 200, "headers": {"Content-Type": "text/plain"}, "body": "hi"},
    "binary": bytes([0, 1, 254, 255]),
    "list": [1, "two", {"three": 3.5}],
    "no-content": {"status": 204, "body": {"dropped": True}},
    "not-modified": {"status": 304, "headers": {"etag": '"1"'}, "body": "dropped"},
    "cookies": {"status": 200, "headers": {"set-cookie": ["a=1; Path=/", "b=2"]}, "body": {}},
}


@define_step(type="api", method="GET", path="/answer/:kind")
async def handler(params):
    """One answer of each kind."""
    if params["kind"] == "throws":
        raise TypeError("secret detail")
    if params["kind"] == "nothing":
        return None
    return ANSWERS.get(params["kind"], "unknown kind")
