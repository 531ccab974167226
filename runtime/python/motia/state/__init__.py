"""State: JSON values in the app's one DynamoDB table, shared by all Steps of both languages."""

from .motia import MotiaState
from .state import GroupState, State

__all__ = ["GroupState", "MotiaState", "State"]
