from __future__ import annotations

import numpy as np
import pytest

from genrelens.errors import FileFormatError, InputError, TargetError
from genrelens.workflow.preparing import check_file, prepare
from genrelens.workflow.requests import TableRequest


def test_rows_features_and_labels_stand_row_for_row(small_run) -> None:
    prepared = prepare(small_run.request)
    table = prepared.checked.table
    left_out = {row for drop in table.drops for row in drop.rows.tolist()}
    assert sorted(left_out | set(prepared.rows.tolist())) == list(
        range(len(table.frame))
    )
    assert not left_out & set(prepared.rows.tolist())
    assert len(prepared.inputs) == len(prepared.labels) == len(prepared.rows)
    assert list(prepared.inputs) == [feature.name for feature in prepared.features]
    for name in prepared.inputs:
        expected = table.frame[name].to_numpy()[prepared.rows]
        assert np.array_equal(
            prepared.inputs[name].to_numpy(), expected, equal_nan=True
        )


def test_labels_are_the_planted_genres_once_their_spellings_are_one(small_run) -> None:
    prepared = prepare(small_run.request)
    true = small_run.sample.truth.genre[prepared.rows]
    assert (prepared.labels == true).all()


def test_planted_proxies_and_constants_are_no_features(small_run) -> None:
    prepared = prepare(small_run.request)
    origins = {feature.origin for feature in prepared.features}
    truth = small_run.sample.truth
    assert not origins & {*truth.proxies, *truth.constants}


def test_a_dropped_column_is_named_by_header_or_by_name(write_tracks) -> None:
    path = write_tracks(**{"Duration (ms)": range(100_000, 160_000, 1_000)})
    for name in ("Duration (ms)", "duration_ms"):
        prepared = prepare(TableRequest(table=path, drop=(name,)))
        assert [feature.name for feature in prepared.features] == ["tempo", "energy"]


def test_an_unknown_column_to_drop_is_refused_with_the_nearest(write_tracks) -> None:
    with pytest.raises(InputError, match=r"--drop names 'tempoo'.*nearest are 'tempo'"):
        prepare(TableRequest(table=write_tracks(), drop=("tempoo",)))


def test_a_strange_name_to_drop_is_shown_escaped(write_tracks) -> None:
    with pytest.raises(InputError, match=r"'\\x1b\[31m'.*They begin with 'tempo'"):
        prepare(TableRequest(table=write_tracks(), drop=("\x1b[31m",)))


def test_dropping_every_attribute_is_refused(write_tracks) -> None:
    with pytest.raises(InputError, match="--drop leaves none of the 2 attributes"):
        prepare(TableRequest(table=write_tracks(), drop=("tempo", "energy")))


def test_one_genre_that_is_common_enough_is_not_enough(write_tracks) -> None:
    genres = ["house"] * 57 + ["dub"] * 3
    path = write_tracks(genre=genres)
    with pytest.raises(TargetError, match="leaves 1 of 2 genres with 5 or more"):
        prepare(TableRequest(table=path))
    assert len(prepare(TableRequest(table=path, min_tracks=3)).labels) == 60


def test_the_encoding_and_the_delimiter_asked_for_are_used(tmp_path) -> None:
    rows = "".join(
        f"Bj\xf6rk|{80 + i}|{'dub' if i % 2 else 'ska'}\n" for i in range(20)
    )
    path = tmp_path / "tracks.csv"
    path.write_bytes(("artist|tempo|genre\n" + rows).encode("cp1252"))
    checked = check_file(
        TableRequest(table=path, encoding="cp1252", delimiter="|", target="genre")
    )
    assert checked.table.frame["artist"].iloc[0] == "Bj\xf6rk"
    with pytest.raises(FileFormatError):
        check_file(TableRequest(table=path, encoding="utf-8", delimiter="|"))


def test_a_column_forced_and_dropped_is_refused(write_tracks) -> None:
    path = write_tracks(mood=["calm", "wild", "sad"] * 20)
    with pytest.raises(InputError, match="--drop and --force both name 'mood'"):
        prepare(TableRequest(table=path, drop=("mood",), force=("mood",)))


def test_an_attribute_may_be_listed_and_dropped(write_tracks) -> None:
    path = write_tracks(**{"Duration (ms)": range(100_000, 160_000, 1_000)})
    listed = ("tempo", "Duration (ms)")
    prepared = prepare(TableRequest(table=path, features=listed, drop=("duration_ms",)))
    assert [feature.name for feature in prepared.features] == ["tempo"]
    with pytest.raises(InputError, match="--drop leaves none of the 1 attributes"):
        prepare(TableRequest(table=path, features=("tempo",), drop=("tempo",)))
