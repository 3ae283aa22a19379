"""Compile a kernel that allocates nothing, so that no references need counting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

import numba

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["unmanaged"]

_Function = TypeVar("_Function", bound="Callable[..., Any]")

_SETTINGS: Final[dict[str, Any]] = {
    "nogil": True,
    "fastmath": {"contract"},
    "error_model": "numpy",
    "_nrt": False,
}


def unmanaged(function: _Function) -> _Function:
    """Compile `function` as `compiled` does, but for work on given arrays alone.

    Compiled code counts references to every array it takes a slice of or hands to
    another function. In nodes of a few rows that is half of the work. A function
    of this kind must not create an array, and its caller must keep those given
    alive until it returns; creating one is an error when it is compiled.
    """
    try:
        kernel = numba.njit(cache=True, **_SETTINGS)(function)
    except RuntimeError:  # numba's word for "no folder to keep the code in"
        kernel = numba.njit(cache=False, **_SETTINGS)(function)
    return cast("_Function", kernel)
