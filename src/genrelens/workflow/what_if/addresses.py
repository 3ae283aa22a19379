"""Read and write the values of a track as parameters of an address."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from genrelens.errors import InputError, printable
from genrelens.schema.columns import Kind
from genrelens.workflow.what_if.values import Value, read_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from genrelens.schema.features import Feature

__all__ = ["RESERVED", "parameter_of", "values_from_address"]

_CLOCK: Final = re.compile(r"([0-9]{1,4}):([0-5]?[0-9](?:\.[0-9]{1,6})?)")

RESERVED: Final = frozenset({"row", "typical", "random", "genre", "against", "to"})
"""Parameters that say something else than an attribute's value."""


def parameter_of(name: str) -> str:
    """Give the parameter that carries an attribute's value.

    Examples
    --------
    >>> parameter_of("tempo"), parameter_of("row")
    ('tempo', 'value:row')
    """
    is_taken = name in RESERVED or name.startswith("value:")
    return f"value:{name}" if is_taken else name


def values_from_address(
    features: Sequence[Feature], given: Iterable[tuple[str, str]]
) -> tuple[dict[str, Value], tuple[str, ...]]:
    """Read values from an address that somebody shared, or wrote by hand.

    Parameters
    ----------
    features : sequence of Feature
        Of the model.
    given : iterable of (parameter, text)
        As in the address; an empty text stands for a missing value. Of a repeated
        parameter the last counts.

    Returns
    -------
    values : dict of str to value
        Only what was given, and can be used.
    problems : tuple of str
        One sentence for each parameter that was left out.
    """
    by_parameter = {parameter_of(feature.name): feature for feature in features}
    values: dict[str, Value] = {}
    problems = []
    for parameter, text in dict(given).items():
        feature = by_parameter.get(parameter)
        if feature is None:
            if parameter not in RESERVED:
                problems.append(
                    f"'{printable(parameter, limit=40)}' in the address is none of "
                    "the model's attributes; it was left out."
                )
            continue
        try:
            values[feature.name] = _read(feature, text)
        except InputError as error:
            problems.append(f"{error} The value in the address was left out.")
    return values, tuple(problems)


def _read(feature: Feature, text: str) -> Value:
    """Read one value, and let `read_values` judge it."""
    bare = text.strip()
    if not bare:
        return None
    value: Value = text
    if feature.kind is not Kind.CATEGORY:
        value = _number(bare)
    _check([feature], {feature.name: value})
    return value


def _number(text: str) -> float | str:
    """Read a number, or minutes and seconds as milliseconds; else give the text."""
    clock = _CLOCK.fullmatch(text)
    if clock is not None:
        return (int(clock[1]) * 60 + float(clock[2])) * 1000
    try:
        return float(text.replace("\u2212", "-"))
    except ValueError:
        return text


def _check(features: list[Feature], values: Mapping[str, Value]) -> None:
    read_values(features, values)
