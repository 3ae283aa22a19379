from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from genrelens.evaluation.overlap.studying import study_overlap
from genrelens.evaluation.scores import HeldOut
from genrelens.reports.sections.trust.overlap import overlap_section
from genrelens.reports.templating import _environment

HOSTILE = "<img src=x>\u202e"


def study(centres: list[float], names: list[str], *, tracks: bool = True):
    rng = np.random.default_rng(0)
    middle = np.array(centres)
    codes = np.repeat(np.arange(len(middle)), 150)
    value = middle[codes] + rng.normal(size=len(codes))
    chances = np.exp(-0.5 * (value[:, None] - middle) ** 2) + 1e-9
    held_out = HeldOut.of(
        codes,
        chances / chances.sum(axis=1, keepdims=True),
        folds=np.arange(len(codes)) % 5,
    )
    keys = np.arange(len(codes))
    keys[150:200] = np.arange(50)
    return study_overlap(
        held_out,
        names,
        keys if tracks else None,
        scenario="unseen artists",
        seed=0,
        n_replicates=100,
    )


def rendered(section: dict[str, object]) -> str:
    page = _environment().from_string(
        '{% import "macros.html.j2" as ui %}{% include "sections/overlap.html.j2" %}'
    )
    return page.render(overlap=section)


@pytest.fixture(scope="module")
def found():
    return study([0, 0, 4, 8, 9], ["reggae", "dub", "ska", "polka", HOSTILE])


def test_what_cannot_be_told_apart_is_named_without_blaming_the_tracks(
    found, naming
) -> None:
    lead = overlap_section(found, naming)["lead"]
    assert "cannot reliably tell one pair apart" in lead
    assert "reggae and dub in 50\xa0%" in lead
    assert "50 tracks stand under both" in lead
    assert "Nothing is wrong with these tracks" in lead


def test_every_table_names_its_scenario_rows_and_groups(found, naming) -> None:
    section = overlap_section(found, naming)
    for table in ("pairs", "merges", "families"):
        assert "unseen artists, 750 rows in 750 groups" in section[table].caption
    assert section["scope"] == "unseen artists, 750 rows in 750 groups"


def test_the_merge_is_set_against_one_at_random(found, naming) -> None:
    section = overlap_section(found, naming)
    assert "One merge is proposed" in section["merge_words"]
    assert "5 genres become 4" in section["merge_words"]
    assert "merges at random would have given" in section["merge_words"]
    assert section["merges"].rows[0][0].text == "reggae + dub"


def test_well_separated_genres_are_said_to_be(naming) -> None:
    section = overlap_section(study([0, 3, 9], ["a", "b", "c"], tracks=False), naming)
    assert "none that these columns clearly fail to tell apart" in section["lead"]
    assert "The nearest are a and b" in section["lead"]
    assert section["merge_words"].startswith("No merge is proposed.")
    assert section["sharing"] == ""
    assert section["pairs"].rows[0][3].text == "not known"


def test_nothing_to_compare_is_said(found, naming) -> None:
    section = overlap_section(replace(found, pairs=(), merges=()), naming)
    assert "No two genres could be compared" in section["lead"]
    assert "No merge is proposed." in rendered(section)


def test_more_pairs_than_fit_are_folded_away(found, naming) -> None:
    many = replace(found, pairs=found.pairs * 3)
    section = overlap_section(many, naming)
    assert len(section["pairs"].rows) == 12
    assert len(section["more_pairs"].rows) == len(found.pairs) * 3


def test_the_page_shows_strangers_names_as_text(found, naming) -> None:
    page = rendered(overlap_section(found, naming))
    assert "<img" not in page
    assert "\u202e" not in page
    assert "&lt;img" in page
    assert page.count("<svg") == 1
