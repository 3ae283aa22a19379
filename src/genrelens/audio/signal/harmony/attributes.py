"""Measure key, mode, tuning and the use of the notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from genrelens.audio.signal.harmony.keys import estimate_key
from genrelens.audio.signal.harmony.movement import chord_change, note_entropy
from genrelens.audio.signal.harmony.notes import hear_notes

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["harmony_attributes"]

_LEAST_SECONDS: Final = 2.0


def harmony_attributes(samples: NDArray[np.float32], rate: int) -> dict[str, float]:
    """Measure what the notes make.

    Parameters
    ----------
    samples : ndarray of shape (n_samples,), float32
        Levelled.
    rate : int
        Samples a second.

    Returns
    -------
    dict of str to float
        Empty for less than two seconds, or where there are no notes.
    """
    notes = hear_notes(samples, rate) if len(samples) >= _LEAST_SECONDS * rate else None
    if notes is None:
        return {}
    mean = notes.chroma.mean(axis=0)
    row = {
        "tuning_cents": notes.tuning_cents,
        "chroma_mean": float(notes.chroma.mean()),
        "chroma_sd": float(notes.chroma.std()),
        "chroma_entropy": note_entropy(mean),
    }
    if len(notes.chroma) > 1:
        row["chord_change"] = chord_change(notes.chroma, notes.frame_rate)
    key = estimate_key(mean, notes.bass)
    if key is not None:
        row |= {
            "key": float(key.tonic),
            "mode": float(key.mode),
            "key_confidence": key.confidence,
            "major_strength": key.major_strength,
        }
    return row
