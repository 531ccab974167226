"""Steps in Python for motia-aws: one file with a config and a handler becomes a Lambda.

Example::

    from motia import define_step

    @define_step(type="event", subscribes=["order.created"])
    async def handler(data, emit, state, logger):
        order = await state.get(f"order:{data['orderId']}")
        logger.info("order seen", {"total": order["total"]})
"""

from .define_step import define_step
from .logger import logger

__all__ = ["define_step", "logger"]
