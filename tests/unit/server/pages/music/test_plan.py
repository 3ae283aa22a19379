from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from genrelens.server.keeping.music.plans import PlanRecord
    from genrelens.server.studio import Studio

pytestmark = pytest.mark.usefixtures("still_queue")


def test_a_plan_shows_old_and_new_to_be_changed_and_listened_to(
    client: TestClient, plan: PlanRecord
) -> None:
    text = client.get(f"/plans/{plan.id}").text
    assert 'class="genres"' in text
    assert "data-sound=" in text
    assert "4 files" in text
    assert "&lt;b&gt;Metal&lt;/b&gt;" in text
    assert "<b>Metal" not in text
    assert '<span id="promised">Of the 4 tracks that the model is sure of' in text
    asked = client.get(f"/plans/{plan.id}?decision=ask&changed=").text
    assert asked.count("<tr data-row=") == 1
    assert "so all files are shown" in client.get(f"/plans/{plan.id}?decision=x").text


@pytest.mark.parametrize(
    "state", ["making", "failed", "applying", "applied", "stopped"]
)
def test_every_state_of_a_plan_has_its_page(
    client: TestClient, plan: PlanRecord, studio: Studio, state: str
) -> None:
    studio.store.plans.set_state(plan.id, state, "It broke.")  # type: ignore[arg-type]
    text = client.get(f"/plans/{plan.id}").text
    assert ('id="apply"' in text) is (state == "stopped")
    assert ('id="undo"' in text) is (state in ("applied", "stopped"))
