config = {"type": "event", "name": "chat", "subscribes": ["order.created"], "emits": []}


async def handler(input, context):
    """Every call of a stream; its answer is what they gave."""
    operation, group, id, data = (input.get(name) for name in ("op", "group", "id", "data"))
    chat = context.streams[input.get("stream", "chat")]
    result = None
    if operation == "get":
        result = await chat.get(group, id)
    elif operation == "set":
        result = await chat.set(group, id, {"text": "é" * input["size"]} if "size" in input else data)
    elif operation == "delete":
        result = await chat.delete(group, id)
    elif operation == "getGroup":
        result = await chat.get_group(group)
    elif operation == "send":
        await chat.send({"groupId": group, **({"id": id} if id else {})}, {"type": "typing", "data": data})
    elif operation == "unawaited":
        for n in (1, 2, 3):
            chat.set(group, id, {"n": n})
        chat.delete(group, id)
    context.logger.info("done", {"result": result})
