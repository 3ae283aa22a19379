"""Tests of genrelens.explanation.words."""

from __future__ import annotations

import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genrelens.errors import InputError
from genrelens.explanation.words import (
    NO_REASON,
    explain_track,
    reasons_for,
    strongest_reasons,
)
from genrelens.features.reference import FeatureReference, describe_features
from genrelens.schema.columns import Kind
from genrelens.schema.features import Feature

FEATURES = (
    Feature("tempo", "tempo", Kind.NUMBER, "BPM", "rhythm", "t", is_audio=True),
    Feature("speechiness", "speechiness", Kind.NUMBER, "", "sound", "s", is_audio=True),
    Feature("explicit", "explicit", Kind.FLAG, "", "catalogue", "e", is_audio=False),
    Feature("mood", "mood", Kind.CATEGORY, "", "mood", "m", is_audio=False),
)
REFERENCES = (
    FeatureReference(
        "tempo",
        100,
        0,
        quantiles=(80, 110, 124, 140, 170),
        median_by_genre={"techno": 135.0, "house": 124.0},
    ),
    FeatureReference(
        "speechiness",
        100,
        0,
        quantiles=(0.03, 0.05, 0.07, 0.2, 0.4),
        median_by_genre={"techno": 0.08, "house": 0.06},
    ),
    FeatureReference(
        "explicit", 100, 0, median_by_genre={"techno": 0.02, "house": 0.04}
    ),
    FeatureReference("mood", 100, 0, median_by_genre={}, levels=("calm",)),
)
ROW = {"tempo": 138.2, "speechiness": 0.04, "explicit": 0.0, "mood": "calm"}
GENRES = ["ambient", "house", "techno"]


def _explain(contributions, *, genre="techno", rival="house", row=None, base=None):
    base = np.array([0.2, 0.4, 0.4]) if base is None else np.array(base)
    values = np.zeros((4, 3))
    values[:, 2] = contributions
    values[:, 1] = -np.array(contributions)
    return explain_track(
        "A song",
        genre=genre,
        rival=rival,
        genres=GENRES,
        proba=base + values.sum(axis=0),
        values=values,
        base=base,
        features=FEATURES,
        references=REFERENCES,
        row=ROW if row is None else row,
    )


def test_the_sentence_names_the_strongest_contrasts_with_their_units():
    found = _explain([0.2, 0.1, -0.05, 0.0])

    assert found.sentence == (
        "techno rather than house: tempo 138 BPM (typical house 124, techno 135); "
        "speechiness low (0.04)"
    )


def test_the_numbers_add_up_to_the_probability():
    found = _explain([0.2, 0.1, -0.05, 0.0])

    for base, reasons, probability in (
        (found.base, found.reasons, found.probability),
        (found.rival_base, found.rival_reasons, found.rival_probability),
    ):
        total = base + sum(reason.contribution for reason in reasons)
        assert total == pytest.approx(probability)
    sizes = [abs(reason.contribution) for reason in found.reasons]
    assert sizes == sorted(sizes, reverse=True)
    assert [reason.feature for reason in found.reasons][:3] == [
        "tempo", "speechiness", "explicit"
    ]  # fmt: skip


def test_a_reason_far_weaker_than_the_first_is_not_told():
    assert _explain([0.3, 0.01, 0.0, 0.0]).sentence.count(";") == 0


def test_a_genre_less_likely_than_its_rival_is_never_called_the_answer():
    found = _explain([0.1, -0.2, 0.0, 0.0])

    assert found.sentence == (
        "techno is less likely than house (30 % against 50 %); against techno: "
        "speechiness 0.04 (typical techno 0.08, house 0.06)"
    )


def test_a_genre_less_likely_on_average_alone_is_told_so():
    found = _explain([0.0, 0.0, 0.0, 0.0], base=[0.2, 0.5, 0.3])

    assert found.sentence == (
        "techno is less likely than house (30 % against 50 %): only because it is "
        "less likely on average (30 % against 50 %)"
    )


def test_against_a_genre_both_typical_values_are_told():
    found = _explain([-0.2, 0.0, 0.0, 0.0], row={**ROW, "tempo": 126.0})

    assert found.sentence == (
        "techno is less likely than house (20 % against 60 %); against techno: "
        "tempo 126 BPM (typical techno 135, house 124)"
    )


