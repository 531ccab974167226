from motia import define_step

TOPICS = ["order.created", "order.paid", "order.audited", "order.queued", "order.ranked"]
OPTIONS = {"delaySeconds": "delay_seconds", "groupId": "group_id", "deduplicationId": "deduplication_id"}


@define_step(type="api", method="POST", path="/orders", emits=TOPICS)
async def handler(body, emit, state, logger):
    """Stores an order, tells of it, and writes a line."""
    options = {OPTIONS[name]: value for name, value in body.get("options", {}).items()}
    await state.set(f"order:{body['id']}", {"id": body["id"]})
    for topic in body.get("topics", ["order.created"]):
        await emit(topic, {"orderId": body["id"]}, **options)
    logger.info("order stored", {"orderId": body["id"]})
    return {"status": 201, "body": {"id": body["id"]}}
