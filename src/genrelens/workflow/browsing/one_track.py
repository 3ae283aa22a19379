"""Gather everything that is known of one track of a collection."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from genrelens.features.value_words import describe_value
from genrelens.reports.sections.tracks import explanation_chart
from genrelens.schema.columns import Kind
from genrelens.workflow.browsing.similar import similar_tracks
from genrelens.workflow.explaining.explaining_inputs import explain_inputs

if TYPE_CHECKING:
    from genrelens.bundle.trained_model import TrainedModel
    from genrelens.features.reference import FeatureReference
    from genrelens.reports.figures.markup import Svg
    from genrelens.schema.features import Feature
    from genrelens.workflow.browsing.collection import Collection
    from genrelens.workflow.browsing.similar import SimilarTracks
    from genrelens.workflow.explaining.explaining_inputs import ExplainResult

__all__ = ["AttributeValue", "TrackLine", "TrackView", "track_line", "view_track"]


@dataclass(frozen=True, slots=True)
class TrackLine:
    """One track as it stands in a list.

    Parameters
    ----------
    row, line : int
        In the table and in its file, both counted from 1.
    id, name, artist : str
        Empty where the table has none.
    genre, predicted : str
        The label, and what models that had not met the track predict.
    probability, genre_probability : float
        The model's own of the prediction and of the label, as in
        ``predictions.csv``.
    sure : float
        The calibrated probability of the prediction.
    is_right, is_counted, is_locked : bool
        Whether the two agree, whether the row stands for its track in the scores,
        and whether it lies in the locked test.
    fold : int
        In which it was held out; -1 in the locked test.
    decision, decided_genre, decision_reason : str
        Empty where the model cannot decide.
    """

    row: int
    line: int
    id: str
    name: str
    artist: str
    genre: str
    predicted: str
    probability: float
    genre_probability: float
    sure: float
    is_right: bool
    is_counted: bool
    is_locked: bool
    fold: int
    decision: str
    decided_genre: str
    decision_reason: str

    @property
    def title(self) -> str:
        """What a person calls the track."""
        return self.name or self.id or f"row {self.row:,}"


@dataclass(frozen=True, slots=True)
class AttributeValue:
    """A track's value of one attribute beside what is usual.

    Parameters
    ----------
    feature, label : str
        The attribute's name, and its name for people.
    value : float, str or None
        In the attribute's unit; None where it is missing.
    words : str
        The value in words.
    typical_of_label, typical_of_predicted : str
        The middle value of the tracks of these genres, in words (of a yes/no
        attribute the share of yes); empty where it is not known, or means nothing, as
        for keys.
    share_below : float or None
        Share of the collection's known values that are smaller, those that are equal
        counted half; None for a category, a key or a missing value.
    """

    feature: str
    label: str
    value: float | str | None
    words: str
    typical_of_label: str
    typical_of_predicted: str
    share_below: float | None


@dataclass(frozen=True, slots=True)
class TrackView:
    """Everything about one track.

    Parameters
    ----------
    line : TrackLine
        What stands in the list.
    probabilities : dict of str to float
        Calibrated, by models that had not met the track; most probable first.
    explained : ExplainResult
        Why the finished model, which has learnt from this track, calls it what it
        does.
    waterfall : Svg
        The picture of that, for pages that carry the report's style.
    similar : SimilarTracks
        The nearest tracks.
    values : tuple of AttributeValue
        In the order of the model's attributes.
    """

    line: TrackLine
    probabilities: dict[str, float]
    explained: ExplainResult
    waterfall: Svg
    similar: SimilarTracks
    values: tuple[AttributeValue, ...]


def track_line(collection: Collection, place: int) -> TrackLine:
    """Give what stands in the list of tracks about the one at a place."""
    columns = {name: column[place] for name, column in collection.columns.items()}
    return TrackLine(
        row=int(columns["row"]),
        line=int(columns["line"]),
        id=collection.text("id", place),
        name=collection.text("name", place),
        artist=collection.text("artist", place),
        genre=collection.genres[columns["genre"]],
        predicted=collection.genres[columns["predicted"]],
        probability=float(columns["probability"]),
        genre_probability=float(columns["genre_probability"]),
        sure=float(columns["sure"]),
        is_right=bool(columns["is_right"]),
        is_counted=bool(columns["is_counted"]),
        is_locked=bool(columns["is_locked"]),
        fold=int(columns["fold"]),
        decision=collection.decision(place),
        decided_genre=collection.text("decided_genre", place),
        decision_reason=collection.text("decision_reason", place),
    )


def view_track(
    collection: Collection,
    trained: TrainedModel,
    place: int,
    *,
    genre: str | None = None,
    against: str | None = None,
) -> TrackView:
    """Gather everything about the track at a place.

    Parameters
    ----------
    collection : Collection
    trained : TrainedModel
        The finished model, which is explained.
    place : int
        Where the track stands in the collection.
    genre, against : str, optional
        The genre to explain, and the one to set it against; the model's first two
        where they are not given.

    Raises
    ------
    InputError
        If a genre is not known, or is set against itself.
    """
    line = track_line(collection, place)
    proba = collection.proba[place].astype(float)
    order = np.argsort(-proba, kind="stable")
    name = f"{line.title} — {line.artist}" if line.artist else line.title
    explained = explain_inputs(
        trained,
        collection.inputs.iloc[[place]],
        name=name,
        genre=genre,
        against=against,
    )
    return TrackView(
        line=line,
        probabilities={collection.genres[g]: float(proba[g]) for g in order},
        explained=explained,
        waterfall=explanation_chart(
            explained.explanation, {each.name: each for each in trained.features}
        ),
        similar=similar_tracks(collection, place),
        values=tuple(
            _beside_usual(collection, feature, reference, line, place)
            for feature, reference in zip(
                trained.features, trained.references, strict=True
            )
        ),
    )


def _beside_usual(
    collection: Collection,
    feature: Feature,
    reference: FeatureReference,
    line: TrackLine,
    place: int,
) -> AttributeValue:
    value = _plain(collection.inputs[feature.name].iloc[place])
    return AttributeValue(
        feature=feature.name,
        label=feature.label,
        value=value,
        words=describe_value(feature, value),
        typical_of_label=_typical(feature, reference, line.genre),
        typical_of_predicted=_typical(feature, reference, line.predicted),
        share_below=_share_below(collection, feature, value),
    )


def _typical(feature: Feature, reference: FeatureReference, genre: str) -> str:
    usual = (reference.median_by_genre or {}).get(genre)
    if usual is None or _is_named(feature):
        return ""
    if feature.kind is Kind.FLAG:
        return f"{100 * usual:.0f} % {describe_value(feature, 1.0)}"
    return describe_value(feature, usual)


def _share_below(
    collection: Collection, feature: Feature, value: float | str | None
) -> float | None:
    if not isinstance(value, float) or _is_named(feature):
        return None
    values = collection.inputs[feature.name].to_numpy(dtype=np.float64)
    n_known = int(np.isfinite(values).sum())
    return float(((values < value).sum() + (values == value).sum() / 2) / n_known)


def _is_named(feature: Feature) -> bool:
    """Tell whether numbers are names, so that neither middle nor order means much."""
    return feature.name == "key" or feature.kind is Kind.CATEGORY


def _plain(cell: Any) -> float | str | None:  # noqa: ANN401 (a cell of any column)
    if cell is None or cell != cell:  # noqa: PLR0124 (NaN)
        return None
    return str(cell) if isinstance(cell, str) else float(cell)
