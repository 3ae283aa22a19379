"""The shape of ``metrics.json``: scores with intervals, by scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from genrelens.evaluation.results import METRICS

if TYPE_CHECKING:
    from genrelens.reports.facts import ReportFacts

__all__ = ["MetricsDocument", "metrics_document"]

FORMAT_VERSION = "1.2"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class EstimateEntry(_Strict):
    """A number with its 95 % interval."""

    value: float
    low: float
    high: float


class ScenarioEntry(_Strict):
    """All scores under one way of splitting; one that cannot be had is absent."""

    title: str
    n_tracks: int = Field(ge=0, description="Tracks scored.")
    n_groups: int = Field(ge=0, description="Independent groups among them.")
    group_kind: str = Field(description="What a group is, e.g. artists.")
    n_folds: int
    n_repeats: int
    notes: list[str]
    accuracy: EstimateEntry | None = None
    balanced_accuracy: EstimateEntry | None = None
    macro_f1: EstimateEntry | None = None
    top_3_accuracy: EstimateEntry | None = None
    macro_auc_ovr: EstimateEntry | None = None
    macro_auc_ovo: EstimateEntry | None = None
    log_loss: EstimateEntry | None = None
    calibration_error: EstimateEntry | None = None


class GenreEntry(_Strict):
    """One genre against all others, in the headline scenario."""

    genre: str
    n_tracks: int
    n_groups: int
    precision: EstimateEntry
    recall: EstimateEntry
    f1: EstimateEntry
    auc: EstimateEntry | None


class ConfusionEntry(_Strict):
    """Rows are true genres, columns predicted ones, in the order of `genres`."""

    genres: list[str]
    counts: list[list[int]]


class ImportanceEntry(_Strict):
    """Fall of a score when a feature, or a correlated group, is shuffled."""

    features: list[str]
    label: str
    value: float
    low: float
    high: float
    spread: float


class ImportanceDocument(_Strict):
    """Permutation importance on held-out tracks."""

    metric: str
    scenario: str
    n_tracks: int
    n_folds: int
    n_repeats: int
    features: list[ImportanceEntry]
    groups: list[ImportanceEntry]


class SelectionStepEntry(_Strict):
    """Score of one size of attribute set."""

    features: list[str]
    value: float
    low: float
    high: float
    is_not_worse: bool = Field(description="Within fold noise of the best.")


class SelectionEntry(_Strict):
    """The smallest set of attributes that is no worse, and the way to it."""

    metric: str
    scenario: str
    n_tracks: int
    steps: list[SelectionStepEntry]
    chosen: list[str]
    redundant: list[list[str]] = Field(description="Clusters of correlated ones.")
    is_applied: bool
    note: str


class StressEntry(_Strict):
    """What one kind of wrong input does to held-out predictions."""

    name: str
    title: str
    n_tracks: int
    n_groups: int
    flip_share: EstimateEntry
    accuracy_before: float
    accuracy_after: float
    flips_by_genre: dict[str, float]


class TableEntry(_Strict):
    """What was learnt from."""

    name: str
    sha256: str
    n_rows: int
    n_tracks: int = Field(description="Rows learnt from.")
    target: str
    genres: dict[str, int] = Field(description="Tracks of each genre.")
    features: list[str]


class MetricsDocument(_Strict):
    """Everything that was measured in one training run."""

    format: Literal["genrelens-metrics"] = "genrelens-metrics"
    format_version: str = FORMAT_VERSION
    table: TableEntry
    model: Literal["forest", "linear"] = Field(
        default="forest", description="Since 1.2: what was trained."
    )
    headline: str = Field(description="Key in `scores` of the honest scenario.")
    verdict: list[str]
    is_better_than_chance: bool
    p_value: float
    is_small: bool = Field(description="Too few tracks a genre to rank anything.")
    scores: dict[str, ScenarioEntry]
    by_genre: list[GenreEntry]
    confusion: ConfusionEntry
    importance: ImportanceDocument | None
    selection: SelectionEntry | None
    stress: list[StressEntry]
    trust: dict[str, Any] = Field(
        description="Since 1.1: results of the trust analyses, each with its "
        "scenario, counts and intervals; null where `trust.not_made` says why."
    )
    not_made: dict[str, str] = Field(description="Missing results, and why.")
    notes: list[str]
    settings: dict[str, str]
    versions: dict[str, str]


def metrics_document(facts: ReportFacts) -> dict[str, Any]:
    """Give the content of ``metrics.json`` for one training run.

    Parameters
    ----------
    facts : ReportFacts
        Everything the report tells.

    Returns
    -------
    dict
        Plain values that satisfy `MetricsDocument`; absent scores are left out.
    """
    evaluation = facts.evaluation
    document = MetricsDocument(
        table=_table_entry(facts),
        model=facts.model,
        headline=evaluation.headline,
        verdict=list(evaluation.verdict),
        is_better_than_chance=evaluation.is_better_than_chance,
        p_value=evaluation.p_value,
        is_small=evaluation.is_small,
        scores={
            name: ScenarioEntry.model_validate(scores.to_dict())
            for name, scores in evaluation.scenarios.items()
        },
        by_genre=[
            GenreEntry.model_validate(scores.to_dict())
            for scores in evaluation.by_genre
        ],
        confusion=ConfusionEntry(
            genres=list(evaluation.confusion.genres),
            counts=evaluation.confusion.counts.tolist(),
        ),
        importance=_importance_entry(facts),
        selection=_selection_entry(facts),
        stress=[StressEntry.model_validate(test.to_dict()) for test in facts.stress],
        trust=facts.trust.to_dict(),
        not_made=facts.missing,
        notes=list(evaluation.notes),
        settings=facts.settings,
        versions=facts.versions,
    )
    plain: dict[str, Any] = document.model_dump(mode="json")
    for scores in plain["scores"].values():
        for metric in METRICS:
            if scores[metric] is None:
                del scores[metric]
    return plain


def _table_entry(facts: ReportFacts) -> TableEntry:
    return TableEntry(
        name=facts.table.source.name,
        sha256=facts.table.source.sha256,
        n_rows=len(facts.table.frame),
        n_tracks=facts.n_tracks,
        target=facts.target,
        genres=facts.genre_counts,
        features=[feature.name for feature in facts.features],
    )


def _selection_entry(facts: ReportFacts) -> SelectionEntry | None:
    if facts.selection is None:
        return None
    return SelectionEntry.model_validate(facts.selection.to_dict())


def _importance_entry(facts: ReportFacts) -> ImportanceDocument | None:
    importance = facts.importance
    if importance is None:
        return None
    return ImportanceDocument(
        metric=importance.metric,
        scenario=importance.scenario,
        n_tracks=importance.n_tracks,
        n_folds=importance.n_folds,
        n_repeats=importance.n_repeats,
        features=[
            ImportanceEntry.model_validate(entry.to_dict())
            for entry in importance.features
        ],
        groups=[
            ImportanceEntry.model_validate(entry.to_dict())
            for entry in importance.groups
        ],
    )
