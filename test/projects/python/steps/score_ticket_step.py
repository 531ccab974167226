"""Scores a ticket; the client needs a key that nobody has when the config is read."""

import os

from motia import define_step

from services.publish import Outbox, publish
from services.topics import SCORED, Flow

client = make_client(os.environ["SCORING_KEY"])  # noqa: F821


@define_step(
    type="event",
    subscribes=["ticket.opened"],
    flows=[Flow.SUPPORT],
    input={"type": "object", "properties": {"ticketId": {"type": "string"}}, "required": ["ticketId"]},
)
async def score_ticket(data, emit, state, context):
    ticket = await state.get(f"ticket:{data['ticketId']}")
    await publish(emit, SCORED, {"score": client.score(ticket)})
    await Outbox(context).urgent(data["ticketId"])