def test_without_a_contrast_the_base_is_named():
    nothing = [0.0, 0.0, 0.0, 0.0]

    assert _explain(nothing).sentence == f"techno rather than house: {NO_REASON}"
    assert _explain(nothing, base=[0.2, 0.3, 0.5]).sentence == (
        "techno rather than house: only because it is likelier on average "
        "(50 % against 30 %)"
    )


def test_a_genre_that_the_model_does_not_know_is_refused_with_those_it_does():
    with pytest.raises(InputError, match=r"'polka' is none .* \(ambient, house"):
        _explain([0.1, 0.0, 0.0, 0.0], rival="polka")


def test_reasons_carry_the_plain_value_its_unit_and_what_is_typical():
    row = {**ROW, "speechiness": np.nan, "mood": None}
    reasons = reasons_for(
        FEATURES,
        REFERENCES,
        row,
        np.array([0.1, 0.4, 0.2, 0.3]),
        "techno",
        rival="house",
    )

    assert [reason.words for reason in reasons] == [
        "speechiness unknown (typical techno 0.08, house 0.06)",
        "mood unknown",
        "explicit: no (yes in techno 2 %, house 4 %)",
        "tempo 138 BPM (typical techno 135, house 124)",
    ]
    assert [reason.value for reason in reasons] == [None, None, 0.0, 138.2]
    assert reasons[-1].unit == "BPM"


@given(
    st.lists(st.floats(-0.2, 0.2), min_size=4, max_size=4),
    st.one_of(st.none(), st.floats()),
    st.one_of(st.none(), st.sampled_from([0.0, 1.0])),
    st.sampled_from([None, "calm", "\u202eodd\x1b", "nan\n"]),
)
def test_no_sentence_holds_nan_or_control_characters(values, tempo, explicit, mood):
    row = {"tempo": tempo, "speechiness": 0.1, "explicit": explicit, "mood": mood}

    found = _explain(values, row=row)

    for text in (found.sentence, *(reason.words for reason in found.reasons)):
        assert "nan" not in text.replace("mood: nan", "")
        assert text.isprintable()


def _frame(n_rows, seed=0):
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "tempo": rng.uniform(60, 200, n_rows),
            "speechiness": rng.uniform(0, 1, n_rows),
            "explicit": rng.integers(0, 2, n_rows).astype(float),
            "mood": pd.Series(rng.choice(["calm", "wild"], n_rows), dtype="str"),
        }
    )
    return frame.mask(rng.random(frame.shape) < 0.1)


def test_each_row_gets_its_own_strongest_reasons():
    frame = pd.DataFrame([ROW, ROW, {**ROW, "tempo": np.nan, "mood": np.nan}])
    contributions = np.array(
        [[0.2, 0.1, 0.05, -0.1], [-0.1, 0.0, -0.2, -0.1], [0.3, 0.0, 0.0, 0.2]]
    )

    texts = strongest_reasons(
        FEATURES, REFERENCES, frame, contributions, ["techno", "house", "techno"]
    )

    assert texts == [
        (
            "tempo 138 BPM (typical techno 135); speechiness low (0.04); "
            "explicit: no (yes in techno 2 %)"
        ),
        NO_REASON,
        "tempo unknown; mood unknown",
    ]


def test_permuting_rows_permutes_reasons_and_blocks_change_nothing():
    frame = _frame(300)
    rng = np.random.default_rng(1)
    contributions = rng.normal(size=(300, 4))
    genres = rng.choice(["techno", "house"], 300)
    references = describe_features(FEATURES, frame, genres)

    def word(rows):
        return strongest_reasons(
            FEATURES, references, frame.iloc[rows], contributions[rows], genres[rows]
        )

    texts = np.array(word(np.arange(300)), dtype=object)
    order = rng.permutation(300)
    assert word(order) == texts[order].tolist()
    assert word(np.arange(100)) + word(np.arange(100, 300)) == texts.tolist()
    assert not any("nan" in text for text in texts)
    assert max(text.count("; ") for text in texts) == 2


def test_the_cost_is_linear_in_rows():
    """A hundred thousand rows take seconds; a tenth of them about a tenth."""
    frame = _frame(20_000)
    contributions = np.random.default_rng(1).normal(size=(20_000, 4))

    started = time.process_time()
    texts = strongest_reasons(
        FEATURES, REFERENCES, frame, contributions, ["techno"] * 20_000
    )

    assert len(texts) == 20_000
    assert time.process_time() - started < 5


def test_a_table_without_rows_has_no_reasons():
    assert (
        strongest_reasons(FEATURES, REFERENCES, _frame(0), np.empty((0, 4)), []) == []
    )
