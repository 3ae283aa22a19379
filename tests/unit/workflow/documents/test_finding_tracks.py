from __future__ import annotations

import numpy as np
import pytest

from genrelens.cleaning.cleaning import clean_table
from genrelens.errors import InputError
from genrelens.ingest.reading import read_table
from genrelens.workflow.documents.finding_tracks import FoundTrack, find_track


@pytest.fixture(scope="module")
def table(small_run):
    return clean_table(read_table(small_run.table))


def test_a_track_is_found_by_id_by_name_and_by_row(small_run, table) -> None:
    frame = small_run.sample.frame
    names = frame["track_name"].str.lower()
    row = int(np.flatnonzero(~names.duplicated(keep=False))[10])
    found = find_track(table, frame["track_id"].iloc[row].upper())
    assert found.row in np.flatnonzero(frame["track_id"] == frame["track_id"].iloc[row])
    assert find_track(table, frame["track_name"].iloc[row].upper()) == FoundTrack(row)
    for wanted in (f"{row + 1}", f"row:{row + 1}", f"line:{row + 2}"):
        assert find_track(table, wanted) == FoundTrack(row)
    assert find_track(table, str(len(frame))).row == len(frame) - 1


def test_a_name_that_several_tracks_bear_is_refused_with_their_rows(
    write_tracks,
) -> None:
    names = ["Twice" if i in (4, 8) else f"Song {i}" for i in range(60)]
    found = clean_table(read_table(write_tracks(track_name=names)))
    with pytest.raises(InputError, match=r"name of 2 rows \(5, 9\)"):
        find_track(found, "twice")


def test_a_name_of_digits_wins_over_the_row_of_that_number(write_tracks) -> None:
    names = [f"Song {i}" for i in range(59)] + ["22"]
    found = clean_table(read_table(write_tracks(track_name=names)))
    assert find_track(found, "22").row == 59
    assert find_track(found, "row:22").row == 21
    assert find_track(found, "23").row == 22


@pytest.mark.parametrize(
    "wanted", ["0", "-1", "623", "1.0", "²", "nobody", "", "nan", "row:0"]
)
def test_what_names_no_track_is_refused_with_the_range(table, wanted) -> None:
    with pytest.raises(InputError, match="no row number from 1 to 622"):
        find_track(table, wanted)


def test_a_strange_name_is_told_escaped(table) -> None:
    with pytest.raises(InputError) as told:
        find_track(table, "\x1b[2J\nx")
    assert "\x1b" not in str(told.value)
    assert "\n" not in str(told.value)


def test_a_line_is_one_of_the_file_even_where_a_title_runs_over_two(tmp_path) -> None:
    path = tmp_path / "t.csv"
    rows = [f't{n},"Song\n{n}",{100 + n}.5,dub' for n in range(20)]
    path.write_text("track_id,track_name,tempo,genre\n" + "\n".join(rows) + "\n")
    found = clean_table(read_table(path))
    assert [find_track(found, f"line:{line}").row for line in (2, 4, 6)] == [0, 1, 2]
    with pytest.raises(InputError, match="no line from 2 to 40 on which a row begins"):
        find_track(found, "line:3")


@pytest.mark.parametrize(
    "wanted", ["line:0", "line:1", "line:624", "line:9" + "9" * 17]
)
def test_a_line_without_a_row_is_refused_with_the_range(table, wanted) -> None:
    with pytest.raises(InputError, match="no line from 2 to 623"):
        find_track(table, wanted)


def test_of_several_rows_with_one_id_the_first_is_taken_and_all_are_told(
    write_tracks,
) -> None:
    ids = ["same" if i % 9 == 4 else f"t{i}" for i in range(60)]
    found = find_track(clean_table(read_table(write_tracks(track_id=ids))), "SAME")
    assert found.row == 4
    assert "7 rows (5, 14, 23, 32, 41 and 2 more); this is row 5" in found.note
