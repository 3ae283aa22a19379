"""Compile a numeric function for this machine, once, and keep its Python type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

import numba

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["compiled", "inlined", "unmanaged"]

_Function = TypeVar("_Function", bound="Callable[..., Any]")

_SETTINGS: Final[dict[str, Any]] = {
    "nogil": True,
    "fastmath": {"contract"},
    "error_model": "numpy",
}


def compiled(function: _Function) -> _Function:
    """Compile `function` at its first call.

    Compiled functions release Python's lock, so threads may run them side by
    side. Sums are taken in the order in which they are written; only a product
    and the sum it goes into may be rounded once instead of twice. Dividing by
    zero gives an infinite value or NaN, as in numpy.

    The machine code is kept on disk, beside the source or in the user's cache
    folder; where neither can be written, each process compiles for itself. A
    kept function is compiled anew when its own file changes, but not when only
    the file of a function it calls does: after such an edit, delete the
    ``.nbi`` files in ``__pycache__``.
    """
    return _keep(function, _SETTINGS)


def inlined(function: _Function) -> _Function:
    """Write `function` into each compiled function that calls it.

    For what is called once for each leaf with many arrays: handing these over
    would cost more than the work.
    """
    return cast("_Function", numba.njit(inline="always", **_SETTINGS)(function))


def unmanaged(function: _Function) -> _Function:
    """Compile `function` as `compiled` does, but for work on given arrays alone.

    Compiled code counts references to every array it takes a slice of or hands to
    another function. In work on a single leaf or a few rows that is half of the
    cost. A function of this kind must not create an array, and its caller must
    keep those given alive until it returns; creating one is an error when it is
    compiled.
    """
    return _keep(function, _SETTINGS | {"_nrt": False, "forceinline": True})


def _keep(function: _Function, settings: dict[str, Any]) -> _Function:
    try:
        kernel = numba.njit(cache=True, **settings)(function)
    except RuntimeError:  # numba's word for "no folder to keep the code in"
        kernel = numba.njit(cache=False, **settings)(function)
    return cast("_Function", kernel)
