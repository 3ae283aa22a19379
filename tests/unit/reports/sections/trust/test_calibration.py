from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from genrelens.evaluation.calibration.calibrator import Calibrator
from genrelens.evaluation.calibration.results import (
    CalibrationScores,
    CalibrationStudy,
    GenreCalibration,
    MethodTrial,
)
from genrelens.evaluation.results import Estimate, Reliability
from genrelens.reports import templating
from genrelens.reports.sections.trust.calibration import calibration_section

if TYPE_CHECKING:
    from genrelens.reports.naming import Naming

HOSTILE = "<script>alert(1)</script>"


def _scores(error: float) -> CalibrationScores:
    low, high = error * 0.8, error * 1.2
    one = Estimate(error, low, high)
    return CalibrationScores(one, Estimate(1.2, 1.1, 1.3), Estimate(0.6, 0.5, 0.7))


def make_study(*, gap: float = 0.08, n_genres: int = 3) -> CalibrationStudy:
    sure = np.array([0.3, 0.6, 0.8])
    sizes = np.array([100, 100, 100])
    error = Estimate(0.04, 0.03, 0.05)
    names = [HOSTILE, *(f"genre {n}" for n in range(1, n_genres))]
    return CalibrationStudy(
        title="unseen artists",
        group_words="groups of artists",
        n_tracks=12_345,
        n_groups=678,
        before=_scores(0.08),
        after=_scores(0.01),
        by_genre=tuple(GenreCalibration(name, 90, 30, error, error) for name in names),
        curve_before=Reliability(sure, sure + gap, sizes),
        curve_after=Reliability(sure, sure, sizes),
        calibrator=Calibrator("temperature", n_genres, temperature=0.75),
        trials=(
            MethodTrial("none", 1.25, None, is_chosen=False, why="As it came."),
            MethodTrial("temperature", 1.2, error, is_chosen=True, why="Better."),
            MethodTrial("vector", None, None, is_chosen=False, why="Not tried."),
        ),
    )


@pytest.mark.parametrize(
    ("gap", "words"),
    [(0.08, "too modest"), (-0.08, "too sure"), (0.0, "about as sure as it is right")],
)
def test_the_sentence_says_which_way_the_model_leans(
    naming: Naming, gap: float, words: str
) -> None:
    assert words in calibration_section(make_study(gap=gap), naming)["sentence"]


def test_numbers_come_with_scenario_sample_groups_and_interval(naming: Naming) -> None:
    section = calibration_section(make_study(), naming)
    for text in (section["sentence"], section["scope"], section["scores"].caption):
        for part in ("nseen artists", "12,345 tracks", "678 groups of artists"):
            assert part in text
    assert section["sentence"].count("6.4 to 9.6") == 1
    assert [row[1].detail for row in section["scores"].rows] != [""] * 3


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (Calibrator("none", 3), "stay as the model gave them"),
        (Calibrator("temperature", 3, temperature=1.5), "1.50"),
        (
            Calibrator("vector", 3, scales=(1.0,) * 3, offsets=(0.0,) * 3),
            "vector scaling",
        ),
    ],
)
def test_the_kind_of_calibration_is_told(
    naming: Naming, rule: Calibrator, words: str
) -> None:
    study = replace(make_study(), calibrator=rule)
    assert words in calibration_section(study, naming)["method"]


def test_every_genre_is_in_the_table_behind_a_chart_of_forty(naming: Naming) -> None:
    section = calibration_section(make_study(n_genres=60), naming)
    assert len(section["genre_table"].rows) == 60
    assert section["genre_chart"].count('class="ring"') == 40
    assert (section["n_drawn"], section["n_genres"]) == (40, 60)


def test_a_kind_that_was_not_tried_says_so(naming: Naming) -> None:
    rows = calibration_section(make_study(), naming)["trials"].rows
    assert rows[2][1].text == "not tried"
    assert rows[1][3].text.endswith("In use.")


def test_the_template_shows_names_as_text(naming: Naming) -> None:
    template = templating._environment().from_string(
        '{% import "macros.html.j2" as ui with context %}'
        '{% include "sections/calibration.html.j2" %}'
    )
    page = template.render(calibration=calibration_section(make_study(), naming))
    assert HOSTILE not in page
    assert "&lt;script&gt;" in page
    assert page.count("<svg") == 2
