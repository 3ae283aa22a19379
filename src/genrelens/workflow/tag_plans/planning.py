"""Plan which genres go into which files of a music folder; nothing is written there."""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING

from genrelens.audio.library.walking import list_sounds
from genrelens.errors import InputError, OutputError, printable
from genrelens.tagging.formats.requiring import mutagen_module
from genrelens.tagging.journals.journal import tells_of_changes
from genrelens.tagging.plans.plan_row import DECISIONS
from genrelens.tagging.plans.plan_table import write_plan
from genrelens.tagging.plans.policies import check_policy
from genrelens.workflow.answering.largest_error import check_max_error
from genrelens.workflow.documents.output_folder import check_output_folder
from genrelens.workflow.documents.sources import check_sources_stay
from genrelens.workflow.progress import silent
from genrelens.workflow.tag_plans.answers import (
    Answer,
    answers_by_path,
    read_answers,
)
from genrelens.workflow.tag_plans.applying import journal_of
from genrelens.workflow.tag_plans.matching import match_answers
from genrelens.workflow.tag_plans.music_folder import resolve_folder
from genrelens.workflow.tag_plans.planned_rows import odd_row, plan_one
from genrelens.workflow.tag_plans.promised import count_promised
from genrelens.workflow.tag_plans.requests import PlanRequest, PlanResult

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from genrelens.tagging.plans.plan_row import PlanRow
    from genrelens.workflow.progress import Listener

__all__ = ["make_plan"]


def make_plan(request: PlanRequest, *, listener: Listener = silent) -> PlanResult:
    """Ask a model for every sound file of a folder, and write the plan as a table.

    Parameters
    ----------
    request : PlanRequest
        Which folder, whose answers, by which policy.
    listener : Listener
        Hears how far it has come.

    Returns
    -------
    PlanResult
        One row a file.

    Raises
    ------
    InputError
        If the folder, the model or the answers cannot be used, or mutagen is missing.
    OutputError
        If the plan cannot be written, or something stands there that is not to be
        replaced, such as a plan that has been applied.
    """
    _check(request)
    mutagen_module("mutagen")
    folder = resolve_folder(request.folder)
    listing = list_sounds(folder)
    names = [sound.relative for sound in listing.sounds]
    if not names:
        raise InputError(
            f"The folder '{printable(folder)}' holds no sound files. Give the folder "
            "that your music lies in."
        )
    told, promise, notices = _ask(request, folder, names, listener)
    answers, unmatched = match_answers(told, folder, names)
    rows: list[PlanRow] = []
    for done, name in enumerate(names, start=1):
        rows.append(plan_one(name, answers.get(name), folder, request))
        listener("reading genres", done, len(names))
    rows += [odd_row(odd.relative, odd.reason) for odd in listing.odd]
    _check_nothing_lost(request)  # what came meanwhile stays, too
    write_plan(rows, str(folder), request.output, raw=request.raw)
    counted = Counter(row.decision for row in rows)
    return PlanResult(
        rows=tuple(rows),
        output=request.output,
        counts={decision: counted[decision] for decision in DECISIONS},
        promised=count_promised(rows, (r for r in rows if r.decision == "write")),
        promise=promise,
        notices=(*notices, *_tell_unmatched(unmatched, len(told))),
    )


def _check(request: PlanRequest) -> None:
    check_policy(request.policy, request.field)
    check_max_error(request.max_error)
    if (request.model is None) == (request.answers is None):
        raise InputError(
            "A plan needs answers: give a model file (or the word music-tags), or a "
            "table that `predict` wrote with --answers, and not both."
        )
    if request.output.suffix.lower() != ".csv":
        raise OutputError(
            f"File '{printable(request.output.name)}': a plan is a table for people. "
            "Let it end in .csv."
        )
    check_output_folder(request.output.parent)
    given = {"model file": request.model, "table of answers": request.answers}
    sources = {what: path for what, path in given.items() if path is not None}
    check_sources_stay([request.output], sources)
    _check_nothing_lost(request)


def _check_nothing_lost(request: PlanRequest) -> None:
    """Keep what stands there: it may hold decisions, or tell what was written."""
    output = request.output
    journal = journal_of(output)
    if tells_of_changes(journal):
        raise OutputError(
            f"File '{printable(output.name)}' is not written over: its plan has been "
            f"applied, and '{printable(journal.name)}' beside it is the way back. Give "
            "another --output."
        )
    if os.path.lexists(output) and not request.replace:
        raise OutputError(
            f"File '{printable(output.name)}' is there already, and may be a plan with "
            "your decisions. Give another --output, or replace it with --replace."
        )


def _ask(
    request: PlanRequest, folder: Path, names: Sequence[str], listener: Listener
) -> tuple[dict[str, Answer], str, tuple[str, ...]]:
    """Give the answers by path, what was promised, and what was noticed."""
    if request.answers is not None:
        return read_answers(request.answers), "", ()
    from genrelens.workflow.from_sound.predicting_files import predict_files

    assert request.model is not None  # noqa: S101 (checked; for the reader of types)
    told = predict_files(
        request.model,
        [folder / name for name in names],
        folder=folder,
        max_error=request.max_error,
        reasons=request.reasons,
        listener=listener,
    )
    answers = answers_by_path(told.frame, name="the model's answers")
    if told.failures is not None:
        for path, reason in zip(
            told.failures["path"], told.failures["reason"], strict=True
        ):
            answers.setdefault(str(path), Answer("leave", reasons=str(reason)))
    return answers, told.promise, told.notices


def _tell_unmatched(unmatched: Sequence[str], n_answers: int) -> list[str]:
    if not unmatched:
        return []
    sample = printable(unmatched[0])
    told = f"{len(unmatched):,} of {n_answers:,} answers match no file in the folder"
    return [f"{told}, e.g. '{sample}'."]
