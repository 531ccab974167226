from motia import define_step


@define_step(type="event", subscribes=["order.paid"], emits=["order.created"])
async def handler(emit, state):
    """Awaits nothing."""
    state.set("loose:done", True)
    for number in [1, 2, 3]:
        emit("order.created", number)
