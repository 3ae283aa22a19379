from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from genrelens.errors import InputError
from genrelens.server.keeping.store import InUseError, NotHere
from genrelens.server.library.reviewing import (
    apply_reviewed,
    change_rows,
    remove_plan,
    row_of,
    told_outcomes,
    undo_applied,
)

if TYPE_CHECKING:
    from genrelens.server.keeping.music.plans import PlanRecord, PlanState
    from genrelens.server.studio import Studio

pytestmark = pytest.mark.usefixtures("still_queue")


def test_genres_of_ones_own_stay_when_only_the_decision_changes(
    studio: Studio, plan: PlanRecord
) -> None:
    own = ("Doom",)
    change_rows(
        studio, plan.id, [row_of(studio, plan.id, 1)], decision=None, genres=own
    )
    change_rows(
        studio, plan.id, [row_of(studio, plan.id, 1)], decision="ask", genres=None
    )
    row = row_of(studio, plan.id, 1)
    assert (row.decision, row.new) == ("ask", own)


@pytest.mark.parametrize("state", ["applying", "undoing", "applied", "making"])
def test_a_plan_that_is_worked_on_or_written_is_not_changed(
    studio: Studio, plan: PlanRecord, state: PlanState
) -> None:
    row = row_of(studio, plan.id, 1)
    studio.store.plans.set_state(plan.id, state)
    with pytest.raises(InUseError):
        change_rows(studio, plan.id, [row], decision="ask", genres=None)


def test_a_plan_that_writes_nothing_is_not_applied(
    studio: Studio, plan: PlanRecord
) -> None:
    rows = studio.plans.rows(plan.id)
    change_rows(studio, plan.id, rows, decision="leave", genres=None)
    with pytest.raises(InputError, match="into no file"):
        apply_reviewed(studio, plan.id, 0)


def test_one_that_was_stopped_can_go_on_or_be_taken_back_but_not_removed(
    studio: Studio, plan: PlanRecord
) -> None:
    studio.store.plans.set_state(plan.id, "stopped")
    with pytest.raises(InUseError, match="Undo it first"):
        remove_plan(studio, plan.id)
    assert undo_applied(studio, plan.id).kind == "undo"
    studio.store.plans.set_state(plan.id, "stopped")
    assert apply_reviewed(studio, plan.id, 4).kind == "apply"
    assert told_outcomes(studio, plan.id, "apply") == []


def test_a_row_of_nothing_is_told(studio: Studio, plan: PlanRecord) -> None:
    with pytest.raises(NotHere):
        row_of(studio, plan.id, 99)
