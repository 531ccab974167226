config = {
    "type": "api",
    "name": "todo",
    "method": "POST",
    "path": "/todos/:list",
    "emits": ["order.created"],
    "flows": ["todos"],
    "bodySchema": {"type": "object", "properties": {"title": {"type": "string"}}, "required": ["title"]},
}


async def handler(req, context):
    """Does what its body says, as a Motia 0.x Step."""
    wish = req["body"].get("do")
    if wish == "throw":
        raise RuntimeError("secret detail")
    if wish == "nothing":
        return None
    if wish == "no-status":
        return {"body": "x"}
    if wish == "text":
        return {"status": 200, "body": "hi"}
    if wish == "bytes":
        return {"status": 200, "body": bytes([1, 2])}
    if wish == "state":
        stored = await context.state.set("todos", "a", {"data": 1})
        await context.state.set("todos", "b", [2])
        values = await context.state.get_group("todos")
        removed = await context.state.delete("todos", "b")
        await context.state.clear("other")
        got = await context.state.get("todos", "a")
        return {"status": 200, "body": {"set": stored, "get": got, "values": values, "removed": removed}}
    if wish == "emit":
        await context.emit({"topic": "order.created", "data": {"list": req["pathParams"]["list"]}})
        await context.emit({"topic": "order.paid", "data": {}})
        return {"status": 200, "body": {}}
    return {
        "status": 201,
        "headers": {"X-Trace": context.trace_id},
        "body": {"query": req["queryParams"], "body": req["body"], "list": req["pathParams"]["list"]},
    }
