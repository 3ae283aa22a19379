"""Tests of genrelens.evaluation.intervals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from genrelens.errors import InputError
from genrelens.evaluation.intervals import (
    BOUNDED,
    choose_n_replicates,
    estimate,
    interval_about,
    permutation_p_value,
)
from genrelens.evaluation.scores import HeldOut, score


def draw(
    n: int, *, skill: float, n_groups: int | None = None, seed: int = 0
) -> HeldOut:
    """Draw predictions of three genres; tracks of a group are alike."""
    rng = np.random.default_rng(seed)
    units = np.arange(n) if n_groups is None else np.arange(n) % n_groups
    codes = rng.integers(0, 3, units.max() + 1)[units]
    logits = rng.normal(size=(units.max() + 1, 3))[units]
    logits = logits + 0.1 * rng.normal(size=(n, 3))
    logits[np.arange(n), codes] += skill
    proba = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    return HeldOut.of(codes, proba, units=units, folds=np.arange(n) // 7 % 5)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.integers(6, 40), st.integers(2, 12))
@example(4, 25, 6)  # a score of 1.0000000000000002 once lay above its interval
def test_every_interval_holds_its_value(seed: int, n: int, n_groups: int) -> None:
    held_out = draw(n, skill=0.5, n_groups=min(n, n_groups), seed=seed)

    found = estimate([held_out], seed=seed, n_replicates=20)

    for name, one in found.metrics.items():
        assert one.low <= one.value <= one.high
        assert np.isfinite([one.low, one.high]).all()
        if name in BOUNDED:
            assert one.low >= 0
            assert one.high <= 1
    values = score(held_out.codes, held_out.proba, folds=held_out.folds)
    assert {name: one.value for name, one in found.metrics.items()} == pytest.approx(
        values
    )


def test_the_interval_of_accuracy_is_that_of_the_binomial_where_rows_are_free() -> None:
    held_out = draw(2000, skill=1.0)

    one_fold = HeldOut.of(held_out.codes, held_out.proba)
    found = estimate([one_fold], seed=0, n_replicates=1000).metrics["accuracy"]

    half = 1.96 * np.sqrt(found.value * (1 - found.value) / 2000)
    assert found.high - found.low == pytest.approx(2 * half, rel=0.1)


def test_alike_rows_in_groups_widen_the_interval_by_the_square_root_of_their_size() -> (
    None
):
    drawn = draw(2000, skill=1.0, n_groups=200)

    grouped, single = (
        estimate(
            [HeldOut.of(drawn.codes, drawn.proba, units=units)],
            seed=0,
            n_replicates=1000,
        ).metrics["accuracy"]
        for units in (drawn.units, None)
    )

    ratio = (grouped.high - grouped.low) / (single.high - single.low)
    assert ratio == pytest.approx(np.sqrt(10), rel=0.2)


def test_several_folds_stretch_the_interval_by_the_correction() -> None:
    drawn = draw(2000, skill=1.0)
    folds = np.arange(2000) % 5

    many, one = (
        estimate(
            [HeldOut.of(drawn.codes, drawn.proba, folds=given_folds)],
            seed=0,
            n_replicates=200,
        )
        for given_folds in (folds, None)
    )

    for name in ("accuracy", "macro_f1", "log_loss"):
        wide, narrow = many.metrics[name], one.metrics[name]
        assert wide.high - wide.low == pytest.approx(1.5 * (narrow.high - narrow.low))
    wide, narrow = many.by_genre["recall"][0], one.by_genre["recall"][0]
    assert wide is not None
    assert narrow is not None
    assert wide.high - wide.low == pytest.approx(1.5 * (narrow.high - narrow.low))


@pytest.mark.parametrize("change", ["fewer tracks", "other groups", "other genres"])
def test_repetitions_of_other_tracks_are_refused(change: str) -> None:
    """Once, the compiled sums read beyond the weights of the groups."""
    one = draw(60, skill=0.5)
    codes, proba, folds, units = one.codes, one.proba, one.folds, one.units
    if change == "fewer tracks":
        codes, proba, folds = codes[:-1], proba[:-1], folds[:-1]
        _, units = np.unique(units[:-1], return_inverse=True)
    elif change == "other groups":
        units = units[::-1].copy()
    else:
        codes = codes[::-1].copy()
    other = HeldOut.of(codes, proba, folds=folds, units=units)

    with pytest.raises(InputError, match="Repetition 2 holds other tracks"):
        estimate([one, other], seed=0, n_replicates=50)


def test_one_seed_gives_one_interval() -> None:
    held_out = draw(100, skill=0.3)

    first, again, other = (
        estimate([held_out], seed=seed, n_replicates=70) for seed in (1, 1, 2)
    )

    assert first == again
    assert first.drawings.keys() == again.drawings.keys()
    for metric, drawn in first.drawings.items():
        np.testing.assert_array_equal(drawn, again.drawings[metric])
        assert not np.array_equal(drawn, other.drawings[metric])
    assert first.by_genre["recall"] != other.by_genre["recall"]


def test_repeats_are_averaged_and_widened_to_the_corrected_t_interval() -> None:
    repeats = [draw(60, skill=0.5, seed=seed) for seed in range(4)]
    repeats = [
        HeldOut.of(repeats[0].codes, one.proba, folds=one.folds) for one in repeats
    ]

    found = estimate(repeats, seed=0, n_replicates=50).metrics["accuracy"]

    by_fold = [
        float((one.proba[rows].argmax(axis=1) == one.codes[rows]).mean())
        for one in repeats
        for rows in (np.flatnonzero(one.folds == fold) for fold in range(5))
    ]
    shares = [
        (one.folds == fold).sum() / (one.folds != fold).sum()
        for one in repeats
        for fold in range(5)
    ]
    half = 2.093 * np.sqrt((1 / 20 + np.mean(shares)) * np.var(by_fold, ddof=1))
    whole = np.mean([(one.proba.argmax(axis=1) == one.codes).mean() for one in repeats])
    assert found.value == pytest.approx(whole)
    assert found.low <= max(whole - half, 0) + 1e-3
    assert found.high >= whole + half - 1e-3


def test_a_score_that_is_not_defined_is_absent() -> None:
    held_out = HeldOut.of([0, 0, 0], [[0.6, 0.4]] * 3)

    found = estimate([held_out], seed=0, n_replicates=10)

    assert "macro_auc_ovr" not in found.metrics
    assert "top_3_accuracy" not in found.metrics
    assert found.by_genre["recall"][1] is None
    assert found.by_genre["auc"] == (None, None)


@pytest.mark.parametrize(
    ("n_tracks", "n_genres", "expected"),
    [(60, 6, 1000), (28_000, 6, 1000), (34_000, 114, 1000), (10**6, 114, 200)],
)
def test_drawings_are_fewer_only_where_they_cost_too_much(
    n_tracks: int, n_genres: int, expected: int
) -> None:
    assert choose_n_replicates(n_tracks, n_genres) == expected


def test_shuffles_reject_chance_where_there_is_skill_and_only_there() -> None:
    rng = np.random.default_rng(0)
    shuffles = [rng.permutation(300) for _ in range(199)]

    assert permutation_p_value(draw(300, skill=1.0), shuffles) == 1 / 200
    without = [
        permutation_p_value(draw(300, skill=0.0, seed=seed), shuffles)
        for seed in range(60)
    ]
    assert 0.3 < np.mean(without) < 0.7
    assert np.mean(np.array(without) <= 0.05) < 0.15


def test_the_identity_is_as_good_as_the_truth() -> None:
    held_out = draw(30, skill=2.0)

    assert permutation_p_value(held_out, [np.arange(30)] * 3) == 1


def test_a_shift_between_folds_is_no_evidence() -> None:
    folds = np.repeat([0, 1], 50)
    codes = folds.copy()
    codes[::10] = 1 - codes[::10]
    first = np.where(folds == 0, 0.9, 0.1)
    held_out = HeldOut.of(codes, np.column_stack([first, 1 - first]), folds=folds)
    rng = np.random.default_rng(0)

    p_value = permutation_p_value(held_out, [rng.permutation(100) for _ in range(99)])

    assert p_value == 1


def test_the_interval_of_calibration_is_not_pushed_up_by_the_drawing() -> None:
    """Its low end once was the value: drawn tracks look worse calibrated."""
    for seed in range(5):
        drawn = draw(300, skill=1.0, seed=seed)
        one_fold = HeldOut.of(drawn.codes, drawn.proba)

        found = estimate([one_fold], seed=seed, n_replicates=400)

        one = found.metrics["calibration_error"]
        below, above = one.value - one.low, one.high - one.value
        assert 0.5 < below / above < 2


def test_stretching_widens_about_the_value_within_the_bounds() -> None:
    drawings = np.linspace(0.4, 0.6, 201)
    plain = interval_about(0.5, drawings, stretch=1.0)
    wide = interval_about(0.5, drawings, stretch=1.5)
    assert wide.high - 0.5 == pytest.approx(1.5 * (plain.high - 0.5))
    assert interval_about(0.5, drawings, stretch=50.0).low == 0.0
    assert interval_about(0.5, drawings, stretch=50.0).high == 1.0
    assert interval_about(1.2, drawings, stretch=1.0).value == 1.0
    free = interval_about(1.2, drawings, stretch=1.0, lowest=-np.inf, highest=np.inf)
    assert free.value == free.high == 1.2
    assert interval_about(0.5, np.full(3, np.nan), stretch=1.0).low == 0.5
