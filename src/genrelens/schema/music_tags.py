"""Name the fifty words that the pretrained network of tags was taught, in order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from genrelens.schema.columns import Kind, KnownColumn, Role
from genrelens.schema.spelling import normalise_header

__all__ = ["MUSIC_TAGS", "MUSIC_TAG_COLUMNS", "MusicTag"]


@dataclass(frozen=True, slots=True)
class MusicTag:
    """One word that listeners gave to tracks, and its column in a table.

    Parameters
    ----------
    word : str
        The word as it was published, e.g. ``"Hip-Hop"``.
    column : str
        Name of the column of its probability, e.g. ``"tag_hip_hop"``.
    label : str
        The name for people, e.g. ``"Hip-Hop tag"``.
    """

    word: str
    column: str
    label: str


_WORDS: Final = (
    "rock", "pop", "alternative", "indie", "electronic", "female vocalists", "dance",
    "00s", "alternative rock", "jazz", "beautiful", "metal", "chillout",
    "male vocalists", "classic rock", "soul", "indie rock", "Mellow", "electronica",
    "80s", "folk", "90s", "chill", "instrumental", "punk", "oldies", "blues",
    "hard rock", "ambient", "acoustic", "experimental", "female vocalist", "guitar",
    "Hip-Hop", "70s", "party", "country", "easy listening", "sexy", "catchy", "funk",
    "electro", "heavy metal", "Progressive rock", "60s", "rnb", "indie pop", "sad",
    "House", "happy",
)  # fmt: skip


def _tag(word: str) -> MusicTag:
    return MusicTag(word, normalise_header(f"tag {word}")[0], f"{word} tag")


MUSIC_TAGS: Final[tuple[MusicTag, ...]] = tuple(map(_tag, _WORDS))
"""The fifty tags, in the order of the network's outputs."""


def _column(tag: MusicTag) -> KnownColumn:
    return KnownColumn(
        name=tag.column,
        label=tag.label,
        role=Role.FEATURE,
        kind=Kind.NUMBER,
        low=0,
        high=1,
        group="sound",
        is_audio=True,
        spellings=(tag.column,),
        description=f"How sure a pretrained network is, from 0 to 1, that listeners "
        f"would give the track the word '{tag.word}'.",
    )


MUSIC_TAG_COLUMNS: Final[tuple[KnownColumn, ...]] = tuple(map(_column, MUSIC_TAGS))
"""The same fifty as columns of a track table."""
