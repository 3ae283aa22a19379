from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from genrelens.checking.rows import drop_rare_genres, find_useless_rows
from genrelens.cleaning.track_table import RowDrop
from genrelens.errors import TargetError

N = 40
TITLES = [f"song {row}" for row in range(N)]
GENRES = ["pop", "rock"] * (N // 2)
TEMPO = [100.0 + row for row in range(N)]


def drops_of(table):
    findings, drops = find_useless_rows(table, target="genre")
    assert [each.code for each in findings] == [each.code for each in drops]
    return {drop.code: drop.rows.tolist() for drop in drops}


def test_each_kind_of_useless_row_is_listed_once(make_table):
    table = make_table(
        {
            "genre": [*GENRES, None, "Genre", None, "pop", GENRES[3]],
            "track_name": [*TITLES, None, "track_name", "a", "b", TITLES[3]],
            "tempo": [*TEMPO, None, None, 90.0, None, TEMPO[3]],
        }
    )
    assert drops_of(table) == {
        "blank-row": [40],
        "repeated-header": [41],
        "no-genre": [42],
        "no-attributes": [43],
        "repeated-row": [44],
    }


def test_findings_carry_line_numbers_of_the_file(make_table):
    table = make_table(
        {"genre": [*GENRES, None], "track_name": [*TITLES, "x"], "tempo": [*TEMPO, 9.0]}
    )
    (finding,), _ = find_useless_rows(table, target="genre")
    assert finding.lines == (N + 2,)
    assert finding.n_rows == 1


def test_rows_that_differ_only_in_their_number_are_repeats(make_table):
    double = {
        "Unnamed: 0": [str(row) for row in range(2 * N)],
        "genre": GENRES * 2,
        "track_name": TITLES * 2,
        "tempo": TEMPO * 2,
    }
    assert drops_of(make_table(double)) == {"repeated-row": list(range(N, 2 * N))}


def test_equal_rows_of_coarse_columns_are_kept_and_told(make_table):
    rng = np.random.default_rng(0)
    coarse = {
        "genre": rng.choice(["pop", "rock"], 300),
        "explicit": rng.choice([0.0, 1.0], 300),
        "rating": rng.integers(1, 6, 300),
    }
    findings, drops = find_useless_rows(make_table(coarse), target="genre")
    assert drops == ()
    assert [finding.code for finding in findings] == ["repeats-not-judged"]


def test_rare_genres_are_left_out_by_name_and_count(make_table):
    table = make_table(
        {"genre": [*GENRES, "ska", "dub", "dub"], "tempo": [*TEMPO, 1, 2, 3]}
    )
    (finding,), (drop,) = drop_rare_genres(table, target="genre", least=3)
    assert drop.rows.tolist() == [40, 41, 42]
    assert "'dub (2)', 'ska (1)'" in finding.message
    assert finding.details["tracks_by_genre"] == {"dub": 2, "ska": 1}


def test_one_genre_left_is_refused_with_the_counts(make_table):
    table = make_table({"genre": ["pop"] * 39 + ["ska"], "tempo": TEMPO})
    with pytest.raises(TargetError, match=r"leaves 1 of 2 genres.*'ska' 1"):
        drop_rare_genres(table, target="genre", least=5)


def test_nothing_is_dropped_from_a_clean_table(make_table):
    table = make_table({"genre": GENRES, "track_name": TITLES, "tempo": TEMPO})
    assert drops_of(table) == {}
    assert drop_rare_genres(table, target="genre", least=5) == ((), ())


def test_rows_of_a_table_without_attribute_columns_are_kept(make_table):
    """They once all counted as rows without any attribute."""
    table = make_table({"genre": GENRES, "track_name": TITLES})
    assert drops_of(table) == {}


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("no-attributes", "All attributes are empty in all 40 rows. Fill in"),
        ("no-genre", "The genre is empty in all 40 rows. Fill in the genre."),
        ("repeated-row", r"All 40 rows were left out \(exact repeat of"),
    ],
)
def test_where_no_row_is_left_the_cause_is_told(make_table, reason, told):
    table = make_table({"genre": GENRES, "tempo": TEMPO})
    table = replace(table, drops=(RowDrop(reason, np.arange(N), "made by hand"),))
    with pytest.raises(TargetError, match=f"has no row left to learn from.*{told}"):
        drop_rare_genres(table, target="genre", least=5)


def test_too_rare_genres_are_refused_naming_the_option_that_lets_them_in(make_table):
    table = make_table({"genre": ["pop", "ska"], "tempo": [1.0, 2.0]})
    with pytest.raises(TargetError, match="ask for fewer a genre with --min-tracks"):
        drop_rare_genres(table, target="genre", least=5)
