"""The whole job: a track table becomes a model, its scores, reasons and report."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from genrelens.bundle.trained_model import TrainedModel
from genrelens.checking.noticing import with_findings
from genrelens.evaluation.evaluating import evaluate
from genrelens.evaluation.grouping import find_groups
from genrelens.evaluation.scenarios.kinship import find_kinship
from genrelens.features.pooled_levels import find_pooled_levels
from genrelens.features.reference import describe_features
from genrelens.models.linear import LinearModel
from genrelens.reports.facts import ReportFacts
from genrelens.workflow.documents.output_folder import check_output_folder
from genrelens.workflow.documents.result_names import files_in
from genrelens.workflow.documents.sources import check_sources_stay
from genrelens.workflow.documents.versions import library_versions
from genrelens.workflow.from_sound.kept_settings import facts_of_reading
from genrelens.workflow.labels.unread_decisions import check_decisions_stay
from genrelens.workflow.per_fold.choosing import AttributeChoice
from genrelens.workflow.per_fold.making_models import make_forest, make_model
from genrelens.workflow.per_fold.studying import FoldStudies
from genrelens.workflow.preparing import prepare
from genrelens.workflow.progress import silent
from genrelens.workflow.result_files import write_results
from genrelens.workflow.time_budget.choosing import choose_settings
from genrelens.workflow.trust.keeping import keep_trust
from genrelens.workflow.trust.studying import study_trust

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from genrelens.cleaning.track_table import TrackTable
    from genrelens.evaluation.evaluating import EvaluationRun, FoldModel
    from genrelens.evaluation.grouping import Groups
    from genrelens.evaluation.scenarios.kinship import Kinship
    from genrelens.evaluation.splitting import Division
    from genrelens.models.genre_model import GenreModel
    from genrelens.workflow.per_fold.choosing import FinishedModel
    from genrelens.workflow.prepared import Prepared
    from genrelens.workflow.progress import Listener
    from genrelens.workflow.requests import TrainRequest
    from genrelens.workflow.time_budget.choosing import BudgetChoice
    from genrelens.workflow.trust.studying import TrustStudy

__all__ = ["TrainResult", "make_forest", "train_model"]


@dataclass(frozen=True, slots=True)
class TrainResult:
    """What a training run found, and where it lies.

    Parameters
    ----------
    facts : ReportFacts
        Everything the report tells.
    model : TrainedModel
        The model, as saved.
    run : EvaluationRun
        Out-of-fold predictions and folds.
    files : dict of str to Path
        ``report``, ``model``, ``metrics``, ``findings``, ``predictions``,
        ``review`` (labels to look at), ``tree`` (families of genres).
    prepared : Prepared
        The tracks that were learnt from.
    trust : TrustStudy
        How far the model can be trusted, and what that was found from.
    budget : BudgetChoice or None
        What was chosen to fit into the time given; None where no time was given.
    """

    facts: ReportFacts
    model: TrainedModel
    run: EvaluationRun
    files: dict[str, Path]
    prepared: Prepared
    trust: TrustStudy
    budget: BudgetChoice | None = None


def train_model(
    request: TrainRequest,
    *,
    listener: Listener = silent,
    on_budget: Callable[[BudgetChoice], None] | None = None,
) -> TrainResult:
    """Do the whole job, and write its results.

    Parameters
    ----------
    request : TrainRequest
        What to learn from, how, and where the results go.
    listener : Listener, optional
        Told of every step.
    on_budget : callable, optional
        Called with what was chosen to fit into the time given, before the long work
        begins; not called where no time was given.

    Raises
    ------
    InputError
        If the table cannot be used; the message says why and what to do.
    OutputError
        If a result cannot be written; results of earlier runs stay whole.
    """
    check_output_folder(request.output)
    began = time.perf_counter()
    files = files_in(request.output)
    check_sources_stay(files.values(), _sources(request))
    check_decisions_stay(files["review"])
    listener("reading", 0, 1)
    prepared = prepare(
        request, train_lists=request.train_lists, test_lists=request.test_lists
    )
    table = prepared.checked.table
    groups = find_groups(table, prepared.rows, by=request.group)
    listener("reading", 1, 1)
    request, budget, division = _within_time(request, prepared, groups, listener, began)
    if budget is not None and on_budget is not None:
        on_budget(budget)

    def new_model(seed: int) -> GenreModel:
        return make_model(request, seed)

    choice = AttributeChoice(prepared, groups, new_model, is_asked=request.select)
    studies = FoldStudies(prepared, groups, request)

    run = _score(request, prepared, groups, choice, studies, division, listener)
    run = choice.tell(run)
    trust = study_trust(prepared, run, request, new_model, listener=listener)
    finished = choice.finish(request.seed, listener)
    run = _told_of_fit(run, finished)
    trained = _trained_model(request, prepared, groups, run, finished, trust)
    facts = _facts(request, prepared, trained, run, studies, finished, listener)
    facts = replace(_with_budget(facts, budget), trust=trust.facts)
    write_results(files, facts, trained, prepared, run)
    listener("writing", 1, 1)
    return TrainResult(facts, trained, run, files, prepared, trust, budget)


def _score(
    request: TrainRequest,
    prepared: Prepared,
    groups: Groups,
    choice: AttributeChoice,
    studies: FoldStudies,
    division: Division | None,
    listener: Listener,
) -> EvaluationRun:
    """Score the model, and study that of every fold while it is at hand."""
    listener("dividing", 0, 1)  # before it nobody knows how many models there will be

    def tell(_: str, done: int, total: int) -> None:
        listener("dividing", 1, 1)
        listener("scoring", done, total)

    def study_fold(fold: FoldModel) -> None:
        studies.add_fold(fold)
        choice.add_fold(fold)

    return evaluate(
        choice.make_model,
        prepared.inputs,
        prepared.labels,
        groups,
        seed=request.seed,
        tracks=prepared.tracks,
        kinship=_kinship(request, prepared),
        is_test=prepared.is_test,
        division=division,
        on_fold=study_fold,
        on_step=tell,
    )


def _within_time(
    request: TrainRequest,
    prepared: Prepared,
    groups: Groups,
    listener: Listener,
    began: float,
) -> tuple[TrainRequest, BudgetChoice | None, Division | None]:
    """Choose settings that fit into the time given, where one was given."""
    if request.time_budget is None:
        return request, None, None
    listener("timing a few trees", 0, 1)
    chosen = choose_settings(prepared, groups, request, make_forest, began=began)
    listener("timing a few trees", 1, 1)
    return chosen


def _with_budget(facts: ReportFacts, budget: BudgetChoice | None) -> ReportFacts:
    """Tell among the settings what was chosen to fit into the time given."""
    if budget is None:
        return facts
    settings = {**facts.settings, "time given": budget.sentence}
    return replace(facts, settings=settings)


def _sources(request: TrainRequest) -> dict[str, Path]:
    """Give every file that is read, which no result may take the place of."""
    named = {
        "table": request.table,
        "family tree": request.tree,
        "corrections": request.corrections,
    }
    lists = (*request.train_lists, *request.test_lists)
    return {
        **{what: path for what, path in named.items() if path is not None},
        **{f"list {number}": path for number, path in enumerate(lists, start=1)},
    }


def _kinship(request: TrainRequest, prepared: Prepared) -> Kinship | None:
    """Find what rows share, but for a quick run, which asks for no side scenario."""
    if request.is_quick:
        return None
    return find_kinship(prepared.checked.table, prepared.rows, source=request.source)


def _told_of_fit(run: EvaluationRun, finished: FinishedModel) -> EvaluationRun:
    """Tell where the fit of a linear model was cut short."""
    model = finished.model
    if not isinstance(model, LinearModel) or model.has_converged_:
        return run
    note = (
        f"The fit of the finished linear model was stopped after {model.max_iter} "
        f"steps, before it came to rest."
    )
    notes = (*run.evaluation.notes, note)
    return replace(run, evaluation=replace(run.evaluation, notes=notes))


def _trained_model(
    request: TrainRequest,
    prepared: Prepared,
    groups: Groups,
    run: EvaluationRun,
    finished: FinishedModel,
    trust: TrustStudy,
) -> TrainedModel:
    table = prepared.checked.table
    headline = run.evaluation.scenarios[run.evaluation.headline]
    return TrainedModel(
        model=finished.model,
        features=finished.features,
        references=describe_features(
            finished.features, prepared.inputs, prepared.labels
        ),
        genres=tuple(str(genre) for genre in finished.model.classes_),
        target=table.named(prepared.checked.target).header,
        headline=headline.scenario,
        scores=headline.to_dict(),
        training={
            "table": table.source.name,
            "table_sha256": table.source.sha256,
            "n_tracks": len(prepared.rows),
            "n_groups": groups.n_groups,
            "group_kind": groups.kind,
            "seed": request.seed,
            **facts_of_reading(request, table, prepared.rows),
        },
        versions=library_versions(),
        trust=keep_trust(
            trust,
            prepared,
            finished.features,
            scenario=headline.title,
            seed=request.seed,
        ),
    )


def _facts(
    request: TrainRequest,
    prepared: Prepared,
    trained: TrainedModel,
    run: EvaluationRun,
    studies: FoldStudies,
    finished: FinishedModel,
    listener: Listener,
) -> ReportFacts:
    listener("explaining", 0, 1)
    table = _with_pooled_levels(prepared, finished)
    references = describe_features(prepared.features, prepared.inputs, prepared.labels)
    results = studies.results(trained, references, run)
    missing = dict(results.missing)
    if finished.selection is None:
        missing["selection"] = finished.why_none
    listener("explaining", 1, 1)
    return ReportFacts(
        table=table,
        target=trained.target,
        target_why=prepared.checked.target_why,
        n_tracks=len(prepared.rows),
        genre_counts=_counts(prepared),
        features=prepared.features,
        references=references,
        feature_frame=prepared.inputs,
        evaluation=run.evaluation,
        importance=results.importance,
        selection=finished.selection,
        responses=results.responses,
        stress=results.stress,
        shapley=results.shapley,
        tracks=results.tracks,
        missing=missing,
        settings=_settings(request, trained),
        versions=trained.versions,
        hashes={"table": table.source.sha256},
        is_made_up=request.is_made_up,
        model=request.model,
    )


def _with_pooled_levels(prepared: Prepared, finished: FinishedModel) -> TrackTable:
    """Give the table, noting categories of which the model tells only some apart."""
    table = prepared.checked.table
    found = find_pooled_levels(
        finished.model.encoder_,
        finished.features,
        prepared.inputs,
        table,
        prepared.rows,
    )
    return with_findings(table, found)


def _counts(prepared: Prepared) -> dict[str, int]:
    import numpy as np

    genres, counts = np.unique(prepared.labels, return_counts=True)
    pairs = sorted(zip(genres, counts, strict=True), key=lambda p: (-p[1], str(p[0])))
    return {str(genre): int(count) for genre, count in pairs}


def _settings(request: TrainRequest, trained: TrainedModel) -> dict[str, str]:
    chosen = request.features
    return {
        "genre column": trained.target,
        "groups": request.group or "found: artists and tracks",
        "attributes": chosen if isinstance(chosen, str) else ", ".join(chosen),
        "left out by request": ", ".join(request.drop) or "none",
        "forced": ", ".join(request.force) or "none",
        "tracks under several genres": request.conflicts,
        "several genres in a cell": request.several_genres,
        "fewest tracks a genre": str(request.min_tracks),
        **_model_settings(request, trained),
        "genres weighted equally": "yes" if request.balanced else "no",
        "attributes chosen": "yes" if request.select else "no",
        "largest share of wrong tags": f"{request.max_error:g}",
        "family tree": "found" if request.tree is None else request.tree.name,
        "corrections": (
            "none" if request.corrections is None else request.corrections.name
        ),
        "lists of tracks": _list_names(request),
        "quick": "yes" if request.is_quick else "no",
        "seed": str(request.seed),
    }


def _model_settings(request: TrainRequest, trained: TrainedModel) -> dict[str, str]:
    model = trained.model
    if isinstance(model, LinearModel):
        return {"model": "linear", "strength": f"{model.strength_:.3g}"}
    return {
        "model": "forest",
        "trees": str(request.trees),
        "fewest tracks a leaf": str(model.min_samples_leaf_),
    }


def _list_names(request: TrainRequest) -> str:
    names = [path.name for path in (*request.train_lists, *request.test_lists)]
    return ", ".join(names) or "none"
