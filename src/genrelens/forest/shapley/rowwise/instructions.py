# ruff: noqa: ANN401, ARG001 - numba calls these by position, with objects of its own
"""Give compiled code two more instructions: divide lanes, find the lowest set bit."""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

__all__ = ["divide", "lowest_bit"]


def _divide(typing_context: Any, first: Any, second: Any) -> Any:
    def emit(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        return builder.fdiv(*given)

    return first(first, second), emit


def _lowest_bit(typing_context: Any, bits: Any) -> Any:
    def emit(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        return builder.cttz(given[0], ir.Constant(ir.IntType(1), 0))

    return types.uint64(types.uint64), emit


divide: Any = intrinsic(_divide)
"""Divide lane by lane."""

lowest_bit: Any = intrinsic(_lowest_bit)
"""Give the place of the lowest set bit, counted from 0; 64 where none is set."""
