"""Name the genre of music files themselves, with a model or from tags alone."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from genrelens.bundle.loading import load_model
from genrelens.errors import InputError, printable
from genrelens.ingest.reading import table_from_frame
from genrelens.workflow.answering.answer_rows import AnswerOptions
from genrelens.workflow.answering.largest_error import check_max_error
from genrelens.workflow.documents.output_folder import check_output_folder
from genrelens.workflow.documents.sources import check_sources_stay
from genrelens.workflow.documents.table_file import check_table_suffix, write_table
from genrelens.workflow.extracting.extracting import extract_folder
from genrelens.workflow.extracting.requests import ExtractRequest
from genrelens.workflow.from_sound.first_answers import FROM_TAGS, answer_from_tags
from genrelens.workflow.from_sound.heard_before import find_heard, tell_heard
from genrelens.workflow.from_sound.kept_settings import tell_disagreement
from genrelens.workflow.from_sound.needed_sound import NeededSound, needed_of
from genrelens.workflow.new_table import fit_new_table
from genrelens.workflow.predicting import answer_table
from genrelens.workflow.progress import silent

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from genrelens.bundle.trained_model import TrainedModel
    from genrelens.workflow.extracting.requests import ExtractResult
    from genrelens.workflow.predicting import PredictResult
    from genrelens.workflow.progress import Listener

__all__ = ["FilesRequest", "predict_files", "predict_sound"]

_LEARNT: Final = "; but the model was trained on this track, so this says nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesRequest:
    """Which model, which music, and where the answer goes.

    Parameters
    ----------
    model : Path
        The model file, or the word ``music-tags`` for a start from tags alone.
    folder : Path
        The music; paths are told relative to it.
    only : tuple of str, optional
        Files of it, relative to it; every sound file where it is not given.
    output : Path, optional
        File ending in ``.csv`` or ``.parquet``; files that could not be read are
        listed beside it. Nothing is written without it.
    reasons, raw, max_error, uncalibrated, expect_sha256
        As in `genrelens.workflow.predicting.PredictRequest`.
    workers : int, optional
        Files measured at the same time; one for every processor by default.
    cache : Path, optional
        File that keeps what was measured; by default that of the folder.
    """

    model: Path
    folder: Path
    only: tuple[str, ...] | None = None
    output: Path | None = None
    reasons: bool = True
    raw: bool = False
    max_error: float = 0.05
    uncalibrated: bool = False
    expect_sha256: str | None = None
    workers: int | None = None
    cache: Path | None = None


def predict_files(
    model: str | os.PathLike[str],
    paths: Sequence[Path],
    *,
    folder: Path | None = None,
    max_error: float = 0.05,
    reasons: bool = True,
    workers: int | None = None,
    listener: Listener = silent,
) -> PredictResult:
    """Name the genre of music files, one row a file that can be read.

    Parameters
    ----------
    model : path
        The model file, or the word ``music-tags``.
    paths : sequence of Path
        Sound files.
    folder : Path, optional
        The library they lie in, to which the answer's paths are relative and whose
        cache is used; by default the folder that they have in common.
    max_error : float
        Largest share of wrong genres among those written.
    reasons : bool
        Whether to give the strongest reasons in words.
    workers : int, optional
        Most processes that open files at once; by default one a processor.
    listener : Listener, optional
        Told of every step.

    Returns
    -------
    PredictResult
        Its frame has ``path`` first; `PredictResult.failures` lists what could not be
        read.

    Raises
    ------
    InputError
        If a file lies outside the folder, none can be read, the network is not here,
        or the model needs what no sound file gives.
    BundleError
        If the model file cannot be trusted.
    """
    if not paths:
        raise InputError("No music files were given. Give at least one.")
    root = _common_folder(paths) if folder is None else folder
    request = FilesRequest(
        model=Path(model),
        folder=root,
        only=tuple(_relative(path, root) for path in paths),
        reasons=reasons,
        max_error=max_error,
        workers=workers,
    )
    return predict_sound(request, listener=listener)


def predict_sound(
    request: FilesRequest, *, listener: Listener = silent
) -> PredictResult:
    """Measure the sound files of a folder, and answer them.

    What was measured before is taken from the folder's cache.

    Raises
    ------
    InputError, BundleError
        As `predict_files`.
    OutputError
        If the answer cannot be written.
    """
    check_max_error(request.max_error)
    _check_output(request)
    trained: TrainedModel | None = None
    needed = NeededSound(30.0, FROM_TAGS, None)
    if str(request.model) != FROM_TAGS:
        trained = load_model(request.model, expect_sha256=request.expect_sha256)
        needed = needed_of(trained)
    found = _listen(request, needed, listener)
    if trained is None:
        result = answer_from_tags(found.frame, reasons=request.reasons)
    else:
        result = _ask(request, trained, needed, found, listener)
    result = replace(
        result,
        frame=_path_first(result.frame),
        notices=(*_tell_failed(found), *result.notices),
        failures=found.errors,
    )
    _write(request, result)
    return result


def _check_output(request: FilesRequest) -> None:
    if request.output is None:
        return
    check_table_suffix(request.output)
    check_output_folder(request.output.parent)
    check_sources_stay([request.output], {"model file": request.model})


def _listen(
    request: FilesRequest, needed: NeededSound, listener: Listener
) -> ExtractResult:
    """Measure the files as the model's own were, and refuse where none can be read."""
    found = extract_folder(
        ExtractRequest(
            folder=request.folder,
            network=needed.network,
            seconds=needed.seconds,
            workers=request.workers,
            cache=request.cache,
            only=request.only,
        ),
        listener=listener,
    )
    if len(found.frame):
        return found
    first = found.errors.iloc[0]
    raise InputError(
        f"None of the {len(found.errors):,} music files can be read; the first is "
        f"'{printable(first['path'])}': {first['reason']} {first['remedy']}"
    )


