"""Tell through the API what is known of the tracks of a collection."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from pydantic import BaseModel, Field

from genrelens.server.api.browsing.explanations import TrackExplained, explained

if TYPE_CHECKING:
    from genrelens.workflow.browsing.collection import Collection
    from genrelens.workflow.browsing.filtering import Selection
    from genrelens.workflow.browsing.one_track import TrackView
    from genrelens.workflow.browsing.similar import SimilarTracks

__all__ = [
    "Counts",
    "Neighbour",
    "Neighbours",
    "TrackDetail",
    "TrackPage",
    "TrackRow",
    "counts_of",
    "detail_of",
    "neighbours_of",
    "rows_of",
]


class TrackRow(BaseModel):
    """One track, with what models that had not met it say."""

    row: int = Field(description="In the table, from 1; the track's address.")
    line: int = Field(description="In the table's file, from 1.")
    id: str
    name: str
    artist: str
    genre: str = Field(description="The label.")
    predicted: str
    probability: float = Field(
        description="The model's own, of the predicted genre, as in predictions.csv."
    )
    genre_probability: float = Field(description="The same, of the label.")
    sure: float = Field(description="Calibrated probability of the predicted genre.")
    is_right: bool
    is_counted: bool = Field(description="Whether the row stands for its track.")
    is_locked: bool = Field(description="Whether it lies in the locked test.")
    fold: int = Field(description="Fold that held it out; -1 in the locked test.")
    decision: str = Field(description="write, ask or leave; empty without rules.")
    decided_genre: str
    decision_reason: str


class Counts(BaseModel):
    """What the tracks that were asked for are like together."""

    total: int
    right: int
    by_genre: dict[str, int]
    by_predicted: dict[str, int]
    by_decision: dict[str, int]


class TrackPage(BaseModel):
    """Some of the tracks that were asked for, in order."""

    items: list[TrackRow]
    total: int
    counts: Counts


class Neighbour(BaseModel):
    """One of the nearest tracks."""

    row: int
    name: str
    artist: str
    genre: str
    predicted: str
    distance: float = Field(description="In spreads, over all attributes together.")
    alike: list[str] = Field(description="Attributes in which few are as near.")
    apart: list[str] = Field(description="Attributes more than a spread apart.")


class Neighbours(BaseModel):
    """The nearest tracks, the nearest first."""

    items: list[Neighbour]
    total: int
    by_genre: dict[str, int] = Field(description="Their labels, counted.")
    again: list[int] = Field(description="Further rows that list the same track.")
    compared: list[str] = Field(description="Attributes that tracks are compared in.")


class AttributeValue(BaseModel):
    """A value of the track beside what is usual."""

    feature: str
    label: str
    value: float | str | None
    words: str
    typical_of_label: str
    typical_of_predicted: str
    share_below: float | None = Field(description="Share of tracks with less of it.")


class TrackDetail(BaseModel):
    """Everything that is known of one track."""

    track: TrackRow
    probabilities: dict[str, float] = Field(
        description="Calibrated, by models that had not met the track."
    )
    explanation: TrackExplained
    values: list[AttributeValue]
    neighbours: Neighbours


def rows_of(
    collection: Collection, found: Selection, offset: int, limit: int
) -> list[TrackRow]:
    """Give some of the tracks that were found."""
    from genrelens.workflow.browsing.one_track import track_line

    places = found.places[offset : offset + limit]
    return [TrackRow(**asdict(track_line(collection, int(each)))) for each in places]


def counts_of(found: Selection) -> Counts:
    """Give the counts of the tracks that were found."""
    return Counts(
        total=len(found),
        right=found.n_right,
        by_genre=found.by_genre,
        by_predicted=found.by_predicted,
        by_decision=found.by_decision,
    )


def neighbours_of(collection: Collection, found: SimilarTracks) -> Neighbours:
    """Give the nearest tracks, each with its names and genres."""
    from genrelens.workflow.browsing.one_track import track_line

    items = []
    for each in found.nearest:
        line = track_line(collection, each.place)
        items.append(
            Neighbour(
                row=line.row,
                name=line.name,
                artist=line.artist,
                genre=line.genre,
                predicted=line.predicted,
                distance=each.distance,
                alike=list(each.alike),
                apart=list(each.apart),
            )
        )
    rows = collection.columns["row"]
    return Neighbours(
        items=items,
        total=len(items),
        by_genre=found.by_genre,
        again=[int(rows[place]) for place in found.again],
        compared=list(found.compared),
    )


def detail_of(collection: Collection, view: TrackView) -> TrackDetail:
    """Give everything that is known of one track."""
    return TrackDetail(
        track=TrackRow(**asdict(view.line)),
        probabilities=view.probabilities,
        explanation=explained(view.explained),
        values=[AttributeValue(**asdict(each)) for each in view.values],
        neighbours=neighbours_of(collection, view.similar),
    )
