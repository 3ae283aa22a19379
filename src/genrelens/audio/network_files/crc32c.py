"""Check bytes by the checksum CRC-32C, as tables of checkpoints carry it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["crc32c", "unmask"]

_POLYNOMIAL: Final = 0x82F63B78  # Castagnoli's, its bits from the lowest power up
_ALL: Final = 0xFFFFFFFF
_MASK_SUMMAND: Final = 0xA282EAD8
_N_LANES: Final = 1024


def crc32c(content: bytes) -> int:
    """Give the checksum of some bytes.

    Long content is cut into 1,024 lanes that are divided side by side; what they
    leave is put together by the rule that a checksum followed by n zeros is a linear
    map of it.

    References
    ----------
    G. Castagnoli, S. Bräuer and M. Herrmann (1993), Optimization of cyclic
    redundancy-check codes with 24 and 32 parity bits, IEEE Transactions on
    Communications 41.

    Examples
    --------
    >>> hex(crc32c(b"123456789"))
    '0xe3069283'
    """
    state = _ALL
    lane = len(content) // _N_LANES
    done = 0
    if lane > 1:
        done = lane * _N_LANES
        state = int(_after_zeros(_zeros(done), np.array([state], dtype=np.uint32))[0])
        state ^= _side_by_side(np.frombuffer(content, np.uint8, done), lane)
    table = _table().tolist()
    for byte in memoryview(content)[done:]:
        state = table[(state ^ byte) & 0xFF] ^ (state >> 8)
    return state ^ _ALL


def unmask(stored: int) -> int:
    """Give the checksum that is stored turned by 15 bits, with a constant added.

    Examples
    --------
    >>> hex(unmask(0xA282EAD8))
    '0x0'
    """
    turned = (stored - _MASK_SUMMAND) & _ALL
    return ((turned >> 17) | (turned << 15)) & _ALL


def _side_by_side(content: NDArray[np.uint8], lane: int) -> int:
    """Give the remainder of the lanes together, begun from zero."""
    rows = np.ascontiguousarray(content.reshape(_N_LANES, lane).T).astype(np.uint32)
    states = np.zeros(_N_LANES, dtype=np.uint32)
    for row in rows:
        states = _table()[(states ^ row) & 0xFF] ^ (states >> 8)
    while len(states) > 1:
        states = _after_zeros(_zeros(lane), states[::2]) ^ states[1::2]
        lane *= 2
    return int(states[0])


@cache
def _table() -> NDArray[np.uint32]:
    """Give the remainder of every byte."""
    values = np.arange(256, dtype=np.uint32)
    for _ in range(8):
        odd = (values & 1) * np.uint32(_POLYNOMIAL)
        values = ((values >> 1) ^ odd).astype(np.uint32)
    return values


def _after_zeros(
    images: NDArray[np.uint32], states: NDArray[np.uint32]
) -> NDArray[np.uint32]:
    """Apply a linear map, given by its images of the 32 bits."""
    found = np.zeros_like(states)
    for bit, image in enumerate(images):
        found ^= np.where((states >> bit) & 1, image, 0).astype(np.uint32)
    return found


def _zeros(n_bytes: int) -> NDArray[np.uint32]:
    """Give the map of a state to what it is after so many bytes of zero."""
    bits = np.uint32(1) << np.arange(32, dtype=np.uint32)
    found, power = bits, _table()[bits & 0xFF] ^ (bits >> 8)
    while n_bytes:
        if n_bytes & 1:
            found = _after_zeros(power, found)
        power = _after_zeros(power, power)
        n_bytes >>= 1
    return found
