from __future__ import annotations

import json

import pytest

from genrelens.errors import FileFormatError, InputError
from genrelens.workflow.inspecting import inspect_table
from genrelens.workflow.preparing import prepare
from genrelens.workflow.requests import TableRequest, TrainRequest
from genrelens.workflow.training import train_model


def test_a_usable_table_counts_the_tracks_that_training_learns_from(small_run) -> None:
    seen = inspect_table(TableRequest(table=small_run.table))
    assert seen.is_usable
    assert seen.target == "genre"
    assert seen.genre_counts == small_run.result.facts.genre_counts
    assert list(seen.genre_counts.values()) == sorted(
        seen.genre_counts.values(), reverse=True
    )


def test_inspection_and_training_find_the_same_things(small_run) -> None:
    seen = inspect_table(TableRequest(table=small_run.table))
    trained = small_run.result.facts.table
    assert {f.code for f in seen.findings} == {f.code for f in trained.findings}
    assert seen.to_dict()["changes"] == [c.to_dict() for c in trained.ledger]


def test_findings_come_gravest_first(small_run) -> None:
    ranks = {"blocker": 0, "warning": 1, "note": 2}
    found = inspect_table(TableRequest(table=small_run.table)).findings
    order = [ranks[finding.severity] for finding in found]
    assert order == sorted(order)
    assert len(set(order)) > 1


def test_everything_can_be_written_as_strict_json(small_run) -> None:
    seen = inspect_table(TableRequest(table=small_run.table))
    plain = json.loads(json.dumps(seen.to_dict(), allow_nan=False))
    assert plain["is_usable"] is True
    assert plain["n_rows"] == len(small_run.sample.frame)
    assert [c["header"] for c in plain["columns"]] == list(small_run.sample.frame)


@pytest.mark.parametrize(
    ("changes", "options", "reason"),
    [
        ({"genre": None}, {}, "No column can serve as the genre"),
        ({}, {"target": "gnre"}, "'gnre'.*'genre'"),
        ({"tempo": 1.0, "energy": 0.5}, {}, "No attribute is left to learn from"),
        ({}, {"force": ("nothing",)}, "'nothing'"),
        ({}, {"min_tracks": 31}, "leaves 0 of 2 genres with 31 or more"),
    ],
    ids=["no genre", "wrong target", "no attribute", "wrong force", "too few tracks"],
)
def test_what_stops_a_training_is_told_in_the_same_words(
    write_tracks, changes, options, reason
) -> None:
    request = TableRequest(table=write_tracks(**changes), **options)
    seen = inspect_table(request)
    assert not seen.is_usable
    with pytest.raises(InputError, match=reason) as refusal:
        prepare(request)
    assert seen.obstacle == str(refusal.value)
    assert seen.to_dict()["is_usable"] is False
    assert len(seen.table.columns) == 6


@pytest.mark.parametrize(
    ("changes", "n_tracks", "reason"),
    [
        ({"artist": "One"}, 40, "belong to one group"),
        ({"artist": ["A", "B"]}, 2, "has a single row"),
    ],
)
def test_a_table_whose_model_could_not_be_scored_is_not_usable(
    write_tracks, tmp_path, changes, n_tracks, reason
) -> None:
    path = write_tracks(n_tracks=n_tracks, **changes)
    seen = inspect_table(TableRequest(table=path, min_tracks=1))
    with pytest.raises(InputError, match=reason) as refusal:
        train_model(
            TrainRequest(table=path, output=tmp_path / "out", min_tracks=1, trees=2)
        )
    assert seen.obstacle == str(refusal.value)


def test_a_file_that_is_no_table_can_not_be_inspected(tmp_path) -> None:
    page = tmp_path / "tracks.csv"
    page.write_text("<!DOCTYPE html>\n<html><body>Not found</body></html>\n")
    with pytest.raises(FileFormatError, match="web page"):
        inspect_table(TableRequest(table=page))
