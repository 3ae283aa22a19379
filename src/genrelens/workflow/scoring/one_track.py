"""Answer for one track in a fraction of a millisecond, as for a file that holds it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from genrelens.evaluation.novelty.distance import steps_of
from genrelens.evaluation.novelty.scoring import say_why_novel
from genrelens.evaluation.novelty.telling import Novelty, mark_novel
from genrelens.workflow.answering.answer_block import give_reasons, unlike_words
from genrelens.workflow.answering.decision_columns import DECISION_COLUMNS, decide_rows
from genrelens.workflow.answering.family_columns import FAMILY_COLUMNS, place_rows
from genrelens.workflow.answering.largest_error import check_max_error
from genrelens.workflow.answering.notices import tell_of_answers
from genrelens.workflow.scoring.many_tracks import answer_tracks
from genrelens.workflow.scoring.plain_cells import NOT_PLAIN
from genrelens.workflow.scoring.row_words import say_unusual
from genrelens.workflow.scoring.track_answer import TrackAnswer, TrackAnswers
from genrelens.workflow.scoring.unused_keys import unused_notice

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from genrelens.workflow.scoring.open_model import OpenModel
    from genrelens.workflow.scoring.plain_cells import Plain

__all__ = ["answer_if_plain", "answer_track"]


def answer_track(
    model: OpenModel,
    track: Mapping[str, Any],
    *,
    max_error: float = 0.05,
    uncalibrated: bool = False,
    reasons: bool = False,
) -> TrackAnswers:
    """Answer for one track, as `answer_tracks` would.

    Values that the model's recipes read as they stand take a short way without a
    table; all others are cleaned like a file's.

    Parameters
    ----------
    model : OpenModel
        Who answers.
    track : mapping
        From headers or names of attributes to numbers, text, yes or no, or None.
    max_error, uncalibrated, reasons
        As for `answer_tracks`.

    Returns
    -------
    TrackAnswers
        Of one track.

    Raises
    ------
    InputError
        As `answer_tracks` does.
    """
    found = answer_if_plain(
        model, track, max_error=max_error, uncalibrated=uncalibrated, reasons=reasons
    )
    if found is not None:
        return found
    return answer_tracks(
        model, [track], max_error=max_error, uncalibrated=uncalibrated, reasons=reasons
    )


def answer_if_plain(
    model: OpenModel,
    track: Mapping[str, Any],
    *,
    max_error: float = 0.05,
    uncalibrated: bool = False,
    reasons: bool = False,
) -> TrackAnswers | None:
    """Answer as `answer_track` does, or give None at once where cleaning is needed.

    Raises
    ------
    InputError
        If the largest error is out of range.
    """
    check_max_error(max_error)
    read = _read_plain(model, track)
    if read is None:
        return None
    values, is_given, unused = read
    words = say_unusual(model.attributes, values, is_given)
    given, sure = _probabilities(model, values)
    answer, warnings = _decide(model, values, sure, max_error)
    told = (given if uncalibrated else sure)[0]
    first = int(np.argsort(-sure[0], kind="stable")[0])
    said = None
    if reasons:
        inputs = _as_frame(model, values)
        (said,) = give_reasons(model.trained, inputs, np.array([first]))
    genres = model.trained.genres
    chances = told.tolist()
    found = TrackAnswer(
        genre=genres[first],
        probability=chances[first],
        probabilities=dict(zip(genres, chances, strict=True)),
        **answer,
        reasons=said,
        warnings="; ".join(filter(None, (warnings, words.warnings))),
    )
    notices = (*words.notices, *unused_notice(unused))
    if "decision" not in answer:
        is_blank = np.zeros(1, dtype=bool)
        notices += tell_of_answers(model.trained, is_blank, is_decided=False)
    return TrackAnswers((found,), notices)


def _read_plain(
    model: OpenModel, track: Mapping[str, Any]
) -> tuple[list[Plain], list[bool], list[str]] | None:
    """Read all values as they stand; None where any needs a closer look."""
    n_features = len(model.attributes)
    values: list[Any] = [None] * n_features
    is_given = [False] * n_features
    unused = []
    is_blank = True
    for header, value in track.items():
        known = model.headers.find(header)
        read = known.read(value)
        if read is NOT_PLAIN or not known.is_plain:
            return None
        if known.place < 0:
            unused.append(header)
        elif is_given[known.place]:
            return None
        else:
            values[known.place] = read
            is_given[known.place] = True
            is_blank = is_blank and read is None
    return None if is_blank else (values, is_given, unused)


def _probabilities(
    model: OpenModel, values: Sequence[Plain]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the model's probabilities, and the calibrated ones."""
    encoded: list[float] = []
    for attribute, value in zip(model.attributes, values, strict=True):
        if attribute.places is None:
            encoded.append(np.nan if value is None else value)  # type: ignore[arg-type]
            continue
        level = [np.nan if value is None else 0.0] * attribute.n_columns
        if value in attribute.places:
            level[attribute.places[value]] = 1.0
        encoded += level
    given = model.answer_row(np.array([encoded], dtype=np.float32))
    calibrator = model.trust.calibrator
    return given, given if calibrator is None else calibrator.apply(given)


def _decide(
    model: OpenModel,
    values: Sequence[Plain],
    sure: NDArray[np.float64],
    max_error: float,
) -> tuple[dict[str, Any], str]:
    """Give decision and family, and what is said of a novel track otherwise."""
    trust, genres = model.trust, model.trained.genres
    answer: dict[str, Any] = {}
    warnings = ""
    novelty = _novelty(model, values)
    if not trust.why_undecided:
        made = decide_rows(trust, sure, genres, max_error=max_error, novelty=novelty)
        answer = {name: made[name][0] for name in DECISION_COLUMNS}
    elif novelty is not None:
        warnings = unlike_words(novelty.reasons[0])
    if model.places is not None and trust.certainty is not None:
        placed = place_rows(sure, model.places, trust.certainty)
        family, chance, deepest = (placed[name][0] for name in FAMILY_COLUMNS)
        answer |= dict(
            zip(FAMILY_COLUMNS, (family, float(chance), deepest), strict=True)
        )
    return answer, warnings


def _novelty(model: OpenModel, values: Sequence[Plain]) -> Novelty | None:
    reference = model.trust.novelty
    if reference is None:
        return None
    numbers = [values[place] for place in model.novelty_places]
    raw = np.array([numbers], dtype=np.float64)
    steps = steps_of(raw, reference.centres, reference.scales)
    is_novel = mark_novel(reference, steps)
    if not is_novel[0]:
        return Novelty(is_novel, [""])
    why = say_why_novel(reference, model.trained.features, steps, raw)
    return Novelty(is_novel, why)


def _as_frame(model: OpenModel, values: Sequence[Plain]) -> pd.DataFrame:
    columns = {}
    for attribute, value in zip(model.attributes, values, strict=True):
        dtype = "float64" if attribute.places is None else "str"
        columns[attribute.feature.name] = pd.Series([value], dtype=dtype)
    return pd.DataFrame(columns)
