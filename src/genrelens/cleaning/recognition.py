"""Take each header for a known column, if the cells bear the name out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np

from genrelens.cleaning.cells.coded_cells import share_readable
from genrelens.cleaning.cells.dates import year_of
from genrelens.cleaning.cells.flags import flag_words
from genrelens.cleaning.cells.missing import is_missing_word
from genrelens.cleaning.cells.musical_keys import pitch_class
from genrelens.cleaning.cells.time_signatures import beats_per_bar
from genrelens.cleaning.durations import guess_units
from genrelens.errors import printable
from genrelens.schema.columns import Kind, Role
from genrelens.schema.known_attributes import signal_attribute
from genrelens.schema.known_columns import WEAK_SPELLINGS, known_column, spelt_as

if TYPE_CHECKING:
    from genrelens.cleaning.profiling import Profile
    from genrelens.schema.columns import KnownColumn

__all__ = ["name_of_header", "objection"]

_PARSERS: Final = {
    "key": pitch_class,
    "time_signature": beats_per_bar,
    "year": year_of,
}
_HALF: Final = 0.5
_FEW_ROWS: Final = 3
_MOST_FEW_LEVELS: Final = 20
_NOT_GENRES: Final = frozenset(
    [
        "audio_features",
        "track",
        "single",
        "album",
        "compilation",
        "ep",
        "episode",
        "song",
        "music",
        "artist",
        "playlist",
    ]
)
_OPINIONS: Final = frozenset({"like", "dislike", "liked", "disliked", "love", "hate"})
_RATES: Final = (22_050, 44_100, 48_000, 16_000)
_INDEX: Final = re.compile(r"|unnamed(_\d+)?(_level_\d+)?|level_\d+|\d{1,3}|x|rank")


def name_of_header(profile: Profile) -> KnownColumn | None:
    """Give the known column that a header names, before its cells are looked at.

    Parameters
    ----------
    profile : Profile
        The column.

    Returns
    -------
    KnownColumn or None
    """
    known = spelt_as(profile.canonical)
    if known is None and _INDEX.fullmatch(profile.canonical):
        return known_column("index")
    return known or signal_attribute(profile.canonical)


def objection(known: KnownColumn, profile: Profile, *, has_signals: bool) -> str:
    """Say why the cells of a column do not bear its name out.

    Parameters
    ----------
    known : KnownColumn
        What the header says.
    profile : Profile
        The column.
    has_signals : bool
        Whether the table has columns computed from the signal, in which
        ``length`` counts samples.

    Returns
    -------
    str
        A clause for people; empty where nothing speaks against the name.
    """
    doubt = ""
    if not profile.column.n_present:
        return doubt
    if known.name == "genre":
        doubt = _not_a_genre(profile)
    elif known.role == Role.INDEX:
        doubt = _not_an_index(profile)
    elif known.role in {Role.TRACK_NAME, Role.ARTIST, Role.ALBUM}:
        doubt = _not_a_name(profile)
    elif known.role == Role.FEATURE:
        doubt = _not_the_attribute(known, profile, has_signals=has_signals)
    return doubt


def _not_the_attribute(
    known: KnownColumn, profile: Profile, *, has_signals: bool
) -> str:
    if known.kind == Kind.FLAG:
        return _not_a_flag(known, profile)
    if known.name in _PARSERS:
        share = share_readable(profile.column, _PARSERS[known.name])
        is_readable = share >= _HALF or _is_mostly_numbers(profile)
        return "" if is_readable else "most of its cells cannot be read as one"
    if known.name == "duration_ms":
        return _not_a_duration(profile, has_signals=has_signals)
    return _not_a_measure(profile)


def _not_a_name(profile: Profile) -> str:
    """Object to a column of numbers, though a title may well be one."""
    is_doubtful = profile.canonical in WEAK_SPELLINGS
    if is_doubtful and profile.share_numeric == 1.0 and len(profile.numbers):
        return "its cells are numbers"
    return ""


def _is_mostly_numbers(profile: Profile) -> bool:
    return profile.share_numeric >= _HALF and bool(len(profile.numbers))


def _not_a_measure(profile: Profile) -> str:
    if profile.share_numeric < _HALF:
        return "most of its cells are not numbers"
    if profile.canonical not in WEAK_SPELLINGS or len(profile.numbers) < _FEW_ROWS:
        return ""
    return "its cells are only 0 and 1" if profile.is_zero_one else ""


def _not_a_flag(known: KnownColumn, profile: Profile) -> str:
    """Object to words only if none is known; a few are judged when they are read."""
    if _is_mostly_numbers(profile):
        return ""
    low = profile.column.levels[1].str.lower()
    low = low[~is_missing_word(low)]
    words = flag_words(known.name)
    if known.name == "explicit" or low.empty or low.isin(words).any():
        return ""
    return "none of its cells says yes or no"


def _not_an_index(profile: Profile) -> str:
    numbers = profile.numbers if profile.is_numeric else np.array([])
    if len(numbers) and bool((numbers % 1 == 0).all() and (numbers >= 0).all()):
        return ""
    return "its cells are not row numbers"


def _not_a_duration(profile: Profile, *, has_signals: bool) -> str:
    on_clock = np.isfinite(profile.clock)
    if not on_clock.any() and profile.share_numeric < _HALF:
        return "most of its cells are not times"
    if on_clock.any() or profile.unit or profile.canonical not in WEAK_SPELLINGS:
        return ""
    numbers = profile.numbers
    if profile.is_zero_one and len(numbers) >= _FEW_ROWS:
        return "its cells are only 0 and 1"
    if profile.canonical == "length" and _counts_samples(
        numbers, has_signals=has_signals
    ):
        return "its cells count samples of a clip"
    if profile.canonical == "len":
        units = guess_units(numbers)
        if not (units == "ms").mean() > _HALF:
            return "its cells are too small to be milliseconds, and may count words"
    return ""


def _counts_samples(
    numbers: np.ndarray[tuple[int], np.dtype[np.float64]], *, has_signals: bool
) -> bool:
    """Tell whether nearly equal numbers are whole seconds at a usual sampling rate."""
    if not len(numbers):
        return False
    median = float(np.median(numbers))
    if median < min(_RATES):
        return False
    low, high = np.quantile(numbers, (0.05, 0.95))
    if high - low > 0.05 * median or (len(numbers) < _FEW_ROWS and not has_signals):
        return False
    seconds = [median / rate for rate in _RATES]
    return any(abs(time - round(time)) <= 0.01 * time for time in seconds)


def _not_a_genre(profile: Profile) -> str:
    if profile.canonical not in WEAK_SPELLINGS:
        return ""
    levels = profile.column.levels[1].str.lower()
    levels = levels[~is_missing_word(levels)]
    n_present = profile.column.n_present
    opinions = _OPINIONS | set(flag_words(""))
    may_be_two = profile.canonical in {"label", "class", "class_label"}
    doubt = ""
    if levels.empty:
        doubt = ""
    elif levels.isin(_NOT_GENRES).all():
        doubt = f"its cells say only '{printable(levels.iloc[0])}'"
    elif len(levels) == 1 and n_present > _FEW_ROWS:
        doubt = "all its cells are equal"
    elif not may_be_two and levels.isin(opinions).all():
        doubt = "its cells say like or dislike, yes or no"
    elif _is_mostly_numbers(profile) and bool((profile.numbers % 1 != 0).any()):
        doubt = "its cells are measurements"
    elif len(levels) > max(_MOST_FEW_LEVELS, n_present / 3):
        doubt = "nearly every cell is another one"
    return doubt
