"""Say in words what was measured of one track, and which tags a network heard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from genrelens.reports.formatting import significant, value_with_unit
from genrelens.schema.music_tags import MUSIC_TAGS
from genrelens.schema.sound_columns import SOUND_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Measured", "TagHeard", "key_words", "measured_of", "tags_of", "tempo_words"]

_PITCHES: Final = ("C", "C♯", "D", "D♯", "E", "F", "F♯", "G", "G♯", "A", "A♯", "B")
_MODES: Final = ("minor", "major")
_APART: Final = frozenset({"key", "mode"})


@dataclass(frozen=True, slots=True)
class TagHeard:
    """One tag, and how sure the network is of it.

    Parameters
    ----------
    column : str
        Of the table.
    word : str
        As listeners wrote it.
    share : float
        From 0 to 1.
    """

    column: str
    word: str
    share: float


@dataclass(frozen=True, slots=True)
class Measured:
    """One attribute that was measured.

    Parameters
    ----------
    name, label : str
        Of the column, and for people.
    words : str
        The value with its unit.
    description : str
        What it is.
    """

    name: str
    label: str
    words: str
    description: str


def tags_of(values: Mapping[str, Any]) -> tuple[TagHeard, ...]:
    """Give the tags of a track, the surest first; empty where no network heard it."""
    found = [
        TagHeard(tag.column, tag.word, float(values[tag.column]))
        for tag in MUSIC_TAGS
        if isinstance(values.get(tag.column), int | float)
    ]
    return tuple(sorted(found, key=lambda tag: -tag.share))


def measured_of(values: Mapping[str, Any]) -> tuple[Measured, ...]:
    """Give what was measured, in the order of the table; the key in words first."""
    found = [
        Measured(
            known.name,
            known.label,
            value_with_unit(float(values[known.name]), known.unit),
            known.description,
        )
        for known in SOUND_COLUMNS
        if known.name not in _APART and isinstance(values.get(known.name), int | float)
    ]
    key = key_words(values.get("key"), values.get("mode"))
    if key:
        described = {known.name: known.description for known in SOUND_COLUMNS}
        found.insert(0, Measured("key", "key", key, described.get("key", "")))
    return tuple(found)


def key_words(key: Any, mode: Any) -> str:  # noqa: ANN401 (cells of any column)
    """Name a key as musicians do; empty where it is not known.

    Examples
    --------
    >>> key_words(9.0, 0.0), key_words(None, 1.0)
    ('A minor', '')
    """
    if not isinstance(key, int | float) or not 0 <= key < len(_PITCHES):
        return ""
    pitch = _PITCHES[int(key)]
    return f"{pitch} {_MODES[int(mode)]}" if mode in (0, 1) else pitch


def tempo_words(tempo: float | None) -> str:
    r"""Write a tempo as musicians do; empty where it is not known.

    Examples
    --------
    >>> tempo_words(128.04)
    '128\xa0BPM'
    """
    return "" if tempo is None else f"{significant(tempo)}\u00a0BPM"
