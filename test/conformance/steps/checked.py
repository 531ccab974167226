from motia import define_step

INPUT = {"type": "object", "properties": {"orderId": {"type": "string"}}, "required": ["orderId"]}


@define_step(type="event", subscribes=["order.created"], input=INPUT)
async def handler(data, state):
    """Takes only what fits its schema."""
    await state.set(f"checked:{data['orderId']}", True)
