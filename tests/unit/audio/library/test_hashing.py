from __future__ import annotations

import hashlib
import io

import numpy as np

from genrelens.audio.library.hashing import hash_content, hash_sound
from genrelens.audio.sound import Sound


def test_a_content_has_the_usual_sha256() -> None:
    content = bytes(range(256)) * 5_000
    assert hash_content(io.BytesIO(content)) == hashlib.sha256(content).hexdigest()


def test_a_sound_is_its_samples_rate_and_channels_and_not_its_place() -> None:
    samples = np.arange(6, dtype=np.float32)[:, None] / 10
    one = hash_sound(Sound(samples, 8_000, 1.0, 9.0))
    assert one == hash_sound(Sound(samples.copy(), 8_000, 5.0, 20.0))
    others = [
        Sound(samples, 8_001, 1.0, 9.0),
        Sound(samples.reshape(3, 2), 8_000, 1.0, 9.0),
        Sound(samples + np.float32(1e-7), 8_000, 1.0, 9.0),
    ]
    assert len({one, *map(hash_sound, others)}) == 4
