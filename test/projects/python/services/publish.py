async def publish(emit, topic, data):
    await emit({"topic": topic, "data": data})


class Outbox:
    def __init__(self, context):
        self.context = context

    async def urgent(self, ticket_id):
        await self.context.emit({"topic": "ticket.urgent", "data": {"ticketId": ticket_id}})
        await self.context.state.set("urgent", ticket_id, True)
