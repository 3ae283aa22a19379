"""The columns that are measured from the sound of a track itself."""

from __future__ import annotations

from typing import Final

from genrelens.schema.columns import Kind, KnownColumn, Role
from genrelens.schema.known_attributes import KNOWN_ATTRIBUTES
from genrelens.schema.spelling import normalise_header

__all__ = ["ESTIMATES", "SOUND_COLUMNS"]

_ANY: Final = float("inf")


def _measured(
    name: str,
    label: str,
    unit: str,
    limits: tuple[float, float],
    group: str,
    description: str,
) -> KnownColumn:
    return KnownColumn(
        name=name,
        label=label,
        role=Role.FEATURE,
        kind=Kind.NUMBER,
        unit=unit,
        low=limits[0],
        high=limits[1],
        group=group,
        is_audio=True,
        spellings=(normalise_header(name)[0],),
        description=description,
    )


def _mean_and_spread(
    name: str, label: str, unit: str, limits: tuple[float, float], what: str
) -> tuple[KnownColumn, KnownColumn]:
    """Describe an attribute of each frame by its mean and its standard deviation."""
    return (
        _measured(f"{name}_mean", label, unit, limits, "sound", f"{what}, on average."),
        _measured(
            f"{name}_sd", f"change of {label}", unit, (0.0, _ANY), "sound",
            f"{what}: how much that varies within the track.",
        ),
    )  # fmt: skip


_PHYSICAL: Final = {known.name: known for known in KNOWN_ATTRIBUTES}

_RHYTHM: Final = (
    _PHYSICAL["tempo"],
    _measured(
        "tempo_confidence", "tempo confidence", "", (0, 1), "rhythm",
        "Share of the track in which the same tempo is found, or its half, double,"
        " third or triple.",
    ),
    _measured(
        "beat_strength", "beat strength", "", (0, 1), "rhythm",
        "How far the attacks repeat from beat to beat: 0 not at all, 1 exactly.",
    ),
    _measured(
        "onset_rate", "attack rate", "per second", (0, 50), "rhythm",
        "How many notes or strokes begin in each second.",
    ),
    _measured(
        "danceability_estimate", "danceability, estimated", "", (0, 1), "rhythm",
        "How steadily the loudness pulses, from 0 to 1; our own estimate, and not the"
        " danceability of any service.",
    ),
)  # fmt: skip

_LOUDNESS: Final = (
    _measured(
        "loudness_lufs", "loudness, LUFS", "LUFS", (-70, 100), "loudness",
        "Loudness as broadcasters measure it; typical music lies near -10.",
    ),
    _measured(
        "loudness_range_lu", "loudness range", "LU", (0, 100), "loudness",
        "How far the soft passages lie below the loud ones.",
    ),
    _measured(
        "peak_level_db", "peak level", "dB", (-120, 100), "loudness",
        "The highest sample, in decibels below full scale.",
    ),
    _measured(
        "crest_factor_db", "punch", "dB", (0, 100), "loudness",
        "How far the peaks rise above the average level; small where the sound is"
        " strongly compressed.",
    ),
    _measured(
        "rms_mean", "level", "of full scale", (0, _ANY), "loudness",
        "The level of the sound, on average.",
    ),
    _measured(
        "rms_sd", "change of level", "of full scale", (0, _ANY), "loudness",
        "How much the level varies within the track.",
    ),
    _measured(
        "low_energy_share", "quiet share", "", (0, 1), "loudness",
        "Share of the moments that are quieter than the average.",
    ),
    _measured(
        "energy_estimate", "energy, estimated", "", (0, 1), "loudness",
        "How intense the sound is, from 0 to 1; our own estimate, and not the energy of"
        " any service.",
    ),
)  # fmt: skip

