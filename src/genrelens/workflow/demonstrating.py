"""Run the whole job on a made-up sample."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from genrelens.datasets.sample import write_sample
from genrelens.workflow.documents.output_folder import check_output_folder
from genrelens.workflow.progress import silent
from genrelens.workflow.requests import TrainRequest
from genrelens.workflow.training import train_model

if TYPE_CHECKING:
    from genrelens.workflow.progress import Listener
    from genrelens.workflow.training import TrainResult

__all__ = ["DemoRequest", "draw_sample_table", "run_demo"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoRequest:
    """Where the demonstration goes, and from which seed it is drawn.

    Parameters
    ----------
    output : Path
        Folder for the sample table and the results.
    n_tracks : int
        Tracks to make up.
    seed : int
        Of the sample and of the training.
    """

    output: Path
    n_tracks: int = 4_000
    seed: int = 0


def draw_sample_table(path: Path, *, n_tracks: int = 4_000, seed: int = 0) -> None:
    """Write the made-up table of `run_demo`, and nothing else.

    Raises
    ------
    InputError
        If the number of tracks, or the seed, cannot be used.
    OutputError
        If the file cannot be written.
    """
    write_sample(path, n_tracks, random_state=seed)


def run_demo(request: DemoRequest, *, listener: Listener = silent) -> TrainResult:
    """Draw a sample table, train on it, and write both.

    Raises
    ------
    InputError
        If the number of tracks, or the seed, cannot be used.
    OutputError
        If the folder cannot be written.
    """
    table = Path(request.output) / "made_up_tracks.csv"
    training = TrainRequest(
        table=table,
        output=request.output,
        seed=request.seed,
        is_made_up=True,
    )
    check_output_folder(request.output)
    write_sample(table, request.n_tracks, random_state=request.seed)
    return train_model(training, listener=listener)
