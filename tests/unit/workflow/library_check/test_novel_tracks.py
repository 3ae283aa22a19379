from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from genrelens.bundle.model_trust import ModelTrust
from genrelens.evaluation.novelty.results import NoveltyScores
from genrelens.workflow.library_check.novel_tracks import count_novel


def answers(trust, is_novel, units, is_unjudged=None):
    """Give answers as the count reads them."""
    n = len(is_novel)
    unjudged = np.zeros(n, bool) if is_unjudged is None else np.array(is_unjudged)
    scores = np.where(unjudged, np.nan, np.arange(n, dtype=float))
    told = tuple("why" if novel else "" for novel in is_novel)
    return SimpleNamespace(
        trust=trust,
        units=np.array(units),
        rows=np.arange(n) + 10,
        novelty=NoveltyScores(scores, np.array(is_novel), unjudged, told),
    )


def test_the_interval_of_a_share_allows_for_groups(trusted) -> None:
    novel = np.repeat([True, False, False, False], 25)
    alone, _ = count_novel(answers(trusted.trust, novel, np.arange(100)))
    grouped, _ = count_novel(answers(trusted.trust, novel, np.arange(100) // 25))
    assert alone.share.value == grouped.share.value == 0.25
    assert grouped.share.high - grouped.share.low > 2 * (
        alone.share.high - alone.share.low
    )
    assert (alone.n_groups, grouped.n_groups) == (100, 4)


def test_examples_are_rows_counted_from_1_the_most_unlike_first(trusted) -> None:
    found, why = count_novel(answers(trusted.trust, [True, False, True], [0, 1, 2]))
    assert why == ""
    assert [row for row, _ in found.examples] == [13, 11]


def test_rows_that_cannot_be_judged_are_no_part_of_the_share(trusted) -> None:
    found, _ = count_novel(
        answers(trusted.trust, [True, False, False], [0, 1, 2], [False, False, True])
    )
    assert (found.n_judged, found.n_unjudged) == (2, 1)
    assert found.share.value == pytest.approx(0.5)
    nothing, why = count_novel(answers(trusted.trust, [False], [0], [True]))
    assert nothing is None
    assert "No row has a value in at least half" in why


def test_a_model_without_a_reference_says_why() -> None:
    trust = ModelTrust(missing={"novelty": "No number varies."})
    assert count_novel(answers(trust, [False], [0])) == (None, "No number varies.")
