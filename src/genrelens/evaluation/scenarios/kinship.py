"""Say what each row shares with others: its recording, its artists, its source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scipy.sparse import csr_array

from genrelens.checking.identity import artist_keys, clip_keys, track_keys
from genrelens.evaluation.grouping import connect_rows, incidence_of
from genrelens.evaluation.scenarios.sources import Source, find_source

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from genrelens.cleaning.track_table import TrackTable

__all__ = ["Kinship", "find_kinship"]


@dataclass(frozen=True, slots=True)
class Kinship:
    """What rows share with each other.

    Parameters
    ----------
    recordings : ndarray of int64, shape (n_rows,)
        Number of each row's recording; the same for copies of a track and for
        segments of one clip.
    artists : csr_array of int8, shape (n_rows, n_artists)
        Which row credits which artists; no columns where none are known.
    source : Source
        From which playlist or source each row was taken.
    has_clips : bool
        Whether rows are segments of clips.
    """

    recordings: NDArray[np.int64]
    artists: csr_array
    source: Source
    has_clips: bool = False

    @property
    def has_copies(self) -> bool:
        """Whether any recording stands in several rows."""
        return int(self.recordings.max()) + 1 < len(self.recordings)


def find_kinship(
    table: TrackTable, rows: NDArray[np.int64], *, source: str | None = None
) -> Kinship:
    """Find what the rows of a table share.

    Parameters
    ----------
    table : TrackTable
        A checked table.
    rows : ndarray of int64
        Positions of the rows that are trained on.
    source : str, optional
        Header or name of the source column; found where it is not given.

    Returns
    -------
    Kinship
        In the order of `rows`.

    Raises
    ------
    InputError
        If the named source column cannot be used
        (`genrelens.evaluation.scenarios.sources.find_source`).
    """
    clips = clip_keys(table)
    keys = [incidence_of(track_keys(table)[rows])]
    if clips is not None:
        keys.append(incidence_of(clips[rows]))
    return Kinship(
        recordings=connect_rows(keys, len(rows)),
        artists=csr_array(artist_keys(table)[rows]),
        source=find_source(table, rows, named=source),
        has_clips=clips is not None,
    )