def _ask(
    request: FilesRequest,
    trained: TrainedModel,
    needed: NeededSound,
    found: ExtractResult,
    listener: Listener,
) -> PredictResult:
    raw = table_from_frame(found.frame, name=request.folder.name or "music")
    new = fit_new_table(trained, raw)
    options = AnswerOptions(
        max_error=request.max_error,
        uncalibrated=request.uncalibrated,
        reasons=request.reasons,
    )
    result = answer_table(trained, new, options, listener=listener)
    is_heard = find_heard(trained, found.frame["sound_hash"])
    told = tell_disagreement(needed.settings, found.settings)
    return replace(
        result,
        frame=_with_promise(result.frame, is_heard, request.max_error),
        notices=(*tell_heard(is_heard), *told, *result.notices),
    )


def _with_promise(
    frame: pd.DataFrame, is_heard: NDArray[np.bool_] | None, max_error: float
) -> pd.DataFrame:
    """Say of each row to be written what was promised: nothing if it was learnt."""
    if "decision" not in frame:
        return frame
    sure = (frame["decision"] == "write").to_numpy()
    if is_heard is not None:
        frame.loc[is_heard, "decision_reason"] += _LEARNT
        sure = sure & ~is_heard
    place = list(frame.columns).index("decision_reason") + 1
    frame.insert(place, "max_error", np.where(sure, max_error, np.nan))
    return frame


def _path_first(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[["path", *(name for name in frame.columns if name != "path")]]


def _tell_failed(found: ExtractResult) -> tuple[str, ...]:
    n_failed = len(found.errors)
    if not n_failed:
        return ()
    first = found.errors.iloc[0]
    files = "1 file" if n_failed == 1 else f"{n_failed:,} files"
    sentence = (
        f"{files} of {found.n_files:,} could not be read and "
        f"{'has' if n_failed == 1 else 'have'} no row, e.g. "
        f"'{printable(first['path'])}': {first['reason']}"
    )
    return (sentence,)


def _write(request: FilesRequest, result: PredictResult) -> None:
    if request.output is None:
        return
    write_table(result.frame, request.output, raw=request.raw)
    if result.failures is not None and len(result.failures):
        beside = request.output.with_name(f"{request.output.stem}.errors.csv")
        write_table(result.failures, beside, raw=request.raw)


def _common_folder(paths: Sequence[Path]) -> Path:
    """Give the folder that files have in common."""
    try:
        return Path(os.path.commonpath([path.absolute().parent for path in paths]))
    except ValueError as error:  # drives of Windows
        raise InputError(
            "The music files lie on several drives. Give the files of one at a time."
        ) from error


def _relative(path: Path, folder: Path) -> str:
    """Give a file's path within a folder, as the system names it."""
    try:
        return path.absolute().relative_to(folder.absolute()).as_posix()
    except ValueError as error:
        raise InputError(
            f"The file '{printable(path)}' does not lie in '{printable(folder)}'. Give "
            "the folder of the library, or none."
        ) from error
