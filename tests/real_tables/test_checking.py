"""What checking finds, and does not find, in the real tables."""

from __future__ import annotations

import pytest

from genrelens.checking.checking import check_table
from genrelens.cleaning.cleaning import clean_table
from genrelens.errors import TargetError
from genrelens.ingest.reading import read_table
from genrelens.schema.columns import Role
from genrelens.schema.findings import Severity

pytestmark = pytest.mark.real_tables

LEAKS = {
    "proxy-column",
    "suspicious-column",
    "unit-encodes-genre",
    "missingness-encodes-genre",
    "imputed-per-genre",
    "genre-word-in-names",
    "segments-of-one-clip",
    "looks-made-up",
}


def check(folder, name, **options):
    return check_table(clean_table(read_table(folder / name)), **options)


def findings(checked, code):
    return [each for each in checked.table.findings if each.code == code]


def test_the_seed_is_known_for_a_text_search(real_tables):
    checked = check(real_tables, "seed/tracks_data.csv")
    assert checked.target == "genre"
    (words,) = findings(checked, "genre-word-in-names")
    assert words.n_rows >= 43
    (few,) = findings(checked, "few-tracks-per-genre")
    assert len(few.details["tracks_by_genre"]) == 6
    assert [(d.code, len(d.rows)) for d in checked.table.drops] == [("repeated-row", 1)]


def test_sub_genre_and_playlists_of_tidytuesday_are_proxies(real_tables):
    checked = check(real_tables, "tidytuesday/spotify_songs.csv")
    assert checked.table.named(checked.target).header == "playlist_genre"
    assert "'playlist_subgenre' (24 values)" in checked.target_why
    proxies = {column.header for column in checked.table.with_role(Role.PROXY)}
    assert proxies == {"playlist_subgenre", "playlist_name", "playlist_id"}
    assert {f.column for f in findings(checked, "proxy-column")} == proxies
    (conflict,) = findings(checked, "several-genres-for-one-track")
    assert conflict.details["told_by"] == "track id"
    assert conflict.details["n_tracks_in_all"] == 28_356
    assert conflict.details["share"] == pytest.approx(0.059, abs=0.0006)


def test_dropping_conflicts_leaves_out_just_their_rows(real_tables):
    checked = check(
        real_tables, "tidytuesday/spotify_songs.csv", conflict_policy="drop"
    )
    (drop,) = [d for d in checked.table.drops if d.code == "conflicting-genre"]
    ids = checked.table.frame["track_id"]
    genres = checked.table.frame[checked.target].groupby(ids).nunique()
    assert set(ids.iloc[drop.rows]) == set(genres.index[genres > 1])


def test_units_and_gaps_of_machinehack_give_the_class_away(real_tables):
    checked = check(real_tables, "machinehack/train.csv")
    (unit,) = findings(checked, "unit-encodes-genre")
    assert unit.column == "duration_in min/ms"
    assert unit.details["cramers_v"] > 0.8
    gaps = {f.column for f in findings(checked, "missingness-encodes-genre")}
    assert gaps == {"Popularity", "instrumentalness"}
    assert checked.labels.genres == tuple(sorted(str(code) for code in range(11)))


def test_clips_of_gtzan_are_counted(real_tables):
    checked = check(real_tables, "gtzan/features_10_sec.csv")
    (clips,) = findings(checked, "segments-of-one-clip")
    assert (clips.n_rows, clips.details["n_clips"]) == (2_991, 1_000)


def test_whole_clips_of_gtzan_have_14_repeats_and_one_conflict(real_tables):
    checked = check(real_tables, "gtzan/features_30_sec.csv")
    assert findings(checked, "segments-of-one-clip") == []
    (repeats,) = findings(checked, "repeated-track")
    assert repeats.details["n_tracks"] == 14
    (conflict,) = findings(checked, "several-genres-for-one-track")
    assert conflict.details["n_tracks"] == 1


def test_conflicts_are_found_by_attributes_where_there_are_no_ids(real_tables):
    checked = check(real_tables, "spotify114/spotify_tracks_114_union.parquet")
    (conflict,) = findings(checked, "several-genres-for-one-track")
    assert conflict.details["told_by"] == "equal attributes"
    assert conflict.details["share"] == pytest.approx(0.13, abs=0.002)
    assert conflict.details["worst_pairs"][0][:2] == ["singer-songwriter", "songwriter"]


@pytest.mark.parametrize(
    "name",
    [
        "spotify114/spotify_30_percent_A.csv",
        "spotify114/with_ids_ismay_2024.csv",
        "gtzan/features_30_sec.csv",
        "messy/dmartinez_tracks_data.csv",
        "messy/genre_df_tab_separated.csv",
        "messy/spotify2000_bom.csv",
        "messy/icon_R_dotted_headers.csv",
        "messy/top50_latin1.csv",
    ],
)
def test_clean_tables_give_no_false_leak(real_tables, name):
    checked = check(real_tables, name)
    warned = {f.code for f in checked.table.findings if f.severity != Severity.NOTE}
    assert warned & LEAKS == set()


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("taste/data.csv", "No column can serve as the genre"),
        ("messy/boonem_jazz_500_one_genre_per_file.csv", "holds one genre"),
        ("messy/fatemeh_title_case_no_label.csv", "genrelens predict"),
        ("messy/genres_v2_url_columns_238.csv", "every row says 'Dark Trap'"),
    ],
)
def test_tables_without_two_genres_are_refused_with_the_reason(
    real_tables, name, reason
):
    with pytest.raises(TargetError, match=reason):
        check(real_tables, name)
