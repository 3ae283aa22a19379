"""Decisions over HTTP: kept at once, given back as corrections that training reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from genrelens.server.working.ordering import order_of
from genrelens.workflow.labels.corrections import read_corrections

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from genrelens.server.keeping.store import Store
    from genrelens.server.studio import Studio


@pytest.fixture
def address(model_id: str) -> str:
    return f"/api/v1/models/{model_id}"


@pytest.fixture
def items(client: TestClient, address: str):
    return client.get(f"{address}/reviews").json()["items"]


def test_the_queue_is_told_in_order_and_in_pages(
    client: TestClient, address: str, items
) -> None:
    doubts = [item["doubt"] for item in items]
    assert doubts == sorted(doubts, reverse=True)
    told = client.get(f"{address}/reviews?offset=1&limit=1").json()
    assert told["items"] == items[1:2]
    assert told["total"] == len(items)
    assert told["progress"] == {"total": len(items), "done": 0, "left": len(items)}


def test_filters_let_through_what_fits(client: TestClient, address: str, items) -> None:
    item = items[0]
    client.put(f"{address}/reviews/{item['id']}", json={"decision": "keep"})
    for query, fits in {
        f"kind={item['kind']}": lambda each: each["kind"] == item["kind"],
        "state=done": lambda each: each["id"] == item["id"],
        "state=open": lambda each: each["id"] != item["id"],
    }.items():
        found = client.get(f"{address}/reviews?{query}").json()["items"]
        assert {each["id"] for each in found} == {e["id"] for e in items if fits(e)}
    found = client.get(f"{address}/reviews", params={"genre": item["label"]}).json()
    for each in found["items"]:
        assert item["label"] in (each["label"], each["suggestion"])
    found = client.get(f"{address}/reviews", params={"search": item["title"].upper()})
    assert item["id"] in {each["id"] for each in found.json()["items"]}


def test_a_decision_survives_and_comes_back_through_the_file(
    client: TestClient, studio: Studio, model_id: str, address: str, items, tmp_path
) -> None:
    made = {items[0]["id"]: "keep", items[1]["id"]: "new: =cmd | pop"}
    known = client.get(f"{address}/reviews").json()["genres"]
    made[items[1]["id"]] = f"new: =cmd | {known[0]}"
    for key, decision in made.items():
        answer = client.put(f"{address}/reviews/{key}", json={"decision": decision})
        assert answer.status_code == 200
        assert answer.json()["item"]["decision"] == decision
    assert answer.json()["progress"]["done"] == 2
    assert studio.store.decisions.all(model_id) == made
    for raw in ("", "?raw=1"):
        file = client.get(f"{address}/corrections.csv{raw}")
        assert file.headers["content-type"].startswith("text/csv")
        path = tmp_path / "corrections.csv"
        path.write_bytes(file.content)
        read = {each.key: each.genres for each in read_corrections(path).decisions}
        assert read == {
            items[0]["key"]: (),
            items[1]["key"]: ("new: =cmd", known[0]),
        }


def test_undoing_opens_the_label_again(client: TestClient, address: str, items) -> None:
    place = f"{address}/reviews/{items[0]['id']}"
    client.put(place, json={"decision": "keep"})
    told = client.delete(place).json()
    assert told["item"]["decision"] is None
    assert told["progress"]["done"] == 0


@pytest.mark.parametrize(
    ("decision", "found"),
    [("", "Nothing is decided"), ("polka", "none of the"), ("a |  | b", "empty")],
)
def test_a_decision_that_training_would_refuse_is_not_kept(
    client: TestClient,
    studio: Studio,
    model_id: str,
    address: str,
    items,
    decision: str,
    found: str,
) -> None:
    place = f"{address}/reviews/{items[0]['id']}"
    answer = client.put(place, json={"decision": decision})
    assert answer.status_code == 422
    assert found in answer.json()["detail"]
    assert studio.store.decisions.all(model_id) == {}


def test_an_unknown_label_and_a_model_without_a_queue_are_not_found(
    client: TestClient, studio: Studio, model_id: str, address: str
) -> None:
    asked = {"json": {"decision": "keep"}}
    assert client.put(f"{address}/reviews/t0-0", **asked).status_code == 404
    (studio.store.models.folder(model_id) / "review.csv").unlink()
    for path in ("reviews", "corrections.csv"):
        assert client.get(f"{address}/{path}").status_code == 404


def test_one_label_comes_with_its_reasons(
    client: TestClient, address: str, items
) -> None:
    told = client.get(f"{address}/reviews/{items[0]['id']}").json()
    assert told["item"] == items[0]
    assert told["explanation"]["genre"] == items[0]["suggestion"]
    assert told["explanation"]["rival"] == items[0]["label"]
    assert "learnt from this track" in told["note"]


def test_training_is_handed_the_decisions_as_they_stand(
    client: TestClient, studio: Studio, model_id: str, address: str, items, tmp_path
) -> None:
    client.put(f"{address}/reviews/{items[0]['id']}", json={"decision": "keep"})
    store: Store = studio.store
    upload = store.folders.uploads / "table.csv"
    upload.write_text("genre,tempo\nhouse,1\n")
    table = store.tables.add("table.csv", upload, "0" * 64, upload.stat().st_size)
    job = store.jobs.add(
        "train", table_id=table.id, request={"corrections_of": model_id}
    )
    order = order_of(job, store, studio.settings)
    assert "corrections_of" not in order["options"]
    read = read_corrections(order["corrections"])
    assert [each.key for each in read.decisions] == [items[0]["key"]]
