"""Labels of the real tables: known slips are found, and known ceilings hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pytest

from genrelens.checking.checking import CheckedTable, check_table
from genrelens.checking.identity import track_keys
from genrelens.cleaning.cleaning import clean_table
from genrelens.evaluation.evaluating import development_folds
from genrelens.evaluation.grouping import find_groups
from genrelens.evaluation.labels.examining import examine_labels
from genrelens.evaluation.labels.results import LabelAudit  # noqa: TC001
from genrelens.evaluation.labels.several_genres import score_several_genres
from genrelens.evaluation.scores import HeldOut
from genrelens.features.feature_table import build_features
from genrelens.ingest.reading import read_table
from genrelens.models.genre_forest import GenreForest
from genrelens.workflow.preparing import labelled_rows

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.real_tables, pytest.mark.slow]


@dataclass(frozen=True)
class Predicted:
    """A real table, and what small forests say of tracks they never met."""

    checked: CheckedTable
    rows: np.ndarray
    genres: tuple[str, ...]
    held_out: HeldOut

    def examine(self) -> LabelAudit:
        return examine_labels(
            self.held_out,
            self.checked.table,
            self.rows,
            self.genres,
            target=self.checked.target,
            scenario="unseen artists",
            seed=0,
        )


def predict(path: Path, *, target: str, n_trees: int) -> Predicted:
    checked = check_table(clean_table(read_table(path)), target=target)
    rows, labels = labelled_rows(checked)
    _, features = build_features(checked.table)
    features = features.iloc[rows].reset_index(drop=True)
    groups = find_groups(checked.table, rows)
    genres, codes = np.unique(labels, return_inverse=True)
    proba = np.zeros((len(rows), len(genres)))
    fold = np.full(len(rows), -1)
    for number, (train, test) in enumerate(development_folds(labels, groups, seed=0)):
        model = GenreForest(n_trees=n_trees, random_state=number, n_jobs=1)
        model.fit(features.iloc[train], labels[train])
        proba[test], fold[test] = model.predict_proba(features.iloc[test]), number
    kept = fold >= 0
    _, units = np.unique(groups.ids[kept], return_inverse=True)
    held_out = HeldOut.of(codes[kept], proba[kept], folds=fold[kept], units=units)
    return Predicted(checked, rows[kept], tuple(map(str, genres)), held_out)


def test_rock_bands_under_other_genres_are_found_and_overlap_does_not_flood(
    real_tables: Path,
) -> None:
    found = predict(
        real_tables / "tidytuesday" / "spotify_songs.csv",
        target="playlist_genre",
        n_trees=25,
    )
    audit = found.examine()
    first = {track.title: track.suggestion for track in audit.doubted[:60]}
    rock = [title for title, genre in first.items() if genre == "rock"]
    assert any("Lynyrd Skynyrd" in title for title in rock)
    assert len(audit.doubted) < 0.1 * audit.n_tracks
    assert audit.n_overlapping > 0.2 * audit.n_tracks
    assert audit.stray.high < 0.05
    assert 0.91 < audit.ceiling.ceiling.value < 0.94


def test_a_hundred_and_fourteen_genres_are_scored_as_sets(real_tables: Path) -> None:
    found = predict(
        real_tables / "spotify114" / "spotify_tracks_114_union.parquet",
        target="track_genre",
        n_trees=100,  # a few trees say 0 % too often, which looks like wrong labels
    )
    tracks = track_keys(found.checked.table)[found.rows]
    scores = score_several_genres(
        found.held_out, tracks, scenario="unseen tracks", seed=0
    )
    assert scores.n_several > 6_000
    assert scores.metrics["any_hit"].value > 0.36
    assert scores.metrics["lrap"].value > 0.47
    audit = found.examine()
    assert audit.ceiling.ceiling.value == pytest.approx(0.846, abs=0.005)
    assert len(audit.doubted) < 0.12 * audit.n_tracks
