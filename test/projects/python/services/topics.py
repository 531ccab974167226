import os
from enum import Enum

SCORED = "ticket.scored"
API_KEY = os.environ["SCORING_KEY"]


class Flow(str, Enum):
    SUPPORT = "support"
