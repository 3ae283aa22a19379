"""Name files and stretches of sound by their contents."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, BinaryIO, Final

import numpy as np

if TYPE_CHECKING:
    from genrelens.audio.sound import Sound

__all__ = ["hash_content", "hash_sound"]

_BLOCK: Final = 1 << 18


def hash_content(file: BinaryIO) -> str:
    """Give the SHA-256 of a file's bytes, as 64 hexadecimal digits."""
    file.seek(0)
    digest = hashlib.sha256()
    while block := file.read(_BLOCK):
        digest.update(block)
    return digest.hexdigest()


def hash_sound(sound: Sound) -> str:
    """Give the SHA-256 of a decoded stretch: its rate, channels and samples.

    It stays the same where only the file's tags, name or pictures change.
    """
    digest = hashlib.sha256()
    shape = f"{sound.rate} {sound.samples.shape[1]} {len(sound.samples)}\n"
    digest.update(shape.encode())
    digest.update(np.ascontiguousarray(sound.samples, dtype="<f4").data)
    return digest.hexdigest()
