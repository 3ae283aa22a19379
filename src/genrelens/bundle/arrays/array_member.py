"""Write a one-dimensional array as an npy member, whose every byte is prescribed.

The header is never parsed: the manifest states type and length, from which the
only acceptable header is built and compared. So no text of a stranger's file is
evaluated, and objects cannot occur. Any numpy opens the members.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from genrelens.errors import BundleError

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["ALLOWED_TYPES", "array_from_bytes", "array_to_bytes"]

ALLOWED_TYPES = ("|u1", "|i1", "<u2", "<i2", "<u4", "<i4", "<f4", "<f8")
"""Types of numbers that a member may hold, as numpy spells them."""

_MAGIC = b"\x93NUMPY\x01\x00"
_ALIGNMENT = 64


def array_to_bytes(array: NDArray[Any]) -> bytes:
    r"""Give an array as the bytes of an npy file (format 1.0).

    Parameters
    ----------
    array : ndarray, shape (n,)
        Of one of `ALLOWED_TYPES`.

    Returns
    -------
    bytes
        Header and content.

    Raises
    ------
    BundleError
        If the array has another type or more than one axis.

    Examples
    --------
    >>> array_to_bytes(np.array([1, 2], dtype="<u2"))[-4:]
    b'\x01\x00\x02\x00'
    """
    if array.ndim != 1:
        raise BundleError(
            f"An array of {array.ndim} axes cannot be saved. Give it one axis."
        )
    header = _header(array.dtype.str, len(array))
    return header + np.ascontiguousarray(array).tobytes()


def array_from_bytes(
    content: bytes, *, name: str, dtype: str, length: int
) -> NDArray[Any]:
    """Read an array of the type and length that the manifest states.

    Parameters
    ----------
    content : bytes
        The whole member.
    name : str
        Used only in error messages.
    dtype : str
        One of `ALLOWED_TYPES`.
    length : int
        Number of values.

    Returns
    -------
    ndarray, shape (length,)
        A read-only view of `content`.

    Raises
    ------
    BundleError
        If the header is another one, or the size does not fit it.
    """
    header = _header(dtype, length)
    if not content.startswith(header):
        raise BundleError(
            f"Array '{name}' of the model does not begin as an array of {length:,} "
            f"values of type {dtype} does. Fetch the file again, or train anew."
        )
    expected = len(header) + length * np.dtype(dtype).itemsize
    if len(content) != expected:
        raise BundleError(
            f"Array '{name}' of the model has {len(content):,} bytes; {length:,} "
            f"values of type {dtype} need {expected:,}. "
            "Fetch the file again, or train anew."
        )
    return np.frombuffer(content, dtype=np.dtype(dtype), offset=len(header))


def _header(dtype: str, length: int) -> bytes:
    if dtype not in ALLOWED_TYPES:
        raise BundleError(
            f"An array of type '{dtype}' has no place in a model file; allowed are "
            f"{', '.join(ALLOWED_TYPES)}."
        )
    text = f"{{'descr': '{dtype}', 'fortran_order': False, 'shape': ({length},), }}"
    unpadded = len(_MAGIC) + 2 + len(text) + 1
    text += " " * (-unpadded % _ALIGNMENT) + "\n"
    return _MAGIC + len(text).to_bytes(2, "little") + text.encode("ascii")
