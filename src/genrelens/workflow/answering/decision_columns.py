"""Say of each row whether its genre may be written, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from genrelens.evaluation.prediction_sets.deciding import decide

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from genrelens.bundle.model_trust import ModelTrust
    from genrelens.evaluation.novelty.results import NoveltyScores
    from genrelens.evaluation.novelty.telling import Novelty

__all__ = [
    "BLANK_REASON",
    "DECISION_COLUMNS",
    "decide_rows",
    "decision_columns",
    "percent",
]

DECISION_COLUMNS: Final = ("decision", "decided_genre", "decision_reason")
BLANK_REASON: Final = "no attribute of this row has a value"
_BETWEEN = " | "
_COUNTED = frozenset({"several", "many"})  # said by the number of genres alone
_UNLIKE = "unlike anything trained on: "


def decision_columns(
    trust: ModelTrust,
    proba: NDArray[np.float64],
    genres: Sequence[str],
    *,
    max_error: float,
    novelty: NoveltyScores | Novelty | None,
) -> pd.DataFrame:
    """Decide for every row, in words.

    Parameters
    ----------
    trust : ModelTrust
        With calibrator, sets and decision rule.
    proba : ndarray of float64, shape (n_rows, n_genres)
        Calibrated probabilities.
    genres : sequence of str
        Names of the columns.
    max_error : float
        Largest share of wrong genres among those written.
    novelty : NoveltyScores or Novelty, optional
        Which rows are unlike anything trained on.

    Returns
    -------
    pandas.DataFrame, n_rows x 3
        ``decision`` (write, ask or leave), ``decided_genre`` (the genre to write,
        or those to choose from with ``" | "`` between, or nothing) and
        ``decision_reason``.
    """
    return pd.DataFrame(
        decide_rows(trust, proba, genres, max_error=max_error, novelty=novelty)
    )


def decide_rows(
    trust: ModelTrust,
    proba: NDArray[np.float64],
    genres: Sequence[str],
    *,
    max_error: float,
    novelty: NoveltyScores | Novelty | None,
) -> dict[str, list[str] | NDArray[np.object_]]:
    """Give the columns of `decision_columns` by name, without a frame around them."""
    if trust.set_rule is None or trust.decision_rule is None:
        raise ValueError("a model without rules was asked to decide")
    found = decide(
        proba,
        trust.set_rule,
        trust.decision_rule,
        max_error=max_error,
        is_novel=None if novelty is None else novelty.is_novel,
    )
    needed = trust.decision_rule.threshold(max_error)
    sizes = trust.set_rule.sets(proba, max_error).sum(axis=1)
    decided = _name_candidates(found.candidates, proba, genres)
    words = _say_each(found.reasons, proba, genres, (needed, max_error), sizes)
    if novelty is not None:
        for row in np.flatnonzero(novelty.is_novel).tolist():
            words[row] = _UNLIKE + novelty.reasons[row]
    columns = (found.actions.astype(object), decided, words)
    return dict(zip(DECISION_COLUMNS, columns, strict=True))


def percent(share: float) -> str:
    """Write a share as a percentage: whole, or with the digits that small ones need.

    Examples
    --------
    >>> percent(0.05), percent(0.925), percent(0.005), percent(0.99999)
    ('5 %', '92.5 %', '0.5 %', '99.9 %')
    """
    shown = min(share, 0.999) if share < 1 else share
    return f"{round(100 * shown, 1):g} %"


def _say_each(
    reasons: NDArray[np.str_],
    proba: NDArray[np.float64],
    genres: Sequence[str],
    limits: tuple[float, float],
    sizes: NDArray[np.int64],
) -> list[str]:
    """Give each row's reason; `limits` are the least probability and the error."""
    needed, max_error = limits
    best = proba.argmax(axis=1)
    sure = proba.max(axis=1)
    said: dict[tuple[str, int, float, int], str] = {}
    words = []
    for reason, code, chance, size in zip(
        reasons.tolist(), best.tolist(), sure.tolist(), sizes.tolist(), strict=True
    ):
        is_counted = reason in _COUNTED
        key = (reason, 0, 0.0, size) if is_counted else (reason, code, chance, 0)
        told = said.get(key)
        if told is None:
            told = _say_why(reason, genres[code], chance, needed, size, max_error)
            said[key] = told
        words.append(told)
    return words


def _name_candidates(
    candidates: NDArray[np.bool_], proba: NDArray[np.float64], genres: Sequence[str]
) -> list[str]:
    """Name each row's candidates, the most probable first."""
    named = [""] * len(candidates)
    rows = np.flatnonzero(candidates.any(axis=1))
    shown = np.where(candidates[rows], proba[rows], -1.0)
    order = np.argsort(-shown, axis=1, kind="stable")
    counts = candidates[rows].sum(axis=1)
    for place, row in enumerate(rows.tolist()):
        first = order[place, : counts[place]]
        named[row] = _BETWEEN.join(genres[g] for g in first.tolist())
    return named


def _say_why(
    reason: str, genre: str, sure: float, needed: float, n_fitting: int, error: float
) -> str:
    asked = f"at most {percent(error)} wrong"
    if reason == "sure":
        return f"{genre} {percent(sure)}; {asked} asks for {percent(needed)}"
    if reason == "unsure":
        limit = (
            f"{asked} asks for {percent(needed)}"
            if needed <= 1
            else f"no probability was found that keeps {asked}"
        )
        return f"only {genre} fits, but {percent(sure)} is not enough: {limit}"
    if reason == "none":
        return f"no genre fits, the nearest is {genre} with {percent(sure)}"
    if reason == "several":
        return f"{n_fitting} genres fit"
    if reason == "many":
        return f"{n_fitting} genres fit, too many to choose from"
    return _UNLIKE.rstrip(": ")
