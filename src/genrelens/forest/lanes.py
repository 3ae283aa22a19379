# ruff: noqa: ANN401, ARG001 - numba calls these by position, with objects of its own
"""Compute eight or sixteen numbers side by side, as one value of compiled code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from llvmlite import ir
from numba import extending, types
from numba.core.errors import NumbaTypeError

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

__all__ = [
    "aligned_zeros",
    "choose",
    "lane",
    "load_8",
    "load_16",
    "multiply",
    "multiply_add",
    "plus",
    "spread_8",
    "spread_16",
    "store",
    "total",
]

_DOUBLE: Final = ir.DoubleType()
_CONTRACT: Final = ("contract",)  # a product and its sum may be rounded once

_LINE: Final = 64  # bytes of a cache line, and of the widest registers


def _intrinsic(emitter: Callable[..., Any]) -> Any:
    """Offer a function to compiled code that writes its instructions itself."""
    return extending.intrinsic(emitter)


def _require_array(array: Any) -> None:
    """Refuse what a flat position cannot be told of: compilation stops."""
    is_plain = isinstance(array, types.Array) and array.layout == "C"
    if not is_plain or array.dtype != types.float64:
        raise NumbaTypeError(f"lanes need contiguous 64-bit numbers, not {array}")


def aligned_zeros(*shape: int) -> NDArray[np.float64]:
    """Allocate zeros whose first lanes do not lie across two cache lines."""
    n_bytes = 8 * int(np.prod(shape))
    memory = np.zeros(n_bytes + _LINE, dtype=np.uint8)
    begin = -memory.ctypes.data % _LINE
    return memory[begin : begin + n_bytes].view(np.float64).reshape(shape)


class _Lanes(types.Type):
    """So many 64-bit numbers in one register, or in as many as it takes."""

    def __init__(self, width: int) -> None:
        super().__init__(name=f"Lanes({width})")
        self.width = width


@extending.register_model(_Lanes)
class _LanesModel(extending.models.PrimitiveModel):
    """Lanes are one vector of the compiler's, which knows this machine's width."""

    def __init__(self, manager: Any, lanes: _Lanes) -> None:
        super().__init__(  # type: ignore[no-untyped-call]
            manager, lanes, ir.VectorType(_DOUBLE, lanes.width)
        )


_LANES: Final = {width: _Lanes(width) for width in (8, 16)}


def _address(context: Any, builder: Any, array: Any, at: Any, lanes: _Lanes) -> Any:
    data = context.make_array(array[0])(context, builder, array[1]).data
    vector = ir.VectorType(_DOUBLE, lanes.width)
    return builder.bitcast(builder.gep(data, [at]), vector.as_pointer())


def _loader(lanes: _Lanes) -> Any:
    def load(typing_context: Any, array: Any, at: Any) -> Any:
        _require_array(array)

        def emit(context: Any, builder: Any, signature: Any, given: Any) -> Any:
            place = (signature.args[0], given[0])
            address = _address(context, builder, place, given[1], lanes)
            return builder.load(address, align=8)

        return lanes(array, types.uint64), emit

    return load


def _spreader(lanes: _Lanes) -> Any:
    def spread(typing_context: Any, number: Any) -> Any:
        def emit(context: Any, builder: Any, signature: Any, given: Any) -> Any:
            return _splat(builder, given[0], lanes.width)

        return lanes(types.float64), emit

    return spread


def _splat(builder: Any, number: Any, width: int) -> Any:
    undefined = ir.Constant(ir.VectorType(_DOUBLE, width), ir.Undefined)
    first = builder.insert_element(undefined, number, ir.Constant(ir.IntType(32), 0))
    zeros = ir.Constant(ir.VectorType(ir.IntType(32), width), [0] * width)
    return builder.shuffle_vector(first, undefined, zeros)


load_8 = _intrinsic(_loader(_LANES[8]))
"""Read 8 numbers of a contiguous array of doubles, from a flat position."""

load_16 = _intrinsic(_loader(_LANES[16]))
"""Read 16 numbers of a contiguous array of doubles, from a flat position."""

spread_8 = _intrinsic(_spreader(_LANES[8]))
"""Write one number into 8 lanes."""

spread_16 = _intrinsic(_spreader(_LANES[16]))
"""Write one number into 16 lanes."""


@_intrinsic
def store(typing_context: Any, array: Any, at: Any, lanes: Any) -> Any:
    """Write lanes into a contiguous array of doubles, from a flat position."""
    _require_array(array)

    def emit(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        place = (signature.args[0], given[0])
        address = _address(context, builder, place, given[1], signature.args[2])
        builder.store(given[2], address, align=8)
        return context.get_dummy_value()

    return types.void(array, types.uint64, lanes), emit


@_intrinsic
def multiply(typing_context: Any, first: Any, second: Any) -> Any:
    """Multiply lane by lane."""

    def emit(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        return builder.fmul(*given, flags=_CONTRACT)

    return first(first, second), emit


@_intrinsic
def plus(typing_context: Any, first: Any, second: Any) -> Any:
    """Add lane by lane."""

    def emit(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        return builder.fadd(*given, flags=_CONTRACT)

    return first(first, second), emit


@_intrinsic
def multiply_add(typing_context: Any, first: Any, second: Any, third: Any) -> Any:
    """Add the product of the first two to the third, lane by lane."""

    def emit(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        product = builder.fmul(given[0], given[1], flags=_CONTRACT)
        return builder.fadd(product, given[2], flags=_CONTRACT)

    return third(first, second, third), emit


@_intrinsic
def lane(typing_context: Any, lanes: Any, number: Any) -> Any:
    """Read one lane as a number."""

    def emit(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        return builder.extract_element(given[0], given[1])

    return types.float64(lanes, types.uint64), emit


@_intrinsic
def choose(typing_context: Any, bits: Any, first: Any, second: Any) -> Any:
    """Take the first where the lane's bit is set, from the lowest bit up."""

    def emit(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        width = signature.args[1].width
        narrow = builder.trunc(given[0], ir.IntType(width))
        mask = builder.bitcast(narrow, ir.VectorType(ir.IntType(1), width))
        return builder.select(mask, given[1], given[2])

    return first(types.uint64, first, second), emit


@_intrinsic
def total(typing_context: Any, lanes: Any) -> Any:
    """Add up the lanes: halves onto halves, always in this order."""

    def emit(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        left, width = given[0], signature.args[0].width
        index = ir.IntType(32)
        while width > 1:
            width //= 2
            parts = [
                builder.shuffle_vector(
                    left, left, ir.Constant(ir.VectorType(index, width), places)
                )
                for places in (list(range(width)), list(range(width, 2 * width)))
            ]
            left = builder.fadd(*parts)
        return builder.extract_element(left, ir.Constant(index, 0))

    return types.float64(lanes), emit
