"""Say in two plain sentences how good a model is, and how sure that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from genrelens.evaluation.honesty.results import HonestyGap
    from genrelens.evaluation.results import Estimate, ScenarioScores

__all__ = ["P_LIMIT", "beats_chance", "write_verdict"]

P_LIMIT = 0.05
"""Largest p-value at which chance counts as rejected."""


def beats_chance(headline: ScenarioScores, p_value: float) -> bool:
    """Claim that the model is better than chance.

    Both must hold: the interval of the macro area under the curve lies above
    0.5, and the permutation test gives at most `P_LIMIT`.

    Parameters
    ----------
    headline : ScenarioScores
        Scores on rows whose groups were never met.
    p_value : float
        Of the permutation test.
    """
    area = headline.metrics.get("macro_auc_ovr")
    return area is not None and area.low > 0.5 and p_value <= P_LIMIT  # noqa: PLR2004


def write_verdict(
    headline: ScenarioScores,
    majority: ScenarioScores,
    random_rows: ScenarioScores | None,
    *,
    n_genres: int,
    p_value: float,
    small: str = "",
    gap: HonestyGap | None = None,
    given: ScenarioScores | None = None,
) -> tuple[str, ...]:
    """Write the two sentences that open the report, or three with a given test list.

    Parameters
    ----------
    headline, majority, random_rows : ScenarioScores
        The honest scenario, the baseline, and the naive split where it was made.
    n_genres : int
        Genres to choose from.
    p_value : float
        Of the permutation test.
    small : str
        What the number of rows does not allow, as a clause; empty where it is
        large enough.
    gap : HonestyGap, optional
        What random rows pretend; the second sentence then tells it.
    given : ScenarioScores, optional
        Scores on a test list that the user gave; a third sentence then tells them.

    Returns
    -------
    tuple of two or three str
        "No better than chance" comes first where that is so.
    """
    sentences = (
        _first_sentence(headline, majority, n_genres, p_value),
        _second_sentence(headline, random_rows, small, gap),
    )
    return sentences if given is None else (*sentences, _given(headline, given))


def _first_sentence(
    headline: ScenarioScores, majority: ScenarioScores, n_genres: int, p_value: float
) -> str:
    accuracy = headline.metrics["accuracy"]
    baseline = majority.metrics["accuracy"]
    what = (
        f"{_where(headline)} the model names the right one of {n_genres} genres for "
        f"{_percent(accuracy.value)} of {headline.n_tracks:,} tracks (95 % interval "
        f"{_span(accuracy)}, {_n_groups(headline)})"
    )
    against = (
        "always naming the most frequent genre gives "
        f"{_percent(baseline.value)} ({_span(baseline)})"
    )
    if beats_chance(headline, p_value):
        if accuracy.low <= baseline.value:
            against += (
                ", which it does not clearly beat, although it ranks genres better "
                "than chance"
            )
        return f"{what[0].upper()}{what[1:]}; {against}."
    return (
        f"The model is no better than chance{_evidence(headline, p_value)}: {what}; "
        f"{against}."
    )


def _second_sentence(
    headline: ScenarioScores,
    random_rows: ScenarioScores | None,
    small: str,
    gap: HonestyGap | None,
) -> str:
    if gap is not None:
        told = gap.sentence.removesuffix(".")
    elif random_rows is not None:
        naive = random_rows.metrics["accuracy"]
        told = (
            f"Splitting rows at random, as most published figures do, would have "
            f"shown {_percent(naive.value)} ({_span(naive)})"
        )
    else:
        area = headline.metrics.get("macro_auc_ovr")
        told = (
            "No area under the curve could be computed"
            if area is None
            else f"Its macro AUC is {area.value:.3f} (95 % interval {area.low:.3f}"
            f"–{area.high:.3f}; 0.5 is chance)"
        )
    return f"{told}; {small}." if small else f"{told}."


def _given(headline: ScenarioScores, given: ScenarioScores) -> str:
    """Tell how it went on the given test list, and whether that is as expected."""
    own, there = headline.metrics["accuracy"], given.metrics["accuracy"]
    told = (
        f"On the given test list it names {_percent(there.value)} of "
        f"{given.n_tracks:,} tracks rightly (95 % interval {_span(there)})"
    )
    points = f"{100 * abs(own.value - there.value):.1f} points"
    within = f"on {headline.title} within the training lists"
    if there.high < own.low:
        return (
            f"{told}, {points} less than {within}: the lists keep something apart that "
            "this table does not tell, such as artists, so believe the lower figure."
        )
    if there.low > own.high:
        return f"{told}, {points} more than {within}: the test list is easier music."
    return f"{told}, in keeping with {_percent(own.value)} {within}."


def _evidence(headline: ScenarioScores, p_value: float) -> str:
    area = headline.metrics.get("macro_auc_ovr")
    if area is None:
        return f" (permutation p = {p_value:.3f})"
    return (
        f" (macro AUC {area.value:.2f}, 95 % interval {area.low:.2f}–{area.high:.2f}, "
        f"where 0.5 is chance; permutation p = {p_value:.3f})"
    )


def _where(headline: ScenarioScores) -> str:
    return {
        "unseen_artists": "on tracks by artists it has never met,",
        "unseen_tracks": "on tracks it has never met,",
    }.get(
        headline.scenario,
        f"on tracks with a '{headline.group_kind}' it has never met,",
    )


def _n_groups(headline: ScenarioScores) -> str:
    kind = {
        "unseen_artists": "independent groups of artists",
        "unseen_tracks": "distinct tracks",
    }.get(headline.scenario, f"values of '{headline.group_kind}'")
    return f"{headline.n_groups:,} {kind}"


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _span(found: Estimate) -> str:
    return f"{100 * found.low:.1f}–{100 * found.high:.1f} %"
