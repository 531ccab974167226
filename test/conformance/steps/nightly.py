from motia import define_step


@define_step(type="cron", expression="0 3 * * *", emits=["order.created"])
async def handler(scheduled_time, emit):
    """Tells when it was due."""
    await emit("order.created", {"at": scheduled_time})
