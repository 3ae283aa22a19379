"""Say the smallest change that flips a genre, or that there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from genrelens.errors import printable
from genrelens.explanation.flipping.steps import exact_words
from genrelens.features.value_words import describe_value
from genrelens.schema.columns import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from genrelens.explanation.flipping.results import Flip, Move
    from genrelens.schema.features import Feature

__all__ = ["say_flip", "say_nothing_flips", "word_move"]

_LEAST_TOLD: Final = 0.01  # less is not worth a sentence


def word_move(feature: Feature, before: float | str | None, after: float | str) -> str:
    """Word one change: "tempo were 126 instead of 138 BPM".

    Values are told so that they can be read back; what is set to the value that is
    told flips the genre.
    """
    label = printable(feature.label, limit=40)
    if before is None:
        return f"{label} were {exact_words(feature, after)} instead of unknown"
    if feature.kind is not Kind.NUMBER:
        new, old = exact_words(feature, after), exact_words(feature, before)
        return f"{label} were {new} instead of {old}"
    new = exact_words(feature, after, with_unit=False)
    return f"{label} were {new} instead of {_old_words(feature, before, new)}"


def _old_words(feature: Feature, before: float | str, new: str) -> str:
    """Say the value as it is, with as many digits as the new one is told with."""
    old = describe_value(feature, before)
    has_clock = ":" in new or ":" in old
    is_plain = isinstance(before, float) and not has_clock and "e" not in new
    n_decimals = len(new.partition(".")[2])
    if is_plain and n_decimals > len(old.split(" ")[0].partition(".")[2]):
        rounded = f"{float(before):.{n_decimals}f}".replace("-", "−", 1)
        return f"{rounded}{_unit_of(old)}"
    if describe_value(feature, before, with_unit=False) == new:
        return exact_words(feature, before)
    return old


def _unit_of(words: str) -> str:
    """Give what stands behind the number in words, with its space."""
    _, space, unit = words.partition(" ")
    return space + unit


def say_flip(
    moves: Sequence[Move], genres: Sequence[str], proba: NDArray[np.float64]
) -> str:
    """Say a change and what comes of it.

    "If tempo were 126 instead of 138 BPM, it would be house: 0.41 against 0.38 for
    techno."
    """
    told = " and ".join(move.words for move in moves)
    return f"If {told}, it would be {_first_two(genres, proba)}."


def _first_two(genres: Sequence[str], proba: NDArray[np.float64]) -> str:
    order = np.argsort(-proba, kind="stable")
    first, second = int(order[0]), int(order[1])
    for digits in (2, 4, 6):
        shown = [f"{proba[place]:.{digits}f}" for place in (first, second)]
        if shown[0] != shown[1]:
            break
    own, other = (printable(genres[place], limit=60) for place in (first, second))
    return f"{own}: {shown[0]} against {shown[1]} for {other}"


def say_nothing_flips(
    genre: str,
    wanted: str | None,
    nearest: Flip | None,
    genres: Sequence[str],
    proba: NDArray[np.float64],
) -> str:
    """Say that no change flips the genre, and what comes nearest."""
    own = printable(genre, limit=60)
    aim = "another genre" if wanted is None else printable(wanted, limit=60)
    told = (
        f"No value of any one attribute that the collection holds makes it {aim}, nor "
        "does any pair of changes that was tried."
    )
    if nearest is None:
        return f"{told} No single change even brings it nearer."
    place = _aim(wanted, genre, genres, nearest.proba)
    goal, kept = printable(genres[place], limit=60), list(genres).index(genre)
    after, before = nearest.proba, proba
    if after[place] - before[place] < _LEAST_TOLD:
        return f"{told} None even comes near."
    return (
        f"{told} Nearest: if {nearest.moves[0].words}, {goal} would have "
        f"{after[place]:.2f} instead of {before[place]:.2f}, against "
        f"{after[kept]:.2f} for {own}."
    )


def _aim(
    wanted: str | None, genre: str, genres: Sequence[str], proba: NDArray[np.float64]
) -> int:
    if wanted is not None:
        return list(genres).index(wanted)
    others = [place for place, name in enumerate(genres) if name != genre]
    return max(others, key=lambda place: float(proba[place]))
