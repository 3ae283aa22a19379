from __future__ import annotations

import numpy as np
import pytest

from genrelens.datasets.drawing import draw_tracks
from genrelens.datasets.mess import MISSING_COLUMNS, plant_mess, write_cells
from genrelens.datasets.recipe import RECIPES


@pytest.fixture(scope="module")
def clean():
    return draw_tracks(1_500, np.random.default_rng(8))


@pytest.fixture(scope="module")
def mess(clean):
    return plant_mess(clean, np.random.default_rng(9))


def test_every_cell_is_text(clean, mess) -> None:
    for frame in (write_cells(clean), mess.frame):
        assert set(map(str, frame.dtypes)) == {"str"}
        assert not frame.isna().any().any()


def test_clean_cells_read_back_as_the_values(clean) -> None:
    cells = write_cells(clean)
    for name in ("energy", "tempo", "loudness", "instrumentalness", "key", "mode"):
        assert np.array_equal(cells[name].astype(float), clean[name].astype(float))
    assert np.allclose(cells["liveness"].astype(float) / 100, clean["liveness"])
    assert (
        cells["Explicit"] == clean["explicit"].map({True: "TRUE", False: "FALSE"})
    ).all()


def test_every_count_is_exact(clean, mess) -> None:
    rows = mess.frame[mess.track >= 0]
    found = {
        "missing-cells": int((rows == "").sum().sum()),
        "question-marks": int((rows["instrumentalness"] == "?").sum()),
        "zero-tempo": int((rows["tempo"] == "0.0").sum()),
        "other-yes-no": int((~rows["Explicit"].isin(["TRUE", "FALSE"])).sum()),
        "thousands-commas": int(rows["Duration (ms)"].str.contains(",").sum()),
        "other-genre-spellings": int(
            (~rows["genre"].isin([recipe.name for recipe in RECIPES])).sum()
        ),
        "percent-cells": len(rows),
        "repeated-rows": int(rows.duplicated().sum()),
        "conflict-rows": len(mess.conflicts),
        "blank-rows": int((mess.frame == "").all(axis=1).sum()),
    }
    assert found == mess.planted
    assert min(found.values()) > 0


def test_cells_are_missing_only_where_stated(mess) -> None:
    rows = mess.frame[mess.track >= 0]
    assert set(rows.columns[(rows == "").any()]) == set(MISSING_COLUMNS)


def test_conflicts_stand_under_two_genres_and_nothing_else_differs(mess) -> None:
    rows = mess.frame.assign(right=mess.genre)[mess.track >= 0]
    n_genres = rows.groupby("track_id")["right"].nunique()
    assert set(n_genres.index[n_genres > 1]) == set(mess.conflicts)
    twice = rows[rows["track_id"].isin(mess.conflicts)]
    same = twice.drop(columns=["genre", "right", "playlist_name"])
    assert (same.groupby("track_id").nunique() == 1).all().all()


def test_every_row_is_traced_to_its_track(clean, mess) -> None:
    rows = mess.track >= 0
    ids = clean["track_id"].to_numpy()[mess.track[rows]]
    assert (mess.frame["track_id"].to_numpy()[rows] == ids).all()
    assert set(mess.track[rows]) == set(range(len(clean)))
    assert (mess.frame["track_id"][~rows] == "").all()


def test_the_playlist_still_determines_the_genre(mess) -> None:
    rows = mess.frame.assign(right=mess.genre)[mess.track >= 0]
    assert (rows.groupby("playlist_name")["right"].nunique() == 1).all()


def test_other_spellings_differ_in_case_and_punctuation_only(mess) -> None:
    rows = mess.track >= 0
    written = mess.frame["genre"][rows].str.lower().str.replace("-", " ")
    assert (written.to_numpy() == mess.genre[rows]).all()


def test_what_is_missing_does_not_tell_the_genre(clean) -> None:
    from scipy.stats import chi2_contingency

    large = draw_tracks(20_000, np.random.default_rng(1))
    mess = plant_mess(large, np.random.default_rng(2))
    rows = mess.track >= 0
    is_missing = (mess.frame[rows] == "").any(axis=1)
    table = np.array(
        [
            [
                (is_missing & (mess.genre[rows] == recipe.name)).sum()
                for recipe in RECIPES
            ],
            [(mess.genre[rows] == recipe.name).sum() for recipe in RECIPES],
        ]
    )
    assert chi2_contingency(table).pvalue > 1e-3
