from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from genrelens.evaluation.labels.examining import examine_labels
from genrelens.evaluation.scores import HeldOut
from genrelens.workflow.documents.table_file import csv_text
from genrelens.workflow.labels.corrections import read_corrections
from genrelens.workflow.labels.review_table import REVIEW_COLUMNS, review_table

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Library
    from genrelens.evaluation.labels.results import LabelAudit

WRONG_ROW = 7


def examine(library: Library) -> LabelAudit:
    """Examine with predictions that are sure, and differ from one label."""
    genres = tuple(sorted(set(library.labels)))
    codes = np.array([genres.index(label) for label in library.labels])
    said = codes.copy()
    said[WRONG_ROW] = (codes[WRONG_ROW] + 1) % len(genres)
    proba = np.where(np.eye(len(genres))[said] == 1, 0.98, 0.01)
    return examine_labels(
        HeldOut.of(codes, proba),
        library.checked.table,
        np.arange(len(codes)),
        genres,
        target=library.checked.target,
        scenario="unseen artists",
        seed=0,
    )


def test_the_wrong_label_stands_first_with_all_that_tells_the_row(
    library: Library,
) -> None:
    found = review_table(examine(library), library.checked.table)
    first = found.iloc[0]
    assert first["row"] == WRONG_ROW + 1
    assert first["track_name"] == f"Song {WRONG_ROW}"
    assert first["label"] == library.labels[WRONG_ROW]
    assert first["suggestion"] != first["label"]
    assert first["key"] == library.keys[WRONG_ROW]
    assert tuple(found.columns[-len(REVIEW_COLUMNS) :]) == REVIEW_COLUMNS
    assert (found["decision"] == "").all()


def test_an_untouched_review_table_decides_nothing(
    library: Library, tmp_path: Path
) -> None:
    found = review_table(examine(library), library.checked.table)
    path = tmp_path / "review.csv"
    path.write_text(csv_text(found), encoding="utf-8")
    read = read_corrections(path)
    assert read.decisions == ()
    assert read.n_open == len(found) > 0


def test_genres_that_a_spreadsheet_would_run_come_back_as_they_were(
    draw_frame: Callable[..., pd.DataFrame],
    open_frame: Callable[[pd.DataFrame], Library],
    tmp_path: Path,
) -> None:
    genres = np.array(["=1+1", "@pop", "rock"])[np.arange(60) % 3]
    library = open_frame(draw_frame(genre=genres))
    found = review_table(examine(library), library.checked.table)
    found["decision"] = "keep"
    path = tmp_path / "review.csv"
    path.write_text(csv_text(found), encoding="utf-8")
    assert "'@pop" in path.read_text()
    read = read_corrections(path)
    assert [one.label for one in read.decisions] == found["label"].tolist()


def test_an_audit_without_doubts_gives_a_table_without_rows(library: Library) -> None:
    genres = tuple(sorted(set(library.labels)))
    codes = np.array([genres.index(label) for label in library.labels])
    audit = examine_labels(
        HeldOut.of(codes, np.eye(len(genres))[codes]),
        library.checked.table,
        np.arange(len(codes)),
        genres,
        target=library.checked.target,
        scenario="unseen artists",
        seed=0,
    )
    found = review_table(audit, library.checked.table)
    assert found.shape[0] == 0
    assert csv_text(found).count("\n") == 1


def test_rows_of_one_track_under_one_label_are_decided_together(
    draw_frame: Callable[..., pd.DataFrame],
    open_frame: Callable[[pd.DataFrame], Library],
) -> None:
    """A second row of the doubted track, in another playlist, is no second line."""
    frame = draw_frame()
    copy = frame.iloc[[WRONG_ROW]].assign(tempo=121.5)
    library = open_frame(pd.concat([frame, copy], ignore_index=True))
    genres = tuple(sorted(set(library.labels)))
    codes = np.array([genres.index(label) for label in library.labels])
    said = codes.copy()
    said[[WRONG_ROW, 60]] = (codes[WRONG_ROW] + 1) % len(genres)
    proba = np.where(np.eye(len(genres))[said] == 1, 0.98, 0.01)
    units = np.append(np.arange(60), WRONG_ROW)
    audit = examine_labels(
        HeldOut.of(codes, proba, units=units),
        library.checked.table,
        np.arange(61),
        genres,
        target=library.checked.target,
        scenario="unseen artists",
        seed=0,
    )
    found = review_table(audit, library.checked.table)
    assert {track.row for track in audit.doubted} == {WRONG_ROW, 60}
    assert found["n_rows"].tolist() == [2]
