"""Choose which copy of a recording to keep, and say why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Copy", "choose_copy", "tell_loss"]

LOSSLESS = frozenset(
    {"aif", "aiff", "alac", "ape", "flac", "tta", "wav", "wave", "wavpack", "wv"}
)
_SAME_DURATION_MS = 1000.0
_SAME_BITRATE_KBPS = 1.0


class Copy(Protocol):
    """What is known of one copy."""

    @property
    def path(self) -> str:
        """How the file is named."""

    @property
    def duration_ms(self) -> float:
        """Of the whole track."""

    @property
    def file_format(self) -> str:
        """As in the table."""

    @property
    def bitrate_kbps(self) -> float | None:
        """Of the encoded sound; None where it is not known."""

    @property
    def n_tags(self) -> int:
        """How many of title, artist, album, year and genre its tags tell."""


CopyT = TypeVar("CopyT", bound=Copy)


def choose_copy(copies: Sequence[CopyT]) -> tuple[CopyT, str]:
    """Choose by losslessness, then duration, bitrate, tags, then the shorter path.

    Parameters
    ----------
    copies : sequence of Copy
        At least one.

    Returns
    -------
    tuple of (Copy, str)
        The copy, and every trait by which it was preferred.
    """
    left = list(copies)
    reasons: list[str] = []
    for sentence, is_preferred in (
        ("lossless", _is_lossless),
        ("longer", _is_longest),
        ("higher bitrate", _has_highest_bitrate),
        ("more tags", _has_most_tags),
    ):
        preferred = [copy for copy in left if is_preferred(copy, left)]
        if preferred and len(preferred) < len(left):
            left, reasons = preferred, [*reasons, sentence]
    kept = min(left, key=lambda copy: (len(copy.path), copy.path))
    if len(left) > 1:
        reasons.append("shorter path" if not reasons else "shorter path among equals")
    return kept, ", ".join(reasons)


def tell_loss(copy: Copy, kept: Copy) -> str:
    """Say in what a copy stands behind the one to keep.

    Parameters
    ----------
    copy, kept : Copy

    Returns
    -------
    str
        The first trait by which they differ, e.g. ``"128 kb/s mp3 where the kept one
        is flac"``; empty where they differ in none.
    """
    pair = (copy, kept)
    if _is_lossless(kept, pair) and not _is_lossless(copy, pair):
        rate = f"{copy.bitrate_kbps:.0f} kb/s " if copy.bitrate_kbps else ""
        return f"{rate}{copy.file_format} where the kept one is {kept.file_format}"
    if not _is_longest(copy, pair):
        return f"{(kept.duration_ms - copy.duration_ms) / 1000:.0f} seconds shorter"
    if not _has_highest_bitrate(copy, pair):
        return (
            f"{copy.bitrate_kbps or 0:.0f} kb/s where the kept one has "
            f"{kept.bitrate_kbps or 0:.0f}"
        )
    if not _has_most_tags(copy, pair):
        return f"{copy.n_tags} of 5 tags where the kept one has {kept.n_tags}"
    return ""


def _is_lossless(copy: Copy, _: Sequence[Copy]) -> bool:
    return copy.file_format.lower() in LOSSLESS


def _is_longest(copy: Copy, copies: Sequence[Copy]) -> bool:
    longest = max(other.duration_ms for other in copies)
    return copy.duration_ms >= longest - _SAME_DURATION_MS


def _has_highest_bitrate(copy: Copy, copies: Sequence[Copy]) -> bool:
    known = [other.bitrate_kbps for other in copies]
    if any(bitrate is None for bitrate in known):
        return True
    highest = max(bitrate for bitrate in known if bitrate is not None)
    return (copy.bitrate_kbps or 0.0) >= highest - _SAME_BITRATE_KBPS


def _has_most_tags(copy: Copy, copies: Sequence[Copy]) -> bool:
    return copy.n_tags == max(other.n_tags for other in copies)
