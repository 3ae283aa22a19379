"""A studio on an empty folder, asked as its own page asks; and one with a model."""

from __future__ import annotations

import hashlib
import shutil
import warnings
import wave
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

with warnings.catch_warnings():  # it would rather have a newer httpx
    warnings.filterwarnings("ignore", message="Using `httpx` with")
    from starlette.testclient import TestClient

from genrelens.errors import InputError
from genrelens.server.app import create_app
from genrelens.server.keeping.adopting import adopt
from genrelens.server.keeping.completion import mark_complete
from genrelens.server.keeping.store import new_id
from genrelens.server.keeping.uploading import Received
from genrelens.server.music.open_plans import PLAN
from genrelens.server.settings import Settings
from genrelens.server.tables.bringing import keep_table
from genrelens.server.working.children.spare_child import SpareChild
from genrelens.server.working.ordering import order_of
from genrelens.server.working.queue import JobQueue
from genrelens.server.working.tasks import inspecting
from genrelens.workflow.music_library.file_states import write_states
from genrelens.workflow.music_library.opening import STATES, TRACKS
from genrelens.workflow.progress import silent
from genrelens.workflow.tag_plans.planning import make_plan
from genrelens.workflow.tag_plans.requests import PlanRequest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import SmallRun

    from genrelens.server.app import GuardedApp
    from genrelens.server.keeping.music.music_folders import MusicRecord
    from genrelens.server.keeping.music.plans import PlanRecord
    from genrelens.server.keeping.tables import TableRecord
    from genrelens.server.studio import Studio

PORT = 8765
MUSIC_FILES = ("Ada/one.wav", *(f"song {number}.wav" for number in range(1, 6)))
ANSWERS = (
    "write,Metal,0.9,sure enough,0.05,loud",
    "write,Folk,0.8,sure enough,0.05,quiet",
    "ask,Folk | Metal,0.5,two fit,,between",
    "leave,,0.2,none fits,,",
    "write,Metal,0.95,sure enough,0.05,loud",
    "write,<b>Metal</b>,0.7,sure enough,0.05,=1+1",
)
MUSIC_SUMMARY = {
    "n_tracks": 6,
    "n_files": 7,
    "n_new": 6,
    "n_unchanged": 0,
    "n_errors": 1,
    "n_duplicates": 2,
    "network": "none",
}
TOKEN = "a-token-for-tests-that-nobody-guesses"  # noqa: S105


@pytest.fixture
def music_roots() -> tuple[Path, ...]:
    """Give no folder of music; tests of music give `music_folder` in its place."""
    return ()


@pytest.fixture
def settings(tmp_path: Path, music_roots: tuple[Path, ...]) -> Settings:
    """Give settings on an empty folder, with one thread."""
    return Settings(
        data=tmp_path / "data", port=PORT, token=TOKEN, threads=1, music=music_roots
    )


