"""Hold what a sound file is made of: its genres, its other parts, its sound."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

__all__ = ["Anatomy", "Part", "hash_parts"]


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a file that is neither sound nor the genre.

    Parameters
    ----------
    name : str
        What it is: ``TPE1``, ``PICTURE``, ``moov.trak.mdia``.
    digest : str
        SHA-256 of its bytes.
    """

    name: str
    digest: str

    @classmethod
    def of(cls, name: str, content: bytes) -> Part:
        """Give the part that has this content."""
        return cls(name, hashlib.sha256(content).hexdigest())


@dataclass(frozen=True, slots=True)
class Anatomy:
    """What a file is made of.

    Parameters
    ----------
    kind : str
        A key of ``kinds.KINDS``.
    genres : tuple of str
        Values of the genre field, in their order.
    parts : tuple of Part
        Everything else but the sound, in the file's order; padding is left out.
    audio_sha256 : str
        Of the bytes that are sound alone.
    written_as : str
        How genres would be written into this very file, in words.
    elsewhere : tuple of str
        Genres that only an old place tells, which is never written: an ID3v1 tag beside
        a newer one, the ``LIST INFO`` of a WAV file.
    """

    kind: str
    genres: tuple[str, ...]
    parts: tuple[Part, ...]
    audio_sha256: str
    written_as: str
    elsewhere: tuple[str, ...] = ()


def hash_parts(parts: tuple[Part, ...]) -> str:
    """Hash all parts, in their order.

    Examples
    --------
    >>> hash_parts(()) == hash_parts((Part.of("TPE1", b"x"),))
    False
    """
    told = hashlib.sha256()
    for part in parts:
        told.update(f"{part.name}\0{part.digest}\n".encode())
    return told.hexdigest()
