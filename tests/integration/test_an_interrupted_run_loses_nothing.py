"""Whatever ends a training early, the results of the run before stay whole."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from genrelens.workflow import result_files, training
from genrelens.workflow.requests import TrainRequest
from genrelens.workflow.training import train_model

if TYPE_CHECKING:
    from pathlib import Path


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.fixture
def earlier(write_tracks, tmp_path):
    """Give a finished run: its table, its folder and what the folder holds."""
    table, output = write_tracks(), tmp_path / "out"
    train_model(TrainRequest(table=table, output=output, trees=2, explain_tracks=0))
    return table, output, contents(output)


class Struck(BaseException):
    """Stands for whatever may end a run, KeyboardInterrupt included."""


@pytest.mark.parametrize(
    ("module", "step"),
    [
        (training, "prepare"),
        (training, "find_groups"),
        (training, "evaluate"),
        (training, "study_trust"),
        (training, "keep_trust"),
        (result_files, "model_to_bytes"),
        (result_files, "metrics_document"),
        (result_files, "out_of_fold_table"),
        (result_files, "review_table"),
        (result_files, "render_tree"),
        (result_files, "render_report"),
    ],
)
def test_an_exception_at_any_step_leaves_the_folder_as_it_was(
    earlier, monkeypatch, module, step
) -> None:
    table, output, before = earlier

    def strike(*_: object, **__: object) -> None:
        raise Struck

    monkeypatch.setattr(module, step, strike)
    with pytest.raises(Struck):
        train_model(
            TrainRequest(table=table, output=output, trees=2, seed=1, explain_tracks=0)
        )
    assert contents(output) == before


def test_an_exception_between_two_files_leaves_the_folder_as_it_was(
    earlier, monkeypatch
) -> None:
    table, output, before = earlier
    original, opened = result_files.replacing, []

    def replacing(path):
        opened.append(path)
        if len(opened) == 4:
            raise Struck
        return original(path)

    monkeypatch.setattr(result_files, "replacing", replacing)
    with pytest.raises(Struck):
        train_model(
            TrainRequest(table=table, output=output, trees=2, seed=1, explain_tracks=0)
        )
    assert contents(output) == before


def _heed_interrupts() -> None:
    """A shell starts background jobs deaf to SIGINT, and they hand that on."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.skipif(os.name != "posix", reason="signals are sent as on Unix")
@pytest.mark.parametrize(
    ("name", "code"), [("SIGKILL", -9), ("SIGINT", 130), ("SIGTERM", -15)]
)
def test_a_killed_process_leaves_the_folder_as_it_was(earlier, name, code) -> None:
    """Kill while folds are trained, as soon as the reading is over."""
    table, output, before = earlier
    command = [sys.executable, "-m", "genrelens", "train", str(table)]
    command += ["--output", str(output), "--trees", "3000", "--seed", "1"]
    with subprocess.Popen(
        command,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=_heed_interrupts,  # noqa: PLW1509 (no thread runs here)
    ) as process:
        assert process.stderr is not None
        assert process.stderr.readline() == "reading: done\n"
        process.send_signal(getattr(signal, name))
        rest = process.stderr.read()
        assert process.wait(timeout=60) == code
    assert "Traceback" not in rest
    assert contents(output) == before
    if name == "SIGINT":
        assert "genrelens: Interrupted." in rest
