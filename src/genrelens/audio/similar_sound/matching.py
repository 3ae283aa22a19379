"""Find the pairs of a collection's fingerprints that may hold one recording.

Every word of every fingerprint is an entry of an index; equal words stand beside each
other, and each is compared with the next few of other tracks. So the work
grows with the number of tracks, never with its square. Words are taken in parts, so
memory is that of the fingerprints themselves and of one part.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from genrelens.audio.similar_sound.comparing import SAME_RECORDING, least_overlap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

__all__ = ["LikelyPair", "likely_pairs"]

_WORDS_IN_A_PART = 2_000_000
_N_NEXT = 4
_N_PROBES = 16
_PAIRS_AT_ONCE = 200_000


class LikelyPair(NamedTuple):
    """Two fingerprints and where one lies over the other.

    Parameters
    ----------
    first, second : int
        Their positions in the collection; `first` is the smaller.
    offset : int
        Word `n` of the second lies on word `n + offset` of the first.
    """

    first: int
    second: int
    offset: int


class _Entries(NamedTuple):
    """Entries of the index, sorted by word, then by track; all of one length."""

    words: NDArray[np.uint32]
    tracks: NDArray[np.int64]
    positions: NDArray[np.int64]


def likely_pairs(
    fingerprints: Sequence[NDArray[np.uint32]],
    *,
    words_in_a_part: int = _WORDS_IN_A_PART,
) -> list[LikelyPair]:
    """Find pairs that share a word and are alike at sixteen other moments as well.

    Parameters
    ----------
    fingerprints : sequence of ndarray of uint32
        May be empty arrays.
    words_in_a_part : int, optional
        How many words are indexed at once: a bound on the memory.

    Returns
    -------
    list of LikelyPair
        In order, each once. Of many copies of one recording each is found beside some
        others, not beside all.
    """
    lengths = np.array([len(words) for words in fingerprints], dtype=np.int64)
    if not lengths.sum():
        return []
    every_word = np.concatenate(fingerprints)
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    n_parts = -(-len(every_word) // words_in_a_part)
    found: set[LikelyPair] = set()
    for part in range(n_parts):
        entries = _index(every_word, starts, part=part, n_parts=n_parts)
        for left, right in _neighbours(entries):
            found.update(_alike(every_word, starts, lengths, entries, left, right))
    return sorted(found)


def _index(
    every_word: NDArray[np.uint32],
    starts: NDArray[np.int64],
    *,
    part: int,
    n_parts: int,
) -> _Entries:
    """Sort the words of one part; silence (0) is none, a repeated word counts once."""
    is_here = (every_word % n_parts == part) & (every_word != 0)
    at = np.flatnonzero(is_here)
    words = every_word[at]
    tracks = np.searchsorted(starts, at, side="right") - 1
    order = np.lexsort((tracks, words))
    words, tracks, at = words[order], tracks[order], at[order]
    is_first = np.ones(len(at), dtype=bool)
    is_first[1:] = (words[1:] != words[:-1]) | (tracks[1:] != tracks[:-1])
    words, tracks, at = words[is_first], tracks[is_first], at[is_first]
    return _Entries(words, tracks, at - starts[tracks])


def _neighbours(
    entries: _Entries,
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Give positions of entries with the same word, some pairs at a time."""
    for step in range(1, _N_NEXT + 1):
        left = np.flatnonzero(entries.words[step:] == entries.words[:-step])
        for first in range(0, len(left), _PAIRS_AT_ONCE):
            some = left[first : first + _PAIRS_AT_ONCE]
            yield some, some + step


def _alike(
    every_word: NDArray[np.uint32],
    starts: NDArray[np.int64],
    lengths: NDArray[np.int64],
    entries: _Entries,
    left: NDArray[np.int64],
    right: NDArray[np.int64],
) -> Iterator[LikelyPair]:
    """Keep the pairs that are alike at moments spread evenly over their overlap."""
    first, second = entries.tracks[left], entries.tracks[right]
    at_first, at_second = entries.positions[left], entries.positions[right]
    before = np.minimum(at_first, at_second)
    after = np.minimum(lengths[first] - at_first, lengths[second] - at_second)
    overlap = before + after
    probes = (np.arange(_N_PROBES) + 0.5) / _N_PROBES
    moments = (overlap[:, None] * probes).astype(np.int64) - before[:, None]
    ours = every_word[(starts[first] + at_first)[:, None] + moments]
    theirs = every_word[(starts[second] + at_second)[:, None] + moments]
    n_heard = np.count_nonzero(ours | theirs, axis=1)
    n_different = np.bitwise_count(ours ^ theirs).sum(axis=1, dtype=np.int64)
    least = least_overlap(lengths[first], lengths[second])
    allowed = (1 - SAME_RECORDING) * 32 * n_heard
    is_alike = (n_different <= allowed) & (n_heard > 0) & (overlap >= least)
    for pair in np.flatnonzero(is_alike):
        offset = int(at_first[pair] - at_second[pair])
        yield LikelyPair(int(first[pair]), int(second[pair]), offset)
