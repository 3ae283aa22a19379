"""Say a leak's price in one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from genrelens.evaluation.leak_prices.results import PricedScore

__all__ = ["tell_price"]


def tell_price(scores: tuple[PricedScore, ...], scenario: str) -> str:
    """Write what accuracy is with the leak and without it, and what lies between.

    Parameters
    ----------
    scores : tuple of PricedScore
        Accuracy first.
    scenario : str
        How rows were split, in words.
    """
    first = scores[0]
    found = first.difference
    interval = "95 % interval"
    span = f"{interval} {_points(found.low)} to {_points(found.high)}"
    turned = f"{interval} {_points(-found.high)} to {_points(-found.low)}"
    what = (
        f"Accuracy is {_percent(first.with_.value)} with the leak and "
        f"{_percent(first.without.value)} without it ({scenario}, "
        f"{found.n_tracks:,} tracks, {found.n_groups:,} groups)"
    )
    if found.low > 0:
        verdict = f"the leak flatters it by {_points(found.value)} points ({span})"
    elif found.high < 0:
        verdict = f"the leak spoils it by {_points(-found.value)} points ({turned})"
    else:
        verdict = (
            f"the difference of {_points(found.value)} points may be chance ({span})"
        )
    return f"{what}: {verdict}."


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _points(share: float) -> str:
    return f"{100 * share:.1f}".replace("-", "\u2212")
