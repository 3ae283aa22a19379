"""What leaks in the real tables are worth."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from genrelens.evaluation.grouping import find_groups
from genrelens.evaluation.leak_prices.pricing import price_leaks
from genrelens.evaluation.scenarios.trial import Trial
from genrelens.evaluation.splitting import divide
from genrelens.models.genre_forest import GenreForest
from genrelens.workflow.preparing import prepare
from genrelens.workflow.requests import TrainRequest

pytestmark = pytest.mark.real_tables


def prices_of(path, *, trees=40, **options):
    prepared = prepare(TrainRequest(table=path, output=Path("unused"), **options))
    groups = find_groups(prepared.checked.table, prepared.rows)
    genres, codes = np.unique(prepared.labels, return_inverse=True)
    trial = Trial(
        make_model=lambda seed: GenreForest(n_trees=trees, random_state=seed, n_jobs=1),
        X=prepared.inputs,
        y=prepared.labels,
        codes=codes.astype(np.int64),
        genres=genres,
        groups=groups,
        division=divide(codes, groups, n_folds=5, seed=0),
        seed=0,
        on_trained=lambda _: None,
    )
    prices = price_leaks(trial, prepared.checked.table, prepared.rows)
    return prices, {(price.code, price.column): price for price in prices.priced}


def test_the_unit_of_machinehack_is_worth_points_of_accuracy_and_more_of_f1(
    real_tables,
):
    prices, by_leak = prices_of(real_tables / "machinehack/train.csv")
    unit = by_leak["unit-encodes-genre", "duration_in min/ms"]
    accuracy, macro_f1 = (score.difference for score in unit.scores)
    assert accuracy.low > 0.02
    assert 0.08 < macro_f1.value < 0.17  # 14 points in the literature
    assert macro_f1.low > 0.05
    gaps = by_leak["missingness-encodes-genre", "instrumentalness"]
    assert gaps.difference.low > 0
    assert prices.scenario == "unseen artists"
    assert unit.n_tracks == prices.n_tracks > 14_000


def test_search_words_of_the_seed_are_worth_most_of_what_names_seem_to_say(
    real_tables,
):
    prices, by_leak = prices_of(
        real_tables / "seed/tracks_data.csv", force=("Track Name", "Artist")
    )
    words = by_leak["genre-word-in-names", None]
    assert words.with_.value > 0.6
    assert words.without.value < 0.4
    assert words.difference.low > 0.1
    assert any("do not rank" in note for note in prices.notes)
    assert ("forced-column", "Track Name") in by_leak
    assert prices.n_tracks == 59


def test_labels_beside_the_label_are_worth_all_that_is_left_in_tidytuesday(
    real_tables,
):
    _, by_leak = prices_of(real_tables / "tidytuesday/spotify_songs.csv", trees=15)
    for column in ("playlist_subgenre", "playlist_id", "playlist_name"):
        price = by_leak["proxy-column", column]
        assert price.with_.value > 0.9
        assert price.without.value < 0.6
