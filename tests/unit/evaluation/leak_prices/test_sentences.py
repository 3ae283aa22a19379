from __future__ import annotations

import pytest

from genrelens.evaluation.comparing.paired import Difference
from genrelens.evaluation.leak_prices.results import PricedScore
from genrelens.evaluation.leak_prices.sentences import tell_price
from genrelens.evaluation.results import Estimate


def price(value, low, high):
    with_, without = Estimate(0.5 + value, 0, 1), Estimate(0.5, 0, 1)
    found = Difference(
        "accuracy", with_.value, 0.5, value, low, high, 0.01, 1200, 300, 1000
    )
    return (PricedScore("accuracy", with_, without, found),)


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        (
            (0.042, 0.03, 0.05),
            "the leak flatters it by 4.2 points (95 % interval 3.0 to 5.0).",
        ),
        (
            (-0.042, -0.05, -0.03),
            "the leak spoils it by 4.2 points (95 % interval 3.0 to 5.0).",
        ),
        ((0.01, -0.01, 0.03), "the difference of 1.0 points may be chance"),
    ],
)
def test_a_price_is_called_what_its_interval_allows(numbers, words):
    told = tell_price(price(*numbers), "unseen artists")
    assert words in told
    assert "(unseen artists, 1,200 tracks, 300 groups)" in told
