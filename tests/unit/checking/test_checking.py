from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from genrelens.checking.checking import check_table
from genrelens.errors import InputError, TargetError
from genrelens.schema.columns import Kind, Role

LEAK_CODES = {
    "proxy-column",
    "suspicious-column",
    "unit-encodes-genre",
    "missingness-encodes-genre",
    "imputed-per-genre",
    "genre-word-in-names",
    "segments-of-one-clip",
    "several-genres-for-one-track",
    "repeated-track",
    "index-column",
    "looks-made-up",
}
N_TABLES = 50


def codes_of(checked):
    return [finding.code for finding in checked.table.findings]


def test_random_tables_raise_no_alarm(noise, make_table):
    alarms = [
        (seed, finding.code)
        for seed in range(N_TABLES)
        for finding in check_table(make_table(noise(seed))).table.findings
        if finding.code in LEAK_CODES
    ]
    assert len(alarms) <= 0.02 * N_TABLES, alarms


def plant(seed):
    """Make a table of noise in which the genre leaks in eight ways at once."""
    rng = np.random.default_rng(1000 + seed)
    n_genres = int(rng.integers(2, 9))
    n_rows = int(rng.integers(60, 200)) * n_genres
    code = rng.integers(0, n_genres, n_rows)
    genres = np.array([f"style{each} beat" for each in range(n_genres)])
    tempo = rng.normal(120, 20, n_rows)
    tempo = np.where(rng.random(n_rows) < 0.25, 100 + code * 1.2345, tempo)
    minutes = rng.lognormal(1.3, 0.2, n_rows)
    energy = rng.beta(2, 2, n_rows)
    is_gap = rng.random(n_rows) < np.where(code == 1, 0.4, 0.02)
    is_found = rng.random(n_rows) < 0.4
    columns = {
        "genre": genres[code],
        "track_name": [
            f"song {row} {genres[code[row]] if is_found[row] else ''}"
            for row in range(n_rows)
        ],
        "artist": rng.choice([f"artist {each}" for each in range(n_rows)], n_rows),
        "playlist_name": [
            f"list {c * 3 + r}" for c, r in zip(code, code % 3, strict=True)
        ],
        "cluster": [
            f"part {c}{r}"
            for c, r in zip(code, rng.integers(0, 2, n_rows), strict=True)
        ],
        "twin": (code * 7.0 + 3).tolist(),
        "nummer": np.arange(n_rows, dtype=float),
        "tempo": tempo,
        "energy": np.where(is_gap, np.nan, energy),
        "duration_ms": 60_000 * minutes,
    }
    return columns, {"duration_ms": np.where(code == 0, "min", "ms")}


PLANTED = {
    ("proxy-column", "playlist_name"),
    ("proxy-column", "cluster"),
    ("proxy-column", "twin"),
    ("index-column", "nummer"),
    ("imputed-per-genre", "tempo"),
    ("missingness-encodes-genre", "energy"),
    ("unit-encodes-genre", "duration_ms"),
    ("genre-word-in-names", None),
}


def leaking_table(make_table, seed):
    columns, units = plant(seed)
    return replace(make_table(columns), units=units)


def test_planted_leaks_are_found(make_table):
    missed = []
    for seed in range(N_TABLES):
        checked = check_table(leaking_table(make_table, seed))
        found = {(each.code, each.column) for each in checked.table.findings}
        missed += [(seed, each) for each in PLANTED - found]
    assert len(missed) <= 0.01 * N_TABLES * len(PLANTED), missed


def test_leaking_columns_are_no_longer_features_and_honest_ones_stay(
    make_table,
):
    table = check_table(leaking_table(make_table, 0)).table
    features = {column.name for column in table.with_role(Role.FEATURE)}
    assert features == {"tempo", "energy", "duration_ms"}
    proxies = {column.header for column in table.with_role(Role.PROXY)}
    assert proxies == {"playlist_name", "cluster", "twin"}


def test_a_forced_column_stays_a_feature_and_is_told(make_table):
    columns, _ = plant(1)
    checked = check_table(make_table(columns), forced=["Cluster", "playlist_name"])
    column = checked.table.named("cluster")
    assert column.role is Role.FEATURE
    assert checked.table.named("playlist_name").kind is Kind.CATEGORY
    told = [f for f in checked.table.findings if f.code == "forced-column"]
    assert {finding.column for finding in told} == {"cluster", "playlist_name"}
    remedies = {
        finding.column: finding.remedy
        for finding in checked.table.findings
        if finding.code == "proxy-column"
    }
    assert "You forced it" in remedies["cluster"]
    assert "left out" in remedies["twin"]


