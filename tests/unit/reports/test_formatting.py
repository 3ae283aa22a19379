from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genrelens.evaluation.results import METRICS
from genrelens.reports import formatting


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_no_number_is_ever_written_as_nan_or_minus_zero(value: float) -> None:
    for text in (
        formatting.decimal(value),
        formatting.percent(value),
        formatting.points(value),
        formatting.significant(value),
        formatting.value_with_unit(value, "BPM"),
    ):
        assert "nan" not in text.lower()
        assert "inf" not in text.lower()
        assert "-" not in text
        assert not text.startswith(("−0.0 ", "+0.0 "))
        assert text not in {"−0", "−0.0", "+0.0", "−0.000"}


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (138.0, "BPM", "138\u00a0BPM"),
        (205_000.0, "ms", "3:25\u00a0min"),
        (-7.4, "dB", "−7.4\u00a0dB"),
        (0.0, "", "0"),
        ("A minor", "", "A minor"),
        (None, "ms", "unknown"),
        (float("nan"), "", "unknown"),
    ],
)
def test_values_carry_their_unit(
    value: float | str | None, unit: str, text: str
) -> None:
    assert formatting.value_with_unit(value, unit) == text


def test_every_metric_has_a_way_to_be_written() -> None:
    written = {metric: formatting.metric_formatter(metric)(0.5) for metric in METRICS}
    assert written["accuracy"] == written["calibration_error"] == "50.0\u00a0%"
    assert written["macro_f1"] == written["log_loss"] == "0.500"


def test_thousands_are_set_apart() -> None:
    assert formatting.count(1_234_567) == "1,234,567"
    assert formatting.significant(1_234_567) == "1,234,567"
