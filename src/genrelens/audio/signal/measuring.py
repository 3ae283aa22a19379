"""Measure every attribute of a stretch of sound."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from genrelens.audio.sound import Sound

__all__ = ["RATE", "measure"]

RATE = 22_050  # samples a second at which all but the loudness is measured


def measure(sound: Sound) -> dict[str, float]:
    """Measure the attributes of `schema.sound_columns.SOUND_COLUMNS`.

    Parameters
    ----------
    sound : Sound
        Any rate, any number of channels, finite samples.

    Returns
    -------
    dict of str to float
        Finite values by column name, in the order of the columns. What cannot be
        measured (silence, too short a sound) is absent.
    """
    samples = sound.mono(RATE)
    if not len(samples):
        return {}
    level = float(np.sqrt(np.mean(samples.astype(np.float64) ** 2)))
    if level == 0.0:
        return {}
    peak = float(np.abs(samples).max())
    return {
        "peak_level_db": 20 * float(np.log10(peak)),
        "crest_factor_db": 20 * float(np.log10(peak / level)),
        "rms_mean": level,
    }
