from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from genrelens.evaluation.comparing.together import ScoredTogether
from genrelens.evaluation.sufficiency.learning_curve import TracedCurve
from genrelens.evaluation.sufficiency.narrowing import Narrowed
from genrelens.evaluation.sufficiency.outlook import look_ahead
from genrelens.evaluation.sufficiency.results import LearningCurve, Outlook

if TYPE_CHECKING:
    from collections.abc import Sequence


def _traced(accuracies: Sequence[float], spread: float = 0.001) -> TracedCurve:
    """Make a curve whose drawings scatter about it, each size by itself."""
    values = np.array(accuracies)
    rng = np.random.default_rng(0)
    drawings = values[:, np.newaxis] + spread * rng.normal(size=(len(values), 400))
    undefined = np.full(len(values), np.nan)
    sizes = 800.0 / 2.0 ** np.arange(len(values))[::-1]
    return TracedCurve(
        curve=LearningCurve("groups", ()),
        scored=ScoredTogether(
            values={"accuracy": values, "macro_auc_ovr": undefined},
            drawings={
                "accuracy": drawings,
                "macro_auc_ovr": np.full(drawings.shape, np.nan),
            },
            genre_values={},
            genre_drawings={},
            stretch=1.5,
            n_tracks=1000,
            n_groups=300,
        ),
        narrowed=tuple(
            Narrowed(n / 800, (), n, n / 4, np.array([n]), 2) for n in sizes
        ),
    )


def _outlook(accuracies: Sequence[float], spread: float = 0.001) -> Outlook:
    found = look_ahead(_traced(accuracies, spread))
    assert not isinstance(found, str)
    (only,) = found
    return only


def test_a_rising_curve_is_extended_to_twice_its_size_as_a_range() -> None:
    sizes = np.array([100.0, 200.0, 400.0, 800.0])
    found = _outlook(1 - (0.2 + 0.3 * (sizes / 800) ** -0.5))
    assert (found.state, found.n_now, found.n_then) == ("rising", 800, 1600)
    assert found.expected is not None
    assert found.gain is not None
    true = 1 - (0.2 + 0.3 * 2**-0.5)
    assert found.expected.low < true < found.expected.high
    assert found.gain.low < true - 0.5 < found.gain.high
    assert "1,600 instead of 800" in found.sentence


def test_a_flat_curve_is_refused_from_where_it_is_flat() -> None:
    found = _outlook([0.4, 0.6, 0.601, 0.6])
    assert found.state == "flat"
    assert found.expected is None
    assert found.gain is None
    assert found.flat_from == 200
    assert "flat from 200 training rows on" in found.sentence


def test_a_noisy_curve_is_refused_as_undecided() -> None:
    found = _outlook([0.4, 0.45, 0.5, 0.52], spread=0.05)
    assert found.state == "undecided"
    assert found.expected is None
    assert "cannot be told" in found.sentence


def test_a_falling_curve_is_never_extended() -> None:
    found = _outlook([0.6, 0.55, 0.5, 0.45])
    assert found.state == "undecided"
    assert found.expected is None


def test_more_noise_gives_a_wider_range() -> None:
    curve = [0.4, 0.5, 0.56, 0.6]
    quiet, noisy = _outlook(curve, 0.001), _outlook(curve, 0.006)
    assert quiet.gain is not None
    assert noisy.gain is not None
    width = quiet.gain.high - quiet.gain.low
    assert noisy.gain.high - noisy.gain.low > 2 * width


def test_three_sizes_are_not_enough_to_extend() -> None:
    found = look_ahead(_traced([0.5, 0.55, 0.6]))
    assert found == "The curve has 3 sizes, and 4 are needed to extend it."


def test_a_score_cannot_be_expected_above_one() -> None:
    found = _outlook([0.8, 0.9, 0.95, 0.999], spread=0.004)
    assert found.expected is not None
    assert found.expected.high <= 1.0


def test_a_drawing_in_which_a_size_is_not_defined_is_left_out() -> None:
    traced = _traced([0.4, 0.5, 0.56, 0.6])
    drawings = dict(traced.scored.drawings)
    drawings["accuracy"] = drawings["accuracy"].copy()
    drawings["accuracy"][0, ::3] = np.nan
    found = look_ahead(
        replace(traced, scored=replace(traced.scored, drawings=drawings))
    )
    assert not isinstance(found, str)
    assert found[0].gain is not None
    assert found[0].gain.value == pytest.approx(
        _outlook([0.4, 0.5, 0.56, 0.6]).gain.value  # type: ignore[union-attr]
    )
