"""Every example runs as it stands, and shows what it promises."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest

if TYPE_CHECKING:
    from nbformat import NotebookNode

EXAMPLES = Path(__file__).parents[2] / "examples"
SCRIPTS = sorted(EXAMPLES.glob("*.py"))
NOTEBOOK = EXAMPLES / "06_whole_job.ipynb"
MOST_LINES = 40
MOST_SECONDS = 540  # of a busy machine; each takes a few seconds on an idle one

pytestmark = pytest.mark.slow


def run(name: str, folder: Path) -> str:
    """Run an example in an empty folder, and give what it prints."""
    done = subprocess.run(
        [sys.executable, str(EXAMPLES / name)],
        cwd=folder,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=MOST_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


def test_a_first_model_tells_its_verdict_and_where_its_files_are(
    tmp_path: Path,
) -> None:
    told = run("01_first_model.py", tmp_path)
    assert "the model names the right one of 12 genres for" in told
    scores = dict(re.findall(r"^(\w+) +(0\.\d{3}) \(", told, flags=re.MULTILINE))
    assert float(scores["unseen_artists"]) > 0.3 > float(scores["shuffled_labels"])
    files = re.findall(r"^\w+ +(results/\S+)$", told, flags=re.MULTILINE)
    assert len(files) == 7
    assert all((tmp_path / file).stat().st_size > 0 for file in files)


def test_new_tracks_get_one_answer_each_and_one_track_gets_its_reasons(
    tmp_path: Path,
) -> None:
    told = run("02_predict_and_explain.py", tmp_path)
    asked, answered = (
        pd.read_csv(tmp_path / name) for name in ("new.csv", "genres.csv")
    )
    assert answered["track_name"].tolist() == asked["track_name"].tolist()
    assert answered["genre"].notna().all()
    assert "tempo: the table has no such column" in told
    parts = re.findall(r"^[\w' ]{18} ([+-]\d\.\d{3})", told, flags=re.MULTILINE)
    *added, together = map(float, parts)
    assert sum(added) == pytest.approx(together, abs=0.0005 * len(added))
    assert (tmp_path / "track_2.svg").read_text(encoding="utf-8").startswith("<svg")


def test_the_model_works_in_scikit_learn_and_reopens_the_same(tmp_path: Path) -> None:
    told = run("03_in_scikit_learn.py", tmp_path)
    accuracy = float(re.findall(r"unseen artists: accuracy (0\.\d+)", told)[0])
    assert 0.3 < accuracy < 0.9
    assert "same to the last bit after reopening: True" in told
    assert (tmp_path / "plain.genrelens").exists()


def test_chosen_columns_are_those_that_were_learnt_from(tmp_path: Path) -> None:
    told = run("04_own_columns.py", tmp_path)
    learnt = dict(re.findall(r"^([\w ]+): (.+)$", told, flags=re.MULTILINE))
    everything = learnt["everything it can use"].split(", ")
    assert "playlist_name" not in everything
    assert sorted(learnt["three columns"].split(", ")) == [
        "Explicit",
        "energy",
        "tempo",
    ]
    sound = set(learnt["what describes the sound"].split(", "))
    assert set(everything) - sound == {"popularity", "release_date", "Explicit"}
    assert set(learnt["smallest sufficient set"].split(", ")) <= set(everything)
    assert "on unseen 'album_name'" in told


def test_the_engine_adds_up_and_does_not_depend_on_threads(tmp_path: Path) -> None:
    told = run("05_forest_engine.py", tmp_path)
    error = float(re.findall(r"prediction: (\S+)", told)[0])
    assert error < 1e-9
    assert "same on one thread: True" in told


def read_notebook() -> NotebookNode:
    import nbformat

    return nbformat.read(NOTEBOOK, as_version=4)


def test_the_notebook_draws_all_its_plots(tmp_path: Path) -> None:
    from nbclient import NotebookClient

    notebook = read_notebook()
    NotebookClient(
        notebook,
        timeout=MOST_SECONDS,
        kernel_name="python3",
        resources={"metadata": {"path": str(tmp_path)}},
    ).execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert sum("image/png" in output.get("data", {}) for output in outputs) == 7
    told = "".join(output.get("text", "") for output in outputs)
    assert "the model names the right one of 12 genres for" in told
    assert not [output for output in outputs if output.output_type == "error"]
    assert (tmp_path / "results" / "report.html").exists()


def test_the_notebook_is_committed_without_outputs() -> None:
    code = [cell for cell in read_notebook().cells if cell.cell_type == "code"]
    assert len(code) > 5
    assert [cell.outputs for cell in code if cell.outputs] == []
    assert [cell.id for cell in code if cell.execution_count is not None] == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_an_example_is_short_and_says_what_it_shows(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) < MOST_LINES
    assert re.fullmatch(r'"""[A-Z].*\."""', lines[0])
