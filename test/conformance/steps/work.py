from motia import define_step


@define_step(type="event", subscribes=["order.created"], emits=["order.created", "order.paid"])
async def handler(data, topic, attempt, id, trace_id, emit, state, logger):
    """Does what its input says."""
    wish = data if isinstance(data, dict) else {}
    if wish.get("note"):
        logger.info("seen", {"data": data, "topic": topic, "attempt": attempt, "id": id, "flow": trace_id})
    if wish.get("fail"):
        raise ValueError(wish["fail"])
    if wish.get("forward"):
        await emit("order.paid", {"to": wish["forward"]})
    await state.set(f"done:{id}", data)
