from motia import define_step


@define_step(type="event", subscribes=["order.created"])
async def handler(data, streams, logger):
    """A stream of ``define_step``."""
    await streams.chat.send({"groupId": "room"}, {"type": "typing", "data": data})
    logger.info("done", {"result": await streams.chat.get_group("room")})
