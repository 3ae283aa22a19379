from __future__ import annotations

import csv
import hashlib
import time
from typing import TYPE_CHECKING

import numpy as np
import pytest
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import (
    StratifiedGroupKFold,
    StratifiedKFold,
    cross_val_score,
)

from genrelens.datasets.recipe import ATTRIBUTES, NOISE
from genrelens.datasets.sample import MIN_TRACKS, draw_sample, write_sample
from genrelens.errors import InputError, OutputError

if TYPE_CHECKING:
    from pathlib import Path

    from genrelens.datasets.sample import Sample


@pytest.fixture(scope="module")
def sample() -> Sample:
    return draw_sample(4_000, random_state=0)


def test_equal_seeds_give_equal_samples_and_others_do_not(sample: Sample) -> None:
    again = draw_sample(4_000, random_state=0)
    assert again.frame.equals(sample.frame)
    assert again.clean.equals(sample.clean)
    assert again.truth.planted == sample.truth.planted
    assert again.truth.bayes_accuracy == sample.truth.bayes_accuracy
    assert not draw_sample(4_000, random_state=1).frame.equals(sample.frame)


def test_four_thousand_tracks_take_less_than_two_seconds() -> None:
    begin = time.process_time()
    draw_sample(4_000, random_state=2)
    assert time.process_time() - begin < 2


def test_the_row_count_is_the_tracks_and_the_planted_rows(sample: Sample) -> None:
    planted = sample.truth.planted
    extra = sum(planted[f"{kind}-rows"] for kind in ("repeated", "conflict", "blank"))
    assert len(sample.frame) == 4_000 + extra
    assert len(sample.clean) == 4_000
    assert sample.frame.shape[1] == 23


def test_without_mess_every_row_is_one_clean_track() -> None:
    sample = draw_sample(500, random_state=4, mess=False)
    assert sample.truth.planted == {}
    assert sample.truth.conflicts == ()
    assert sample.truth.track.tolist() == list(range(500))
    assert not (sample.frame == "").any().any()
    assert (sample.frame["genre"].to_numpy() == sample.truth.genre).all()


def test_mess_changes_no_clean_track() -> None:
    messy, tidy = (
        draw_sample(300, random_state=6, mess=mess) for mess in (True, False)
    )
    assert messy.clean.equals(tidy.clean)


def test_a_forest_is_above_chance_and_below_the_ceiling(sample: Sample) -> None:
    """And music by unseen artists is harder than rows drawn at random."""
    X = sample.clean[[*ATTRIBUTES, "explicit", *NOISE, "time_signature"]].astype(float)
    y, artist = sample.clean["genre"], sample.clean["main_artist"]
    forest = RandomForestClassifier(40, min_samples_leaf=2, random_state=0)
    random = cross_val_score(
        forest, X, y, cv=StratifiedKFold(3, shuffle=True, random_state=0)
    ).mean()
    folds = StratifiedGroupKFold(3, shuffle=True, random_state=0)
    unseen = cross_val_score(forest, X, y, groups=artist, cv=folds).mean()
    chance = y.value_counts(normalize=True).iloc[0]
    assert chance + 0.35 < unseen < sample.truth.bayes_accuracy - 0.02
    assert random > unseen + 0.025


def test_planted_attributes_matter_and_noise_does_not(sample: Sample) -> None:
    columns = [*ATTRIBUTES, *NOISE]
    X, y = sample.clean[columns].astype(float), sample.clean["genre"]
    forest = RandomForestClassifier(60, min_samples_leaf=5, random_state=0).fit(X, y)
    weight = dict(zip(columns, forest.feature_importances_, strict=True))
    assert max(weight[name] for name in NOISE) < min(
        weight[name] for name in ("energy", "acousticness", "speechiness", "tempo")
    )


def test_the_truth_names_real_columns(sample: Sample) -> None:
    truth = sample.truth
    assert sorted(truth.genres) == list(truth.genres)
    assert sum(truth.genre_shares.values()) == pytest.approx(1)
    for names in truth.informative.values():
        assert set(names) <= set(sample.clean.columns) - set(truth.noise)
    assert truth.informative["drum and bass"][0] == "tempo"
    assert truth.informative["hip hop"][:2] == ("speechiness", "explicit")
    assert set(truth.noise) <= set(sample.clean.columns)
    for header in truth.constants:
        filled = sample.frame[header][truth.track >= 0]
        assert filled.nunique() == 1
    assert set(truth.proxies) <= set(sample.frame.columns)
    assert "never met" in truth.scenario


@pytest.mark.parametrize("n_tracks", [0, -5, MIN_TRACKS - 1, 2_000_001])
def test_other_sizes_are_refused_with_the_range(n_tracks: int) -> None:
    with pytest.raises(InputError, match="Ask for 120 to 2,000,000"):
        draw_sample(n_tracks)


def test_the_smallest_sample_still_has_every_kind_of_column() -> None:
    sample = draw_sample(MIN_TRACKS, random_state=3)
    assert sample.frame.shape[1] == 23
    assert sample.clean["main_artist"].nunique() > 12


def test_the_file_holds_the_same_cells(tmp_path: Path) -> None:
    sample = write_sample(tmp_path / "tracks.csv", 300, random_state=5)
    with (tmp_path / "tracks.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file))
    assert header == list(sample.frame.columns)
    assert rows == sample.frame.to_numpy().tolist()


def test_the_bytes_of_the_file_depend_on_the_seed_alone(tmp_path: Path) -> None:
    hashes = []
    for name in ("one.csv", "two.csv"):
        write_sample(tmp_path / name, 300, random_state=5)
        hashes.append(hashlib.sha256((tmp_path / name).read_bytes()).hexdigest())
    assert hashes[0] == hashes[1]


def test_a_folder_in_the_way_is_an_output_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError):
        write_sample(tmp_path, 300)


def test_randomness_elsewhere_is_left_alone() -> None:
    np.random.seed(7)  # noqa: NPY002
    expected = np.random.RandomState(7).random()
    draw_sample(200)
    assert np.random.random() == expected  # noqa: NPY002
