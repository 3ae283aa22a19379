"""Offer, beside a finding, the choice that mends it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

__all__ = ["Fix", "fixes_for"]

_DROP_HELPS: Final = frozenset(
    {
        *("suspicious-column", "missingness-encodes-genre", "imputed-per-genre"),
        *("near-constant-column", "duplicate-column", "unit-encodes-genre"),
        *("looks-made-up", "scaled-columns", "out-of-range", "forced-column"),
        "unreadable-cells",
    }
)
_FORCE_HELPS: Final = frozenset({"proxy-column", "id-like-column"})
_OF_A_FIELD: Final = {
    "several-genres-for-one-track": ("conflicts", "Choose what becomes of them"),
    "conflicting-genre": ("conflicts", "Choose what becomes of them"),
    "genre-too-rare": ("min_tracks", "Choose the fewest tracks of a genre"),
    "several-genres-in-a-cell": ("target", "Choose another genre column"),
    "encoding-guessed": ("encoding", "Say the encoding"),
}


@dataclass(frozen=True, slots=True)
class Fix:
    """One offer.

    Parameters
    ----------
    words : str
        What the button says.
    field : str
        Field of the form that it sets; ``"use"`` for that of a column.
    column : int
        Place of the column in the file, from 0; 0 where the field has none.
    value : str
        What the field is set to; empty where the reader is only led there.
    """

    words: str
    field: str
    column: int = 0
    value: str = ""


def fixes_for(inspection: dict[str, Any]) -> list[list[Fix]]:
    """Give the offers beside each finding, in the order of the findings.

    Parameters
    ----------
    inspection : dict
        What `Inspection.to_dict` gave.
    """
    places = {one["header"]: at for at, one in enumerate(inspection["columns"])}
    target = places.get(inspection["target"])
    return [
        _fixes(finding["code"], places.get(finding["column"]), target)
        for finding in inspection["findings"]
    ]


def _fixes(code: str, column: int | None, target: int | None) -> list[Fix]:
    if code in _OF_A_FIELD:
        field, words = _OF_A_FIELD[code]
        return [Fix(words, field)]
    if column is None or column == target:
        return []
    if code in _DROP_HELPS:
        return [Fix("Leave the column out", "use", column, "drop")]
    if code in _FORCE_HELPS:
        return [Fix("Learn from it all the same", "use", column, "force")]
    return []
