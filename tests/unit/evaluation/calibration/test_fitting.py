from __future__ import annotations

import numpy as np
import pytest

from genrelens.errors import InputError
from genrelens.evaluation.calibration.fitting import fit_calibrator


@pytest.mark.parametrize("method", ["none", "temperature", "vector", "isotonic"])
def test_each_kind_is_learnt_and_applies(draw_held_out, method) -> None:
    held_out = draw_held_out(400, power=2.0)
    rule = fit_calibrator(held_out.proba, held_out.codes, method=method)
    assert rule.method == method
    assert rule.apply(held_out.proba).sum(axis=1) == pytest.approx(1.0)
    assert (rule.temperature != 1.0) == (method == "temperature")
    assert bool(rule.scales) == (method == "vector")
    assert bool(rule.knots) == (method == "isotonic")


@pytest.mark.parametrize("codes", [[0, 1, 5], [0, -1, 1], [0, 1]])
def test_what_does_not_fit_is_refused(codes) -> None:
    with pytest.raises(InputError, match="do not fit"):
        fit_calibrator(np.full((3, 2), 0.5), codes)


def test_an_unknown_kind_is_refused_with_the_known_ones() -> None:
    with pytest.raises(InputError, match="none, temperature, vector, isotonic"):
        fit_calibrator([[0.5, 0.5]], [0], method="magic")  # type: ignore[arg-type]
