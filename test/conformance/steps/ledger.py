from motia import define_step


@define_step(type="event", subscribes=["order.created"])
async def handler(data, state, logger):
    """Every state call; its answer is what they gave."""
    operation, key, value, prefix = (data.get(name) for name in ("op", "key", "value", "prefix"))
    if operation == "get":
        result = await state.get(key)
    elif operation == "set":
        result = await state.set(key, value, ttl=data.get("ttl"))
    elif operation == "delete":
        result = await state.delete(key)
    elif operation == "query":
        result = await state.query(prefix, limit=data.get("limit"))
    elif operation == "filter":
        result = await state.query(prefix, filter=lambda found, _: found != value)
    elif operation == "update":
        result = await state.update(key, lambda current: (current or 0) + 1)
    elif operation == "group":
        group = state.group(data["group"])
        result = [await group.get(key), await group.query(prefix)]
    else:
        raise ValueError(f"no operation {operation}")
    logger.info("done", {"result": result})
