"""The checksum is the one of published examples, however long the content."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.audio.network_files.crc32c import crc32c, unmask

POLYNOMIAL = 0x82F63B78


def _bit_by_bit(content: bytes) -> int:
    state = 0xFFFFFFFF
    for byte in content:
        state ^= byte
        for _ in range(8):
            state = (state >> 1) ^ (POLYNOMIAL if state & 1 else 0)
    return state ^ 0xFFFFFFFF


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", 0),
        (bytes(32), 0x8A9136AA),
        (b"\xff" * 32, 0x62A8AB43),
        (bytes(range(32)), 0x46DD794E),
    ],
)
def test_examples_of_rfc_3720_have_their_checksum(content: bytes, expected: int):
    assert crc32c(content) == expected


@pytest.mark.parametrize("n_bytes", [1, 1023, 2047, 2048, 2049, 5000, 9_001])
def test_lanes_side_by_side_give_what_bits_one_by_one_give(n_bytes: int):
    content = np.random.default_rng(n_bytes).bytes(n_bytes)
    assert crc32c(content) == _bit_by_bit(content)


def test_unmask_undoes_the_turn_and_the_constant():
    for checksum in (0, 1, 0x8A9136AA, 0xFFFFFFFF):
        turned = (checksum >> 15) | (checksum << 17)
        assert unmask((turned + 0xA282EAD8) & 0xFFFFFFFF) == checksum
