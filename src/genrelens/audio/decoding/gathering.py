"""Gather decoded blocks into one stretch, at a rate that fits into memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from genrelens.audio.decoding.limits import LOUDEST
from genrelens.audio.faults import SoundError

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Gathering"]

_HIGHEST_KEPT: Final = 96_000
_KEPT_INSTEAD: Final = 48_000


class Gathering:
    """Take blocks of samples until the stretch is whole.

    Rates above 96 kHz are brought down to 48 kHz block by block: nothing that is
    measured lies above, and eight channels at 384 kHz would not fit.

    Parameters
    ----------
    rate : int
        Samples a second of the blocks.
    n_channels : int
    n_frames : int
        Samples of the stretch, per channel, at that rate.
    """

    def __init__(self, *, rate: int, n_channels: int, n_frames: int) -> None:
        self.n_missing = n_frames
        self.rate = rate if rate <= _HIGHEST_KEPT else _KEPT_INSTEAD
        self._blocks: list[NDArray[np.float32]] = []
        self._n_channels = n_channels
        self._resampling: Any = None
        if self.rate != rate:
            import soxr

            self._resampling = soxr.ResampleStream(
                rate, self.rate, n_channels, dtype="float32", quality="HQ"
            )

    def take(self, block: NDArray[np.float32]) -> None:
        """Add a block of shape (n_samples, n_channels); what is too much is left.

        Raises
        ------
        SoundError
            If a sample is no number, or far beyond full scale, or a channel is gone.
        """
        if block.shape[1] != self._n_channels:
            raise SoundError("damaged", "It changes its number of channels midway.")
        block = block[: self.n_missing]
        self.n_missing -= len(block)
        if not np.isfinite(block).all():
            n_bad = int((~np.isfinite(block)).sum())
            raise SoundError(
                "not-finite",
                f"{n_bad:,} of {block.size:,} samples read are no finite numbers.",
            )
        if block.size and (peak := float(np.abs(block).max())) > LOUDEST:
            raise SoundError(
                "not-finite",
                f"A sample is {peak:.3g}, where 1 is full scale: this is no sound.",
            )
        if self._resampling is not None:
            block = self._resampling.resample_chunk(block, last=self.n_missing == 0)
        if len(block):
            self._blocks.append(np.array(block, dtype=np.float32))

    def samples(self) -> NDArray[np.float32]:
        """Give what was gathered, of shape (n_samples, n_channels)."""
        if self._resampling is not None and self.n_missing:
            rest = np.zeros((0, self._n_channels), dtype=np.float32)
            self._blocks.append(self._resampling.resample_chunk(rest, last=True))
        if not self._blocks:
            return np.zeros((0, self._n_channels), dtype=np.float32)
        whole = np.concatenate(self._blocks)
        self._blocks.clear()
        return whole
