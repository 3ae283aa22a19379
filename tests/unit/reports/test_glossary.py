from __future__ import annotations

import pytest

from genrelens.evaluation.results import METRICS
from genrelens.reports.glossary import TERMS, term


@pytest.mark.parametrize("metric", METRICS)
def test_every_metric_is_explained_and_says_which_way_is_better(metric: str) -> None:
    assert term(metric).better in {"higher", "lower"}


def test_anchors_are_unique_and_sentences_end() -> None:
    assert len({entry.anchor for entry in TERMS}) == len(TERMS)
    assert all(entry.sentence.endswith(".") for entry in TERMS)


def test_a_word_that_is_not_explained_is_refused() -> None:
    with pytest.raises(KeyError):
        term("flux")
