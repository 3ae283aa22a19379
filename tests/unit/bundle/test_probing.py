from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from genrelens.bundle.probing import ask_probes, check_probes
from genrelens.errors import BundleError

if TYPE_CHECKING:
    from collections.abc import Callable

    from genrelens.bundle.trained_model import TrainedModel


def test_a_model_knows_itself_again(trained: TrainedModel) -> None:
    check_probes(trained.model, ask_probes(trained.model))


def test_the_rows_touch_thresholds_levels_and_missing_cells(
    trained: TrainedModel,
) -> None:
    probe = ask_probes(trained.model)
    forest, encoder = trained.model.forest_, trained.model.encoder_
    tempo = [row[0] for row in probe.rows[:-1]]
    assert set(tempo) <= set(forest.threshold[forest.feature == 0].tolist())
    assert {row[3] for row in probe.rows[:-1]} == set(encoder.levels["scene"])
    assert probe.rows[-1] == [None] * 4


def test_another_model_is_not_taken_for_it(
    trained: TrainedModel, make_trained: Callable[..., TrainedModel]
) -> None:
    other = make_trained(n_trees=4)
    with pytest.raises(BundleError, match="otherwise than when it was saved"):
        check_probes(other.model, ask_probes(trained.model))


def test_a_difference_below_the_tolerance_passes_and_one_above_does_not(
    trained: TrainedModel,
) -> None:
    probe = ask_probes(trained.model)
    for shift, passes in ((1e-14, True), (1e-9, False), (float("nan"), False)):
        answers = np.array(probe.probabilities)
        answers[2, 1] += shift
        moved = probe.model_copy(update={"probabilities": answers.tolist()})
        if passes:
            check_probes(trained.model, moved)
        else:
            with pytest.raises(BundleError, match="1 of its 9 sample rows"):
                check_probes(trained.model, moved)


@pytest.mark.parametrize(
    "rows",
    [
        [[1.0, 2.0, 0.0]],
        [[1.0, 2.0, 0.0, "Köln", "more"]],
        [["fast", 2.0, 0.0, "Köln"]],
        [[1.0, 2.0, 0.0, 3.0]],
        [[1e300, 2.0, 0.0, "Köln"]],
    ],
)
def test_rows_that_do_not_fit_the_model_are_refused(
    trained: TrainedModel, rows: list[list[float | str | None]]
) -> None:
    probe = ask_probes(trained.model)
    update = {"rows": rows, "probabilities": probe.probabilities[:1]}
    with pytest.raises(BundleError):
        check_probes(trained.model, probe.model_copy(update=update))
