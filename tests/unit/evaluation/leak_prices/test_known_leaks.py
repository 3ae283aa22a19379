from __future__ import annotations

from genrelens.evaluation.leak_prices.changed_columns import _CHANGES
from genrelens.evaluation.leak_prices.known_leaks import LEAKS, leak_title


def test_every_leak_can_be_measured_or_says_why_not():
    measured = {*_CHANGES, "genre-word-in-names"}
    assert {code for code, leak in LEAKS.items() if not leak.unpriced} == measured
    assert all(leak.unpriced.endswith(".") for leak in LEAKS.values() if leak.unpriced)


def test_a_title_names_the_column():
    assert leak_title("unit-encodes-genre", "len") == (
        "the unit of 'len' gives the genre away"
    )
    assert "{}" not in "".join(leak_title(code, None) for code in LEAKS)
