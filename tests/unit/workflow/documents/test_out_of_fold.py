from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from genrelens.workflow.documents.out_of_fold import out_of_fold_table
from genrelens.workflow.preparing import prepare


@pytest.fixture(scope="module")
def written(small_run) -> pd.DataFrame:
    return pd.read_csv(small_run.result.files["predictions"])


def test_each_training_track_stands_there_once_in_file_order(
    small_run, written
) -> None:
    prepared = prepare(small_run.request)
    lines = prepared.checked.table.line_numbers[prepared.rows]
    assert written["line"].tolist() == lines.tolist()
    assert written["row"].tolist() == (prepared.rows + 1).tolist()
    assert written["line"].is_unique
    assert written["line"].is_monotonic_increasing


def test_the_genre_is_the_files_label_in_its_one_spelling(small_run, written) -> None:
    cells = small_run.sample.frame["genre"].iloc[written["line"] - 2].to_numpy()
    spelt = [cell.lower().replace("-", " ").strip() for cell in cells]
    told = [genre.lower().replace("-", " ") for genre in written["genre"]]
    assert [s.replace(" ", "") for s in spelt] == [t.replace(" ", "") for t in told]
    assert (written["genre"] != cells).any(), "the sample must hold other spellings"
    assert written["genre"].nunique() == 12


def test_names_are_carried_with_the_files_own_headers(small_run, written) -> None:
    rows = written["line"] - 2
    for header in ("track_id", "track_name", "artists"):
        expected = small_run.sample.frame[header].iloc[rows].to_numpy()
        assert (written[header].to_numpy() == expected).all()


def test_the_probability_is_the_largest_of_the_row(small_run, written) -> None:
    run = small_run.result.run
    genres = np.array(run.evaluation.genres)
    assert np.array_equal(written["probability"], run.out_of_fold.max(axis=1))
    best = genres[run.out_of_fold.argmax(axis=1)]
    assert (written["predicted_genre"].to_numpy() == best).all()
    own = run.out_of_fold[
        np.arange(len(written)), np.searchsorted(genres, written["genre"])
    ]
    assert np.array_equal(written["genre_probability"], own)
    assert (written["genre_probability"] <= written["probability"]).all()


def test_right_means_that_both_genres_are_one(written) -> None:
    same = written["genre"] == written["predicted_genre"]
    assert (written["is_right"] == same).all()
    assert 0 < written["is_right"].mean() < 1


def test_the_headline_accuracy_can_be_counted_from_the_table(
    small_run, written
) -> None:
    evaluation = small_run.result.facts.evaluation
    counts = evaluation.confusion.counts
    scored = written[(written["part"] == "cross-validation") & written["is_counted"]]
    assert len(scored) == counts.sum()
    assert scored["is_right"].sum() == np.trace(counts)


def test_each_track_counts_once_and_its_copies_are_told_as_such(
    small_run, written
) -> None:
    tracks = prepare(small_run.request).tracks
    copies = pd.Series(tracks).duplicated(keep=False).to_numpy()
    assert copies.any()
    assert written["is_counted"][~copies].all()
    assert written["is_counted"].sum() == len(np.unique(tracks))


def test_no_artist_stands_in_two_folds(small_run, written) -> None:
    scored = written[written["fold"] >= 0]
    assert scored["fold"].nunique() == 5
    first = scored.groupby("artists")["fold"].nunique()
    assert first.max() == 1


def test_a_table_without_names_has_only_lines_and_rows(write_tracks) -> None:
    from types import SimpleNamespace

    from genrelens.workflow.requests import TableRequest

    path = write_tracks()
    frame = pd.read_csv(path)[["tempo", "energy", "genre"]]
    frame.to_csv(path, index=False)
    prepared = prepare(TableRequest(table=path))
    n_tracks = len(prepared.labels)
    run = SimpleNamespace(
        evaluation=SimpleNamespace(genres=("dub", "house")),
        out_of_fold=np.tile([0.25, 0.75], (n_tracks, 1)),
        part=np.full(n_tracks, "cross-validation"),
        fold=np.zeros(n_tracks, dtype=np.int64),
        trial=SimpleNamespace(is_counted=None),
    )
    table = out_of_fold_table(prepared, run)
    assert list(table)[:4] == ["line", "row", "genre", "predicted_genre"]
    assert (table["predicted_genre"] == "house").all()
    assert set(table["genre_probability"]) == {0.25, 0.75}
