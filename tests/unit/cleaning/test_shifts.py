"""Tests of genrelens.cleaning.shifts."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.errors import InputError

HEADERS = [
    "danceability",
    "energy",
    "key",
    "loudness",
    "mode",
    "speechiness",
    "acousticness",
    "instrumentalness",
    "liveness",
    "valence",
    "tempo",
    "duration_ms",
    "time_signature",
]


def rows(seed: int, n: int = 40) -> dict[str, list[str]]:
    rng = np.random.default_rng(seed)
    made = {name: rng.random(n).round(3) for name in HEADERS}
    made["key"] = rng.integers(0, 12, n)
    made["loudness"] = rng.normal(-8, 3, n).round(3)
    made["mode"] = rng.integers(0, 2, n)
    made["tempo"] = rng.normal(120, 20, n).round(3)
    made["duration_ms"] = rng.integers(90_000, 400_000, n)
    made["time_signature"] = rng.choice([3, 4], n)
    return {name: [str(value) for value in values] for name, values in made.items()}


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("lost", ["mode", "liveness", "valence"])
def test_a_value_lost_from_every_row_is_found(clean, seed, lost) -> None:
    right = rows(seed)
    values = [right[name] for name in HEADERS if name != lost]
    values.append([""] * len(values[0]))

    with pytest.raises(InputError, match="stand one column off, to the left"):
        clean(dict(zip(HEADERS, values, strict=True)))


@pytest.mark.parametrize("seed", range(20))
def test_a_value_too_many_in_every_row_is_found(clean, seed) -> None:
    right = rows(seed)
    values = [right[name] for name in HEADERS]
    values = [*values[:9], ["7"] * len(values[0]), *values[9:-1]]

    with pytest.raises(InputError, match="to the right"):
        clean(dict(zip(HEADERS, values, strict=True)))


@pytest.mark.parametrize("seed", range(20))
def test_tables_that_are_right_are_not_refused(clean, seed) -> None:
    assert list(clean(rows(seed)).frame) == HEADERS


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("way", ["min-max", "standardised", "shares of 100"])
def test_scaled_tables_are_not_taken_for_shifted_ones(clean, seed, way) -> None:
    made = {}
    for name, cells in rows(seed).items():
        values = np.array([float(cell) for cell in cells])
        if way == "min-max":
            values = (values - values.min()) / (values.max() - values.min())
        elif way == "standardised":
            values = (values - values.mean()) / values.std()
        elif name in ("energy", "danceability", "valence", "liveness"):
            values = (100 * values).round()
        made[name] = values.tolist()

    assert len(clean(made).columns) == len(HEADERS)


def test_the_message_names_columns_values_line_and_remedy(clean) -> None:
    right = rows(0)
    values = [right[name] for name in HEADERS if name != "mode"]
    values.append([""] * len(values[0]))

    with pytest.raises(InputError) as caught:
        clean(dict(zip(HEADERS, values, strict=True)))

    message = str(caught.value)
    assert "'tempo' holds" in message
    assert "which fits 'duration_ms'" in message
    assert "line 2" in message
    assert message.endswith("try again.")


def test_one_column_of_nonsense_is_told_and_not_refused(clean) -> None:
    made = rows(3) | {"tempo": ["5000"] * 40}

    assert "out-of-range" in {finding.code for finding in clean(made).findings}
