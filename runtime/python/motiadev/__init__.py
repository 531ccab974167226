"""Another name of ``motia``, which Motia 0.x's Python packages had."""

from motia import Context, Emit, FlowContext, Logger, State, define_step, logger

__all__ = ["Context", "Emit", "FlowContext", "Logger", "State", "define_step", "logger"]
