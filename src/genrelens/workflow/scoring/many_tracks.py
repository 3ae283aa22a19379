"""Answer for tracks in memory as for a file that holds them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from genrelens.errors import InputError, printable
from genrelens.ingest.headers import check_names
from genrelens.ingest.raw_table import RawTable, Source
from genrelens.workflow.answering.answer_block import UNLIKE, answer_block
from genrelens.workflow.answering.decision_columns import BLANK_REASON
from genrelens.workflow.answering.family_columns import FAMILY_COLUMNS
from genrelens.workflow.answering.largest_error import check_max_error
from genrelens.workflow.answering.notices import NOT_PREDICTED, tell_of_answers
from genrelens.workflow.new_table import fit_new_table
from genrelens.workflow.scoring.track_answer import TrackAnswer, TrackAnswers
from genrelens.workflow.scoring.unused_keys import unused_notice

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from genrelens.workflow.scoring.open_model import OpenModel

__all__ = ["answer_tracks", "tracks_as_table"]

_NAME: Final = "tracks"
_KINDS: Final = (str, int, float)  # of which yes and no are a kind


def answer_tracks(
    model: OpenModel,
    tracks: Sequence[Mapping[str, Any]],
    *,
    max_error: float = 0.05,
    uncalibrated: bool = False,
    reasons: bool = False,
) -> TrackAnswers:
    """Answer for tracks given as mappings, as ``genrelens predict`` answers a CSV.

    Parameters
    ----------
    model : OpenModel
        Who answers.
    tracks : sequence of mapping
        From headers, as in training's table or spelt like them, or names of
        attributes, to numbers, text, yes or no, or None where nothing is known.
    max_error : float
        Largest share of wrong genres among those written, from 0.005 to 0.5.
    uncalibrated : bool
        Whether probabilities are told as the model gives them.
    reasons : bool
        Whether to give the strongest reasons in words.

    Returns
    -------
    TrackAnswers
        The same numbers and words as for a CSV with one row for each track and one
        column for each key.

    Raises
    ------
    InputError
        If there is no track or a value that no cell can hold, none of the keys is
        an attribute of the model, two keys are one header, or the largest error
        is out of range.
    """
    check_max_error(max_error)
    new = fit_new_table(model.trained, tracks_as_table(tracks))
    columns, told = answer_block(
        model.trained,
        new.inputs,
        max_error=max_error,
        uncalibrated=uncalibrated,
        reasons=reasons,
    )
    genres = model.trained.genres
    plain = {name: np.asarray(values).tolist() for name, values in columns.items()}
    answers = [
        _blank_answer(plain, reasons=reasons)
        if new.is_blank[row]
        else _one_answer(plain, row, genres, told[row].tolist(), new.warnings[row])
        for row in range(len(tracks))
    ]
    is_decided = "decision" in columns
    unused = [each.header for each in new.table.columns if each.recipe is None]
    notices = (
        *new.notices,
        *unused_notice(unused),
        *tell_of_answers(model.trained, new.is_blank, is_decided=is_decided),
    )
    return TrackAnswers(tuple(answers), notices)


def _one_answer(
    columns: dict[str, list[Any]],
    row: int,
    genres: Sequence[str],
    told: list[float],
    warnings: str,
) -> TrackAnswer:
    unlike = columns[UNLIKE][row] if UNLIKE in columns else ""
    named = ("decision", "decided_genre", "decision_reason", *FAMILY_COLUMNS)
    return TrackAnswer(
        genre=columns["genre"][row],
        probability=columns["probability"][row],
        probabilities=dict(zip(genres, told, strict=True)),
        **{name: columns[name][row] for name in named if name in columns},
        reasons=columns["reasons"][row] if "reasons" in columns else None,
        warnings="; ".join(filter(None, (unlike, warnings))),
    )


def _blank_answer(columns: dict[str, list[Any]], *, reasons: bool) -> TrackAnswer:
    """Leave a track alone of which nothing is known."""
    decided = ("leave", "", BLANK_REASON) if "decision" in columns else (None,) * 3
    return TrackAnswer(
        genre=None,
        probability=None,
        probabilities={},
        decision=decided[0],
        decided_genre=decided[1],
        decision_reason=decided[2],
        reasons="" if reasons else None,
        warnings=NOT_PREDICTED,
    )


def tracks_as_table(tracks: Sequence[Mapping[str, Any]]) -> RawTable:
    """Write tracks as a file would hold them, cell by cell.

    Raises
    ------
    InputError
        If there is no track, or a value that no cell can hold.
    """
    if not tracks:
        raise InputError("There is no track to answer for. Give at least one.")
    headers = list(dict.fromkeys(key for track in tracks for key in track))
    if not headers:
        raise InputError(
            f"The {len(tracks):,} tracks have no values at all. Give each as a mapping "
            "from the headers of training's table to its values."
        )
    check_names(headers, file=_NAME, allows_blank=False)
    cells = {
        header: pd.Series(
            [_cell(track.get(header), header) for track in tracks], dtype="str"
        )
        for header in headers
    }
    return RawTable(
        pd.DataFrame(cells),
        np.arange(2, len(tracks) + 2, dtype=np.int64),
        Source(_NAME, "", 0, "csv", delimiter=","),
    )


def _cell(value: object, header: str) -> str:
    """Write one value as a CSV holds it."""
    if value is None:
        return ""
    if isinstance(value, _KINDS):
        return value if isinstance(value, str) else str(value)
    raise InputError(
        f"'{printable(header)}' is a {printable(type(value).__name__)}. Give a number, "
        "a text, true or false, or null where nothing is known."
    )
