"""Group the files of a collection that hold the same recording."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from genrelens.audio.similar_sound.comparing import (
    SAME_RECORDING,
    best_overlay,
    similarity,
)
from genrelens.audio.similar_sound.keeping import choose_copy, tell_loss
from genrelens.audio.similar_sound.matching import likely_pairs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from genrelens.audio.similar_sound.matching import LikelyPair

__all__ = [
    "DuplicateGroup",
    "DuplicateMember",
    "FingerprintedTrack",
    "Kind",
    "find_duplicates",
]

Kind = Literal["content", "sound"]
_REACH = 3


@dataclass(frozen=True, slots=True, eq=False)
class FingerprintedTrack:
    """What is known of one file when its doubles are looked for.

    Parameters
    ----------
    path : str
        How the file is named in the table.
    content_hash, sound_hash : str
        Of the file's bytes, and of the decoded stretch.
    fingerprint : ndarray of uint32, shape (n_words,)
        From `fingerprint.fingerprint`; empty where the stretch is silent.
    duration_ms : float
        Of the whole track.
    file_format : str, optional
        As in the table ("flac", "mp3" …).
    bitrate_kbps : float, optional
        Of the encoded sound, where it is known.
    n_tags : int, default 0
        How many of title, artist, album, year and genre its tags tell.
    """

    path: str
    content_hash: str
    sound_hash: str
    fingerprint: NDArray[np.uint32]
    duration_ms: float
    file_format: str = ""
    bitrate_kbps: float | None = None
    n_tags: int = 0


@dataclass(frozen=True, slots=True)
class DuplicateMember:
    """One file of a group.

    Parameters
    ----------
    path : str
        How the file is named in the table.
    kind : {"content", "sound"}
        Whether its bytes equal those of the copy to keep, or only its sound does; of
        that copy itself, whether another one has the same bytes.
    similarity : float
        Share of equal bits of the fingerprints, against the copy to keep; 1 for equal
        bytes, and for equal samples.
    keep : bool
        Whether this is the copy that is suggested to stay.
    reason : str
        Why it is the one to keep, or what makes it a double of that one.
    """

    path: str
    kind: Kind
    similarity: float
    keep: bool
    reason: str


@dataclass(frozen=True, slots=True)
class DuplicateGroup:
    """Files that hold the same recording.

    Parameters
    ----------
    members : tuple of DuplicateMember
        The copy to keep first, then by path.
    """

    members: tuple[DuplicateMember, ...]

    @property
    def kind(self) -> Kind:
        """Content where all files are equal byte for byte, otherwise sound."""
        is_copied = all(member.kind == "content" for member in self.members)
        return "content" if is_copied else "sound"


def find_duplicates(entries: Iterable[FingerprintedTrack]) -> list[DuplicateGroup]:
    """Group files that hold the same recording, by bytes and by sound.

    Every member is compared with the copy to keep itself, so a chain of half-alike
    recordings makes no group. Silent files are grouped by their bytes alone.

    Parameters
    ----------
    entries : iterable of FingerprintedTrack
        One a file, in any order; the order changes nothing.

    Returns
    -------
    list of DuplicateGroup
        By the path of the copy to keep; a file is in one group at most.
    """
    tracks = sorted(entries, key=lambda track: track.path)
    heaps = _equal_sounds(tracks)
    prints = [heap[0].fingerprint for heap in heaps]
    links = _links(likely_pairs(prints), prints)
    seen: set[int] = set()
    groups: list[DuplicateGroup] = []
    for start in range(len(heaps)):
        if start not in seen:
            linked = _overlaid_on(start, links)
            seen.update(linked)
            groups.extend(_stars(linked, heaps, links))
    return sorted(groups, key=lambda group: group.members[0].path)


def _equal_sounds(
    tracks: Sequence[FingerprintedTrack],
) -> list[list[FingerprintedTrack]]:
    """Put tracks together whose samples are equal; silence has no sound to compare."""
    heaps: dict[tuple[bool, str], list[FingerprintedTrack]] = defaultdict(list)
    for track in tracks:
        is_heard = len(track.fingerprint) > 0
        key = track.sound_hash if is_heard else track.content_hash
        heaps[is_heard, key].append(track)
    return list(heaps.values())


def _links(
    pairs: Sequence[LikelyPair], prints: Sequence[NDArray[np.uint32]]
) -> Mapping[int, list[tuple[int, int]]]:
    """Give each heap those it may equal, with the offset of each upon it.

    Music that repeats itself lies on its copy at several offsets; the best one counts.
    """
    links: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for (first, second), same in groupby(pairs, key=lambda pair: pair[:2]):
        offset = max(
            (pair.offset for pair in same),
            key=lambda at: similarity(prints[first], prints[second], at),
        )
        links[first].append((second, offset))
        links[second].append((first, -offset))
    return links


def _overlaid_on(
    start: int, links: Mapping[int, list[tuple[int, int]]]
) -> dict[int, int]:
    """Follow the links from one heap; give all that are reached, with their offsets."""
    offsets = {start: 0}
    waiting = deque([start])
    while waiting:
        at = waiting.popleft()
        for other, offset in links.get(at, ()):
            if other not in offsets:
                offsets[other] = offsets[at] + offset
                waiting.append(other)
    return offsets


def _stars(
    linked: Iterable[int],
    heaps: Sequence[Sequence[FingerprintedTrack]],
    links: Mapping[int, list[tuple[int, int]]],
) -> Iterator[DuplicateGroup]:
    """Take the best copy and all that equal it, until nothing is left."""
    left = set(linked)
    while left:
        heap_of = {id(track): heap for heap in left for track in heaps[heap]}
        kept, reason = choose_copy([track for heap in left for track in heaps[heap]])
        centre = heap_of[id(kept)]
        alike = _alike(centre, left, heaps, links) if len(left) > 1 else {centre: 1.0}
        left -= set(alike)
        doubles = [
            _double(track, kept, share)
            for heap, share in alike.items()
            for track in heaps[heap]
            if track is not kept
        ]
        if doubles:
            doubles.sort(key=lambda member: member.path)
            yield DuplicateGroup((_stays(kept, doubles, reason), *doubles))


def _alike(
    centre: int,
    left: set[int],
    heaps: Sequence[Sequence[FingerprintedTrack]],
    links: Mapping[int, list[tuple[int, int]]],
) -> dict[int, float]:
    """Give the heaps whose fingerprint equals that of the centre, with similarity."""
    words = heaps[centre][0].fingerprint
    offsets = _overlaid_on(centre, links)
    alike = {centre: 1.0}
    for other in left - {centre}:
        overlay = best_overlay(
            words, heaps[other][0].fingerprint, near=offsets[other], reach=_REACH
        )
        if overlay.similarity >= SAME_RECORDING:
            alike[other] = overlay.similarity
    return alike


def _stays(
    kept: FingerprintedTrack, doubles: Sequence[DuplicateMember], reason: str
) -> DuplicateMember:
    """Describe the copy to keep."""
    is_copied = any(double.kind == "content" for double in doubles)
    return DuplicateMember(
        path=kept.path,
        kind="content" if is_copied else "sound",
        similarity=1.0,
        keep=True,
        reason=reason,
    )


def _double(
    track: FingerprintedTrack, kept: FingerprintedTrack, share: float
) -> DuplicateMember:
    """Describe one that equals the copy to keep."""
    is_copied = track.content_hash == kept.content_hash
    if is_copied:
        reason = f"same bytes as {kept.path}"
    else:
        loss = tell_loss(track, kept)
        reason = f"same recording as {kept.path}" + (f", {loss}" if loss else "")
    return DuplicateMember(
        path=track.path,
        kind="content" if is_copied else "sound",
        similarity=1.0 if is_copied else share,
        keep=False,
        reason=reason,
    )
