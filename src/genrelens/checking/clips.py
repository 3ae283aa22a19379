"""Find rows that are segments cut from one clip."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from genrelens.checking.identity import clip_keys
from genrelens.checking.noticing import count_of, notice

if TYPE_CHECKING:
    from genrelens.checking.labels import Labels
    from genrelens.cleaning.track_table import TrackTable
    from genrelens.schema.findings import Finding

__all__ = ["find_segments"]


def find_segments(table: TrackTable, labels: Labels) -> tuple[Finding, ...]:
    """Count the rows that share their clip with another row (`identity.clip_keys`)."""
    keys = clip_keys(table)
    if keys is None:
        return ()
    clips, place, sizes = np.unique(
        keys[labels.rows], return_inverse=True, return_counts=True
    )
    rows = labels.rows[sizes[place] > 1]
    if not len(rows):
        return ()
    n_clips = int((sizes > 1).sum())
    finding = notice(
        table,
        "segments-of-one-clip",
        message=f"{count_of(len(rows), 'row')} are segments of {n_clips:,} clips "
        f"({len(clips):,} clips in all, up to {int(sizes.max())} segments each): split "
        "at random, a model would be tested on the very recordings it learnt from.",
        remedy="Nothing to do: segments of one clip are kept on one side of every "
        "split; do not compare with scores of random splits.",
        rows=rows,
        details={"n_clips": len(clips), "most_segments": int(sizes.max())},
    )
    return (finding,)
