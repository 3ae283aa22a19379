"""Tests of genrelens.cleaning.genre_lists.bringing_to_one."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.cleaning.genre_lists.bringing_to_one import only_item
from genrelens.cleaning.genre_names import read_genres
from genrelens.schema.genre_rules import GenreRules
from genrelens.schema.genre_tree import GenreTree

CELLS = [*["Rock"] * 5, "Rock; Live", "Live; Rock", "Odd; Even", "(17)", "Other"]


def test_every_way_of_choosing_stands_in_the_ledger_with_lines(column) -> None:
    read = read_genres(column(CELLS, "genre"), GenreRules(from_tags=True))

    assert read.series.tolist()[:9] == [*["Rock"] * 7, "Odd", "Rock"]
    assert np.isnan(read.series.tolist()[9])
    told = {change.what: (change.n_cells, change.lines) for change in read.changes}
    assert told == {
        "words that stand for no genre were read as missing": (1, (11,)),
        "numbers of the ID3 list were read as the genres they stand for": (1, (10,)),
        "of several genres the first was kept, which has 5 tracks or more": (1, (7,)),
        "of several genres the first that has 5 tracks or more was kept, which is a "
        "later one": (1, (8,)),
        "of several genres the most frequent in the table was kept": (1, (9,)),
    }
    assert read.changes[1].examples == (("(17)", "Rock"),)


def test_one_finding_counts_what_was_chosen_how(column) -> None:
    read = read_genres(column(CELLS, "genre"), GenreRules(from_tags=True))

    several, placeholder = read.findings
    assert (several.code, several.n_rows) == ("several-genres-in-a-cell", 3)
    assert several.message == (
        "'genre' seems to list several genres in 3 cells; the first was learnt in 1, "
        "a later one, the first that has 5 tracks or more, in 1, the most frequent of "
        "the table in 1."
    )
    assert "--several-genres" in several.remedy
    assert (placeholder.code, placeholder.lines) == ("placeholder-genres", (11,))


def test_lists_are_kept_where_that_is_asked(column) -> None:
    read = read_genres(column(CELLS, "genre"), GenreRules(several="keep"))

    assert read.series.tolist()[5:8] == ["Rock; Live", "Live; Rock", "Odd; Even"]
    assert "kept as one label" in read.findings[0].message


def test_the_tree_is_named_where_it_decides(column) -> None:
    tree = GenreTree.of({"Rock": "all"})
    read = read_genres(column(CELLS, "genre"), GenreRules(tree=tree))

    assert any("stands in the tree" in change.what for change in read.changes)


@pytest.mark.parametrize("several", ["first", "most-frequent", "keep"])
def test_cells_of_one_genre_are_as_they_were_whatever_the_rule(column, several) -> None:
    cells = ["pop", "Dance/Electronic", "R&B", "Other", "unknown", "17", "hip hop", "?"]
    before = read_genres(column(cells, "genre"))
    after = read_genres(column(cells, "genre"), GenreRules(several=several))

    assert after.series.equals(before.series)
    assert after.changes == before.changes
    assert after.findings == before.findings == ()


def test_a_list_of_one_is_its_item_and_a_list_of_two_stays() -> None:
    assert only_item("[ 'k pop' ]") == "k pop"
    assert only_item("['a', 'b']") == "['a', 'b']"
