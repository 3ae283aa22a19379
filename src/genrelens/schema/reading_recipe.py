"""How the cells of one column are to be read, decided once and kept with a model."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from genrelens.schema.columns import Kind
from genrelens.schema.spelling import normalise_header

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["READERS", "ReadingRecipe"]

READERS: Final[Mapping[str, Kind]] = {
    "number": Kind.NUMBER,
    "share": Kind.NUMBER,  # from 0 to 1, however it is written
    "duration": Kind.NUMBER,
    "loudness": Kind.NUMBER,
    "key": Kind.NUMBER,
    "time_signature": Kind.NUMBER,
    "year": Kind.NUMBER,
    "plain": Kind.NUMBER,  # numbers as they stand, and yes or no
    "flag": Kind.FLAG,
    "category": Kind.CATEGORY,
    "name": Kind.CATEGORY,  # text in which "?" and "None" are values
    "genre": Kind.CATEGORY,  # text of which other spellings are the same
}
"""The ways of reading a column, and what each gives."""

_TIMES: Final = frozenset({"ms", "s", "min"})
_FREE: Final = frozenset({"number", "plain"})


@dataclass(frozen=True, slots=True)
class ReadingRecipe:
    """How to read the cells of one column, each by itself.

    The recipe holds all that was decided from the values of the training table
    as a whole, so that a cell means the same whatever stands in other rows.

    Parameters
    ----------
    header : str
        The header in the training table.
    reader : str
        One of `READERS`.
    attribute : str
        Name of the known column that it is; empty where it is none.
    unit : str
        Unit of numbers that name none: ``ms``, ``s``, ``min`` or ``%``; empty
        where numbers are taken as they stand.
    comma : str
        ``decimal`` or ``thousands``; empty where training saw no comma.
    is_scaled : bool
        Whether the column was scaled before, so that its unit is lost.
    has_short_minutes : bool
        Whether low numbers with a fraction are minutes in a column of seconds.
    levels : tuple of str
        The spellings kept, for the reader ``genre``.
    """

    header: str
    reader: str
    attribute: str = ""
    unit: str = ""
    comma: str = ""
    is_scaled: bool = False
    has_short_minutes: bool = False
    levels: tuple[str, ...] = ()

    @property
    def kind(self) -> Kind:
        """What reading gives."""
        return READERS[self.reader]

    def under(self, header: str) -> ReadingRecipe | None:
        """Give the recipe for the same column under another header.

        A header that names another unit than the one in training is believed
        where that unit can be read.

        Parameters
        ----------
        header : str
            As it stands in a new table.

        Returns
        -------
        ReadingRecipe or None
            None where the header names a unit that cannot be brought to the
            one learnt.

        Examples
        --------
        >>> recipe = ReadingRecipe("duration_ms", "duration", unit="ms")
        >>> recipe.under("Duration (s)").unit, recipe.under("duration").unit
        ('s', 'ms')
        >>> ReadingRecipe("width (Hz)", "number").under("width (dB)") is None
        True
        """
        told, learnt = normalise_header(header)[1], normalise_header(self.header)[1]
        if self.is_scaled or told in {"", learnt}:
            return self
        if self.reader == "duration" and told in _TIMES:
            return replace(self, unit=told, has_short_minutes=False)
        if self.reader == "share" and told == "%":
            return replace(self, unit=told)
        is_other = bool(learnt) and self.reader in _FREE
        return None if is_other else self

    def to_dict(self) -> dict[str, Any]:
        """Give the recipe as plain values."""
        return {**asdict(self), "levels": list(self.levels)}
