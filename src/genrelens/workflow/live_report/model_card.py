"""Say what a model file tells of itself, for a model without a report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from genrelens.evaluation.results import Estimate
from genrelens.reports.formatting import (
    count,
    interval,
    metric_formatter,
    percent,
    value_with_unit,
)
from genrelens.reports.glossary import TERMS
from genrelens.reports.tables import Cell, Heading, Table, estimate_cell, number_cell
from genrelens.schema.columns import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from genrelens.bundle.model_trust import ModelTrust, Promise
    from genrelens.bundle.trained_model import TrainedModel
    from genrelens.features.reference import FeatureReference
    from genrelens.models.genre_model import GenreModel
    from genrelens.schema.features import Feature

__all__ = ["CardScore", "ModelCard", "describe_model"]

_TITLES = {entry.anchor: entry.title for entry in TERMS}
_N_QUANTILES = 5


@dataclass(frozen=True, slots=True)
class CardScore:
    """One score, as it is shown; `term` is its key in the glossary."""

    term: str
    title: str
    value: str
    interval: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelCard:
    """What a model file tells of itself.

    Parameters
    ----------
    table : str
        Name of the table that it was trained on; empty where it does not say.
    facts : tuple of (str, str)
        What was learnt from, as name and number.
    scores : tuple of CardScore
        Of the headline scenario; empty where the model was never scored.
    scope : str
        What the scores were measured on, as a sentence.
    genres : tuple of str
        What it tells apart.
    features : Table
        What it looks at.
    promises : Table or None
        What writing tags at each error rate achieved; None where it cannot decide.
    why_undecided : str
        Why it cannot decide; empty where it can.
    versions : tuple of (str, str)
        What it was trained with.
    """

    table: str
    facts: tuple[tuple[str, str], ...]
    scores: tuple[CardScore, ...]
    scope: str
    genres: tuple[str, ...]
    features: Table
    promises: Table | None
    why_undecided: str
    versions: tuple[tuple[str, str], ...]


def describe_model(trained: TrainedModel) -> ModelCard:
    """Read the card off a model.

    Parameters
    ----------
    trained : TrainedModel
        The model; what it does not carry is told as missing.
    """
    trust = trained.trust
    told = trained.training
    return ModelCard(
        table=str(told.get("table", "")),
        facts=_facts(trained),
        scores=_scores(trained.scores),
        scope=_scope(trained.scores),
        genres=trained.genres,
        features=_features(trained.features, trained.references),
        promises=None if trust is None or not trust.promises else _promises(trust),
        why_undecided=(
            "The model is of an early format, which carries no rules for decisions."
            if trust is None
            else trust.why_undecided
        ),
        versions=tuple(trained.versions.items()),
    )


def _facts(trained: TrainedModel) -> tuple[tuple[str, str], ...]:
    told = trained.training
    learnt = {"rows": told.get("n_tracks"), "groups": told.get("n_groups")}
    counts = [
        (name, count(number))
        for name, number in learnt.items()
        if isinstance(number, int)
    ]
    return (
        *counts,
        ("genres", count(len(trained.genres))),
        ("attributes", count(len(trained.features))),
        _size(trained.model),
    )


def _size(model: GenreModel) -> tuple[str, str]:
    """Say of which kind a model is, and how large."""
    from genrelens.models.linear import LinearModel

    if isinstance(model, LinearModel):
        return "kind of model", "linear"
    return "trees", count(model.forest_if_trained.n_trees)


def _scores(scores: dict[str, Any]) -> tuple[CardScore, ...]:
    found = []
    for name, value in scores.items():
        if name not in _TITLES or not isinstance(value, dict):
            continue
        estimate = Estimate(value["value"], value["low"], value["high"])
        show = metric_formatter(name)
        found.append(
            CardScore(
                name, _TITLES[name], show(estimate.value), interval(estimate, show)
            )
        )
    return tuple(found)


def _scope(scores: dict[str, Any]) -> str:
    if not scores:
        return "The model file holds no scores: the model was never tested."
    return (
        f"Measured on {scores['title']}: {count(scores['n_tracks'])} tracks in "
        f"{count(scores['n_groups'])} groups, none of which the scoring model had met."
    )


def _features(
    features: Sequence[Feature], references: Sequence[FeatureReference]
) -> Table:
    seen = {reference.name: reference for reference in references}
    return Table(
        caption="What the model looks at, and what training saw of it: the middle 90 % "
        "of tracks lie between the low and the high value.",
        headings=[
            Heading("Attribute"),
            Heading("Column of its table"),
            Heading("Low", is_number=True),
            Heading("Middle", is_number=True),
            Heading("High", is_number=True),
            Heading("Missing", is_number=True),
        ],
        rows=[_feature_row(feature, seen.get(feature.name)) for feature in features],
    )


def _feature_row(feature: Feature, seen: FeatureReference | None) -> list[Cell]:
    name = [Cell(feature.label), Cell(feature.origin)]
    if seen is None:
        return [*name, *(Cell("not told") for _ in range(4))]
    missing = Cell(percent(seen.n_missing / max(seen.n_tracks, 1)), sort=seen.n_missing)
    if feature.kind is Kind.NUMBER and len(seen.quantiles) == _N_QUANTILES:
        places = [seen.quantiles[0], seen.quantiles[2], seen.quantiles[4]]
        cells = [
            Cell(value_with_unit(value, feature.unit), sort=value) for value in places
        ]
        return [*name, *cells, missing]
    if seen.levels:
        shown = ", ".join(seen.levels[:3])
        return [*name, Cell(""), Cell(shown, detail="most frequent"), Cell(""), missing]
    return [*name, Cell(""), Cell("yes or no"), Cell(""), missing]


def _promises(trust: ModelTrust) -> Table:
    return Table(
        caption="What writing tags achieved on tracks held out in training, for each "
        "largest share of wrong tags; 95 % intervals below.",
        headings=[
            Heading("At most wrong"),
            Heading("Tracks written", is_number=True, term="decision"),
            Heading("Wrong among them", is_number=True),
            Heading("Tracks", is_number=True),
        ],
        rows=[_promise_row(promise) for promise in trust.promises],
    )


def _promise_row(promise: Promise) -> list[Cell]:
    return [
        Cell(percent(promise.max_error), sort=promise.max_error),
        estimate_cell(promise.share_written, percent),
        estimate_cell(promise.error, percent),
        number_cell(promise.n_tracks),
    ]
