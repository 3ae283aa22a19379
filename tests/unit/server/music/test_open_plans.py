from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from genrelens.server.keeping.music.plans import PlanChange
from genrelens.server.music.open_plans import NotPlannedError

if TYPE_CHECKING:
    from genrelens.server.keeping.music.plans import PlanRecord
    from genrelens.server.studio import Studio

pytestmark = pytest.mark.usefixtures("still_queue")


def test_changes_stand_over_a_plan_at_once(studio: Studio, plan: PlanRecord) -> None:
    before = studio.plans.rows(plan.id)
    studio.store.plans.change(plan.id, {1: PlanChange("leave", ())})
    after = studio.plans.rows(plan.id)
    assert (after[0].decision, after[0].is_changed) == ("leave", True)
    assert after[1:] == before[1:]


def test_a_plan_in_the_making_has_no_rows(studio: Studio, plan: PlanRecord) -> None:
    studio.store.plans.set_state(plan.id, "making")
    with pytest.raises(NotPlannedError, match="being made"):
        studio.plans.rows(plan.id)
