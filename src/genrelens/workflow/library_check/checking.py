"""Check whether a saved model is the right one for a new library."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

import numpy as np

from genrelens.bundle.loading import load_model
from genrelens.errors import InputError, OutputError
from genrelens.evaluation.shift.describing import mean_group_size
from genrelens.evaluation.shift.drift import measure_drift
from genrelens.evaluation.shift.fitness import LEAST_PRECISION, judge_genres
from genrelens.evaluation.shift.label_shift import FEWEST_TRACKS, estimate_mix
from genrelens.evaluation.shift.units import find_unit_errors
from genrelens.workflow.documents.output_folder import check_output_folder
from genrelens.workflow.documents.sources import check_sources_stay
from genrelens.workflow.library_check.answers import Answers
from genrelens.workflow.library_check.listed_genres import as_one_genre
from genrelens.workflow.library_check.novel_tracks import count_novel
from genrelens.workflow.library_check.own_labels import (
    find_label_column,
    score_labels,
)
from genrelens.workflow.library_check.results import LibraryCheck
from genrelens.workflow.library_check.verdict import Found, judge
from genrelens.workflow.new_table import read_new_table
from genrelens.workflow.progress import silent
from genrelens.writing import write_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from genrelens.bundle.model_trust import ModelTrust
    from genrelens.bundle.trained_model import TrainedModel
    from genrelens.evaluation.shift.label_shift import MixEstimate
    from genrelens.evaluation.shift.results import ShiftReference
    from genrelens.workflow.library_check.results import LabelScores
    from genrelens.workflow.new_table import NewTable
    from genrelens.workflow.progress import Listener

__all__ = ["CheckRequest", "check_library", "check_new_table"]

_BLOCK_ROWS = 20_000
_MOST_KEPT = 50_000
_N_EXAMPLES = 5
_N_COMPARISONS = 5  # as `_measure` makes them
_Z = 1.959963984540054  # the middle 95 % of a normal distribution


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRequest:
    """Which model, which table, and where the answer goes.

    Parameters
    ----------
    model, table : Path
        The model file and the table of tracks.
    output : Path, optional
        File ending in ``.json``; nothing is written without it.
    target : str, optional
        Header of the genre column, if the table has labels under another header
        than in training.
    least_precision : float
        Share of right answers from which on a genre's answers count as usable.
    expect_sha256 : str, optional
        The model file's hash, if it is to be checked.
    encoding, delimiter : str, optional
        How the table is to be read; found where they are not given.
    seed : int
        Of intervals, and of the rows used where there are very many.
    """

    model: Path
    table: Path
    output: Path | None = None
    target: str | None = None
    least_precision: float = LEAST_PRECISION
    expect_sha256: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    seed: int = 0


def check_library(
    request: CheckRequest, *, listener: Listener = silent
) -> LibraryCheck:
    """Compare a new table with a model's training, before any answer is believed.

    Raises
    ------
    BundleError
        If the model file cannot be trusted.
    InputError
        If the table cannot be read or has no row to judge, or the model carries no
        description of its training.
    OutputError
        If the answer cannot be written.
    """
    _check_request(request)
    trained = load_model(request.model, expect_sha256=request.expect_sha256)
    _described(trained)
    new = read_new_table(
        trained, request.table, encoding=request.encoding, delimiter=request.delimiter
    )
    check = check_new_table(request, trained, new, listener=listener)
    if request.output is not None:
        write_text(request.output, _json(check))
    return check


def check_new_table(
    request: CheckRequest,
    trained: TrainedModel,
    new: NewTable,
    *,
    listener: Listener = silent,
) -> LibraryCheck:
    """Compare a table that was read with a model's training; see `check_library`.

    Nothing is read or written.

    Raises
    ------
    InputError
        If the table has no row to judge, or the model carries no description of its
        training.
    """
    trust, shift = _described(trained)
    rows = _judged_rows(new)
    answers = Answers(trained, trust, new, rows, request.seed, listener)
    found, untold = _measure(request, trained, shift, answers, listener)
    verdict, sentence, reasons = judge(found)
    return LibraryCheck(
        verdict=verdict,
        sentence=sentence,
        reasons=reasons,
        n_rows=len(new.is_blank),
        n_blank=int(new.is_blank.sum()),
        n_groups=answers.n_groups,
        group_words=answers.group_words,
        scenario=shift.scenario,
        n_tracks_before=shift.n_tracks,
        n_groups_before=shift.n_groups,
        columns=tuple(found.columns),
        unit_errors=tuple(found.unit_errors),
        missing=tuple(found.missing),
        novel=found.novel,
        mix=found.mix,
        genres=tuple(found.genres),
        labels=found.labels,
        notices=new.notices,
        untold=untold,
    )


def _judged_rows(new: NewTable) -> NDArray[np.int64]:
    """Give the rows that have any attribute of the model."""
    rows = np.flatnonzero(~new.is_blank)
    if len(rows) == 0:
        raise InputError(
            f"None of the {len(new.is_blank):,} rows has a value in any attribute of "
            "the model, so nothing can be compared. Give a table with its attributes."
        )
    return rows


def _check_request(request: CheckRequest) -> None:
    if not 0 < request.least_precision < 1:
        raise InputError(
            f"The least precision was given as {request.least_precision!r}. Give a "
            "number above 0 and below 1, e.g. 0.5."
        )
    if request.output is None:
        return
    if request.output.suffix != ".json":
        raise OutputError(
            f"A check is written as .json; '{request.output.name}' ends otherwise. "
            "Choose another --output."
        )
    check_output_folder(request.output.parent)
    check_sources_stay(
        [request.output], {"table": request.table, "model file": request.model}
    )


def _described(trained: TrainedModel) -> tuple[ModelTrust, ShiftReference]:
    trust = trained.trust
    if trust is None or trust.shift is None:
        why = "" if trust is None else trust.missing.get("shift", "")
        raise InputError(
            "The model carries no description of its training table, so no new table "
            f"can be compared with it. {why or 'It was made by an earlier version.'} "
            "Train it anew with `genrelens train`."
        )
    return trust, trust.shift


def _measure(
    request: CheckRequest,
    trained: TrainedModel,
    shift: ShiftReference,
    answers: Answers,
    listener: Listener,
) -> tuple[Found, dict[str, str]]:
    untold: dict[str, str] = {}
    step = _stepping(listener)
    step()
    novel, untold["novel"] = count_novel(answers)
    step()
    mix, untold["mix"] = _estimate_mix(request, trained, shift, answers)
    step()
    labels, untold["labels"] = _score_labels(request, trained, answers)
    step()
    size = mean_group_size(answers.units) if answers.is_grouped else None
    columns = measure_drift(shift, answers.inputs, trained.features, group_size=size)
    step()
    genres = judge_genres(
        shift,
        trained.genres,
        named=answers.named,
        is_novel=answers.is_novel,
        mix=mix,
        least_precision=request.least_precision,
        seed=request.seed,
    )
    step()
    found = Found(
        columns=columns,
        unit_errors=find_unit_errors(shift, answers.inputs, trained.features),
        missing=answers.new.missing,
        novel=novel,
        mix=None if mix is None else mix.mix,
        genres=genres,
        labels=labels,
        n_rows=len(answers.rows),
    )
    return found, {part: why for part, why in untold.items() if why}


def _stepping(listener: Listener) -> Callable[[], None]:
    """Give what tells, whenever it is called, that one more comparison is made."""
    done = count(0)
    return lambda: listener("comparing with training", next(done), _N_COMPARISONS)


def _estimate_mix(
    request: CheckRequest,
    trained: TrainedModel,
    shift: ShiftReference,
    answers: Answers,
) -> tuple[MixEstimate | None, str]:
    is_used = ~answers.is_novel[answers.kept]
    if is_used.sum() < FEWEST_TRACKS:
        return None, (
            f"Only {int(is_used.sum())} tracks are like those of training; genre "
            f"proportions are estimated from {FEWEST_TRACKS} on."
        )
    units = answers.units[answers.kept][is_used] if answers.is_grouped else None
    found = estimate_mix(
        shift, answers.proba[is_used], trained.genres, units=units, seed=request.seed
    )
    return found, ""


def _score_labels(
    request: CheckRequest, trained: TrainedModel, answers: Answers
) -> tuple[LabelScores | None, str]:
    table = answers.new.table
    column, why = find_label_column(table, trained.target, asked=request.target)
    if column is None:
        return None, why
    if answers.new.source_sha256 == trained.training.get("table_sha256"):
        return None, (
            "This is the table that the model was trained on: scores on its labels "
            "would be those of music it has met."
        )
    cells = table.frame[column.name].iloc[answers.rows[answers.kept]]
    return score_labels(
        trained,
        column,
        as_one_genre(cells.reset_index(drop=True), trained),
        answers.proba,
        units=answers.units[answers.kept],
        seed=request.seed,
    )


def _json(check: LibraryCheck) -> str:
    document: dict[str, Any] = check.to_dict()
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
