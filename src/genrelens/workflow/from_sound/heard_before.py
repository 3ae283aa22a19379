"""Keep with a model which sound it learnt from, and find that sound again."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING, Final

import numpy as np

from genrelens.errors import BundleError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from genrelens.bundle.trained_model import TrainedModel
    from genrelens.cleaning.track_table import TrackTable

__all__ = ["KEPT_AS", "MOST_KEPT", "find_heard", "keep_heard", "tell_heard"]

KEPT_AS: Final = "heard"
"""Key of the training facts of a model."""

MOST_KEPT: Final = 200_000
"""Tracks; the description of a model has room for no more."""

_BYTES: Final = 8  # of each hash; two tracks of 200,000 share them once in a billion
_PIECE: Final = 900 * _BYTES  # bytes a text, 9,600 characters of at most 10,000
_HASH: Final = re.compile(r"[0-9a-f]{64}")


def keep_heard(table: TrackTable, rows: NDArray[np.int64]) -> list[str] | None:
    """Give the first bytes of the hashes of the sound that is learnt, as texts.

    They lie in order, so that they tell nothing of the table's.

    Parameters
    ----------
    table : TrackTable
        Made by `extract`.
    rows : ndarray of int64
        Rows that the finished model is fitted to.

    Returns
    -------
    list of str, or None
        None where the table lacks a hash, or has more tracks than `MOST_KEPT`.
    """
    if "sound_hash" not in table.frame or not 0 < len(rows) <= MOST_KEPT:
        return None
    hashes = [str(cell) for cell in table.frame["sound_hash"].to_numpy()[rows]]
    if not all(_HASH.fullmatch(each) for each in hashes):
        return None
    joined = b"".join(sorted({_short(each) for each in hashes}))
    starts = range(0, len(joined), _PIECE)
    return [base64.b64encode(joined[at : at + _PIECE]).decode() for at in starts]


def find_heard(
    trained: TrainedModel, sound_hashes: Iterable[object]
) -> NDArray[np.bool_] | None:
    """Tell which sound a model learnt from; None where the model does not know.

    Parameters
    ----------
    trained : TrainedModel
        As it was loaded.
    sound_hashes : iterable of str
        SHA-256 of what was decoded of each track, in hexadecimal digits.

    Raises
    ------
    BundleError
        If the model file holds something else in that place.
    """
    kept = trained.training.get(KEPT_AS)
    if kept is None:
        return None
    learnt = _read(kept)
    told = [
        _HASH.fullmatch(text) is not None and _short(text) in learnt
        for text in map(str, sound_hashes)
    ]
    return np.array(told, dtype=np.bool_)


def tell_heard(is_heard: NDArray[np.bool_] | None) -> tuple[str, ...]:
    """Say how many tracks the model was trained on, or that it cannot tell."""
    if is_heard is None:
        sentence = (
            "The model does not know which tracks it was trained on, so such tracks "
            "are not recognised here; its certainty about them says nothing. Train it "
            "anew on a table from `genrelens extract` to have them recognised."
        )
        return (sentence,)
    n_heard = int(is_heard.sum())
    if not n_heard:
        return ()
    are = "is a track" if n_heard == 1 else "are tracks"
    them = "it" if n_heard == 1 else "them"
    sentence = (
        f"{n_heard:,} of these {len(is_heard):,} {are} that the model was trained on; "
        f"its certainty about {them} says nothing, and nothing is promised of {them}. "
        "What it makes of its own tracks unseen is in the predictions.csv of its "
        "training."
    )
    return (sentence,)


def _short(sound_hash: str) -> bytes:
    return bytes.fromhex(sound_hash[: 2 * _BYTES])


def _read(kept: object) -> frozenset[bytes]:
    joined = _joined(kept)
    if joined is None or len(joined) % _BYTES:
        raise BundleError(
            "In the model file: what the model was trained on is not told as hashes. "
            "Fetch the file again from where it came, or train the model anew."
        )
    return frozenset(joined[at : at + _BYTES] for at in range(0, len(joined), _BYTES))


def _joined(kept: object) -> bytes | None:
    if not isinstance(kept, list):
        return None
    try:
        return b"".join(base64.b64decode(text, validate=True) for text in kept)
    except (TypeError, ValueError):  # binascii.Error is a ValueError
        return None
