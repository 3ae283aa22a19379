"""Name a first genre from the fifty tags alone, or say why none is named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from genrelens.errors import InputError
from genrelens.schema.music_tags import MUSIC_TAGS

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = ["KINDRED", "LEAD", "LEAST", "MEASURED", "FirstGenre", "first_genres"]

LEAST: Final = 0.5
"""A genre is named from this probability of its word on."""

LEAD: Final = 1.5
"""So many times the strongest word of any other kind of music it must have."""

_HINT: Final = 0.3  # share of the wider genre's word at which a narrower one is named
_NARROWER: Final = {"rock": ("metal", "punk")}

KINDRED: Final[tuple[dict[str, tuple[str, ...]], ...]] = (
    {
        "rock": (
            "rock",
            "alternative rock",
            "classic rock",
            "indie rock",
            "hard rock",
            "Progressive rock",
            "alternative",
            "indie",
        ),
        "metal": ("metal", "heavy metal"),
        "punk": ("punk",),
    },
    {"pop": ("pop", "indie pop")},
    {"electronic": ("electronic", "electronica", "electro", "House", "dance")},
    {"ambient": ("ambient",)},
    {"hip hop": ("Hip-Hop",)},
    {"soul": ("soul",), "r&b": ("rnb",), "funk": ("funk",)},
    {"jazz": ("jazz",)},
    {"blues": ("blues",)},
    {"country": ("country",)},
    {"folk": ("folk",)},
)
"""Genres that can be named, with their words; kindred ones are no rivals."""

MEASURED: Final = (
    "On 290 clips of ten genres, by other artists than those that its limits were "
    "chosen on, it named a genre for 34 % (29 to 40 %), and 10 % of these names "
    "(6 to 17 %) were wrong. Three of the ten genres, classical, disco and reggae, "
    "have no word of their own."
)
"""What to expect, for the pages that offer such a start."""

_PLACE: Final = {tag.word: place for place, tag in enumerate(MUSIC_TAGS)}


class FirstGenre(NamedTuple):
    """A first genre, or none.

    Attributes
    ----------
    genre : str or None
        None where the tags are too weak or contradict each other.
    strength : float
        Probability of the strongest word, from 0 to 1; 0 where there are no tags.
        It is not the chance that the genre is right.
    reason : str
        Why, in words.
    """

    genre: str | None
    strength: float
    reason: str


def first_genres(tags: ArrayLike) -> FirstGenre:
    """Name the genre of a track from its tags, if they are clear.

    Nothing was learnt for it: words are grouped by kind of music, and the kind with
    the strongest word is named if that word reaches `LEAST` and is `LEAD` times the
    strongest of any other kind. There is no word for classical music, reggae, disco
    and much of the world's music: such tracks are mostly left unnamed, and sometimes
    named wrongly.

    Parameters
    ----------
    tags : array-like of float, shape (50,)
        A track's probabilities in the order of `MUSIC_TAGS`; missing where NaN.

    Raises
    ------
    InputError
        If there are not fifty.
    """
    values = np.asarray(tags, dtype=np.float64)
    if values.shape != (len(MUSIC_TAGS),):
        raise InputError(
            f"A first genre is named from {len(MUSIC_TAGS)} tags, but the shape given "
            f"is {values.shape}. Extract the table anew with the network music-tags."
        )
    if np.isnan(values).all():
        return FirstGenre(None, 0.0, "no tags were heard")
    strongest = [_strongest(kindred, values) for kindred in KINDRED]
    order = np.argsort([-strength for strength, _ in strongest], kind="stable")
    (best, word), (rival, rival_word) = strongest[order[0]], strongest[order[1]]
    told = f"{word} tag {best:.2f}"
    if best < LEAST:
        return FirstGenre(
            None, best, f"no clear tag: the strongest is {told}, below {LEAST:.2f}"
        )
    if best < LEAD * rival:
        return FirstGenre(None, best, f"{told}, but {rival_word} tag {rival:.2f} too")
    genre, words = _narrowest(KINDRED[order[0]], values)
    return FirstGenre(genre, best, words)


def _strongest(
    kindred: dict[str, tuple[str, ...]], values: NDArray[np.float64]
) -> tuple[float, str]:
    """Give the strongest word of a kind of music, its strength first."""
    heard = [
        (_heard(word, values), word) for words in kindred.values() for word in words
    ]
    return max(heard, key=lambda pair: pair[0])


def _narrowest(
    kindred: dict[str, tuple[str, ...]], values: NDArray[np.float64]
) -> tuple[str, str]:
    """Give the genre to name among kindred ones, and the words that say so."""
    found = {
        genre: _strongest({genre: words}, values) for genre, words in kindred.items()
    }
    strongest = max(found, key=lambda genre: found[genre][0])
    told = f"{found[strongest][1]} tag {found[strongest][0]:.2f}"
    enough = _HINT * found[strongest][0]
    narrower = [
        genre for genre in _NARROWER.get(strongest, ()) if found[genre][0] >= enough
    ]
    if not narrower:
        return strongest, told
    genre = max(narrower, key=lambda genre: found[genre][0])
    return genre, f"{told}, and {found[genre][1]} tag {found[genre][0]:.2f}"


def _heard(word: str, values: NDArray[np.float64]) -> float:
    value = float(values[_PLACE[word]])
    return 0.0 if np.isnan(value) else value
