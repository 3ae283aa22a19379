"""The use cases as plain functions, for scripts and notebooks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from genrelens.workflow.explaining.every_track import (
    ExplainTableRequest,
    explain_table,
)
from genrelens.workflow.explaining.one_track import ExplainRequest, explain_one
from genrelens.workflow.extracting.extracting import extract_folder
from genrelens.workflow.extracting.requests import ExtractRequest
from genrelens.workflow.from_sound.predicting_any import predict_any
from genrelens.workflow.inspecting import inspect_table
from genrelens.workflow.library_check.checking import CheckRequest, check_library
from genrelens.workflow.predicting import PredictRequest
from genrelens.workflow.requests import TableRequest, TrainRequest
from genrelens.workflow.training import train_model

if TYPE_CHECKING:
    import os

    from genrelens.workflow.explaining.every_track import ExplainTableResult
    from genrelens.workflow.explaining.one_track import ExplainResult
    from genrelens.workflow.extracting.requests import ExtractResult
    from genrelens.workflow.inspecting import Inspection
    from genrelens.workflow.library_check.results import LibraryCheck
    from genrelens.workflow.predicting import PredictResult
    from genrelens.workflow.training import TrainResult

__all__ = ["check", "explain", "explain_all", "extract", "inspect", "predict", "train"]


def inspect(table: str | os.PathLike[str], **options: Any) -> Inspection:
    """Say what a table holds and what is wrong with it.

    Parameters
    ----------
    table : path
        The file.
    **options
        Further fields of `genrelens.workflow.requests.TableRequest`.
    """
    return inspect_table(TableRequest(table=Path(table), **options))


def extract(
    folder: str | os.PathLike[str],
    output: str | os.PathLike[str] | None = None,
    **options: Any,
) -> ExtractResult:
    """Make a table of a folder of music, one row a track.

    Parameters
    ----------
    folder : path
        The music.
    output : path, optional
        Table to write (.csv or .parquet); without it the result only holds it.
    **options
        Further fields of `genrelens.workflow.extracting.requests.ExtractRequest`.
    """
    return extract_folder(
        ExtractRequest(
            folder=Path(folder),
            output=None if output is None else Path(output),
            **options,
        )
    )


def train(
    table: str | os.PathLike[str], output: str | os.PathLike[str], **options: Any
) -> TrainResult:
    """Do the whole job on a table, and write its results into a folder.

    Parameters
    ----------
    table, output : path
        The file and the folder.
    **options
        Further fields of `genrelens.workflow.requests.TrainRequest`.
    """
    return train_model(TrainRequest(table=Path(table), output=Path(output), **options))


def check(
    model: str | os.PathLike[str], table: str | os.PathLike[str], **options: Any
) -> LibraryCheck:
    """Say whether a model is the right one for a library.

    Parameters
    ----------
    model, table : path
        The model file and the table.
    **options
        Further fields of `genrelens.workflow.library_check.checking.CheckRequest`.
    """
    return check_library(CheckRequest(model=Path(model), table=Path(table), **options))


def predict(
    model: str | os.PathLike[str], table: str | os.PathLike[str], **options: Any
) -> PredictResult:
    """Predict every row of a table, or every track of a folder of music.

    Parameters
    ----------
    model, table : path
        The model file (for a folder also the word ``music-tags``), and the table or
        the folder.
    **options
        Further fields of `genrelens.workflow.predicting.PredictRequest`.
    """
    return predict_any(PredictRequest(model=Path(model), table=Path(table), **options))


def explain(
    model: str | os.PathLike[str],
    table: str | os.PathLike[str],
    track: str | int,
    **options: Any,
) -> ExplainResult:
    """Explain one track of a table with a saved model.

    Parameters
    ----------
    model, table : path
        The model file and the table.
    track : str or int
        The track's id, its name, its row number counted from 1, or ``"line:2"``.
    **options
        Further fields of `genrelens.workflow.explaining.one_track.ExplainRequest`.
    """
    return explain_one(
        ExplainRequest(
            model=Path(model), table=Path(table), track=str(track), **options
        )
    )


def explain_all(
    model: str | os.PathLike[str],
    table: str | os.PathLike[str],
    output: str | os.PathLike[str],
    **options: Any,
) -> ExplainTableResult:
    """Write the Shapley values of every track of a table into a file.

    Parameters
    ----------
    model, table, output : path
        The model file, the table, and the file to write (.parquet or .csv).
    **options
        Further fields of
        `genrelens.workflow.explaining.every_track.ExplainTableRequest`.
    """
    return explain_table(
        ExplainTableRequest(
            model=Path(model), table=Path(table), output=Path(output), **options
        )
    )
