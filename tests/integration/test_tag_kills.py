"""Kill `tag apply` and `tag undo` at random moments: no file is ever lost."""

from __future__ import annotations

import hashlib
import os
import signal
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from genrelens.tagging.formats.byte_view import ByteView
from genrelens.tagging.formats.examining import examine
from genrelens.tagging.plans.plan_row import FileGuard, PlanRow
from genrelens.tagging.plans.plan_table import write_plan
from genrelens.workflow.tag_plans.applying import apply_plan, journal_of
from genrelens.workflow.tag_plans.requests import ApplyRequest
from genrelens.workflow.tag_plans.undoing import undo

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning"),
    pytest.mark.skipif(os.name != "posix", reason="processes are forked as on Unix"),
]

N_KILLS = 200
MAX_ATTEMPTS = 500  # some processes are done before they are killed
MEMORY = "/dev/shm"  # noqa: S108 (a folder of its own is made in it)
NEW = ("Metal é", "Drum & Bass")


@dataclass(frozen=True)
class Library:
    """A folder of music, a plan for it, and how every file is before and after."""

    folder: Path
    plan: Path
    genres: dict[str, tuple[str, ...]]
    before: dict[str, str]
    after: dict[str, str]

    @property
    def n_files(self) -> int:
        return len(self.before)

    @property
    def journal(self) -> Path:
        return journal_of(self.plan)

    def hashes(self) -> dict[str, str]:
        return {
            path.relative_to(self.folder).as_posix(): hash_of(path)
            for path in sorted(self.folder.rglob("*"))
            if path.is_file() and ".genrelens-partial-" not in path.name
        }


def hash_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def memory() -> Iterator[Path]:
    """Give a folder in memory where there is one: a kill needs no disk, only time."""
    place = MEMORY if os.access(MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=place) as folder:
        yield Path(folder)


@pytest.fixture(scope="module")
def library(sound_files, memory) -> Library:
    """Render some fifty files of all kinds; find out what applying makes of them."""
    folder = (memory / "music").resolve()
    for seed, inner in ((0, "one"), (50, "two")):
        sound_files.render(folder / inner, seed)
    rows, genres = [], {}
    for path in sorted(folder.rglob("*.*")):
        name = path.relative_to(folder).as_posix()
        with path.open("rb") as file:
            found = examine(ByteView(file))
        genres[name] = found.genres
        status = path.stat()
        guard = FileGuard(
            status.st_size, status.st_mtime_ns, hash_of(path), found.audio_sha256
        )
        rows.append(PlanRow(path=name, new=NEW, decision="write", guard=guard))
    plan = folder.parent / "plan.csv"
    write_plan(rows, str(folder), plan)
    made = Library(folder, plan, genres, {}, {})
    made.before.update(made.hashes())
    assert apply_plan(ApplyRequest(plan=plan)).counts == {"written": len(rows)}
    made.after.update(made.hashes())
    assert all(made.before[name] != made.after[name] for name in genres)
    assert undo(made.journal).counts == {"restored": len(rows)}
    assert made.hashes() == made.before
    made.journal.unlink()
    return made


def in_a_child(work: Callable[[], object], delay: float | None) -> bool:
    """Run work in a forked process; kill it after a delay. True if it was killed."""
    child = os.fork()
    if child == 0:
        os.setpgid(0, 0)
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    if delay is not None:
        time.sleep(delay)  # the moment of the kill is what is tried here
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return True
    assert os.WEXITSTATUS(status) == 0
    return False


def seconds_of(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    in_a_child(work, None)
    return time.perf_counter() - started


def check_every_file(library: Library) -> int:
    """See that each file is whole, old or new; give how many are new."""
    found = library.hashes()
    assert found.keys() == library.before.keys()
    n_new = 0
    for name, told in found.items():
        assert told in {library.before[name], library.after[name]}, name
        with (library.folder / name).open("rb") as file:
            genres = examine(ByteView(file)).genres
        assert genres in {library.genres[name], NEW}, name
        n_new += told == library.after[name]
    return n_new


def test_two_hundred_kills_lose_nothing(library: Library) -> None:
    rng = np.random.default_rng(7)
    struck: Counter[str] = Counter()

    def apply() -> None:
        apply_plan(ApplyRequest(plan=library.plan))

    def take_back() -> None:
        undo(library.journal)

    ways = {"apply": apply, "undo": take_back}
    took = {what: seconds_of(work) for what, work in ways.items()}
    for attempt in range(MAX_ATTEMPTS):
        if struck["apply struck"] + struck["undo struck"] >= N_KILLS:
            break
        what = ("apply", "undo")[attempt % 2]
        was_killed = in_a_child(ways[what], float(rng.uniform()) * took[what])
        took[what] *= 1.02 if was_killed else 0.9  # the machine's load may change
        n_new = check_every_file(library)
        struck[f"{what} struck"] += was_killed
        struck[f"{what} in the middle"] += was_killed and 0 < n_new < library.n_files
        if not library.journal.exists():  # killed before the first line
            assert n_new == 0
        assert not in_a_child(ways[what], None)  # again, to the end
        whole = library.after if what == "apply" else library.before
        assert library.hashes() == whole
        if what == "undo":
            library.journal.unlink()
    if library.journal.exists():
        take_back()
    assert library.hashes() == library.before
    assert [path for path in library.folder.rglob("*") if "partial" in path.name] == []
    sys.stderr.write(f"\n{attempt} attempts, {library.n_files} files: {dict(struck)}\n")
    assert struck["apply struck"] + struck["undo struck"] >= N_KILLS
    assert struck["apply in the middle"] >= N_KILLS // 8
    assert struck["undo in the middle"] >= N_KILLS // 8
