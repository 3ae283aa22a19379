from __future__ import annotations

import pytest

from genrelens.evaluation.shift.units import find_unit_errors

CHANGES = {
    "seconds instead of milliseconds": ("duration_ms", lambda v: v / 1_000),
    "minutes instead of milliseconds": ("duration_ms", lambda v: v / 60_000),
    "a scale of 0 to 100 instead of 0 to 1": ("energy", lambda v: v * 100),
    "a scale of 0 to 1 instead of 0 to 100": ("popularity", lambda v: v / 100),
    "the opposite sign": ("loudness", lambda v: -v),
    "a thousand times it": ("loudness", lambda v: v * 1_000),
}


@pytest.mark.parametrize("n_rows", [8, 40, 400])
@pytest.mark.parametrize("words", CHANGES)
def test_a_planted_unit_is_named_with_its_remedy(
    described, draw_tracks, words, n_rows
) -> None:
    name, change = CHANGES[words]
    frame = draw_tracks(200, 5).frame.head(n_rows)
    changed = frame.assign(**{name: change(frame[name])})
    (error,) = find_unit_errors(described.reference, changed, described.features)
    assert error.name == name
    assert words in error.what
    assert error.remedy
    assert error.n_tracks == n_rows


def test_a_single_row_suffices_where_nothing_of_it_was_ever_seen(
    described, draw_tracks
) -> None:
    frame = draw_tracks(10, 5).frame.head(1)
    changed = frame.assign(duration_ms=frame["duration_ms"] / 1_000)
    (error,) = find_unit_errors(described.reference, changed, described.features)
    assert "seconds instead of milliseconds" in error.what


def test_a_standardised_column_is_named(described, draw_tracks) -> None:
    frame = draw_tracks(100, 5).frame
    tempo = frame["duration_ms"]
    changed = frame.assign(duration_ms=(tempo - tempo.mean()) / tempo.std())
    (error,) = find_unit_errors(described.reference, changed, described.features)
    assert "standardised" in error.what


@pytest.mark.parametrize("n_rows", [1, 3, 20, 200])
def test_tables_of_the_same_kind_have_no_unit_errors(
    described, draw_tracks, n_rows
) -> None:
    for seed in range(100):
        frame = draw_tracks(80, seed).frame.head(n_rows)
        assert not find_unit_errors(described.reference, frame, described.features)


def test_columns_without_values_are_passed_over(described, draw_tracks) -> None:
    frame = draw_tracks(10, 5).frame.assign(energy=float("nan"))
    assert not find_unit_errors(described.reference, frame, described.features)
