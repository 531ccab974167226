config = {"type": "cron", "name": "legacy-cron", "cron": "0 3 * * *", "emits": ["order.created"]}


async def handler(context):
    """A Motia 0.x cron Step."""
    await context.emit({"topic": "order.created", "data": {"flows": context.flows}})
