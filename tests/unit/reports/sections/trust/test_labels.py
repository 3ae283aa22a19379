from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from genrelens.evaluation.labels.results import (
    ARTIST,
    SPELLING,
    WRONG,
    DoubtedTrack,
    GenreDoubt,
    LabelAudit,
    LabelCeiling,
    LabelsStudy,
    ReviewedScores,
    SeveralGenres,
)
from genrelens.evaluation.results import Estimate
from genrelens.reports import templating
from genrelens.reports.sections.trust.labels import labels_section

if TYPE_CHECKING:
    from genrelens.reports.naming import Naming

HOSTILE = "<script>alert(1)</script>"


def estimate(value: float) -> Estimate:
    return Estimate(value, value * 0.9, value * 1.1)


def make_study(n_genres: int = 6) -> LabelsStudy:
    genres = tuple(f"genre {number}" for number in range(n_genres))
    doubted = (
        DoubtedTrack(
            0, 2, f"{HOSTILE} – Song", "pop", "rock", "", WRONG, 0.97, 0.71,
            "labelled pop; by sound 71 % rock, 0 % pop",
        ),
        DoubtedTrack(
            1, 3, "", "pop", "rock", "pop", ARTIST, 0.4, 0.6, "labelled pop",
        ),
        DoubtedTrack(2, 4, "", "rokc", "rock", "", SPELLING, 0.0, None, "is rare"),
    )  # fmt: skip
    ceiling = LabelCeiling(
        "unseen artists", 9000, 3000, 8000, 500, *map(estimate, (0.93, 0.54, 0.58))
    )
    audit = LabelAudit(
        scenario="unseen artists",
        n_tracks=9000,
        n_groups=3000,
        genres=genres,
        stray=estimate(0.011),
        disputed=estimate(0.33),
        by_genre=tuple(
            GenreDoubt(genre, 100, 30, 3, estimate(0.03 - number / 10_000))
            for number, genre in enumerate(genres)
        ),
        doubted=doubted,
        doubt=np.zeros(9000),
        suggestion=np.zeros(9000, dtype=np.int64),
        n_overlapping=2900,
        artist_weight=0.8,
        ceiling=ceiling,
        notes=("Judged with care.",),
    )
    several = SeveralGenres(
        "unseen artists", 8000, 3000, 9000, 500, 1.08,
        {"any_hit": estimate(0.55), "lrap": estimate(0.7),
         "coverage_error": estimate(2.0)},
    )  # fmt: skip
    return LabelsStudy(audit, several)


def render(study: LabelsStudy, naming: Naming) -> str:
    page = '{% import "macros.html.j2" as ui %}{% include "sections/labels.html.j2" %}'

    section = labels_section(study, naming)
    template = templating._environment().from_string(page)
    return template.render(labels=section)


def test_every_number_names_scenario_tracks_groups_and_interval(
    naming: Naming,
) -> None:
    section = labels_section(make_study(), naming)
    for sentence in (section["sentence"], section["ceiling"]):
        assert "unseen artists, 9,000 rows in 3,000 groups" in sentence
        assert "95 % interval" in sentence
    assert "unseen artists, 8,000 tracks" in section["several"]["table"].caption
    assert "3,000 groups" in section["by_genre"].caption


def test_the_page_shows_strangers_text_as_text_and_links_every_term(
    naming: Naming,
) -> None:
    page = render(make_study(), naming)
    assert HOSTILE not in page
    assert "&lt;script&gt;" in page
    for term in ("stray_label", "label_ceiling", "lrap", "r_precision"):
        assert f"#term-{term}" in page
    assert "Judged with care." in page


def test_a_second_genre_and_a_missing_confidence_are_told(naming: Naming) -> None:
    rows = labels_section(make_study(), naming)["first"].rows
    assert rows[1][2].detail == "pop may stay beside it"
    assert rows[1][0].text == "line 3"
    assert rows[2][3].text == "not judged"


def test_a_hundred_genres_are_cut_on_the_chart_and_whole_in_the_table(
    naming: Naming,
) -> None:
    section = labels_section(make_study(114), naming)
    assert section["n_on_chart"] == 30
    assert len(section["by_genre"].rows) == 114
    assert "the 30 genres with most" in render(make_study(114), naming)


def test_nothing_to_tell_is_said_in_words(naming: Naming) -> None:
    study = make_study()
    ceiling = replace(study.audit.ceiling, n_conflicting=0)
    audit = replace(study.audit, doubted=(), ceiling=ceiling)
    quiet = replace(study, audit=audit, several=replace(study.several, n_several=0))
    section = labels_section(quiet, naming)
    assert section["first"] is None
    assert section["several"] is None
    assert "set no ceiling here" in section["ceiling"]
    assert "Several genres a track" not in render(quiet, naming)


@pytest.mark.parametrize(
    ("unreviewed", "words"),
    [
        (Estimate(0.5, 0.48, 0.52), "On rows nobody reviewed it is 50.0"),
        (None, "No row is left that nobody reviewed"),
    ],
)
def test_corrections_are_counted_and_their_score_is_not_compared(
    naming: Naming, unreviewed: Estimate | None, words: str
) -> None:
    reviewed = ReviewedScores(
        "unseen artists", 9000, 3000, 120, 80, estimate(0.56), unreviewed
    )
    page = render(replace(make_study(), reviewed=reviewed), naming)
    assert "must not be compared" in page
    assert "80 labels changed" in page
    assert words.replace(" %", "\u00a0%") in page


def test_templates_name_nothing_that_the_section_lacks(naming: Naming) -> None:
    """An undefined name raises, so that a page cannot silently lose a part."""
    assert "<table" in render(make_study(), naming)
