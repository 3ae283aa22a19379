# ruff: noqa: ANN401, ARG001 - numba calls these by position, with objects of its own
"""Count the bits of a number by one instruction of compiled code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["count_set", "count_trailing"]


def _intrinsic(emitter: Callable[..., Any]) -> Any:
    """Offer a function to compiled code that writes its instructions itself."""
    return intrinsic(emitter)


@_intrinsic
def count_set(typing_context: Any, bits: Any) -> Any:
    """Count the bits that are set, of 64."""

    def emit(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        return builder.ctpop(given[0])

    return types.uint64(types.uint64), emit


@_intrinsic
def count_trailing(typing_context: Any, bits: Any) -> Any:
    """Count the bits below the lowest that is set; 64 where none is."""

    def emit(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        return builder.cttz(given[0], ir.Constant(ir.IntType(1), 0))

    return types.uint64(types.uint64), emit
