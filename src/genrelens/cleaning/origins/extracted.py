"""Tell a table that was extracted from music files from other tables."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection

    from genrelens.cleaning.recipes.deciding import Decision

__all__ = ["in_our_units", "is_from_files"]

_HASHES: Final = frozenset({"content_hash", "sound_hash"})


def is_from_files(headers: Collection[str]) -> bool:
    """Say whether a table's headers are those of an extracted table.

    Parameters
    ----------
    headers : collection of str
        Headers folded by `schema.spelling.normalise_header`.

    Examples
    --------
    >>> is_from_files(["path", "content_hash", "sound_hash", "genre", "tempo"])
    True
    >>> is_from_files(["filename", "genre", "tempo"])
    False
    """
    return "path" in headers and not _HASHES.isdisjoint(headers)


def in_our_units(decision: Decision) -> Decision:
    """Read a playing time in milliseconds, as this package writes it.

    By their size alone, the times of very short recordings would be taken for seconds.
    """
    if decision.recipe.reader != "duration":
        return decision
    recipe = replace(decision.recipe, unit="ms", has_short_minutes=False)
    return replace(decision, recipe=recipe)
