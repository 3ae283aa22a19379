"""Ask a model about files that a music program names."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, cast

from genrelens.audio.library.naming import path_from_text
from genrelens.workflow.progress import silent

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from genrelens.workflow.predicting import PredictResult
    from genrelens.workflow.progress import Listener

__all__ = ["Decision", "FileAnswer", "FileFailure", "ask_files", "read_answers"]

_BETWEEN: Final = " | "
_RANKS: Final = ("", "second_", "third_")
_CANNOT_DECIDE: Final = "this model cannot decide; train it anew with more tracks"
_NOT_THERE: Final = "The file is not there."
_NOT_ANSWERED: Final = "No sound was found in the file."

Decision = Literal["write", "ask", "leave"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileAnswer:
    """The genre of one file.

    Parameters
    ----------
    genre : str
        The most probable one; empty where the model says nothing of the file.
    probability : float, optional
        Its probability; None where the model says nothing of the file.
    decision : {"write", "ask", "leave"}
        What the model itself decided; never forced.
    why : str
        Why it was decided so.
    choices : tuple of (str, float or None)
        Genres to choose from, the likeliest first, with their probabilities where
        they are told.
    reasons : str
        What in the sound speaks for the genre, in words.
    """

    genre: str
    probability: float | None
    decision: Decision
    why: str
    choices: tuple[tuple[str, float | None], ...] = ()
    reasons: str = ""


@dataclass(frozen=True, slots=True)
class FileFailure:
    """Why nothing is known of one file.

    Parameters
    ----------
    reason : str
        A sentence.
    """

    reason: str


def ask_files(
    model: str,
    paths: Sequence[Path],
    *,
    folder: Path,
    max_error: float = 0.05,
    reasons: bool = True,
    listener: Listener = silent,
    predict: Callable[..., PredictResult] | None = None,
) -> dict[Path, FileAnswer | FileFailure]:
    """Ask a model about files, all in one go.

    Parameters
    ----------
    model : str
        Path of a model file, or the word ``music-tags``.
    paths : sequence of Path
        The files, as absolute paths.
    folder : Path
        The program's library, whose cache is used for the files that lie in it.
    max_error : float
        Largest share of wrong genres among those to be written.
    reasons : bool
        Whether the strongest reasons are given in words (slower).
    listener : callable
        Hears how far the job has come.
    predict : callable, optional
        Stands in for `predict_files`.

    Returns
    -------
    dict of Path to FileAnswer or FileFailure
        Something for every path.

    Raises
    ------
    InputError
        If the model cannot be used, something it needs is missing, or not one of the
        files can be read.
    BundleError
        If the model file cannot be trusted.
    """
    if predict is None:
        from genrelens.workflow.from_sound.predicting_files import predict_files

        predict = predict_files
    found: dict[Path, FileAnswer | FileFailure] = {
        path: FileFailure(_NOT_THERE) for path in paths if not path.is_file()
    }
    here = [path for path in paths if path not in found]
    inside = [path for path in here if path.is_relative_to(folder)]
    outside = [path for path in here if not path.is_relative_to(folder)]
    for some, root in ((inside, folder), (outside, _common_folder(outside))):
        if some:
            result = predict(
                model,
                some,
                folder=root,
                max_error=max_error,
                reasons=reasons,
                listener=listener,
            )
            found |= read_answers(result, some, folder=root)
    return found


def read_answers(
    result: PredictResult, paths: Sequence[Path], *, folder: Path
) -> dict[Path, FileAnswer | FileFailure]:
    """Take what was answered out of the tables of answers and of failures.

    Parameters
    ----------
    result : PredictResult
        Its frame and its failures name files relative to the folder.
    paths : sequence of Path
        All that were asked about.
    folder : Path
        What their names are relative to.
    """
    found: dict[Path, FileAnswer | FileFailure] = {}
    if result.failures is not None:
        for path, reason in zip(
            result.failures["path"], result.failures["reason"], strict=True
        ):
            found[path_from_text(folder, path)] = FileFailure(reason)
    for row in result.frame.to_dict("records"):
        found[path_from_text(folder, row["path"])] = _answer(
            cast("dict[str, Any]", row)
        )
    return {path: found.get(path, FileFailure(_NOT_ANSWERED)) for path in paths}


def _common_folder(paths: Sequence[Path]) -> Path:
    return Path(os.path.commonpath([str(path.parent) for path in paths] or [os.sep]))


def _answer(row: dict[str, Any]) -> FileAnswer:
    is_known = _text(row.get("genre")) != ""
    return FileAnswer(
        genre=_text(row.get("genre")),
        probability=_number(row.get("probability")) if is_known else None,
        decision=cast("Decision", _text(row.get("decision")) or "leave"),
        why=_text(row.get("decision_reason")) or _CANNOT_DECIDE,
        choices=_choices(row),
        reasons=_text(row.get("reasons")),
    )


def _choices(row: dict[str, Any]) -> tuple[tuple[str, float | None], ...]:
    """Give the genres decided on, with the probabilities that the row tells."""
    told = {
        _text(row.get(f"{rank}genre")): _number(row.get(f"{rank}probability"))
        for rank in _RANKS
    }
    decided = _text(row.get("decided_genre"))
    genres = decided.split(_BETWEEN) if decided else []
    return tuple((genre, told.get(genre)) for genre in genres)


def _text(cell: object) -> str:
    return cell if isinstance(cell, str) else ""


def _number(cell: object) -> float | None:
    number = float(cell) if isinstance(cell, (int, float)) else math.nan
    return None if math.isnan(number) else number
