"""The review page lists the queue, and says where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from genrelens.server.studio import Studio


def test_the_queue_can_be_read_without_script(
    client: TestClient, model_id: str
) -> None:
    items = client.get(f"/api/v1/models/{model_id}/reviews").json()["items"]
    text = client.get(f"/models/{model_id}/review").text
    assert f'<b id="n-left">{len(items)}</b>' in text
    assert items[0]["label"].replace("&", "&amp;") in text
    assert f"/api/v1/models/{model_id}/corrections.csv" in text
    assert "The table this model was made of is not here" in text


def test_what_was_decided_is_shown(client: TestClient, model_id: str) -> None:
    items = client.get(f"/api/v1/models/{model_id}/reviews").json()["items"]
    place = f"/api/v1/models/{model_id}/reviews/{items[0]['id']}"
    client.put(place, json={"decision": "new: <b>x</b>"})
    text = client.get(f"/models/{model_id}/review").text
    assert "decided: new: &lt;b&gt;x&lt;/b&gt;" in text
    assert '<b id="n-done">1</b>' in text


def test_a_model_without_a_queue_says_so(
    client: TestClient, studio: Studio, model_id: str
) -> None:
    (studio.store.models.folder(model_id) / "review.csv").unlink()
    answer = client.get(f"/models/{model_id}/review")
    assert answer.status_code == 200
    assert "There is no list of doubted labels here" in answer.text
