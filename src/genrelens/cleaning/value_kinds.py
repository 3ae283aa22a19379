"""Tell what a column of unknown name is, by its cells alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from genrelens.cleaning.cells.flags import are_flags
from genrelens.cleaning.cells.missing import is_missing_word
from genrelens.schema.columns import Kind, Role

if TYPE_CHECKING:
    from genrelens.cleaning.profiling import Profile

__all__ = ["Guess", "guess_kind"]

_MOST_NUMBERS: Final = 0.8
_MOST_LEVELS: Final = 100
_TRACKS_A_LEVEL: Final = 3
_NEARLY_ALL: Final = 0.9
_ID_LENGTH: Final = 6
_ID_ENDINGS: Final = ("_id", "_ids", "_uri", "_uris", "_url", "_urls", "_href", "_link")
_LINK: Final = r"(?:https?://|www\.|spotify:)\S+"


@dataclass(frozen=True, slots=True)
class Guess:
    """What a column was taken for, and why.

    Parameters
    ----------
    role : Role
    kind : Kind
    why : str
        One clause for people.
    """

    role: Role
    kind: Kind
    why: str


def guess_kind(profile: Profile) -> Guess:
    """Tell a number, a flag, a category, a link, an id or free text apart.

    Parameters
    ----------
    profile : Profile
        The column.

    Returns
    -------
    Guess
    """
    column = profile.column
    if not column.n_present:
        return Guess(Role.EMPTY, Kind.TEXT, "it holds no value")
    if profile.canonical.endswith(_ID_ENDINGS):
        return Guess(Role.IDENTIFIER, Kind.TEXT, "its name says that it is an id")
    if profile.share_numeric >= _MOST_NUMBERS and len(profile.numbers):
        if profile.is_zero_one:
            return Guess(Role.FEATURE, Kind.FLAG, "its cells are 0 and 1")
        return Guess(Role.FEATURE, Kind.NUMBER, "its cells are numbers")
    if are_flags(column):
        return Guess(Role.FEATURE, Kind.FLAG, "its cells say yes or no")
    return _guess_text(profile)


def _guess_text(profile: Profile) -> Guess:
    """Tell links, categories, ids and free text apart by their number of levels."""
    sample = profile.column.sample(1_000)
    if sample.str.fullmatch(_LINK).mean() >= _NEARLY_ALL:
        return Guess(Role.IDENTIFIER, Kind.TEXT, "its cells are links")
    levels = profile.column.levels[1]
    told = ~is_missing_word(levels)
    n_levels, n_told = int(told.sum()), profile.column.n_present
    if n_levels == 0:
        return Guess(Role.EMPTY, Kind.TEXT, "it holds no value")
    if n_levels <= _MOST_LEVELS and n_told >= _TRACKS_A_LEVEL * n_levels:
        return Guess(Role.FEATURE, Kind.CATEGORY, f"its cells have {n_levels} levels")
    words = levels[told]
    is_code = words.str.fullmatch(rf"\S{{{_ID_LENGTH},}}") & words.str.contains(r"\d")
    if n_levels >= _NEARLY_ALL * n_told and is_code.mean() >= _NEARLY_ALL:
        return Guess(Role.IDENTIFIER, Kind.TEXT, "nearly every cell is another code")
    return Guess(Role.TEXT, Kind.TEXT, "its cells are free text")
