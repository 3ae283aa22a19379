"""Find genres whose names differ by hardly more than a slip of the pen."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from genrelens.schema.spelling import genre_key

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["closest_names", "find_misspellings"]

_FEWEST_LETTERS = 4
_LIKENESS = 0.82
_RARER = 0.1


def find_misspellings(counts: Mapping[str, int]) -> dict[str, str]:
    """Give the likely right name of genres that look like slips.

    A genre is taken for a slip of another one if 82 % of the letters of both
    names agree in order, it has four letters or more, and at most a tenth of the
    other's tracks. Genres that differ in case, spacing or punctuation only are
    united long before.

    Parameters
    ----------
    counts : mapping of str to int
        Tracks of each genre.

    Returns
    -------
    dict of str to str

    Examples
    --------
    >>> find_misspellings({"electronic": 900, "electrnoic": 2})
    {'electrnoic': 'electronic'}
    >>> find_misspellings({"reggaeton": 900, "reggae": 3})
    {}
    """
    names = sorted(counts, key=lambda name: (-counts[name], name))
    found = {}
    for name in names:
        fuller = [other for other in names if counts[name] <= _RARER * counts[other]]
        near = closest_names(name, fuller, limit=1)
        if near:
            found[name] = near[0]
    return found


def closest_names(
    name: str, known: list[str], *, limit: int = 3, likeness: float = _LIKENESS
) -> list[str]:
    """Give the known genres whose names are most like this one, the nearest first.

    Examples
    --------
    >>> closest_names("tehcno", ["techno", "rock"])
    ['techno']
    """
    key = genre_key(name)
    if len(key) < _FEWEST_LETTERS:
        return []
    scored = []
    for other in known:
        matcher = SequenceMatcher(None, key, genre_key(other), autojunk=False)
        if matcher.real_quick_ratio() >= likeness and matcher.ratio() >= likeness:
            scored.append((-matcher.ratio(), other))
    return [other for _, other in sorted(scored)[:limit]]
