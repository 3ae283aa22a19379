from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from genrelens.evaluation.comparing.paired import Difference
from genrelens.evaluation.leak_prices.known_leaks import LEAKS, leak_title
from genrelens.evaluation.leak_prices.results import (
    LeakPrice,
    LeakPrices,
    PricedScore,
    UnpricedLeak,
)
from genrelens.evaluation.results import Estimate
from genrelens.reports.sections.trust.leaks import leaks_section
from genrelens.reports.templating import _environment

if TYPE_CHECKING:
    from genrelens.reports.naming import Naming

HOSTILE = "</script><b>\u202egnp"


def scored(metric: str, with_: float, without: float) -> PricedScore:
    value = with_ - without
    return PricedScore(
        metric,
        Estimate(with_, with_ - 0.02, with_ + 0.02),
        Estimate(without, without - 0.02, without + 0.02),
        Difference(
            metric, with_, without, value, value - 0.01, value + 0.01, 0.001, 16_227,
            7_771, 1000,
        ),
    )  # fmt: skip


def price(code: str, column: str | None, gain: float) -> LeakPrice:
    return LeakPrice(
        code=code,
        column=column,
        title=leak_title(code, column),
        scenario="unseen artists",
        scores=(scored("accuracy", 0.48 + gain, 0.48), scored("macro_f1", 0.5, 0.376)),
        n_tracks=16_227,
        n_groups=7_771,
        n_trees=None if code == "genre-word-in-names" else 100,
        sentence="Accuracy is higher with the leak.",
        how="One thing against another.",
        done=LEAKS[code].done,
    )


@pytest.fixture
def prices() -> LeakPrices:
    return LeakPrices(
        scenario="unseen artists",
        n_tracks=16_227,
        n_groups=7_771,
        priced=(
            price("proxy-column", HOSTILE, 0.3),
            price("unit-encodes-genre", "duration_in min/ms", 0.042),
            price("genre-word-in-names", None, -0.004),
        ),
        unpriced=(
            UnpricedLeak("repeated-track", None, "tracks twice", "No price.", "Kept."),
        ),
        looked_for=("segments of one clip",),
        notes=("Forests here have 100 trees, to save time.",),
    )


def drawn(prices: LeakPrices, naming: Naming) -> str:
    page = _environment().from_string(
        '{% import "macros.html.j2" as ui with context %}'
        '{% include "sections/leaks.html.j2" %}'
    )
    return page.render(leaks=leaks_section(prices, naming), terms_linked=True)


def test_every_price_names_scenario_tracks_groups_trees_and_interval(
    prices: LeakPrices, naming: Naming
) -> None:
    table = leaks_section(prices, naming)["table"]
    assert "16,227 tracks in 7,771 groups" in table.caption
    assert "95 % interval" in table.caption
    unit = table.rows[1]
    assert unit[0].text == "The unit of 'duration_in min/ms' gives the genre away"
    assert [cell.text for cell in unit[1:]] == [
        "unseen artists", "52.2\u00a0%", "48.0\u00a0%", "+4.2", "0.124", "100",
    ]  # fmt: skip
    assert unit[4].detail == "+3.2 to +5.2"
    assert table.rows[2][6].text == "none"


def test_the_page_tells_what_was_found_done_and_not_found(
    prices: LeakPrices, naming: Naming
) -> None:
    page = drawn(prices, naming)
    assert "4 leaks were found" in page
    assert "3 of them could be priced" in page
    for words in ("Found, without a price", "What was done: Kept.", "No price."):
        assert words in page
    assert "<li>segments of one clip</li>" in page
    assert "Forests here have 100 trees" in page


def test_a_hostile_header_stays_text(prices: LeakPrices, naming: Naming) -> None:
    page = drawn(prices, naming)
    assert "<b>" not in page
    assert "\u202e" not in page


def test_a_table_without_leaks_says_so_and_draws_nothing(
    prices: LeakPrices, naming: Naming
) -> None:
    none = replace(prices, priced=(), unpriced=(), notes=())
    section = leaks_section(none, naming)
    assert section["chart"] is None
    assert "Nothing was found" in section["sentence"]
    assert "<svg" not in drawn(none, naming)


def test_one_leak_without_a_price_is_told_in_the_singular(
    prices: LeakPrices, naming: Naming
) -> None:
    section = leaks_section(replace(prices, priced=()), naming)
    assert section["sentence"].startswith("One leak was found")
    assert "None of them could be priced" in section["sentence"]


def test_every_leak_with_a_price_has_a_short_name_on_the_chart(
    prices: LeakPrices, naming: Naming
) -> None:
    every = [code for code, leak in LEAKS.items() if not leak.unpriced]
    priced = tuple(price(code, "column", 0.1) for code in every)
    chart = leaks_section(replace(prices, priced=priced), naming)["chart"]
    assert chart.count('class="whisker"') == len(every)
