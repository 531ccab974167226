from motia import define_step


@define_step(type="event", subscribes=["order.created"], emits=["order.charged"])
async def handler(data, state, emit, logger):
    order = await state.get(f"order:{data['orderId']}")
    logger.debug("charging", {"orderId": data["orderId"], "known": order is not None})
    await emit("order.charged", {"orderId": data["orderId"]})
