"""Name the arithmetic that turns sound into numbers, so that old numbers are known."""

from __future__ import annotations

import hashlib
import json
from typing import Final

__all__ = ["METHOD", "method_digest"]

METHOD: Final = {
    "decoding": 1,
    "file_tags": 1,
    "rhythm": 1,
    "loudness": 1,
    "harmony": 1,
    "mood": 1,
    "sound": 1,
    "fingerprint": 1,
    "music_tags": 1,
    "own_network": 1,
}
"""The version of each part that measures; the columns' groups are parts of their own.

Whoever changes what a part gives raises its number here, and writes the expected values
anew with ``scripts/make_golden_sound.py``. A test compares them and fails otherwise.
"""


def method_digest() -> str:
    """Give a digest of the versions.

    Kept numbers are used again only where the versions that made them are the same. A
    release that changed only words, speed or structure costs nobody a night.

    Returns
    -------
    str
        64 hexadecimal digits.
    """
    return hashlib.sha256(json.dumps(METHOD, sort_keys=True).encode()).hexdigest()
