"""Tests of genrelens.reports.sections.trust.honesty."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from genrelens.evaluation.comparing.paired import Difference
from genrelens.evaluation.honesty.results import GapLevel, GapStep, HonestyGap
from genrelens.evaluation.results import Estimate
from genrelens.reports.sections.trust.honesty import honesty_section
from genrelens.reports.templating import _environment

if TYPE_CHECKING:
    from genrelens.reports.naming import Naming

TEMPLATE = '{% import "macros.html.j2" as ui %}{% include "sections/honesty.html.j2" %}'


def _level(scenario: str, title: str, accuracy: float, n_train: int = 720) -> GapLevel:
    return GapLevel(
        scenario, title, Estimate(accuracy, accuracy - 0.02, accuracy + 0.02),
        Estimate(0.8, 0.79, 0.81), None, 900, 90, "groups of artists", n_train,
    )  # fmt: skip


def _step(code: str, title: str, first: float, second: float, half: float) -> GapStep:
    value = first - second
    found = Difference(
        "accuracy",
        first,
        second,
        value,
        value - half,
        value + half,
        0.01,
        900,
        90,
        1000,
    )
    return GapStep(code, title, "x", "y", found, None, None, f"{title} does this.")


@pytest.fixture
def gap() -> HonestyGap:
    return HonestyGap(
        scenario="unseen artists",
        headline="unseen_artists",
        n_tracks=900,
        n_groups=90,
        group_words="groups of artists",
        levels=(
            _level("random_rows", "random rows", 0.60),
            _level("unseen_tracks", "unseen tracks", 0.58),
            _level("unseen_artists", "unseen artists", 0.55),
            _level("fewer_tracks", "fewer tracks to learn from", 0.54, 400),
        ),
        steps=(
            _step("copies_apart", "copies of a track kept apart", 0.60, 0.58, 0.03),
            _step("artists_apart", "artists kept apart", 0.58, 0.55, 0.01),
            _step("fewer_tracks", "fewer tracks to learn from", 0.55, 0.54, 0.009),
        ),
        total=_step("total", "random rows to the headline", 0.60, 0.55, 0.02),
        sentence="A gap of 5.0 points.",
        beyond="On other sources it is less.",
        notes=("a rule",),
    )


def test_the_picture_has_every_way_and_step_and_the_tables_their_intervals(
    gap: HonestyGap, naming: Naming
) -> None:
    section = honesty_section(gap, naming)
    for words in ("random rows", "artists apart", "−3.0", "the same, fewer tracks"):
        assert f">{words}<" in section["chart"]
    headline = section["levels"].rows[2]
    assert headline[0].text == "unseen artists (headline)"
    assert [cell.text for cell in headline[1:4]] == ["900", "90", "720"]
    assert headline[4].detail == "53.0 to 57.0\u00a0%"
    step = section["steps"].rows[1]
    assert (step[1].text, step[1].detail) == ("−3.0", "−4.0 to −2.0")
    assert step[2].text == "not defined"
    assert section["steps"].rows[-1][0].text == "random rows to the headline"


def test_an_unclear_step_is_grey_and_a_clear_one_is_not(
    gap: HonestyGap, naming: Naming
) -> None:
    chart = honesty_section(gap, naming)["chart"]
    assert chart.count('class="density"') == 1
    assert chart.count('class="down"') == 2


def test_any_hits_get_a_column_of_their_own_where_there_are_some(
    gap: HonestyGap, naming: Naming
) -> None:
    hit = Difference("any_hit", 0.7, 0.6, 0.1, 0.08, 0.12, 0.01, 800, 90, 1000)
    levels = tuple(replace(x, any_hit=Estimate(0.7, 0.6, 0.8)) for x in gap.levels)
    steps = tuple(replace(x, any_hit=hit) for x in gap.steps)
    found = replace(
        gap, levels=levels, steps=steps, total=replace(gap.total, any_hit=hit)
    )
    section = honesty_section(found, naming)
    assert section["levels"].headings[-1].text == "Any genre of the track"
    assert section["steps"].rows[0][3].text == "−10.0"
    for name in ("levels", "steps"):
        table = section[name]
        assert {len(row) for row in table.rows} == {len(table.headings)}
    assert "each distinct track counts once" in _render(found, naming)


def test_the_section_says_the_gap_and_links_its_terms(
    gap: HonestyGap, naming: Naming
) -> None:
    page = _render(gap, naming)
    assert "A gap of 5.0 points." in page
    assert "On other sources it is less." in page
    assert 'href="#term-unseen_artists"' in page
    assert "the last split leaves less music" in page
    assert "artists kept apart does this." in page


def test_a_single_way_of_splitting_has_no_steps(
    gap: HonestyGap, naming: Naming
) -> None:
    single = replace(gap, levels=gap.levels[:1], steps=(), beyond="")
    section = honesty_section(single, naming)
    assert section["steps"].rows == []
    assert "the last split" not in _render(single, naming)


def test_strange_names_stay_text(
    gap: HonestyGap, naming: Naming, hostile_name: str
) -> None:
    level = replace(gap.levels[0], title=hostile_name)
    page = _render(replace(gap, levels=(level, *gap.levels[1:])), naming)
    assert "<img" not in page
    assert "\u202e" not in page


def _render(gap: HonestyGap, naming: Naming) -> str:
    template = _environment().from_string(TEMPLATE)
    return template.render(honesty=honesty_section(gap, naming))
