"""Examine the labels of a table by predictions for artists the models never met."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from genrelens.errors import InputError, printable
from genrelens.evaluation.labels.ceiling import find_label_ceiling
from genrelens.evaluation.labels.doubting import choose_kinds, list_doubts, title_of
from genrelens.evaluation.labels.evidence.gathering import gather_evidence
from genrelens.evaluation.labels.evidence.spelling import find_misspellings
from genrelens.evaluation.labels.results import SPELLING, DoubtedTrack, LabelAudit
from genrelens.evaluation.labels.shares import (
    disputed_share,
    stray_by_genre,
    stray_share,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.cleaning.track_table import TrackTable
    from genrelens.evaluation.labels.evidence.gathering import Evidence
    from genrelens.evaluation.scores import HeldOut

__all__ = ["examine_labels"]


def examine_labels(
    held_out: HeldOut,
    table: TrackTable,
    rows: NDArray[np.int64],
    genres: tuple[str, ...],
    *,
    target: str,
    scenario: str,
    seed: int,
) -> LabelAudit:
    """Find labels that are probably wrong, or lack a second genre.

    Nothing is trained. Cost grows with tracks times genres.

    Parameters
    ----------
    held_out : HeldOut
        Predictions by models that had not met the rows' artists; calibrated or
        not.
    table : TrackTable
        The checked table.
    rows : ndarray of int64, shape (n_tracks,)
        Position in the table of each held-out row.
    genres : tuple of str
        Names by code.
    target : str
        `Column.name` of the genre column.
    scenario : str
        Title of the scenario, for people.
    seed : int
        Of the intervals.

    Returns
    -------
    LabelAudit

    Raises
    ------
    InputError
        If rows, genres and predictions do not fit.
    """
    _require_names(genres, held_out)
    evidence = gather_evidence(held_out, table, rows)
    slips = find_misspellings(_count_labels(table, target))
    code = {genre: number for number, genre in enumerate(genres)}
    kinds, suggestion = choose_kinds(
        evidence,
        {code[a]: code[b] for a, b in slips.items() if a in code and b in code},
    )
    doubted = list_doubts(evidence, kinds, suggestion, rows, genres, table)
    is_listed = kinds != ""
    unseen = _rare_slips(table, target, slips, set(code))
    return LabelAudit(
        scenario=scenario,
        n_tracks=len(rows),
        n_groups=len(np.unique(held_out.units)),
        genres=genres,
        stray=stray_share(held_out, evidence, seed=seed),
        disputed=disputed_share(held_out, evidence, seed=seed),
        by_genre=stray_by_genre(held_out, evidence, is_listed, genres, seed=seed),
        doubted=(*doubted, *unseen),
        doubt=evidence.doubt,
        suggestion=suggestion,
        n_overlapping=int((evidence.is_disputed_by_sound & ~is_listed).sum()),
        artist_weight=evidence.model.artist_weight,
        ceiling=find_label_ceiling(
            held_out, evidence.tracks, scenario=scenario, seed=seed
        ),
        notes=_notes(evidence, len(unseen)),
    )


def _require_names(genres: tuple[str, ...], held_out: HeldOut) -> None:
    if len(genres) != held_out.proba.shape[1]:
        raise InputError(
            f"{len(genres)} genres and {held_out.proba.shape[1]} columns of "
            "probabilities do not fit. Give one name a column."
        )


def _count_labels(table: TrackTable, target: str) -> dict[str, int]:
    """Count the labels of all rows that are not left out for another reason."""
    kept = np.ones(len(table.frame), dtype=bool)
    for drop in table.drops:
        if drop.code != "genre-too-rare":
            kept[drop.rows] = False
    return dict(Counter(table.frame[target][kept].dropna().astype(str)))


def _rare_slips(
    table: TrackTable, target: str, slips: dict[str, str], known: set[str]
) -> tuple[DoubtedTrack, ...]:
    """List rows left out for a rare genre that looks like a slip of a known one."""
    labels = table.frame[target]
    return tuple(
        DoubtedTrack(
            row=int(row),
            line=int(table.line_numbers[row]),
            title=title_of(table, int(row)),
            label=str(labels.iloc[row]),
            suggestion=slips[str(labels.iloc[row])],
            second_genre="",
            kind=SPELLING,
            doubt=0.0,
            confidence=None,
            reason=f"'{printable(labels.iloc[row], limit=60)}' is rare, and spelt "
            f"nearly like '{printable(slips[str(labels.iloc[row])], limit=60)}'; the "
            "row was left out of training, so nothing is said by sound",
        )
        for drop in table.drops
        if drop.code == "genre-too-rare"
        for row in drop.rows
        if slips.get(str(labels.iloc[row])) in known
    )


def _notes(evidence: Evidence, n_unseen: int) -> tuple[str, ...]:
    notes = []
    if not evidence.others.totals.any():
        notes.append(
            "No artist has two tracks here, or none is named, so labels were judged by "
            "sound alone: far fewer wrong ones are found than with artists."
        )
    if n_unseen:
        notes.append(
            f"{n_unseen:,} rows whose rare genre looks like a slip of the pen stand "
            "at the end of the list; they were left out of training."
        )
    return tuple(notes)
