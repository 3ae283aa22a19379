"""Compile a numeric function for this machine, once, and keep its Python type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

import numba

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["compiled"]

_Function = TypeVar("_Function", bound="Callable[..., Any]")


def compiled(function: _Function) -> _Function:
    """Compile `function` at its first call; the machine code is kept on disk.

    Compiled functions release Python's lock, so threads may run them side by
    side. Sums are taken in the order in which they are written; only a product
    and the sum it goes into may be rounded once instead of twice.
    """
    compiler = numba.njit(cache=True, nogil=True, fastmath={"contract"})
    return cast("_Function", compiler(function))
