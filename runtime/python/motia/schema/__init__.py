"""Schemas of bodies, queries and event input: JSON Schema, or pydantic where the author uses it."""

from .schema import Validate, compile_schema

__all__ = ["Validate", "compile_schema"]
