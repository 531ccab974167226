config = {
    "type": "event",
    "name": "legacy",
    "subscribes": ["order.created"],
    "emits": [],
    "input": {"type": "object", "properties": {"n": {"type": "number"}}, "required": ["n"]},
}


async def handler(input, context):
    """A Motia 0.x event Step."""
    if input.get("fail"):
        raise RuntimeError("no luck")
    await context.state.set("legacy", str(input["n"]), input)
    await context.emit({"topic": "order.paid", "data": input})
