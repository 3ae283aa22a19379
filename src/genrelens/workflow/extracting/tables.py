"""Lay out what is kept of every file as the tables that people read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from genrelens.audio.faults import remedy
from genrelens.audio.similar_sound.duplicates import (
    FingerprintedTrack,
    find_duplicates,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from genrelens.audio.library.file_tags import FileTags
    from genrelens.workflow.extracting.cache import Kept

__all__ = ["JOINED_BY", "duplicates_table", "errors_table", "tracks_table"]

JOINED_BY: Final = "; "
"""What stands between several artists or genres of a file."""


def tracks_table(
    paths: Sequence[str], kept: Sequence[Kept], columns: Sequence[str]
) -> pd.DataFrame:
    """Lay out the tracks, one a row.

    Parameters
    ----------
    paths : sequence of str, length n_tracks
        As text, relative to the library.
    kept : sequence of Kept, length n_tracks
    columns : sequence of str, length n_values
        Names of the values.

    Returns
    -------
    pandas.DataFrame
    """
    texts = {
        "path": list(paths),
        "content_hash": [one.content_hash for one in kept],
        "sound_hash": [one.sound_hash for one in kept],
        "track_name": [one.tags.title or None for one in kept],
        "artist": [JOINED_BY.join(one.tags.artists) or None for one in kept],
        "album": [one.tags.album or None for one in kept],
        "year": pd.array([one.tags.year for one in kept], dtype="Int64"),
        "genre": [JOINED_BY.join(one.tags.genres) or None for one in kept],
        "file_format": [one.file_format for one in kept],
        "duration_ms": np.array([one.duration_ms for one in kept], dtype=np.int64),
    }
    facts = pd.DataFrame(
        {
            name: values if not isinstance(values, list) else pd.array(values, "str")
            for name, values in texts.items()
        }
    )
    block = np.array([one.numbers for one in kept]).reshape(len(kept), len(columns))
    return pd.concat([facts, pd.DataFrame(block, columns=list(columns))], axis=1)


def errors_table(faults: Sequence[tuple[str, str, str]]) -> pd.DataFrame:
    """Lay out what could not be used, with what to do about it.

    Parameters
    ----------
    faults : sequence of tuple
        Path as text, code, and reason.
    """
    return pd.DataFrame(
        [(path, code, reason, remedy(code)) for path, code, reason in faults],
        columns=["path", "code", "reason", "remedy"],
        dtype="str",
    )


def duplicates_table(
    paths: Sequence[str], kept: Sequence[Kept], sizes: Sequence[int]
) -> pd.DataFrame:
    """Find and lay out the files that are there more than once.

    Parameters
    ----------
    paths : sequence of str, length n_tracks
    kept : sequence of Kept, length n_tracks
    sizes : sequence of int, length n_tracks
        In bytes.
    """
    groups = find_duplicates(
        FingerprintedTrack(
            path,
            one.content_hash,
            one.sound_hash,
            one.fingerprint,
            one.duration_ms,
            one.file_format,
            8 * size / one.duration_ms if one.duration_ms else None,
            _n_tags(one.tags),
        )
        for path, one, size in zip(paths, kept, sizes, strict=True)
    )
    rows = [
        (
            number,
            member.path,
            member.kind,
            round(member.similarity, 4),
            member.keep,
            member.reason,
        )
        for number, group in enumerate(groups, start=1)
        for member in group.members
    ]
    return pd.DataFrame(
        rows, columns=["group", "path", "kind", "similarity", "keep", "reason"]
    )


def _n_tags(tags: FileTags) -> int:
    """Count what the tags tell, of title, artist, album, year and genre."""
    told = (tags.title, tags.artists, tags.album, tags.year, tags.genres)
    return sum(bool(one) for one in told)
