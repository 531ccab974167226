from pydantic import BaseModel


class Ticket(BaseModel):
    title: str
    urgent: bool = False


config = {
    "type": "api",
    "name": "OpenTicket",
    "method": "POST",
    "path": "/tickets",
    "emits": ["ticket.opened"],
    "flows": ["support"],
    "bodySchema": Ticket.model_json_schema(),
    "responseSchema": {200: {"type": "object"}},
}


async def handler(req, context):
    await context.state.set("tickets", "1", req["body"])
    await context.emit({"topic": "ticket.opened", "data": {"ticketId": "1"}})
    return {"status": 200, "body": {"ticketId": "1"}}
