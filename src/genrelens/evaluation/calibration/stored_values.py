"""Check the plain values of a stranger's model file before they are used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from genrelens.errors import BundleError, printable

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = [
    "refuse",
    "stored_fields",
    "stored_integer",
    "stored_list",
    "stored_number",
    "stored_numbers",
    "stored_text",
]


def stored_fields(
    value: object, names: Collection[str], *, where: str
) -> dict[str, Any]:
    """Give a mapping that has exactly these fields.

    Parameters
    ----------
    value : object
        What stood in the file.
    names : collection of str
        The fields; none may be missing, and no other may be there.
    where : str
        What is read, for the message.

    Raises
    ------
    BundleError
        If it is no mapping, or has other fields.
    """
    if not isinstance(value, dict):
        refuse(where, f"a mapping is asked for, and {_kind(value)} stands there")
    if set(value) != set(names):
        unknown = sorted(printable(name, limit=30) for name in set(value) - set(names))
        absent = sorted(set(names) - set(value))
        refuse(where, f"fields missing: {absent[:5]}; fields unknown: {unknown[:5]}")
    return value


def stored_number(value: object, low: float, high: float, *, where: str) -> float:
    """Give a finite number within ``[low, high]``.

    Raises
    ------
    BundleError
        If it is no number, or lies outside.

    Examples
    --------
    >>> stored_number(2, 0.0, 5.0, where="temperature")
    2.0
    """
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not low <= value <= high:  # type: ignore[operator]
        refuse(
            where,
            f"a number from {low:g} to {high:g} is asked for, not {_shown(value)}",
        )
    return float(value)  # type: ignore[arg-type]


def stored_integer(value: object, low: int, high: int, *, where: str) -> int:
    """Give a whole number within ``[low, high]``.

    Raises
    ------
    BundleError
        If it is no whole number, or lies outside.
    """
    if (
        not isinstance(value, int)
        or isinstance(value, bool)
        or not low <= value <= high
    ):
        refuse(
            where,
            f"a whole number from {low} to {high} is asked for, not {_shown(value)}",
        )
    return value


def stored_text(value: object, allowed: Collection[str], *, where: str) -> str:
    """Give one of the allowed words.

    Raises
    ------
    BundleError
        If it is another.
    """
    if not isinstance(value, str) or value not in allowed:
        refuse(where, f"one of {', '.join(allowed)} is asked for, not {_shown(value)}")
    return value


def stored_list(value: object, sizes: tuple[int, int], *, where: str) -> list[Any]:
    """Give a list of at least and at most so many values.

    Raises
    ------
    BundleError
        If it is no list, or of another length.
    """
    low, high = sizes
    if not isinstance(value, list | tuple):
        refuse(where, f"a list is asked for, and {_kind(value)} stands there")
    if not low <= len(value) <= high:
        refuse(
            where, f"{low} to {high} values are asked for, and there are {len(value)}"
        )
    return list(value)


def stored_numbers(
    value: object, sizes: tuple[int, int], low: float, high: float, *, where: str
) -> tuple[float, ...]:
    """Give a list of numbers, each within ``[low, high]``.

    Raises
    ------
    BundleError
        If it is no list, of another length, or a value lies outside.
    """
    return tuple(
        stored_number(one, low, high, where=where)
        for one in stored_list(value, sizes, where=where)
    )


def refuse(where: str, found: str) -> NoReturn:
    """Refuse what stands in a model file.

    Raises
    ------
    BundleError
        Always.
    """
    raise BundleError(
        f"The model's {where} cannot be used: {found}. "
        "Fetch the file again from where it came, or train the model anew."
    )


def _kind(value: object) -> str:
    return f"a value of type {type(value).__name__}"


def _shown(value: object) -> str:
    return f"'{printable(value, limit=30)}'"
