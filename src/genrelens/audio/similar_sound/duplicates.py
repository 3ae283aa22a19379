"""Group the files of a collection that hold the same recording."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from numpy.typing import NDArray

__all__ = ["DuplicateGroup", "DuplicateMember", "FingerprintedTrack", "find_duplicates"]

Kind = Literal["content", "sound"]


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
        From `fingerprint`; may be empty.
    duration_ms : float
        Of the whole track.
    file_format : str
        As in the table ("flac", "mp3" …).
    bitrate_kbps : float, optional
        Of the encoded sound, where it is known.
    """

    path: str
    content_hash: str
    sound_hash: str
    fingerprint: NDArray[np.uint32]
    duration_ms: float
    file_format: str = ""
    bitrate_kbps: float | None = None


@dataclass(frozen=True, slots=True)
class DuplicateMember:
    """One file of a group.

    Parameters
    ----------
    path : str
    kind : {"content", "sound"}
        Whether its bytes equal those of the copy to keep, or only its sound.
    similarity : float
        1 minus the share of differing bits, against the copy to keep.
    keep : bool
        Whether this is the copy that is suggested to stay.
    """

    path: str
    kind: Kind
    similarity: float
    keep: bool


@dataclass(frozen=True, slots=True)
class DuplicateGroup:
    """Files that hold the same recording.

    Parameters
    ----------
    members : tuple of DuplicateMember
        The copy to keep first, then by path.
    reason : str
        Why that copy is suggested.
    """

    members: tuple[DuplicateMember, ...]
    reason: str

    @property
    def kind(self) -> Kind:
        """ "content" where all bytes are equal, otherwise "sound"."""
        kinds = {member.kind for member in self.members}
        return "content" if kinds == {"content"} else "sound"


def find_duplicates(entries: Iterable[FingerprintedTrack]) -> list[DuplicateGroup]:
    """Group files by content and by sound.

    Parameters
    ----------
    entries : iterable of FingerprintedTrack

    Returns
    -------
    list of DuplicateGroup
        In the order of their kept copies' paths; a file is in one group at most.
    """
    by_sound: dict[str, list[FingerprintedTrack]] = defaultdict(list)
    for entry in entries:
        by_sound[entry.sound_hash].append(entry)
    groups = []
    for copies in by_sound.values():
        if len(copies) > 1:
            ordered = sorted(copies, key=lambda copy: copy.path)
            kept = ordered[0]
            members = tuple(
                DuplicateMember(
                    path=copy.path,
                    kind="content"
                    if copy.content_hash == kept.content_hash
                    else "sound",
                    similarity=1.0,
                    keep=copy is kept,
                )
                for copy in ordered
            )
            groups.append(DuplicateGroup(members, "first by path"))
    return sorted(groups, key=lambda group: group.members[0].path)
