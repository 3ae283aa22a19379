from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from genrelens.evaluation.labels.doubting import choose_kinds, list_doubts, title_of
from genrelens.evaluation.labels.evidence.gathering import gather_evidence
from genrelens.evaluation.labels.results import (
    ARTIST,
    KINDS,
    SAME_TRACK,
    SPELLING,
)
from genrelens.evaluation.scores import HeldOut

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import World
    from genrelens.cleaning.track_table import TrackTable


def test_most_listed_rows_are_wrong_and_most_wrong_rows_are_listed(
    planted: World,
) -> None:
    evidence = gather_evidence(planted.held_out, planted.table, planted.rows)
    kinds, suggestion = choose_kinds(evidence, {})
    is_listed = kinds != ""
    assert planted.is_wrong[is_listed].mean() > 0.8
    assert is_listed[planted.is_wrong].mean() > 0.8
    right = suggestion == planted.truth
    assert right[planted.is_wrong & is_listed].mean() > 0.9
    assert set(kinds[is_listed]) <= set(KINDS)


def test_doubts_come_in_order_each_with_its_evidence_in_words(planted: World) -> None:
    evidence = gather_evidence(planted.held_out, planted.table, planted.rows)
    kinds, suggestion = choose_kinds(evidence, {})
    doubts = list_doubts(
        evidence, kinds, suggestion, planted.rows, planted.genres, planted.table
    )
    assert len(doubts) == (kinds != "").sum()
    assert all(a.doubt >= b.doubt for a, b in pairwise(doubts))
    first = next(each for each in doubts if each.kind == ARTIST)
    assert first.line == first.row + 2
    assert first.title == f"Artist {first.row // 6} – Song {first.row}"
    assert f"labelled {first.label}; by sound" in first.reason
    assert f"other tracks by its artists are {first.suggestion}" in first.reason
    assert first.to_dict()["reason"] == first.reason


def test_a_copy_under_a_genre_that_fits_better_is_told(
    make_table: Callable[..., TrackTable],
) -> None:
    n = 60
    truth = np.arange(n) % 2
    codes = truth.copy()
    codes[0] = 1  # row 0 is a copy of row 2, and sounds like genre 0
    ids = [f"id{number}" for number in range(n)]
    ids[0] = "id2"
    table = make_table(track_id=ids, genre=[f"genre {code}" for code in codes])
    proba = np.where(np.eye(2)[truth] == 1, 0.97, 0.03)
    units = np.arange(n)
    units[0] = 2
    held_out = HeldOut.of(codes, proba, units=units)
    rows = np.arange(n)
    evidence = gather_evidence(held_out, table, rows)
    kinds, suggestion = choose_kinds(evidence, {})
    assert kinds[0] == SAME_TRACK
    assert suggestion[0] == 0
    assert kinds[2] == ""
    doubts = list_doubts(
        evidence, kinds, suggestion, rows, ("genre 0", "genre 1"), table
    )
    told = next(each for each in doubts if each.row == 0)
    assert "the same track is also in the table as genre 0" in told.reason
    assert told.second_genre == "genre 1"
    assert told.title == ""


def test_rows_of_a_misspelt_genre_are_all_listed(planted: World) -> None:
    evidence = gather_evidence(planted.held_out, planted.table, planted.rows)
    kinds, suggestion = choose_kinds(evidence, {3: 4})
    is_slip = evidence.codes == 3
    assert (kinds[is_slip] == SPELLING).all()
    assert (suggestion[is_slip] == 4).all()


def test_control_characters_in_names_are_shown_as_codes(
    make_table: Callable[..., TrackTable],
) -> None:
    table = make_table(artist=["A\x1b[31m"], track_name=[None])
    assert title_of(table, 0) == "A\\x1b[31m"
