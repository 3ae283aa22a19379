"""The musical attributes that track tables are known to carry."""

from __future__ import annotations

import re
from typing import Final

from genrelens.schema.columns import Kind, KnownColumn, Role

__all__ = ["KNOWN_ATTRIBUTES", "SHARES", "signal_attribute"]


def _attribute(  # one line a column below, so that the registry reads as a table
    name: str,
    label: str,
    unit: str,
    limits: tuple[float, float],
    group: str,
    spellings: str,
    description: str,
    *,
    kind: Kind = Kind.NUMBER,
    is_audio: bool = True,
) -> KnownColumn:
    return KnownColumn(
        name=name,
        label=label,
        role=Role.FEATURE,
        kind=kind,
        unit=unit,
        low=limits[0],
        high=limits[1],
        group=group,
        is_audio=is_audio,
        spellings=tuple(spellings.split()),
        description=description,
    )


KNOWN_ATTRIBUTES: Final[tuple[KnownColumn, ...]] = (
    _attribute(
        "danceability", "danceability", "", (0, 1), "rhythm",
        "danceability track_danceability danceabilty dance dnce",
        "How well the track suits dancing, from 0 to 1, judged from its beat.",
    ),
    _attribute(
        "energy", "energy", "", (0, 1), "loudness",
        "energy track_energy nrgy",
        "How intense and active the track feels, from 0 to 1.",
    ),
    _attribute(
        "key", "key", "pitch class", (0, 11), "harmony",
        "key track_key musical_key key_name",
        "The tonic as a pitch class: 0 is C, 1 is C sharp, and so on to 11, B.",
    ),
    _attribute(
        "loudness", "loudness", "dB", (-70, 10), "loudness",
        "loudness track_loudness db",
        "Mean loudness in decibels below full scale; typical music lies near -8.",
    ),
    _attribute(
        "mode", "mode", "", (0, 1), "harmony",
        "mode track_mode mode_name",
        "Whether the track is in a major (1) or a minor (0) key.",
        kind=Kind.FLAG,
    ),
    _attribute(
        "speechiness", "speechiness", "", (0, 1), "sound",
        "speechiness track_speechiness spch",
        "Share of spoken words in the sound, from 0 to 1.",
    ),
    _attribute(
        "acousticness", "acousticness", "", (0, 1), "sound",
        "acousticness track_acousticness acous acoustic",
        "Confidence from 0 to 1 that the track is played on acoustic instruments.",
    ),
    _attribute(
        "instrumentalness", "instrumentalness", "", (0, 1), "sound",
        "instrumentalness track_instrumentalness instr instrumental",
        "Confidence from 0 to 1 that the track has no singing.",
    ),
    _attribute(
        "liveness", "liveness", "", (0, 1), "setting",
        "liveness track_liveness live",
        "Confidence from 0 to 1 that an audience was present.",
    ),
    _attribute(
        "valence", "valence", "", (0, 1), "mood",
        "valence track_valence val positiveness",
        "How cheerful the track sounds, from 0 (sad) to 1 (happy).",
    ),
    _attribute(
        "tempo", "tempo", "BPM", (20, 300), "rhythm",
        "tempo track_tempo bpm beats_per_minute temp",
        "Estimated speed in beats per minute.",
    ),
    _attribute(
        "time_signature", "time signature", "beats per bar", (1, 16), "rhythm",
        "time_signature track_time_signature timesignature time_sig meter metre",
        "Estimated number of beats in each bar.",
    ),
    _attribute(
        "duration_ms", "duration", "ms", (1_000, 21_600_000), "setting",
        "duration track_duration track_length song_duration song_length"
        " length_duration duration_length length dur len",
        "Playing time of the track in milliseconds.",
    ),
    _attribute(
        "popularity", "popularity", "points of 100", (0, 100), "catalogue",
        "popularity track_popularity song_popularity pop",
        "How much the track was played of late, from 0 to 100, when it was listed.",
        is_audio=False,
    ),
    _attribute(
        "artist_popularity", "artist's popularity", "points of 100", (0, 100),
        "catalogue", "artist_popularity",
        "How much the artist was played of late, from 0 to 100.",
        is_audio=False,
    ),
    _attribute(
        "explicit", "explicit", "", (0, 1), "catalogue",
        "explicit track_explicit is_explicit explicit_lyrics",
        "Whether the words carry a parental warning (1) or not (0).",
        kind=Kind.FLAG, is_audio=False,
    ),
    _attribute(
        "year", "year", "year", (1900, 2100), "catalogue",
        "year release_year track_year album_year release_date track_release_date"
        " album_release_date track_album_release_date released release date",
        "Year in which the album was released.",
        is_audio=False,
    ),
)  # fmt: skip

SHARES: Final = frozenset(
    {
        "danceability",
        "energy",
        "speechiness",
        "acousticness",
        "instrumentalness",
        "liveness",
        "valence",
    }
)
"""Names of the attributes that run from 0 to 1 and are often written 0 to 100."""

_SIGNAL: Final = re.compile(
    r"(mfcc_?\d+|chroma(_stft|_cens|_cqt)?(_?\d+)?|tonnetz(_?\d+)?|rmse?|spectral_\w+?"
    r"|rolloff|zero_crossing_rate|zcr|harmony|perceptr)"
    r"(_(mean|var|std|median|min|max|skew|kurtosis)(_\d+)?)?"
)


def signal_attribute(canonical: str) -> KnownColumn | None:
    """Describe a feature that was computed from the signal, by its name.

    Parameters
    ----------
    canonical : str
        A header folded by `schema.spelling.normalise_header`.

    Returns
    -------
    KnownColumn or None
        A description of that one statistic; None for any other name.

    Examples
    --------
    >>> signal_attribute("mfcc12_var").group
    'sound'
    >>> signal_attribute("mood") is None
    True
    """
    if not _SIGNAL.fullmatch(canonical):
        return None
    if canonical.startswith(("chroma", "tonnetz")):
        group = "harmony"
    else:
        group = "loudness" if canonical.startswith("rms") else "sound"
    return KnownColumn(
        name=canonical,
        label=canonical.replace("_", " "),
        role=Role.FEATURE,
        kind=Kind.NUMBER,
        group=group,
        is_audio=True,
        spellings=(canonical,),
        description="A statistic of the recorded signal over the clip.",
    )
