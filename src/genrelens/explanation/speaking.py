"""Join reasons that were heard in the sound to one sentence a listener understands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from genrelens.errors import printable
from genrelens.schema.music_tags import MUSIC_TAGS
from genrelens.schema.sound_columns import ESTIMATES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from genrelens.schema.features import Feature

__all__ = ["TAGS", "is_heard", "speak_for"]

TAGS: Final = frozenset(tag.column for tag in MUSIC_TAGS)
"""Columns of the network's tags, whose plain value says more than high or low."""

_HEARD: Final = TAGS | {"loudness_lufs", *ESTIMATES}


def is_heard(features: Iterable[Feature]) -> bool:
    """Say whether a model learnt from sound that this package listened to.

    Tags and estimates tell; a tempo or key may come from any table.
    """
    names = {feature.name for feature in features}
    return not names.isdisjoint(_HEARD)


def speak_for(reasons: Sequence[str], genre: str) -> str:
    """Say which reasons speak for a genre; nothing where there is none.

    Examples
    --------
    >>> speak_for(["metal tag 0.81", "tempo 152 BPM"], "metal")
    'metal tag 0.81 and tempo 152 BPM speak for metal'
    >>> speak_for(["bass share high (0.61)"], "dub")
    'bass share high (0.61) speaks for dub'
    """
    if not reasons:
        return ""
    *others, last = reasons
    listed = f"{', '.join(others)} and {last}" if others else last
    verb = "speak" if others else "speaks"
    return f"{listed} {verb} for {printable(genre, limit=40)}"
