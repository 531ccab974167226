from typing import Any

from motia import define_step


@define_step(
    type="event",
    subscribes=["order.created"],
    description="Scores an order's risk by simple rules.",
    flows=["orders"],
)
async def handler(data: dict[str, Any], state: Any, logger: Any) -> None:
    key = f"order:{data['orderId']}"
    order = await state.get(key)
    if order is None:
        raise LookupError(f"no order {data['orderId']} in state")
    score = min(1.0, order["total"] / 1000)
    await state.set(f"risk:{order['id']}", {"score": score})
    logger.info("order scored", {"orderId": order["id"], "score": score})
