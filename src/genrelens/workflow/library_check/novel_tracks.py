"""Count the tracks of a new table that are unlike anything trained on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from genrelens.evaluation.results import Estimate
from genrelens.workflow.library_check.results import NovelTracks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.evaluation.novelty.results import NoveltyReference, NoveltyScores
    from genrelens.workflow.library_check.answers import Answers

__all__ = ["count_novel"]

_Z = 1.959963984540054  # the middle 95 % of a normal distribution


def count_novel(answers: Answers) -> tuple[NovelTracks | None, str]:
    """Count the tracks that are unlike training, or say why none are counted.

    Parameters
    ----------
    answers : Answers
        For the rows of the table.

    Returns
    -------
    novel : NovelTracks or None
    why : str
        Empty where they are counted.
    """
    reference, scores = answers.trust.novelty, answers.novelty
    if reference is None or scores is None:
        why = answers.trust.missing.get("novelty", "")
        return None, why or "The model carries no reference for novel tracks."
    is_judged = ~scores.is_unjudged
    if not is_judged.any():
        return None, (
            "No row has a value in at least half of the model's numbers, so none can "
            "be compared with the training tracks."
        )
    return _tell_novel(answers, reference, scores, is_judged), ""


def _tell_novel(
    answers: Answers,
    reference: NoveltyReference,
    scores: NoveltyScores,
    is_judged: NDArray[np.bool_],
) -> NovelTracks:
    _, group = np.unique(answers.units[is_judged], return_inverse=True)
    novel = np.bincount(group, scores.is_novel[is_judged]).astype(np.float64)
    sizes = np.bincount(group).astype(np.float64)
    value = float(novel.sum() / sizes.sum())
    told = [place for place, reason in enumerate(scores.reasons) if reason]
    told.sort(key=lambda place: -float(scores.scores[place]))
    return NovelTracks(
        share=_share_interval(value, novel, sizes),
        n_novel=int(novel.sum()),
        n_judged=int(sizes.sum()),
        n_unjudged=int((~is_judged).sum()),
        n_groups=len(sizes),
        expected=reference.false_alarms,
        examples=tuple(
            (int(answers.rows[place]) + 1, scores.reasons[place]) for place in told
        ),
    )


def _share_interval(
    value: float,
    novel: NDArray[np.float64],
    sizes: NDArray[np.float64],
) -> Estimate:
    """Give a Wilson interval whose number of tracks allows for groups."""
    residual = novel - value * sizes
    n_tracks = float(sizes.sum())
    plain = max(value * (1 - value), 1e-12) / n_tracks
    grouped = float((residual**2).sum()) / n_tracks**2
    effective = n_tracks * min(1.0, plain / max(grouped, 1e-300))
    effective = max(1.0, effective if 0 < value < 1 else float(len(sizes)))
    z = _Z
    middle = (value + z**2 / (2 * effective)) / (1 + z**2 / effective)
    half = (
        z
        * np.sqrt(value * (1 - value) / effective + z**2 / (4 * effective**2))
        / (1 + z**2 / effective)
    )
    low, high = max(0.0, float(middle - half)), min(1.0, float(middle + half))
    return Estimate(value, min(value, low), max(value, high))
