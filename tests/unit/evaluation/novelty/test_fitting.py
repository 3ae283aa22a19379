from __future__ import annotations

import json

import numpy as np
import pytest
from scipy.stats import binomtest

from genrelens.errors import InputError
from genrelens.evaluation.novelty.fitting import RATE, fit_novelty
from genrelens.evaluation.novelty.scoring import score_novelty


def test_new_tracks_of_the_same_kind_are_called_novel_at_the_stated_rate(
    fitted, draw_tracks
) -> None:
    found = score_novelty(fitted.reference, draw_tracks(8_000, 77), fitted.features)
    assert 0.003 < found.is_novel.mean() < 0.02
    alarms = fitted.reference.false_alarms
    assert alarms.low <= RATE <= alarms.high


def test_the_reference_is_small_and_says_what_it_is_from(fitted) -> None:
    reference = fitted.reference
    assert reference.features == ("speechiness", "tempo")
    assert 1_990 <= len(reference.values) <= 2_000
    assert (reference.n_tracks, reference.n_groups) == (3_000, 750)
    assert len(json.dumps(reference.to_dict())) < 150_000


@pytest.mark.parametrize("n_features", [40, 400])
def test_many_attributes_do_not_make_a_large_reference(
    hold_tracks_out, n_features
) -> None:
    import pandas as pd

    from genrelens.schema.columns import Kind
    from genrelens.schema.features import Feature

    names = [f"x{i}" for i in range(n_features)]
    features = [Feature(n, n, Kind.NUMBER, "", "", n, True) for n in names]
    frame = pd.DataFrame(np.random.default_rng(0).normal(size=(600, n_features)))
    frame.columns = pd.Index(names)
    reference = fit_novelty(
        frame, features, hold_tracks_out(600, 1), scenario="s", seed=0
    )
    assert reference.values.size <= 30_000  # noqa: PD011 (no table)


def test_one_seed_gives_one_reference(fitted, draw_tracks, hold_tracks_out) -> None:
    again = fit_novelty(
        draw_tracks(3_000, 1),
        fitted.features,
        hold_tracks_out(3_000, 2),
        scenario="unseen artists",
        seed=0,
    )
    assert again.to_dict() == fitted.reference.to_dict()


def test_rare_genres_are_in_the_reference_too(draw_tracks, fitted) -> None:
    from genrelens.evaluation.scores import HeldOut

    frame = draw_tracks(4_000, 5)
    codes = np.zeros(4_000, dtype=np.int64)
    codes[:8] = 1
    frame.loc[:7, "tempo"] = 400.0
    held_out = HeldOut.of(codes, np.full((4_000, 2), 0.5), folds=np.arange(4_000) % 5)
    reference = fit_novelty(frame, fitted.features, held_out, scenario="s", seed=0)
    assert (reference.values[:, 1] > 600).sum() >= 3  # noqa: PD011 (no table)


def test_columns_that_do_not_vary_are_left_out_and_none_is_refused(
    draw_tracks, hold_tracks_out, fitted
) -> None:
    frame = draw_tracks(200, 1).assign(tempo=120.0)
    held_out = hold_tracks_out(200, 1)
    reference = fit_novelty(frame, fitted.features, held_out, scenario="s", seed=0)
    assert reference.features == ("speechiness",)
    with pytest.raises(InputError, match="None of the 2 numbers among 3 attributes"):
        fit_novelty(
            frame.assign(speechiness=np.nan),
            fitted.features,
            held_out,
            scenario="s",
            seed=0,
        )


def test_tracks_and_predictions_must_fit(draw_tracks, hold_tracks_out, fitted) -> None:
    with pytest.raises(InputError, match="10 tracks and 20 held-out predictions"):
        fit_novelty(
            draw_tracks(10, 1),
            fitted.features,
            hold_tracks_out(20, 1),
            scenario="s",
            seed=0,
        )


def test_no_alarm_in_a_few_groups_does_not_prove_that_there_never_is_one(
    fitted, draw_tracks, hold_tracks_out
) -> None:
    """40 tracks in 10 alike groups of 4: as 0 of 10 by Clopper and Pearson."""
    alike = draw_tracks(40, 1).iloc[np.arange(40) % 4].reset_index(drop=True)
    reference = fit_novelty(
        alike, fitted.features, hold_tracks_out(40, 2), scenario="s", seed=0
    )
    alarms = reference.false_alarms
    assert (alarms.value, alarms.low) == (0.0, 0.0)
    assert alarms.high == pytest.approx(binomtest(0, 10).proportion_ci(0.95).high)
