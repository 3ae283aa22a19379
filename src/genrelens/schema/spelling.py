"""Fold spellings of headers or genres that mean the same into one text."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

__all__ = ["genre_key", "normalise_header"]

_UNITS: Final = {
    "ms": "ms",
    "msec": "ms",
    "millis": "ms",
    "milliseconds": "ms",
    "s": "s",
    "sec": "s",
    "secs": "s",
    "seconds": "s",
    "min": "min",
    "mins": "min",
    "minutes": "min",
    "db": "dB",
    "dbfs": "dB",
    "lufs": "LUFS",
    "bpm": "BPM",
    "percent": "%",
    "pct": "%",
    "hz": "Hz",
    "samples": "samples",
}
_PLURAL: Final = re.compile(
    r"(?<!duration)(?<!length)(?<!time)(?<=\w)\(s\)", re.IGNORECASE
)
_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_DECIBELS: Final = re.compile(r"d[Bb](?=(FS)?(?![a-zA-Z]))")
_TIME_UNITS: Final = frozenset({"ms", "s", "min", "samples"})
_TIMES: Final = frozenset(
    {"duration", "length", "time", "len", "dur", "playtime", "runtime", "playing"}
)
_OF_ITS_OWN: Final = "LUFS"  # loudness as broadcasters measure it: another attribute
_SEPARATORS: Final = re.compile(r"[\W_]+")
_NUMBER: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)")


def normalise_header(header: str) -> tuple[str, str]:
    """Fold a header into lower-case words joined by ``_``, and its unit.

    Parameters
    ----------
    header : str
        A column name as it stands in a file.

    Returns
    -------
    canonical : str
        The words without the unit; when the header is nothing but a unit,
        the unit's own word. ``lufs`` stays, for loudness in LUFS is an attribute
        of its own, which no service's loudness is.
    unit : str
        ``ms``, ``s``, ``min``, ``dB``, ``LUFS``, ``BPM``, ``%``, ``Hz`` or
        ``samples``; two joined by ``/`` where two are named; empty where none is.

    Examples
    --------
    >>> normalise_header("Duration (ms)")
    ('duration', 'ms')
    >>> normalise_header("Loudness..dB..")
    ('loudness', 'dB')
    >>> normalise_header("duration_in min/ms")
    ('duration', 'min/ms')
    >>> normalise_header("songName"), normalise_header("Artist Name(s)")
    (('song_name', ''), ('artist_name', ''))
    >>> normalise_header("bpm"), normalise_header("energy_%")
    (('bpm', 'BPM'), ('energy', '%'))
    >>> normalise_header("rms_min"), normalise_header("Loudness (LUFS)")
    (('rms_min', ''), ('loudness_lufs', 'LUFS'))
    """
    text = unicodedata.normalize("NFKC", header).strip()
    text = _PLURAL.sub("", text)
    text = _CAMEL.sub("_", _DECIBELS.sub("DB", text))
    text = text.casefold().replace("%", " percent ")
    words = [word for word in _SEPARATORS.split(text) if word]
    units: list[str] = []
    while words and (unit := _UNITS.get(words[-1])):
        if unit in _TIME_UNITS and _TIMES.isdisjoint(words):
            break  # "rms_min" is a minimum, and "Artist(s)" are not seconds
        units.insert(0, unit)
        if len(words) == 1 or unit == _OF_ITS_OWN:
            break
        words.pop()
    if units and len(words) > 1 and words[-1] == "in":
        words.pop()
    return "_".join(words), "/".join(dict.fromkeys(units))


def genre_key(text: str) -> str:
    """Fold a genre's case, spacing and punctuation away, and nothing else.

    Labels that are numbers stay the number they are, so that ``-1`` and ``1``
    or ``1.0`` and ``10`` remain apart. ``&`` counts as ``n``.

    Parameters
    ----------
    text : str
        A genre as it stands in a cell.

    Returns
    -------
    str
        The same text for every spelling of one genre.

    Examples
    --------
    >>> {genre_key(text) for text in ("Hip Hop", "hip-hop", "HipHop", "HIP_HOP ")}
    {'hiphop'}
    >>> genre_key("R&B") == genre_key("r-n-b")
    True
    >>> genre_key("-1") == genre_key("1"), genre_key("1.0") == genre_key("10")
    (False, False)
    """
    folded = unicodedata.normalize("NFKC", text).casefold().strip()
    if _NUMBER.fullmatch(folded):
        return f"{float(folded):.15g}"
    kept = "".join(
        character
        for character in folded.replace("&", "n")
        if unicodedata.category(character)[0] in "LNM"
    )
    return kept or folded
