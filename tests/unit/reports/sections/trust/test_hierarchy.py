from __future__ import annotations

from dataclasses import replace

import pytest

from genrelens.evaluation.hierarchy.results import HierarchicalScores, LevelAnswers
from genrelens.evaluation.results import Estimate
from genrelens.reports.sections.trust.hierarchy import hierarchy_section
from genrelens.reports.templating import _environment
from genrelens.schema.genre_tree import GenreTree


def share(value: float) -> Estimate:
    return Estimate(value, value - 0.01, value + 0.01)


@pytest.fixture
def scores() -> HierarchicalScores:
    levels = (
        LevelAnswers("genre", 400, share(0.4), share(0.87)),
        LevelAnswers("family", 300, share(0.3), share(0.81)),
        LevelAnswers("none", 300, share(0.3), None),
    )
    return HierarchicalScores(
        scenario="unseen artists",
        n_tracks=1000,
        n_groups=321,
        tree=GenreTree.of({"a": "x"}),
        is_given=False,
        n_families=4,
        accuracy=share(0.53),
        family_accuracy=share(0.68),
        precision=share(0.6),
        recall=share(0.58),
        f1=share(0.59),
        certainty=0.8,
        threshold=0.62,
        levels=levels,
        answered=LevelAnswers("answered", 700, share(0.7), share(0.84)),
    )


def rendered(section: dict[str, object]) -> str:
    page = _environment().from_string(
        '{% import "macros.html.j2" as ui %}{% include "sections/hierarchy.html.j2" %}'
    )
    return page.render(hierarchy=section)


def test_family_and_genre_stand_side_by_side_with_their_intervals(
    scores, naming
) -> None:
    lead = hierarchy_section(scores, naming)["lead"]
    assert "the families found here (4 families)" in lead
    assert "68.0\xa0% of the tracks (95 % interval 67.0 to 69.0\xa0%)" in lead
    assert "unseen artists, 1,000 tracks in 321 groups" in lead
    given = hierarchy_section(replace(scores, is_given=True), naming)["lead"]
    assert "the family tree you gave" in given


def test_the_answers_are_told_with_threshold_share_and_accuracy(scores, naming) -> None:
    words = hierarchy_section(scores, naming)["certain"]
    assert "right in 80\xa0% of its answers" in words
    assert "answers 70.0\xa0% of the tracks" in words
    assert "84.0\xa0% of these answers are right" in words
    assert "probability of 0.62" in words


def test_a_promise_that_cannot_be_kept_is_not_made(scores, naming) -> None:
    words = hierarchy_section(replace(scores, threshold=None), naming)["certain"]
    assert "the model should give none" in words


def test_genres_that_the_tree_lacks_are_named(scores, naming) -> None:
    some = replace(scores, missing=("<b>polka</b>",))
    page = rendered(hierarchy_section(some, naming))
    assert "1 genre is not in the tree and stands alone" in page
    assert "&lt;b&gt;polka" in page
    many = replace(scores, missing=tuple("abcdefghij"))
    words = hierarchy_section(many, naming)["missing"]
    assert "10 genres are not in the tree" in words
    assert "and 2 more" in words


def test_chart_and_tables_hold_the_same_levels(scores, naming) -> None:
    section = hierarchy_section(scores, naming)
    assert section["chart"].count('class="part ') == 3
    assert [row[1].text for row in section["levels"].rows] == ["400", "300", "300"]
    assert rendered(section).count("<table") == 2
