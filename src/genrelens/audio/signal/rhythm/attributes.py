"""Measure tempo, beat and attacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from genrelens.audio.signal.rhythm.onsets import find_onsets
from genrelens.audio.signal.rhythm.tempo import estimate_tempo

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["rhythm_attributes"]


def rhythm_attributes(
    onset_strength: NDArray[np.float32], frame_rate: float, seconds: float
) -> dict[str, float]:
    """Measure how a stretch moves.

    Parameters
    ----------
    onset_strength : ndarray of shape (n_frames,), float32
        Gain of each frame over the one before, in dB.
    frame_rate : float
        Frames a second.
    seconds : float
        Duration of the stretch.

    Returns
    -------
    dict of str to float
        Without tempo for less than four seconds or where nothing repeats.
    """
    n_onsets = len(find_onsets(onset_strength, frame_rate))
    row = {"onset_rate": n_onsets / seconds}
    tempo = estimate_tempo(onset_strength, frame_rate)
    if tempo is not None:
        row |= {
            "tempo": tempo.bpm,
            "tempo_confidence": tempo.confidence,
            "beat_strength": tempo.strength,
        }
    return row
