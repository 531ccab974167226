from motia import define_step


@define_step(type="event", subscribes=["order.created"], emits=["order.charged"])
def handler(data, state, emit, logger):
    order = state.get(f"order:{data['orderId']}")
    logger.debug("charging", {"orderId": data["orderId"], "known": order is not None})
    emit("order.charged", {"orderId": data["orderId"]})
