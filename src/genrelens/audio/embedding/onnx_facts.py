"""Read what a user's own network says of itself: rate, columns, window, licence."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from genrelens.errors import InputError, printable
from genrelens.schema.known_columns import registered

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["NetworkFacts", "read_facts"]

_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,59}")
_RATES: Final = (4_000, 192_000)
_SECONDS: Final = (0.1, 600.0)
_MOST_COLUMNS: Final = 4_096
_MOST_TEXT: Final = 1 << 20
_PREFIX: Final = "genrelens_"


@dataclass(frozen=True, slots=True)
class NetworkFacts:
    """What must be known of a network before it can hear.

    Attributes
    ----------
    name : str
        How it is called; its columns begin with it where they have no names.
    rate : int
        Samples a second that it wants.
    licence : str
        Under which terms it may be used.
    columns : tuple of str
        Names of the numbers it gives; empty where they are only numbered.
    window_seconds : float or None
        Length of the stretches that it is given one by one, whose rows are averaged;
        None where it takes the whole at once.
    """

    name: str
    rate: int
    licence: str
    columns: tuple[str, ...] = ()
    window_seconds: float | None = None


def read_facts(file: Path, metadata: Mapping[str, str]) -> NetworkFacts:
    """Read the facts from the JSON file beside a network, else from the network.

    Parameters
    ----------
    file : pathlib.Path
        The network's file; beside ``mine.onnx`` stands ``mine.onnx.json``.
    metadata : mapping of str to str
        What the network carries about itself, under ``genrelens_name``,
        ``genrelens_rate``, ``genrelens_licence``, ``genrelens_columns`` (a JSON list
        of names) and ``genrelens_window_seconds``.

    Raises
    ------
    InputError
        If a fact is missing or cannot be; the message says which and what is allowed.
    """
    beside = file.with_name(f"{file.name}.json")
    if beside.is_file():
        stated = _read_json(beside)
        where = beside.name
    else:
        stated = {
            name.removeprefix(_PREFIX): _value(text)
            for name, text in metadata.items()
            if name.startswith(_PREFIX)
        }
        where = f"{file.name}, or {beside.name} beside it"
    return NetworkFacts(
        name=_name(stated.get("name"), where),
        rate=_rate(stated.get("rate"), where),
        licence=_licence(stated.get("licence"), where),
        columns=_columns(stated.get("columns", []), where),
        window_seconds=_seconds(stated.get("window_seconds"), where),
    )


def _read_json(beside: Path) -> dict[str, Any]:
    try:
        with beside.open("rb") as stream:
            stated = json.loads(stream.read(_MOST_TEXT))
    except (OSError, ValueError, RecursionError) as error:
        raise _wrong(beside.name, "it is not readable as JSON") from error
    if not isinstance(stated, dict):
        raise _wrong(beside.name, "it is not an object of names and values")
    return stated


def _value(text: str) -> object:
    """Read a text as JSON where it is, else as it stands."""
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return value


def _name(found: object, where: str) -> str:
    if not isinstance(found, str) or not _NAME.fullmatch(found):
        raise _wrong(
            where,
            f"'name' is {_shown(found)}, and must be up to 60 lower-case letters, "
            f"digits and '_', beginning with a letter",
        )
    return found


def _rate(found: object, where: str) -> int:
    low, high = _RATES
    if (
        isinstance(found, bool)
        or not isinstance(found, int)
        or not low <= found <= high
    ):
        raise _wrong(
            where,
            f"'rate' is {_shown(found)}, and must be a whole number of samples a "
            f"second from {low:,} to {high:,}",
        )
    return found


def _licence(found: object, where: str) -> str:
    if not isinstance(found, str) or not found.strip():
        raise _wrong(where, "'licence' is missing; name its terms in a word")
    return found.strip()


def _columns(found: object, where: str) -> tuple[str, ...]:
    if not isinstance(found, list) or len(found) > _MOST_COLUMNS:
        raise _wrong(
            where, f"'columns' must be a list of at most {_MOST_COLUMNS:,} names"
        )
    for name in found:
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            raise _wrong(where, f"'columns' has {_shown(name)}, which is no such name")
        if registered(name) is not None or found.count(name) > 1:
            raise _wrong(
                where,
                f"'columns' has {_shown(name)}, which is taken already. Begin each "
                f"name with that of the network",
            )
    return tuple(found)


def _seconds(found: object, where: str) -> float | None:
    if found is None:
        return None
    low, high = _SECONDS
    if (
        isinstance(found, bool)
        or not isinstance(found, int | float)
        or not low <= found <= high
    ):
        raise _wrong(
            where,
            f"'window_seconds' is {_shown(found)}, and must lie from {low} to {high:g}",
        )
    return float(found)


def _shown(found: object) -> str:
    return "missing" if found is None else f"'{printable(found)}'"


def _wrong(where: str, found: str) -> InputError:
    return InputError(f"File '{printable(where, limit=200)}': {found}.")
