"""Whenever a studio is killed, what it called done is there at the next start."""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import random
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from genrelens.datasets.sample import write_sample
from genrelens.server.keeping.store import Store
from genrelens.tagging.formats.byte_view import ByteView
from genrelens.tagging.formats.examining import examine
from genrelens.tagging.plans.plan_row import FileGuard, PlanRow
from genrelens.tagging.plans.plan_table import write_plan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="processes are forked"),
]

TOKEN = "a-token-for-tests-that-nobody-guesses"  # noqa: S105 (of a test)
N_KILLS = int(os.environ.get("GENRELENS_KILLS", "60"))
WHEN = ("upload", "train", "save", "export")
GONE = (OSError, http.client.HTTPException)
QUICK = {"trees": 3, "quick": True, "explain_tracks": 0}
STATES = {"queued", "running", "done", "failed", "cancelled", "interrupted"}
WAIT = 60.0


class Launcher:
    """The program that forks studios."""

    def __init__(self) -> None:
        self._started: list[Studio] = []
        self._program = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("warm_studio.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._program.stdout.readline() == "ready\n"

    def start(self, data: Path, *music: Path) -> Studio:
        port = free_port()
        told = json.dumps([str(data), port, *map(str, music)])
        self._program.stdin.write(f"{told}\n")
        self._program.stdin.flush()
        studio = Studio(int(self._program.stdout.readline()), port)
        self._started.append(studio)
        wait_for(studio.answers)
        return studio

    def close(self) -> None:
        """End the program, and what a test that failed has left alive."""
        for studio in self._started[-1:]:
            studio.kill()
        self._program.stdin.close()
        self._program.stdout.close()
        self._program.wait()


class Studio:
    """A running studio, asked over HTTP."""

    def __init__(self, pid: int, port: int) -> None:
        self.pid, self.port = pid, port

    def answers(self) -> bool:
        try:
            return self.ask("GET", "/health/ready")[0] == 200
        except GONE:
            return False

    def ask(
        self, method: str, path: str, told: Any = None, type_: str = "application/json"
    ) -> tuple[int, bytes]:
        talk = http.client.HTTPConnection("127.0.0.1", self.port, timeout=WAIT)
        try:
            body = json.dumps(told) if type_ == "application/json" else told
            body = None if told is None and method == "GET" else body
            talk.request(method, f"/api/v1{path}", body, self.headers(type_))
            answer = talk.getresponse()
            return answer.status, answer.read()
        finally:
            talk.close()

    def get(self, path: str) -> Any:
        status, body = self.ask("GET", path)
        assert status == 200, (path, status, body)
        return json.loads(body)

    @staticmethod
    def headers(type_: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {TOKEN}", "Content-Type": type_}

    def kill(self) -> None:
        """Kill it with SIGKILL, and wait until nothing of it is there."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        wait_for(lambda: not is_there(self.pid))


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def wait_for(is_so: Callable[[], bool], seconds: float = WAIT) -> None:
    end = time.monotonic() + seconds
    pause = threading.Event()
    while not is_so():
        assert time.monotonic() < end, "it did not come to that"
        pause.wait(0.01)


class Ledger:
    """What a studio told to be done, which must be there for ever."""

    def __init__(self) -> None:
        self.tables: dict[str, str] = {}
        self.models: dict[str, str] = {}
        self.names: dict[str, set[str]] = {}
        self.done: set[str] = set()


@pytest.fixture(scope="module")
def launcher() -> Iterator[Launcher]:
    made = Launcher()
    yield made
    made.close()


@pytest.fixture(scope="module")
def table(tmp_path_factory) -> bytes:
    path = tmp_path_factory.mktemp("table") / "tracks.csv"
    write_sample(path, 150, random_state=2)
    return path.read_bytes()


class Round:
    """One life of a studio: it does things, and is killed while it does one."""

    def __init__(
        self, studio: Studio, data: Path, ledger: Ledger, rng: random.Random
    ) -> None:
        self.studio, self.data, self.ledger, self.rng = studio, data, ledger, rng

    def live(self, when: str, table: bytes) -> None:
        """Do what comes before, then be killed while doing `when`."""
        getattr(self, when)(table)

    def upload(self, table: bytes) -> None:
        """Die while a file arrives, or just after."""
        cut = self.rng.randrange(len(table) + 1)
        with socket.create_connection(("127.0.0.1", self.studio.port)) as talk:
            head = [
                "POST /api/v1/tables?name=tracks.csv HTTP/1.1",
                f"Host: 127.0.0.1:{self.studio.port}",
                f"Content-Length: {len(table)}",
                *(f"{a}: {b}" for a, b in self.studio.headers("text/csv").items()),
            ]
            talk.sendall("\r\n".join(head).encode() + b"\r\n\r\n")
            talk.sendall(table[:cut])
            pause(self.rng.uniform(0, 0.05))
            if cut == len(table) or self.rng.random() < 0.5:
                talk.sendall(table[cut:])
                talk.settimeout(self.rng.choice([0.01, 0.05, WAIT]))
                self.note_table(hear(talk), table)
            self.studio.kill()

    def note_table(self, answer: bytes, table: bytes) -> None:
        made = re.search(rb"tab-[a-z0-9]{12}", answer)
        if answer.startswith(b"HTTP/1.1 201") and made:
            self.ledger.tables[made[0].decode()] = hashlib.sha256(table).hexdigest()

    def train(self, table: bytes) -> None:
        """Die at any time of a training."""
        job = self.start_training(table)
        self.follow(job, seconds=self.rng.uniform(0, 2.0))
        self.studio.kill()

    def save(self, table: bytes) -> None:
        """Die while results are written, moved, or recorded."""
        job = self.start_training(table)
        output = self.data / "jobs" / job / "output"
        wait_for(lambda: has_files(output) or self.is_over(job))
        self.follow(job, seconds=self.rng.uniform(0, 0.8))
        self.studio.kill()

    def export(self, table: bytes) -> None:
        """Die while a model is fetched and renamed."""
        model = self.any_model(table)
        killer = threading.Timer(self.rng.uniform(0, 0.2), self.studio.kill)
        killer.start()
        number = 0
        with suppress(*GONE):
            while True:
                name = f"model {number}"
                asked = self.ledger.names.setdefault(model, set())
                asked.add(name)
                told = {"name": name}
                if self.studio.ask("PATCH", f"/models/{model}", told)[0] == 200:
                    self.ledger.names[model] = {name}
                status, body = self.studio.ask("GET", f"/models/{model}/files/model")
                assert status == 200
                assert hashlib.sha256(body).hexdigest() == self.ledger.models[model]
                number += 1
        killer.join()

    def start_training(self, table: bytes) -> str:
        told = {"kind": "train", "table": self.any_table(table), "options": QUICK}
        status, body = self.studio.ask("POST", "/jobs", told)
        assert status == 202, body
        return str(json.loads(body)["id"])

    def follow(self, job: str, seconds: float) -> None:
        """Watch a job for so long; note its model where it is told to be done."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            told = self.studio.get(f"/jobs/{job}")
            if told["state"] == "done":
                self.note_model(job, told["model"])
                return
            assert told["state"] in {"queued", "running"}, told
            pause(0.01)

    def note_model(self, job: str, model: str) -> None:
        self.ledger.done.add(job)
        self.ledger.models[model] = self.studio.get(f"/models/{model}")["sha256"]

    def any_table(self, table: bytes) -> str:
        """Give a table that is ready; one whose reading died twice stays failed."""
        if all(self.state_of(known) == "failed" for known in self.ledger.tables):
            self.bring(table)
        known = sorted(self.ledger.tables)
        wait_for(lambda: any(self.state_of(one) == "ready" for one in known))
        return next(one for one in known if self.state_of(one) == "ready")

    def bring(self, table: bytes) -> None:
        answer = self.studio.ask("POST", "/tables?name=tracks.csv", table, "text/csv")
        made = json.loads(answer[1])["table"]["id"]
        self.ledger.tables[made] = hashlib.sha256(table).hexdigest()

    def state_of(self, table: str) -> str:
        return str(self.studio.get(f"/tables/{table}")["table"]["state"])

    def any_model(self, table: bytes) -> str:
        if not self.ledger.models:
            job = self.start_training(table)
            self.follow(job, seconds=WAIT)
        return min(self.ledger.models)

    def is_over(self, job: str) -> bool:
        return self.studio.get(f"/jobs/{job}")["state"] not in {"queued", "running"}

    def calm(self) -> None:
        """Cancel what an earlier life left, as a person might."""
        for job in self.studio.get("/jobs?limit=1000")["items"]:
            if job["state"] in {"queued", "running"} and job["kind"] == "train":
                status, body = self.studio.ask("POST", f"/jobs/{job['id']}/cancel", {})
                assert status == 200, body
                assert json.loads(body)["state"] in {"cancelled", "done"}


def hear(talk: socket.socket) -> bytes:
    """Read what is answered before patience ends; the head may come before the rest."""
    heard = b""
    with suppress(*GONE):
        while not re.search(rb"tab-[a-z0-9]{12}", heard):
            part = talk.recv(65_536)
            if not part:
                break
            heard += part
    return heard


def pause(seconds: float) -> None:
    threading.Event().wait(seconds)


def has_files(folder: Path) -> bool:
    return folder.is_dir() and any(folder.iterdir())


def check_kept(studio: Studio, data: Path, ledger: Ledger) -> None:
    """See that nothing that was told as done is lost, or changed."""
    for table, sha256 in ledger.tables.items():
        (file,) = (data / "tables" / table).glob("original*")
        assert hashlib.sha256(file.read_bytes()).hexdigest() == sha256
        assert studio.get(f"/tables/{table}")["table"]["sha256"] == sha256
    for model, sha256 in ledger.models.items():
        status, body = studio.ask("GET", f"/models/{model}/files/model")
        assert status == 200
        assert hashlib.sha256(body).hexdigest() == sha256
    for model, names in ledger.names.items():
        assert studio.get(f"/models/{model}")["name"] in names
    for job in ledger.done:
        assert studio.get(f"/jobs/{job}")["state"] == "done"


def check_truth(studio: Studio, data: Path) -> None:
    """See that records, files and processes say the same."""
    with sqlite3.connect(f"file:{data}/studio.sqlite?mode=ro", uri=True) as database:
        kept = {
            name: {row[0] for row in database.execute(f"SELECT id FROM {name}")}  # noqa: S608
            for name in ("tables", "models", "answers")
        }
    database.close()
    for name, ids in kept.items():
        assert {entry.name for entry in (data / name).iterdir()} == ids
    assert not list((data / "uploads").iterdir())
    jobs = studio.get("/jobs?limit=1000")["items"]
    assert {job["state"] for job in jobs} <= STATES
    assert sum(job["state"] == "running" for job in jobs) <= 2  # one in each lane
    for job in jobs:
        if job["state"] == "done" and job["kind"] == "train":
            assert job["model"] in kept["models"]
        if job["state"] in {"failed", "interrupted"}:
            assert job["error"]
    for model in studio.get("/models")["items"]:
        status, body = studio.ask("GET", f"/models/{model['id']}/files/model")
        assert status == 200
        assert hashlib.sha256(body).hexdigest() == model["sha256"]


def check_swept(data: Path, before: set[str], studio: Studio) -> None:
    """See that temporary files of the life before are gone."""
    stale = {str(path) for path in data.rglob(".genrelens-partial-*")}
    assert not stale & before
    live = {job["id"] for job in studio.get("/jobs?limit=1000")["items"]}
    assert {entry.name for entry in (data / "jobs").iterdir()} <= live


def test_sixty_kills_lose_nothing_that_was_finished(launcher, table, tmp_path) -> None:
    rng = random.Random(7)  # noqa: S311 (drawn moments, no secrets)
    data, ledger = tmp_path / "data", Ledger()
    moments = [WHEN[number % len(WHEN)] for number in range(N_KILLS)]
    rng.shuffle(moments)
    died_at: dict[str, int] = dict.fromkeys(WHEN, 0)
    studio = launcher.start(data)
    for when in moments:
        life = Round(studio, data, ledger, rng)
        life.calm()
        life.live(when, table)
        died_at[when] += 1
        stale = {str(path) for path in data.rglob(".genrelens-partial-*")}
        studio = launcher.start(data)
        check_kept(studio, data, ledger)
        check_truth(studio, data)
        check_swept(data, stale, studio)
    studio.kill()
    assert sum(died_at.values()) == N_KILLS
    assert ledger.tables
    assert ledger.models


def test_a_training_that_was_killed_begins_anew_by_itself(
    launcher, table, tmp_path
) -> None:
    data, ledger = tmp_path / "data", Ledger()
    studio = launcher.start(data)
    life = Round(studio, data, ledger, random.Random(1))  # noqa: S311
    job = life.start_training(table)
    wait_for(lambda: studio.get(f"/jobs/{job}")["stage"] != "")
    studio.kill()

    studio = launcher.start(data)
    told = studio.get(f"/jobs/{job}")
    assert told["state"] in {"queued", "running", "done"}
    assert "begins anew" in told["note"]
    wait_for(lambda: studio.get(f"/jobs/{job}")["state"] == "done")
    assert studio.get(f"/jobs/{job}")["attempt"] == 2
    studio.kill()


NEW = ("Metal é", "Drum & Bass")
N_KILLED_WRITINGS = int(os.environ.get("GENRELENS_KILLED_WRITINGS", "32"))


class Music:
    """A folder of music of every kind, and a plan for all of it in a data folder."""

    def __init__(self, sound_files: Any, place: Path) -> None:
        self.folder, self.data = place / "music", place / "data"
        for seed in range(0, 150, 50):
            sound_files.render(self.folder / str(seed), seed)
        self.paths = sorted(path for path in self.folder.rglob("*.*") if path.is_file())
        self.before = self.contents()
        self.genres = {path: genres_of(path) for path in self.paths}
        with Store(self.data) as store:
            self.plan = self._planned(store)

    def _planned(self, store: Store) -> str:
        asked = {"model": "music-tags", "model_name": "the tags"}
        asked |= {"policy": "overwrite", "max_error": 0.05}
        plan = store.plans.add(store.music.know(self.folder).id, asked)
        rows = [self._row(path) for path in self.paths]
        write_plan(rows, str(self.folder), store.plans.folder(plan.id) / "plan.csv")
        store.plans.set_state(plan.id, "ready")
        return plan.id

    def _row(self, path: Path) -> PlanRow:
        status = path.stat()
        with path.open("rb") as file:
            found = examine(ByteView(file))
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        guard = FileGuard(
            status.st_size, status.st_mtime_ns, sha256, found.audio_sha256
        )
        name = path.relative_to(self.folder).as_posix()
        return PlanRow(
            path=name, old=found.genres, new=NEW, decision="write", guard=guard
        )

    def contents(self) -> list[bytes]:
        return [path.read_bytes() for path in self.paths]

    def check_whole(self) -> int:
        """See that every file opens, and is old or new; give how many are new."""
        found = {path: genres_of(path) for path in self.paths}
        assert all(found[path] in {NEW, self.genres[path]} for path in self.paths)
        now = self.contents()
        for path, old, new in zip(self.paths, self.before, now, strict=True):
            assert (found[path] == NEW) == (old != new), path
        return sum(genres == NEW for genres in found.values())


def genres_of(path: Path) -> tuple[str, ...]:
    with path.open("rb") as file:
        return examine(ByteView(file)).genres


class Writing:
    """A studio that writes, as its page asks it to."""

    def __init__(self, studio: Studio, music: Music) -> None:
        self.studio, self.music = studio, music

    def begin(self, what: str) -> None:
        told = {"files": len(self.music.paths)} if what == "apply" else None
        status, body = self.studio.ask("POST", f"/plans/{self.music.plan}/{what}", told)
        assert status == 202, body

    def state(self) -> str:
        return str(self.studio.get(f"/plans/{self.music.plan}")["state"])

    def finish(self, what: str) -> None:
        self.begin(what)
        wait_for(lambda: self.state() not in {"applying", "undoing"})
        assert self.state() == {"apply": "applied", "undo": "undone"}[what]

    def page_offers(self, button: str) -> bool:
        talk = http.client.HTTPConnection("127.0.0.1", self.studio.port, timeout=WAIT)
        try:
            talk.request(
                *("GET", f"/plans/{self.music.plan}", None),
                self.studio.headers("text/html"),
            )
            return f'id="{button}"' in talk.getresponse().read().decode()
        finally:
            talk.close()


def test_a_studio_killed_while_it_writes_leaves_every_file_whole(
    launcher, sound_files, tmp_path
) -> None:
    music = Music(sound_files, tmp_path.resolve())
    rng = random.Random(11)  # noqa: S311 (drawn moments, no secrets)
    studio = launcher.start(music.data, music.folder)
    took = {}
    for what in ("apply", "undo"):
        begun = time.monotonic()
        Writing(studio, music).finish(what)
        took[what] = time.monotonic() - begun
    n_between = dict.fromkeys(took, 0)
    for number in range(N_KILLED_WRITINGS):
        what = ("apply", "undo")[number % 2]
        if what == "undo":
            Writing(studio, music).finish("apply")
        Writing(studio, music).begin(what)
        pause(rng.uniform(0, took[what]))
        studio.kill()
        n_new = music.check_whole()
        studio = launcher.start(music.data, music.folder)
        writing = Writing(studio, music)
        assert music.check_whole() == n_new, "nothing is written by itself"
        is_over = writing.state() == {"apply": "applied", "undo": "undone"}[what]
        assert is_over or writing.state() == "stopped"
        if 0 < n_new < len(music.paths):
            assert writing.state() == "stopped"
            n_between[what] += 1
        if writing.state() != "undone":
            assert writing.page_offers("undo")
            writing.finish("undo")
        assert music.contents() == music.before
    studio.kill()
    assert not list(music.folder.rglob("*partial*"))
    assert min(n_between.values()) >= N_KILLED_WRITINGS // 10, n_between
