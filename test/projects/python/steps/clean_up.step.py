config = {"type": "cron", "name": "CleanUp", "cron": "0 3 * * *", "emits": []}


async def handler(context):
    for _ticket in await context.state.get_group("tickets"):
        await context.emit({"topic": "ticket.cleaned" if _ticket else "ticket.kept", "data": None})
    await context.state.clear("tickets")
