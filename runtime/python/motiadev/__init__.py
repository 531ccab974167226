"""Another name of ``motia``, which Motia 0.x's Python packages had."""

from motia import define_step, logger

__all__ = ["define_step", "logger"]
