"""Choose the single tracks that the report lets its reader pick."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from genrelens.explanation.words import explain_track
from genrelens.reports.facts import SampleTrack
from genrelens.schema.columns import Role

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.evaluation.evaluating import EvaluationRun
    from genrelens.explanation.results import ShapleyTable
    from genrelens.features.reference import FeatureReference
    from genrelens.workflow.prepared import Prepared

__all__ = ["sample_tracks"]

_MOST_TRACKS = 36


def sample_tracks(
    prepared: Prepared,
    run: EvaluationRun,
    shapley: ShapleyTable,
    references: tuple[FeatureReference, ...],
) -> tuple[SampleTrack, ...]:
    """Take, genre by genre, a sure hit, a close call and a sure mistake.

    Parameters
    ----------
    prepared : Prepared
        Features, genres, names.
    run : EvaluationRun
        Out-of-fold predictions.
    shapley : ShapleyTable
        Explanations of the same predictions.
    references : tuple of FeatureReference
        Typical values, for the words.

    Returns
    -------
    tuple of SampleTrack
        At most 36, ordered by genre; all explained out of fold.
    """
    codes = np.searchsorted(run.evaluation.genres, prepared.labels[shapley.rows])
    chosen = _choose(run.out_of_fold[shapley.rows], codes)
    return tuple(
        _sample_track(position, prepared, run, shapley, references)
        for position in chosen
    )


def _choose(probabilities: NDArray[np.float64], codes: NDArray[np.intp]) -> list[int]:
    n_tracks = np.arange(len(codes))
    ordered = np.sort(probabilities, axis=1)
    lead = ordered[:, -1] - ordered[:, -2]
    is_right = probabilities.argmax(axis=1) == codes
    own = probabilities[n_tracks, codes]
    hits = np.where(is_right, -own, np.inf)
    calls = np.where(is_right, lead, np.inf)
    mistakes = np.where(is_right, np.inf, -lead)
    chosen: list[int] = []
    genres = np.unique(codes)
    for wish in (mistakes, hits, calls):
        for genre in genres:
            own_tracks = np.flatnonzero((codes == genre) & np.isfinite(wish))
            own_tracks = own_tracks[~np.isin(own_tracks, chosen)]
            if len(own_tracks) and len(chosen) < _MOST_TRACKS:
                chosen.append(int(own_tracks[np.argmin(wish[own_tracks])]))
    return sorted(chosen, key=lambda position: (codes[position], position))


def _sample_track(
    position: int,
    prepared: Prepared,
    run: EvaluationRun,
    shapley: ShapleyTable,
    references: tuple[FeatureReference, ...],
) -> SampleTrack:
    row = int(shapley.rows[position])
    genres = run.evaluation.genres
    probabilities = run.out_of_fold[row]
    order = np.argsort(-probabilities, kind="stable")
    true = str(prepared.labels[row])
    predicted = genres[order[0]]
    rival = genres[order[1]] if predicted == true else true
    title = _cell(prepared, Role.TRACK_NAME, row)
    artist = _cell(prepared, Role.ARTIST, row)
    line = int(prepared.checked.table.line_numbers[prepared.rows[row]])
    return SampleTrack(
        title=title or f"line {line}",
        artist=artist,
        true_genre=true,
        predicted_genre=predicted,
        probabilities={
            genre: float(probabilities[g]) for g, genre in enumerate(genres)
        },
        explanation=explain_track(
            " — ".join(part for part in (title, artist) if part) or f"line {line}",
            genre=predicted,
            rival=rival,
            genres=genres,
            proba=probabilities,
            values=shapley.values[position],
            base=shapley.base[position],
            features=prepared.features,
            references=references,
            row=prepared.inputs.iloc[row],
        ),
        line=line,
    )


def _cell(prepared: Prepared, role: Role, row: int) -> str:
    table = prepared.checked.table
    for column in table.with_role(role)[:1]:
        cell = table.frame[column.name].iloc[int(prepared.rows[row])]
        return "" if cell != cell else str(cell)  # noqa: PLR0124 (NaN is not itself)
    return ""