_HARMONY: Final = (
    _PHYSICAL["key"],
    _PHYSICAL["mode"],
    _measured(
        "key_confidence", "key confidence", "", (0, 1), "harmony",
        "How much better the notes fit that key than the next one.",
    ),
    _measured(
        "major_strength", "major rather than minor", "", (-2, 2), "harmony",
        "Above 0 where the notes fit a major key best, below 0 for a minor key.",
    ),
    _measured(
        "tuning_cents", "tuning", "cents", (-50, 50), "harmony",
        "How far the notes lie above or below a concert pitch of 440 Hz.",
    ),
    _measured(
        "chroma_mean", "fullness of notes", "", (0, 1), "harmony",
        "How strong the twelve notes are beside the strongest, on average.",
    ),
    _measured(
        "chroma_sd", "change of notes", "", (0, 1), "harmony",
        "How much the strength of the twelve notes varies.",
    ),
    _measured(
        "chroma_entropy", "note variety", "", (0, 1), "harmony",
        "How evenly the twelve notes are used: 0 is one note only, 1 is all alike.",
    ),
    _measured(
        "chord_change", "chord change", "per second", (0, _ANY), "harmony",
        "How far the harmony moves in a second, on the circle of fifths and thirds.",
    ),
)  # fmt: skip

_MOOD: Final = (
    _measured(
        "valence_estimate", "valence, estimated", "", (0, 1), "mood",
        "How cheerful the sound is, from 0 to 1, judged from mode and attacks; our own"
        " estimate, and not the valence of any service.",
    ),
)  # fmt: skip

_SHAPE: Final = (
    *_mean_and_spread(
        "spectral_centroid", "brightness", "Hz", (0, 11_025),
        "The middle of the spectrum: high where the sound is bright",
    ),
    *_mean_and_spread(
        "spectral_bandwidth", "width of the spectrum", "Hz", (0, 11_025),
        "How widely the sound spreads around its middle frequency",
    ),
    *_mean_and_spread(
        "spectral_rolloff", "upper edge of the sound", "Hz", (0, 11_025),
        "The frequency below which 85 % of the spectrum lies",
    ),
    *_mean_and_spread(
        "spectral_flatness", "spectral flatness", "", (0, 1),
        "How much the sound resembles noise (1) rather than a tone (0)",
    ),
    *_mean_and_spread(
        "spectral_flux", "spectral flux", "dB", (0, _ANY),
        "How much the sound gains in its bands from one moment to the next",
    ),
    *_mean_and_spread(
        "zero_crossing_rate", "roughness", "", (0, 1),
        "How often the wave crosses zero: high for cymbals, hiss and distortion",
    ),
    *_mean_and_spread(
        "percussive_share", "percussiveness", "", (0, 1),
        "Share of the sound that is short strokes rather than held notes",
    ),
    _measured(
        "bass_share", "bass share", "", (0, 1), "sound",
        "Share of the sound's power that lies below 200 Hz.",
    ),
    _measured(
        "treble_share", "treble share", "", (0, 1), "sound",
        "Share of the sound's power that lies above 4,000 Hz.",
    ),
)  # fmt: skip

_CONTRAST_BANDS: Final = (
    "below 200 Hz",
    "200 to 400 Hz",
    "400 to 800 Hz",
    "800 to 1,600 Hz",
    "1,600 to 3,200 Hz",
    "3,200 to 6,400 Hz",
    "above 6,400 Hz",
)

_CONTRAST: Final = tuple(
    _measured(
        f"spectral_contrast_{band}", f"clarity {where}", "dB", (0, 200), "sound",
        f"How far the tones stand out from what lies between them, {where}.",
    )
    for band, where in enumerate(_CONTRAST_BANDS, start=1)
)  # fmt: skip


def _timbre(number: int) -> tuple[KnownColumn, KnownColumn]:
    """Describe one cepstral coefficient by its mean and its standard deviation."""
    return (
        _measured(
            f"timbre_{number}_mean", f"timbre {number}", "", (-_ANY, _ANY), "sound",
            f"Coefficient {number} of 20 that describe the tone colour (MFCC),"
            " on average.",
        ),
        _measured(
            f"timbre_{number}_sd", f"change of timbre {number}", "", (0, _ANY), "sound",
            f"How much coefficient {number} of the tone colour (MFCC) varies within"
            " the track.",
        ),
    )  # fmt: skip


_TIMBRE: Final = tuple(column for number in range(1, 21) for column in _timbre(number))

SOUND_COLUMNS: Final[tuple[KnownColumn, ...]] = (
    *_RHYTHM,
    *_LOUDNESS,
    *_HARMONY,
    *_MOOD,
    *_SHAPE,
    *_CONTRAST,
    *_TIMBRE,
)
"""Every attribute measured from the sound, in the order of the table's columns."""

ESTIMATES: Final = tuple(
    column.name for column in SOUND_COLUMNS if column.name.endswith("_estimate")
)
"""Attributes that only resemble those of a service, and are never taken for them."""
