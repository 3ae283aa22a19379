"""Measure every attribute of a stretch of sound."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from genrelens.audio.signal.dynamics import level_attributes, peak_attributes
from genrelens.audio.signal.estimates import (
    danceability_estimate,
    energy_estimate,
    valence_estimate,
)
from genrelens.audio.signal.harmony.attributes import harmony_attributes
from genrelens.audio.signal.levelling import level
from genrelens.audio.signal.loudness import measure_loudness
from genrelens.audio.signal.rhythm.attributes import rhythm_attributes
from genrelens.audio.signal.rhythm.onsets import onset_strength
from genrelens.audio.signal.spectrum.decibels import decibels
from genrelens.audio.signal.spectrum.shape import is_sounding, shape_attributes
from genrelens.audio.signal.spectrum.spectra import FRAME, HOP, look
from genrelens.audio.signal.waveform import frame_levels, zero_crossing_rates
from genrelens.schema.sound_columns import SOUND_COLUMNS

if TYPE_CHECKING:
    from genrelens.audio.signal.levelling import Levelled
    from genrelens.audio.sound import Sound

__all__ = ["RATE", "measure"]

RATE: Final = 22_050
"""Samples a second at which everything but loudness and peaks is measured."""


def measure(sound: Sound) -> dict[str, float]:
    """Measure the attributes of `schema.sound_columns.SOUND_COLUMNS`.

    All but ``loudness_lufs``, ``peak_level_db``, ``rms_mean`` and ``rms_sd`` are
    measured on samples brought to one level, and do not depend on the volume.

    Parameters
    ----------
    sound : Sound
        Any rate, any number of channels, finite samples.

    Returns
    -------
    dict of str to float
        Finite values by column name, in the order of the columns. What cannot be
        measured is absent: everything for silence; tempo for less than four seconds;
        key and harmony for less than two; loudness for less than 400 ms; all but the
        peaks for less than 93 ms.
    """
    loudness = measure_loudness(sound.samples, sound.rate)
    row: dict[str, float | None] = {
        "loudness_lufs": loudness.integrated,
        "loudness_range_lu": loudness.range,
        **peak_attributes(sound.samples),
    }
    levelled = level(sound.mono(RATE))
    if not levelled.is_silent and len(levelled.samples) >= FRAME:
        row |= _coloured(levelled)
    return {
        column.name: value
        for column in SOUND_COLUMNS
        if (value := row.get(column.name)) is not None and math.isfinite(value)
    }


def _coloured(levelled: Levelled) -> dict[str, float | None]:
    """Measure what does not depend on the volume, and the level of the frames."""
    samples = levelled.samples
    frames = look(samples, RATE)
    log_mel = decibels(frames.mel)
    strength = onset_strength(log_mel)
    levels = frame_levels(samples, FRAME, HOP)
    row = {
        **rhythm_attributes(strength, RATE / HOP, len(samples) / RATE),
        **level_attributes(levels, levelled.gain),
        **harmony_attributes(samples, RATE),
        **shape_attributes(
            frames,
            log_mel,
            strength,
            zero_crossing_rates(samples, FRAME, HOP),
            is_sounding(levels),
        ),
    }
    return {
        **row,
        "energy_estimate": energy_estimate(row),
        "valence_estimate": valence_estimate(row),
        "danceability_estimate": danceability_estimate(samples, RATE),
    }