def test_no_finding_carries_a_stranger_s_control_characters(make_table):
    columns, _ = plant(3)
    columns = {f"{header}\x1b": cells for header, cells in columns.items()}
    columns["genre"] = [f"{genre}\x07" for genre in columns.pop("genre\x1b")]
    checked = check_table(make_table(columns))
    assert len(checked.table.findings) > 3
    shown = [checked.target_why, *(column.why for column in checked.table.columns)]
    for finding in checked.table.findings:
        shown += [finding.message, finding.remedy, *finding.examples]
    assert not any("\x1b" in text or "\x07" in text for text in shown)


def test_an_unknown_forced_column_is_refused_with_near_matches(make_table, noise):
    with pytest.raises(TargetError, match="Did you mean 'playlist_name'"):
        check_table(make_table(noise(0)), forced=["playlist_nam"])


def test_the_genre_cannot_be_forced_as_an_attribute(make_table, noise):
    with pytest.raises(InputError, match="is the genre; it cannot be forced"):
        check_table(make_table(noise(0)), forced=["genre"])


def test_exactly_one_column_is_the_target_and_its_cells_are_text(make_table):
    rng = np.random.default_rng(0)
    columns = {
        "Class": rng.integers(0, 3, 90).astype(float),
        "tempo": rng.normal(120, 9, 90),
        "playlist_subgenre": rng.choice(["a", "b", "c"], 90),
    }
    checked = check_table(make_table(columns))
    (target,) = checked.table.with_role(Role.TARGET)
    assert checked.target == target.name == "genre"
    assert target.kind is Kind.CATEGORY
    assert sorted(checked.table.frame["genre"].unique()) == ["0", "1", "2"]
    assert "genres-are-numbers" in codes_of(checked)
    assert checked.table.named("subgenre").role is Role.PROXY


def test_rows_stay_in_place_and_no_row_is_dropped_twice(make_table, noise):
    columns = {header: cells + cells[:20] for header, cells in noise(3).items()}
    columns["genre"] = [None, None, *columns["genre"][2:]]
    table = make_table(columns)
    checked = check_table(table, min_tracks_per_genre=60, conflict_policy="drop")
    assert len(checked.table.frame) == len(table.frame)
    dropped = np.concatenate([drop.rows for drop in checked.table.drops])
    assert len(dropped) == len(set(dropped.tolist()))
    kept = np.setdiff1d(np.arange(len(table.frame)), dropped)
    assert checked.labels.rows.tolist() == kept.tolist()
    assert checked.labels.counts.min() >= 60


def test_permuting_the_rows_permutes_the_result(make_table):
    columns, _ = plant(2)
    rng = np.random.default_rng(0)
    order = rng.permutation(len(columns["genre"]))
    shuffled = {
        header: [list(cells)[row] for row in order] for header, cells in columns.items()
    }
    for each in (columns, shuffled):
        each.pop("nummer")
    one = check_table(make_table(columns), min_tracks_per_genre=70)
    other = check_table(make_table(shuffled), min_tracks_per_genre=70)
    assert one.labels.codes[order].tolist() == other.labels.codes.tolist()
    assert [c.role for c in one.table.columns] == [c.role for c in other.table.columns]
    assert codes_of(one) == codes_of(other)


def test_a_table_without_attributes_is_refused_naming_the_columns(make_table):
    columns = {
        "genre": ["pop", "rock"] * 20,
        "track_name": [f"song {row}" for row in range(40)],
        "energy": [0.5] * 40,
    }
    with pytest.raises(InputError, match=r"No attribute is left.*'energy' \(constant"):
        check_table(make_table(columns))


def test_the_same_table_gives_the_same_result(make_table, noise):
    one, other = (check_table(make_table(noise(5))) for _ in range(2))
    assert one.table.findings == other.table.findings
    assert one.target_why == other.target_why


def test_a_table_of_names_alone_is_said_to_have_no_attribute(make_table):
    columns = {
        "genre": ["pop", "rock"] * 60,
        "track_name": [f"song {row}" for row in range(120)],
        "artist": [f"artist {row % 40}" for row in range(120)],
    }
    with pytest.raises(InputError, match=r"No attribute is left to learn from among 3"):
        check_table(make_table(columns))


def test_a_table_of_blank_attributes_is_said_to_be_empty(make_table):
    columns = {
        "genre": ["pop", "rock"] * 20,
        "track_name": [f"song {row}" for row in range(40)],
        "energy": [np.nan] * 40,
        "tempo": [np.nan] * 40,
    }
    with pytest.raises(TargetError, match="All attributes are empty in all 40 rows"):
        check_table(make_table(columns))


def test_a_policy_that_drops_every_row_is_named_with_its_options(make_table):
    rng = np.random.default_rng(0)
    columns = {
        "genre": ["pop"] * 60 + ["rock"] * 60,
        "track_id": [f"id {row}" for row in range(60)] * 2,
        "tempo": rng.normal(120, 20, 120),
    }
    with pytest.raises(
        TargetError,
        match=r"policy --conflicts drop removed all 120 rows.*"
        "Use --conflicts keep-all or --conflicts first",
    ):
        check_table(make_table(columns), conflict_policy="drop")