@pytest.fixture
def music_folder(tmp_path: Path) -> Path:
    """Render a folder of six short sounds, one of them in a folder of its own."""
    folder = tmp_path / "My music"
    (folder / "Ada").mkdir(parents=True)
    for number, name in enumerate(MUSIC_FILES):
        with wave.open(str(folder / name), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(1)
            file.setframerate(8_000)
            file.writeframes(bytes(100 + number for _ in range(4_000)))
    return folder


@pytest.fixture
def no_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the network that hears tags be missing; give where it would be."""
    monkeypatch.setenv("GENRELENS_NETWORKS", str(tmp_path / "networks"))
    return tmp_path / "networks" / "music-tags"


@pytest.fixture
def network_here(no_network: Path) -> Path:
    """Let the network that hears tags seem to be here; nothing can be heard by it."""
    no_network.mkdir(parents=True)
    (no_network / "manifest.json").write_text("{}")
    return no_network


@pytest.fixture
def library(studio: Studio, music_folder: Path) -> MusicRecord:
    """Leave behind what reading `music_folder` leaves; a module gives `music_roots`."""
    record = studio.store.music.know(music_folder.resolve())
    place = studio.store.music.place(record.id)
    rows = [_music_row(music_folder, number) for number in range(len(MUSIC_FILES))]
    pq.write_table(pa.Table.from_pylist(rows), place / TRACKS, row_group_size=4)
    states = {row["path"]: (music_folder / row["path"]).stat() for row in rows}
    write_states(
        place / STATES,
        {path: (told.st_size, told.st_mtime_ns) for path, told in states.items()},
    )
    studio.store.music.set_read(record.id, "", MUSIC_SUMMARY)
    return studio.store.music.get(record.id)


@pytest.fixture
def plan(studio: Studio, library: MusicRecord, music_folder: Path) -> PlanRecord:
    """Make a plan for `library` by the real planner, from answers that are given."""
    answers = music_folder.parent / "answers.csv"
    header = "path,decision,decided_genre,probability,decision_reason,max_error,reasons"
    lines = [header]
    lines += [f"{name},{told}" for name, told in zip(MUSIC_FILES, ANSWERS, strict=True)]
    answers.write_text("\n".join(lines), encoding="utf-8")
    asked = {
        "model": "music-tags",
        "model_name": "the tags",
        "policy": "merge",
        "max_error": 0.05,
    }
    record = studio.store.plans.add(library.id, asked)
    request = PlanRequest(
        folder=music_folder,
        output=studio.store.plans.folder(record.id) / PLAN,
        answers=answers,
        policy="merge",
    )
    made = make_plan(request)
    studio.store.plans.tell(
        record.id,
        plan={
            "counts": made.counts,
            "n_rows": len(made.rows),
            "promise": "Asked for at most 5 % wrong.",
            "notices": [],
        },
    )
    studio.store.plans.set_state(record.id, "ready")
    return studio.store.plans.get(record.id)


def _music_row(folder: Path, number: int) -> dict[str, object]:
    name = MUSIC_FILES[number]
    content = (folder / name).read_bytes()
    return {
        "path": name,
        "content_hash": hashlib.sha256(content).hexdigest(),
        "sound_hash": hashlib.sha256(content[44:]).hexdigest(),
        "track_name": f"Song {number}" if number else None,
        "artist": ("Ada", "Bo")[number % 2],
        "album": "First",
        "year": 2001.0,
        "genre": ("Rock", "Jazz; Blues", None)[number % 3],
        "file_format": "wav",
        "duration_ms": 500.0,
        "tempo": 120.0 + number,
        "key": 9.0,
        "mode": 0.0,
        "loudness_lufs": -14.0,
        "tag_rock": 0.1 * number,
        "tag_jazz": 0.5,
    }


@pytest.fixture
def app(settings: Settings) -> GuardedApp:
    return create_app(settings)


@pytest.fixture
def client(app: GuardedApp, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """Give a client that carries the token; its app has started.

    No child process waits for a job: the first job starts its own.
    """
    monkeypatch.setattr(SpareChild, "prepare", lambda _: None)
    with TestClient(
        app,
        base_url=f"http://127.0.0.1:{PORT}",
        headers={"Authorization": f"Bearer {TOKEN}"},
        follow_redirects=False,
    ) as client:
        yield client


@pytest.fixture
def studio(client: TestClient) -> Studio:
    """Give the parts of the studio that `client` asks."""
    studio: Studio = client.app.state.studio  # type: ignore[attr-defined]
    return studio


@pytest.fixture
def model_id(studio: Studio, small_run: SmallRun, small_collection: Path) -> str:
    """Put the model of a small run in place, as if it had been trained here."""
    made = new_id("model")
    folder = studio.store.models.place(made)
    for file in (*small_run.output.iterdir(), small_collection):
        shutil.copy(file, folder)
    facts = small_run.result.facts
    headline = facts.evaluation.scenarios[facts.evaluation.headline]
    accuracy = headline.metrics["accuracy"]
    studio.store.models.add(
        made,
        "A small model",
        sha256=hashlib.sha256(small_run.model.read_bytes()).hexdigest(),
        source="trained",
        seconds=3.5,
        summary={
            "target": facts.target,
            "genres": list(facts.genre_counts),
            "n_tracks": facts.n_tracks,
            "scenario": headline.title,
            "scores": {
                "accuracy": {
                    part: getattr(accuracy, part) for part in ("value", "low", "high")
                }
            },
        },
    )
    return made


@pytest.fixture
def still_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let jobs wait; a module asks for it by `usefixtures`, so before `client`."""
    monkeypatch.setattr(JobQueue, "start", lambda _: None)
    monkeypatch.setattr(JobQueue, "stop", lambda _: None)


@pytest.fixture
def read_here(still_queue: None, studio: Studio) -> Callable[[str], TableRecord]:
    """Read a table that was brought, in this process, as a child would."""
    del still_queue

    def read(table_id: str) -> TableRecord:
        for job in studio.store.jobs.list("queued"):
            if job.table_id == table_id and job.kind == "inspect":
                order = order_of(job, studio.store, studio.settings)
                try:
                    result = inspecting.work(order, silent)
                except InputError as error:
                    studio.store.jobs.update(job.id, state="failed", error=str(error))
                    studio.store.tables.set_state(table_id, "failed", str(error))
                else:
                    mark_complete(studio.store.jobs.output(job.id), result)
                    adopt(studio.store, job.id)
        return studio.store.tables.get(table_id)

    return read


@pytest.fixture
def bring_here(
    read_here: Callable[[str], TableRecord], studio: Studio
) -> Callable[..., TableRecord]:
    """Bring a table's bytes under a name, and read it in this process."""

    def bring(content: bytes, name: str = "tracks.csv") -> TableRecord:
        path = studio.store.folders.uploads / "arrived.part"
        path.write_bytes(content)
        sha256 = hashlib.sha256(content).hexdigest()
        table, _ = keep_table(studio, name, Received(path, sha256, len(content)))
        return read_here(table.id)

    return bring
