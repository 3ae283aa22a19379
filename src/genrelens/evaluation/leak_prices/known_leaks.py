"""List the leaks that are looked for, and what is done about each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = ["LEAKS", "KnownLeak", "leak_title"]

_BESIDE = (
    "It has no price of its own here: what it is worth is the gap between random rows "
    "and the headline, where it is kept on one side of every split."
)


@dataclass(frozen=True, slots=True)
class KnownLeak:
    """One kind of leak.

    Parameters
    ----------
    title : str
        In a few words; ``{}`` stands for the column's header.
    absent : str
        The same, where it was not found.
    done : str
        What training does about it, in one sentence.
    unpriced : str
        Why it has no price, in one sentence; empty where it can be measured.
    """

    title: str
    absent: str
    done: str
    unpriced: str = ""


LEAKS: Final[dict[str, KnownLeak]] = {
    "unit-encodes-genre": KnownLeak(
        "the unit of '{}' gives the genre away",
        "a unit that goes with the genre",
        "Durations were brought to one unit; a column of another kind stays as it is.",
    ),
    "imputed-per-genre": KnownLeak(
        "gaps of '{}' were filled genre by genre",
        "gaps filled genre by genre",
        "Nothing: the numbers stay in the model, since nobody can say which are true.",
    ),
    "missingness-encodes-genre": KnownLeak(
        "missing values of '{}' go with the genre",
        "missing values that go with the genre",
        "Nothing: the column stays in the model as it is.",
    ),
    "genre-word-in-names": KnownLeak(
        "tracks were found by searching for their genre's word",
        "genre words in titles, artists or albums",
        "Names are not read by the model unless you force them.",
    ),
    "suspicious-column": KnownLeak(
        "'{}' alone tells the genre",
        "one attribute far stronger than all others",
        "Nothing: the column stays in the model, since it may be an honest attribute.",
    ),
    "forced-column": KnownLeak(
        "'{}' is used because you forced it",
        "",
        "Nothing: you forced it.",
    ),
    "proxy-column": KnownLeak(
        "'{}' gives the genre away",
        "a column that stands for the genre",
        "The column is left out of the model, unless you force it.",
    ),
    "index-in-genre-order": KnownLeak(
        "row numbers in '{}' follow the genres",
        "row numbers that follow the genres",
        "Row numbers are never used by the model.",
    ),
    "rows-in-genre-order": KnownLeak(
        "rows stand in the order of their genres",
        "rows in the order of their genres",
        "Folds are drawn at random, and row numbers are never used by the model.",
    ),
    "several-genres-for-one-track": KnownLeak(
        "tracks stand under several genres",
        "tracks under several genres",
        "All rows of a track stay on one side of every split.",
        _BESIDE,
    ),
    "repeated-track": KnownLeak(
        "tracks stand in several rows",
        "tracks in several rows",
        "All rows of a track stay on one side of every split.",
        _BESIDE,
    ),
    "segments-of-one-clip": KnownLeak(
        "rows are segments of one clip",
        "segments of one clip",
        "All segments of a clip stay on one side of every split.",
        _BESIDE,
    ),
    "near-duplicates": KnownLeak(
        "tracks stand again with slightly different values",
        "tracks again with slightly different values",
        "Versions by one artist stay on one side of every split; others do not.",
        "It has no price here: whether two nearly equal rows are one recording cannot "
        "be known from the table.",
    ),
    "looks-made-up": KnownLeak(
        "values look drawn at random",
        "values that look drawn at random",
        "Nothing: the columns stay in the model.",
        "It has no price: it flatters no score, and made-up values score like chance.",
    ),
}
"""By the code of the finding; those that can be priced first, the surest first."""


def leak_title(code: str, column: str | None) -> str:
    """Name a leak in a few words, with its column where it has one.

    Examples
    --------
    >>> leak_title("proxy-column", "subgenre")
    "'subgenre' gives the genre away"
    """
    return LEAKS[code].title.format(column or "the names")
