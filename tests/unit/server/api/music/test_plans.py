"""A plan is looked at, changed row by row or at once, and applied after a clear yes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tinytag import TinyTag

from genrelens.server.keeping.adopting import adopt
from genrelens.server.keeping.completion import mark_complete
from genrelens.server.working.ordering import order_of
from genrelens.server.working.tasks.all_tasks import find_task
from genrelens.workflow.progress import silent

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from starlette.testclient import TestClient

    from genrelens.server.keeping.music.music_folders import MusicRecord
    from genrelens.server.keeping.music.plans import PlanRecord
    from genrelens.server.studio import Studio

pytestmark = pytest.mark.usefixtures("still_queue")


@pytest.fixture
def api(plan: PlanRecord) -> str:
    return f"/api/v1/plans/{plan.id}"


@pytest.fixture
def do_jobs(studio: Studio) -> Callable[[], None]:
    """Do what is queued in this process, as children would."""

    def work() -> None:
        for job in studio.store.jobs.list("queued"):
            order = order_of(job, studio.store, studio.settings)
            result = find_task(job.kind)(order, silent)  # type: ignore[arg-type]
            mark_complete(studio.store.jobs.output(job.id), result)
            adopt(studio.store, job.id)

    return work


def _contents(folder: Path) -> dict[str, bytes]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def _rows(client: TestClient, api: str, query: str = "") -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = client.get(f"{api}/rows{query}").json()["items"]
    return items


def test_a_plan_tells_what_it_would_do_and_promises(
    client: TestClient, api: str
) -> None:
    told = client.get(api).json()
    assert told["state"] == "ready"
    assert told["counts"]["write"] == 4
    assert told["counts"]["by_model"] == 4
    assert told["counts"]["expected_wrong"] == pytest.approx(0.1 + 0.2 + 0.05 + 0.3)
    assert "5 %" in told["promise"]
    assert (told["counts"]["sure"], told["counts"]["contradicting"]) == (4, 0)
    assert told["counts"]["promised"].startswith(
        "Of the 4 tracks that the model is sure of, at most 5 % were to be wrong: that "
        "is 0.2. By the model's own probabilities, 0.7 of the 4"
    )


def test_a_decision_is_kept_at_once_and_counted(
    client: TestClient, api: str, studio: Studio, plan: PlanRecord
) -> None:
    row = _rows(client, api, "?decision=ask")[0]
    answer = client.patch(f"{api}/rows/{row['row']}", json={"decision": "write"})
    assert answer.status_code == 200
    assert answer.json()["row"]["is_changed"] is True
    assert answer.json()["counts"]["write"] == 5
    assert answer.json()["counts"]["by_person"] == 1
    assert answer.json()["counts"]["by_model"] == 4
    assert studio.store.plans.changes(plan.id)[row["row"]].decision == "write"


def test_genres_of_ones_own_are_kept_and_promise_nothing(
    client: TestClient, api: str
) -> None:
    answer = client.patch(f"{api}/rows/1", json={"genres": ["Doom", "Metal"]}).json()
    assert answer["row"]["new"] == ["Doom", "Metal"]
    assert (answer["counts"]["by_model"], answer["counts"]["by_person"]) == (3, 1)
    assert answer["counts"]["sure"] == 4
    assert "all be among the 3 that would be changed" in answer["counts"]["promised"]
    back = client.delete(f"{api}/rows/1").json()
    assert back["row"]["is_changed"] is False
    assert back["counts"]["by_model"] == 4


def test_what_is_as_planned_is_no_change(client: TestClient, api: str) -> None:
    client.patch(f"{api}/rows/1", json={"decision": "leave"})
    answer = client.patch(f"{api}/rows/1", json={"decision": "write"}).json()
    assert answer["row"]["is_changed"] is False
    assert answer["counts"]["changed"] == 0


def test_a_row_without_a_genre_asks_for_one_before_it_is_written(
    client: TestClient, api: str
) -> None:
    row = _rows(client, api, "?decision=leave")[0]["row"]
    answer = client.patch(f"{api}/rows/{row}", json={"decision": "write"})
    assert answer.status_code == 422
    assert "names no genre" in answer.json()["detail"]
    given = {"decision": "write", "genres": ["Ambient"]}
    assert client.patch(f"{api}/rows/{row}", json=given).status_code == 200


@pytest.mark.parametrize("genres", [["a\x00b"], ["x" * 300], [" padded "], ["\u2028"]])
def test_genres_that_cannot_be_written_are_refused_in_words(
    client: TestClient, api: str, genres: list[str]
) -> None:
    answer = client.patch(f"{api}/rows/1", json={"genres": genres})
    assert answer.status_code == 422
    assert "Write other genres" in answer.json()["detail"]


def test_all_rows_of_a_filter_are_changed_or_none(client: TestClient, api: str) -> None:
    change = {"rows": {"decision": "write"}, "change": {"decision": "leave"}}
    assert client.post(f"{api}/rows", json=change).json()["n_rows"] == 4
    assert client.get(api).json()["counts"]["write"] == 0
    back = client.post(f"{api}/rows", json={"rows": {"changed": True}}).json()
    assert (back["n_rows"], back["counts"]["write"]) == (4, 4)
    misspelt = {"rows": {"decison": "ask"}, "change": {"decision": "leave"}}
    assert client.post(f"{api}/rows", json=misspelt).status_code == 422
    paged = client.get(f"{api}/rows?offset=5&limit=10").json()
    assert (len(paged["items"]), paged["total"]) == (1, 6)
    everything = {"change": {"decision": "write"}}
    answer = client.post(f"{api}/rows", json=everything)
    assert answer.status_code == 422  # one of them has no genre
    assert client.get(api).json()["counts"]["changed"] == 0


def test_the_table_holds_what_was_changed_and_guards_formulas(
    client: TestClient, api: str
) -> None:
    client.patch(f"{api}/rows/1", json={"genres": ["=cmd()"]})
    answer = client.get(f"{api}/plan.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    assert "'=cmd()" in answer.text
    assert ",=cmd()," in client.get(f"{api}/plan.csv?raw=true").text


def test_nothing_is_written_before_the_very_number_of_files_is_said_yes_to(
    client: TestClient, api: str, music_folder: Path, studio: Studio
) -> None:
    before = _contents(music_folder)
    for number in (0, 3, 5):
        answer = client.post(f"{api}/apply", json={"files": number})
        assert answer.status_code == 422
        assert "would write 4 now" in answer.json()["detail"]
    assert client.post(f"{api}/apply", json={}).status_code == 422
    assert studio.store.jobs.list() == []
    assert _contents(music_folder) == before


def test_apply_writes_undo_gives_every_byte_back(
    client: TestClient,
    api: str,
    music_folder: Path,
    do_jobs: Callable[[], None],
    library: MusicRecord,
) -> None:
    before = _contents(music_folder)
    (own,) = _rows(client, api, "?search=one.wav")
    client.patch(f"{api}/rows/{own['row']}", json={"genres": ["Doom"]})
    assert client.post(f"{api}/apply", json={"files": 4}).status_code == 202
    assert client.get(api).json()["state"] == "applying"
    assert client.patch(f"{api}/rows/2", json={"decision": "ask"}).status_code == 409
    do_jobs()
    told = client.get(api).json()
    assert (told["state"], told["applied"]) == ("applied", {"written": 4})
    after = _contents(music_folder)
    assert sum(after[name] != before[name] for name in before) == 4
    assert TinyTag.get(music_folder / "Ada/one.wav").genre == "Doom"
    outcomes = client.get(f"{api}/outcomes").json()["apply"]
    assert [each["end"] for each in outcomes] == ["written"] * 4
    sound = client.get(f"/api/v1/music/{library.id}/tracks/1/sound")
    assert sound.content == after["Ada/one.wav"]  # what the studio wrote, it plays

    assert client.post(f"{api}/undo").status_code == 202
    do_jobs()
    assert client.get(api).json()["state"] == "undone"
    assert _contents(music_folder) == before
    assert client.get(f"/api/v1/music/{library.id}/tracks/1/sound").status_code == 200


def test_a_file_that_changed_since_the_plan_is_skipped_and_told(
    client: TestClient, api: str, music_folder: Path, do_jobs: Callable[[], None]
) -> None:
    changed = music_folder / "Ada/one.wav"
    changed.write_bytes(changed.read_bytes() + b"0")
    client.post(f"{api}/apply", json={"files": 4})
    do_jobs()
    told = client.get(f"{api}/outcomes").json()["apply"]
    (outcome,) = (each for each in told if each["path"] == "Ada/one.wav")
    assert outcome["end"] == "changed"
    assert outcome["reason"]
    assert client.get(api).json()["applied"]["written"] == 3


def test_a_plan_that_is_written_is_neither_changed_nor_removed_nor_applied_again(
    client: TestClient, api: str, do_jobs: Callable[[], None]
) -> None:
    assert client.post(f"{api}/undo").status_code == 409
    client.post(f"{api}/apply", json={"files": 4})
    do_jobs()
    assert client.post(f"{api}/apply", json={"files": 4}).status_code == 409
    assert client.delete(api).status_code == 409
    client.post(f"{api}/undo")
    do_jobs()
    assert client.delete(api).status_code == 204
    assert client.get(api).status_code == 404


def test_a_folder_of_an_earlier_start_is_not_written_into(
    client: TestClient, api: str, studio: Studio
) -> None:
    studio.music.__init__({})  # type: ignore[misc]
    answer = client.post(f"{api}/apply", json={"files": 4})
    assert answer.status_code == 409
    assert "--music" in answer.json()["detail"]


@pytest.mark.usefixtures("network_here")
def test_a_plan_is_asked_for_with_a_model_that_is_here(
    client: TestClient, library: MusicRecord, studio: Studio
) -> None:
    address = f"/api/v1/music/{library.id}/plans"
    missing = client.post(address, json={"model": "mod-000000000000"})
    assert missing.status_code == 404
    assert studio.store.plans.list() == []
    made = client.post(address, json={"model": "music-tags", "policy": "append"})
    assert made.status_code == 202
    assert made.json()["plan"]["state"] == "making"
    assert made.json()["job"]["kind"] == "plan"
    assert client.get(f"/api/v1/plans?music={library.id}").json()["total"] == 1
    told = made.json()["plan"]["id"]
    assert client.get(f"/api/v1/plans/{told}/rows").status_code == 409
