from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from genrelens.reports.naming import Naming, name_everything
from genrelens.reports.page import render_report
from genrelens.reports.sections.shapley import shapley_section

if TYPE_CHECKING:
    from collections.abc import Callable

    from genrelens.reports.facts import ReportFacts


def test_the_table_holds_the_mean_sizes_of_every_genre_and_attribute(
    facts: ReportFacts, naming: Naming
) -> None:
    assert facts.shapley is not None
    table = shapley_section(facts, naming)["table"]
    sizes = facts.shapley.sizes
    told = np.array([[cell.sort for cell in row[1:]] for row in table.rows])
    by_size = np.argsort(-sizes.sum(axis=1), kind="stable")
    assert np.array_equal(told, sizes[by_size].T)


def test_the_packed_values_are_those_of_the_tracks_and_genre_they_name(
    facts: ReportFacts, naming: Naming
) -> None:
    assert facts.shapley is not None
    data = shapley_section(facts, naming)["data"]
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    for genre in range(6):
        low, high = data["domain"][genre]
        text = data["values"][genre]
        steps = [
            letters.index(a) * 64 + letters.index(b)
            for a, b in zip(text[::2], text[1::2], strict=True)
        ]
        n_tracks = len(data["tracks"][genre]) // 3
        read = low + np.array(steps).reshape(-1, n_tracks) / 4095 * (high - low)
        true = facts.shapley.values[:, :, genre]
        probability = facts.shapley.base[:, genre] + true.sum(axis=1)
        best = np.argmax(probability)
        first = data["order"][genre][0]
        assert n_tracks == 300
        assert np.abs(read[0] - true[best, first]).min() < (high - low) / 4000


def test_thinning_keeps_the_tracks_for_which_the_genre_is_likeliest(
    facts: ReportFacts, naming: Naming
) -> None:
    section = shapley_section(facts, naming)
    assert section["is_thinned"]
    assert section["n_points"] == 300
    small = replace(facts, shapley=_first(facts, 50))
    section = shapley_section(small, naming)
    assert not section["is_thinned"]
    assert section["n_points"] == 50


def _first(facts: ReportFacts, n: int) -> object:
    table = facts.shapley
    assert table is not None
    return replace(
        table,
        rows=table.rows[:n],
        values=table.values[:n],
        base=table.base[:n],
        inputs=table.inputs.iloc[:n],
        n_explained=n,
    )


def test_means_are_of_all_explained_tracks_and_the_swarm_of_the_sample_kept(
    facts: ReportFacts, naming: Naming
) -> None:
    table = replace(_first(facts, 50), n_explained=70_000)  # type: ignore[type-var]
    section = shapley_section(replace(facts, shapley=table), naming)
    assert "over 70,000 tracks" in section["table"].caption
    assert section["is_sampled"]
    assert (section["n_points"], section["n_kept"]) == (50, 50)
    page = render_report(replace(facts, shapley=table))
    assert "50 tracks of an even sample of 50" in page
    assert "of an even sample" not in render_report(facts)


def test_missing_values_and_words_have_a_tone_of_their_own(
    facts: ReportFacts, naming: Naming
) -> None:
    section = shapley_section(facts, naming)
    key_row = section["swarm"].split(">key<")[1].split("</g>")[0]
    assert all(f'd="M0 0" class="bee t{tone}"' in key_row for tone in range(7))
    assert 'd="M0 0" class="bee t7"' not in key_row


def test_bars_have_parts_only_where_colours_can_tell_them_apart(
    make_facts: Callable[..., ReportFacts], facts: ReportFacts, naming: Naming
) -> None:
    few = shapley_section(facts, naming)
    assert [colour for _, colour in few["parts"]] == [f"g{at}" for at in range(6)]
    assert not few["has_others"]
    many = make_facts(n_genres=114, n_tracks=3000, n_explained=100)
    section = shapley_section(many, name_everything(many))
    assert section["parts"] == []
    assert section["bars"].count('class="part accent"') == 12
    some = make_facts(n_genres=12, n_explained=50)
    drawn = shapley_section(some, name_everything(some))
    assert len({colour for _, colour in drawn["parts"]}) == 12
    assert not drawn["has_others"]
    more = make_facts(n_genres=20, n_explained=50)
    assert shapley_section(more, name_everything(more))["has_others"]


@pytest.mark.parametrize("n_explained", [0, None])
def test_no_explained_track_means_no_section(
    facts: ReportFacts, naming: Naming, n_explained: int | None
) -> None:
    table = None if n_explained is None else _first(facts, n_explained)
    section = shapley_section(replace(facts, shapley=table), naming)
    assert section == {"table": None, "data": None}


def test_values_that_are_all_zero_are_drawn(facts: ReportFacts, naming: Naming) -> None:
    table = _first(facts, 10)
    flat = replace(table, values=table.values * 0, sizes=table.sizes * 0)  # type: ignore[attr-defined, type-var]
    assert shapley_section(replace(facts, shapley=flat), naming)["heat"]
