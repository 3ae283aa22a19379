"""Find the background patterns that have all that a row's pattern lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from genrelens.forest.compiling import unmanaged
from genrelens.forest.shapley.leafwise.patterns import MAX_TABLED

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Partners", "index_partners", "partners_for"]

_HALF: Final = 1 << (MAX_TABLED // 2)
_WORD: Final = np.uint64(64)


class Partners(NamedTuple):
    """Which background patterns have given bits, each half of the bits tabled.

    With ``n_low`` bits in the low half and `n_words` words of 64 numbers a set,
    the patterns that have all bits of ``p`` are, in word ``w``, the set bits of
    ``low[(p & (2 ** n_low - 1)) * n_words + w]`` that are set in
    ``high[(p >> n_low) * n_words + w]`` as well. Shapes: (256 * most words,).
    """

    low: NDArray[np.uint64]
    high: NDArray[np.uint64]


def partners_for(n_background: int) -> Partners:
    """Allocate memory for patterns of `n_background` rows."""
    size = _HALF * -(-n_background // int(_WORD))
    return Partners(np.zeros(size, np.uint64), np.zeros(size, np.uint64))


@unmanaged
def index_partners(
    n_bits: int, met: NDArray[np.uint16], n_met: int, partners: Partners
) -> int:
    """Table the background patterns by the bits that they have.

    Parameters
    ----------
    n_bits : int
        Features of the path.
    met : ndarray of uint16, shape (at least n_met,)
        The background's patterns, all different.
    n_met : int
        How many there are.
    partners : Partners
        Written to.

    Returns
    -------
    int
        Number of words of a set.
    """
    n_words = np.uint64((n_met + 63) // 64)
    n_low = n_bits // 2
    for word in range(n_words):
        left = np.uint64(n_met) - word * _WORD
        all_of_them = ~np.uint64(0) >> (_WORD - min(left, _WORD))
        partners.low[word] = all_of_them
        partners.high[word] = all_of_them
    for bit in range(n_bits):
        in_low = bit < n_low
        table = partners.low if in_low else partners.high
        size = n_words * np.uint64(1 << (bit if in_low else bit - n_low))
        for word in range(n_words):
            holders = np.uint64(0)
            begin = word * _WORD
            for number in range(begin, min(begin + _WORD, np.uint64(n_met))):
                has = (np.uint64(met[number]) >> np.uint64(bit)) & np.uint64(1)
                holders |= has << (number - begin)
            for place in range(word, size, n_words):
                table[size + place] = table[place] & holders
    return int(n_words)
