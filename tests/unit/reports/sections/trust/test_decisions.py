from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from genrelens.evaluation.prediction_sets.decision_rule import DecisionRule
from genrelens.evaluation.prediction_sets.results import (
    DecisionScores,
    DecisionStudy,
    GenreDecisions,
    GenreSets,
    RiskCurve,
    SetScores,
)
from genrelens.evaluation.prediction_sets.set_rule import SetRule
from genrelens.evaluation.results import Estimate
from genrelens.reports import templating
from genrelens.reports.sections.trust.decisions import decisions_section

if TYPE_CHECKING:
    from genrelens.reports.naming import Naming

HOSTILE = "<script>alert(1)</script>"
HALF = Estimate(0.5, 0.45, 0.55)


def _sets(names: list[str], score: str = "lac") -> SetScores:
    by_genre = tuple(
        GenreSets(name, 90, 30, Estimate(0.95 - at / 100, 0.7, 0.99), HALF, "own")
        for at, name in enumerate(names)
    )
    return SetScores(
        score,  # type: ignore[arg-type]
        per_genre=True,
        max_error=0.1,
        coverage=Estimate(0.9, 0.88, 0.92),
        mean_size=Estimate(2.5, 2.4, 2.6),
        single=HALF,
        empty=HALF,
        by_genre=by_genre,
    )


def _decided(level: float, n_written: int) -> DecisionScores:
    return DecisionScores(
        max_error=level,
        n_written=n_written,
        n_asked=100,
        n_left=200,
        written=Estimate(0.2, 0.1, 0.3) if n_written else Estimate(0.0, 0.0, 0.01),
        asked=HALF,
        left=Estimate(0.3, 0.2, 0.4),
        error_written=Estimate(0.04, 0.01, 0.08) if n_written else None,
        asked_hold=Estimate(0.93, 0.9, 0.95),
    )


def make_study(*, n_written: int = 75, n_genres: int = 3) -> DecisionStudy:
    names = [HOSTILE, *(f"genre {n}" for n in range(1, n_genres))]
    points = np.array([0.5, 1.0])
    return DecisionStudy(
        title="unseen artists",
        group_words="groups of artists",
        n_tracks=12_345,
        n_groups=678,
        sets=_sets(names),
        compared=(_sets(names, "aps"),),
        decided=_decided(0.05, n_written),
        by_level=(_decided(0.05, n_written), _decided(0.2, 150)),
        by_genre=tuple(
            GenreDecisions(name, 90, 30, at, HALF, HALF if at else None)
            for at, name in enumerate(names)
        ),
        curve=RiskCurve(points, points / 4, points / 5, points / 3),
        set_rule=SetRule("lac", 0.1, 2, (0,) * n_genres, (0.1,), ((0.5,),)),
        decision_rule=DecisionRule((0.1,), (0.9,)),
    )


def test_the_sentence_tells_what_is_written_asked_and_left(naming: Naming) -> None:
    sentence = decisions_section(make_study(), naming)["sentence"]
    for part in ("20.0", "75 tags", "1.0 to 8.0", "at most 3 genres", "93.0", "30.0"):
        assert part in sentence


def test_where_nothing_can_be_written_it_says_so_and_what_could(naming: Naming) -> None:
    sentence = decisions_section(make_study(n_written=0), naming)["sentence"]
    assert "nothing would be written" in sentence
    assert "Allowed to be wrong on 20\u00a0% of what it writes" in sentence
    never = replace(make_study(n_written=0), by_level=(_decided(0.05, 0),))
    sentence = decisions_section(never, naming)["sentence"]
    assert "Nothing would be written at any" in sentence


def test_sets_are_told_with_the_worst_genre_its_tracks_and_groups(
    naming: Naming,
) -> None:
    sentence = decisions_section(make_study(), naming)["set_sentence"]
    assert "hold it for 90.0" in sentence
    assert "genre 2: 93.0" in sentence
    assert "90 tracks in 30 groups" in sentence


def test_every_table_names_scenario_tracks_and_groups(naming: Naming) -> None:
    section = decisions_section(make_study(), naming)
    for name in ("levels", "genre_table", "compared"):
        assert "Unseen artists: 12,345 tracks in 678" in section[name].caption


def test_the_promise_asked_for_is_the_diamond(naming: Naming) -> None:
    curve = decisions_section(make_study(), naming)["curve"]
    assert curve.count('class="ring"') == 1
    assert curve.count('class="dot"') == 1


def test_every_genre_is_in_the_table_behind_a_chart_of_forty(naming: Naming) -> None:
    section = decisions_section(make_study(n_genres=60), naming)
    assert len(section["genre_table"].rows) == 60
    assert section["coverage_chart"].count('class="whisker"') == 40


def test_the_template_shows_names_as_text(naming: Naming) -> None:
    template = templating._environment().from_string(
        '{% import "macros.html.j2" as ui with context %}'
        '{% include "sections/decisions.html.j2" %}'
    )
    page = template.render(decisions=decisions_section(make_study(), naming))
    assert HOSTILE not in page
    assert "&lt;script&gt;" in page
    assert "none written" in page
