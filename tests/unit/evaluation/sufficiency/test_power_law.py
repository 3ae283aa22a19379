from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from genrelens.evaluation.sufficiency.power_law import fit_power_laws

SIZES = np.array([100.0, 200.0, 400.0, 800.0])


@settings(max_examples=30)
@given(st.floats(0, 0.2), st.floats(0, 0.1), st.floats(0.1, 1))
def test_a_true_law_is_continued(floor: float, scale: float, exponent: float) -> None:
    def law(sizes: np.ndarray) -> np.ndarray:
        return floor + scale * (sizes / 800) ** -exponent

    found = fit_power_laws(SIZES, law(SIZES)[:, np.newaxis])
    gain = found.errors(800.0)[0] - found.errors(1600.0)[0]
    true = law(np.array([800.0]))[0] - law(np.array([1600.0]))[0]
    assert gain == pytest.approx(true, abs=0.03 * scale + 1e-9)


@settings(max_examples=30)
@given(st.lists(st.floats(0, 1), min_size=4, max_size=4))
def test_an_extended_error_falls_and_is_never_below_zero(errors: list[float]) -> None:
    found = fit_power_laws(SIZES, np.array(errors)[:, np.newaxis])
    now, then = found.errors(800.0)[0], found.errors(1600.0)[0]
    assert -1e-12 <= then <= now + 1e-12


@settings(max_examples=30)
@given(st.lists(st.floats(0, 1), min_size=4, max_size=4))
def test_the_next_doubling_brings_no_more_than_the_fitted_last_one(
    errors: list[float],
) -> None:
    found = fit_power_laws(SIZES, np.array(errors)[:, np.newaxis])
    before, now, then = (found.errors(size)[0] for size in (400.0, 800.0, 1600.0))
    assert now - then <= before - now + 1e-12


def test_no_other_law_fits_better() -> None:
    rng = np.random.default_rng(0)
    errors = 0.3 + 0.2 * (SIZES / 800) ** -0.7 + 0.01 * rng.normal(size=4)
    found = fit_power_laws(SIZES, errors[:, np.newaxis])
    missed = [
        ((found.errors(n)[0] - e) ** 2) for n, e in zip(SIZES, errors, strict=True)
    ]

    def squares(law: np.ndarray) -> float:
        floor, scale, exponent = law
        return float(((floor + scale * (SIZES / 800) ** -exponent - errors) ** 2).sum())

    best = minimize(
        squares, [0.3, 0.2, 0.7], bounds=[(0, 1), (0, 1), (0.02, 3)], method="L-BFGS-B"
    )
    assert sum(missed) <= best.fun + 2e-6


def test_drawings_are_fitted_one_by_one() -> None:
    errors = np.random.default_rng(1).uniform(0.2, 0.6, size=(4, 20))
    together = fit_power_laws(SIZES, errors).errors(1600.0)
    alone = [fit_power_laws(SIZES, errors[:, [i]]).errors(1600.0)[0] for i in range(20)]
    np.testing.assert_allclose(together, alone)
