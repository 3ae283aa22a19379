"""Tell a table that was extracted from music files from other tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["is_from_files"]

_HASHES: Final = frozenset({"content_hash", "sound_hash"})


def is_from_files(headers: Collection[str]) -> bool:
    """Say whether a table's headers are those of an extracted table.

    Parameters
    ----------
    headers : collection of str
        Headers folded by `schema.spelling.normalise_header`.

    Examples
    --------
    >>> is_from_files(["path", "content_hash", "sound_hash", "genre", "tempo"])
    True
    >>> is_from_files(["filename", "genre", "tempo"])
    False
    """
    return "path" in headers and not _HASHES.isdisjoint(headers)
