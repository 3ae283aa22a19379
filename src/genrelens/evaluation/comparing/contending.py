"""Try other models on the chosen model's own folds, and say which is better."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from genrelens.evaluation.comparing.results import Contender, ModelComparison
from genrelens.evaluation.comparing.several import BANDS, judge
from genrelens.evaluation.comparing.together import score_together
from genrelens.evaluation.comparing.wording import NAMES, say_difference
from genrelens.evaluation.scenarios.refitting import refit
from genrelens.evaluation.scenarios.running import headline_name
from genrelens.models.baselines import MajorityBaseline
from genrelens.models.boosted import BoostedTrees
from genrelens.models.genre_forest import GenreForest
from genrelens.models.linear import LinearModel

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from genrelens.evaluation.comparing.results import Judgement
    from genrelens.evaluation.comparing.together import ScoredTogether
    from genrelens.evaluation.scenarios.trial import Trial
    from genrelens.evaluation.scores import HeldOut
    from genrelens.models.genre_model import ModelKind

__all__ = ["AFFORDABLE_CELLS", "Challenger", "compare_models"]

AFFORDABLE_CELLS = 400_000
"""Cross-validated tracks times genres up to which boosting is tried unasked."""

_PURPOSE = 300
_CHOSEN: dict[ModelKind, str] = {"forest": "the forest", "linear": "the linear model"}


@dataclass(frozen=True, slots=True)
class Challenger:
    """A model to be set beside the chosen one.

    Parameters
    ----------
    key : str
        Distinct, and not the chosen model's.
    title : str
        The same for people, e.g. ``"logistic regression"``.
    make_model : callable
        Given a seed, returns an untrained estimator.
    """

    key: str
    title: str
    make_model: Callable[[int], Any]


def _usual_forest(seed: int) -> GenreForest:
    return GenreForest(random_state=seed)


def compare_models(
    trial: Trial,
    held_out: HeldOut,
    *,
    seed: int,
    everything: bool = False,
    more: Sequence[Challenger] = (),
    chosen: ModelKind = "forest",
    make_forest: Callable[[int], GenreForest] = _usual_forest,
) -> ModelComparison:
    """Train other models on the same folds, and judge them against the chosen one.

    Always beside it stand the genre frequencies, and the forest or logistic
    regression, whichever was not chosen; gradient-boosted trees where they are
    asked for, or cost little (at most `AFFORDABLE_CELLS` tracks times genres).
    Differences are those of the same tracks under the same drawings of whole
    groups; all of them are judged together
    (`genrelens.evaluation.comparing.several.judge`).

    Parameters
    ----------
    trial : Trial
        The table and folds.
    held_out : HeldOut
        The chosen model's predictions, in the order of ``trial.division.rows``.
    seed : int
        Of the drawings.
    everything : bool, default False
        Whether boosted trees are tried whatever they cost.
    more : sequence of Challenger
        Other models.
    chosen : "forest" or "linear"
        Whose predictions are given.
    make_forest : callable
        Given a seed, returns an untrained forest, to be set beside a linear model.

    Returns
    -------
    ModelComparison

    Raises
    ------
    InputError
        If the predictions are not those of the trial's tracks.
    """
    usual, notes = _challengers(trial, everything=everything)
    rival = Challenger("linear", "logistic regression", _linear)
    if chosen == "linear":
        rival = Challenger("forest", "random forest", make_forest)
    challengers = [usual[0], rival, *usual[1:], *more]
    sets: list[HeldOut] = [held_out]
    told: list[tuple[str, ...]] = [()]
    for challenger in challengers:
        found, kept = _try(trial, challenger)
        sets.append(found)
        told.append(kept)
    scored = score_together(sets, seed=seed)
    names = [(chosen, _CHOSEN[chosen]), *((one.key, one.title) for one in challengers)]
    judgements = _judge(scored, names)
    scenario = headline_name(trial.groups)[1]
    return ModelComparison(
        scenario=scenario,
        group_kind=trial.groups.kind,
        n_tracks=scored.n_tracks,
        n_groups=scored.n_groups,
        n_folds=trial.division.repeats[0].n_folds,
        contenders=tuple(
            Contender(key, title, scored.estimates(position), told[position])
            for position, (key, title) in enumerate(names)
        ),
        judgements=judgements,
        summary=_summary(judgements, _CHOSEN[chosen]),
        notes=(*notes, *_rules(trial, len(judgements))),
    )


def _challengers(
    trial: Trial, *, everything: bool
) -> tuple[list[Challenger], list[str]]:
    challengers = [Challenger("majority", "most frequent genre", _majority)]
    n_cells = len(trial.division.rows) * len(trial.genres)
    if everything or n_cells <= AFFORDABLE_CELLS:
        boosted = Challenger("boosted", "gradient-boosted trees", _boosted)
        return [*challengers, boosted], []
    told = (
        f"Gradient-boosted trees were not tried: with {len(trial.division.rows):,} "
        f"tracks of {len(trial.genres)} genres they take long, and nobody asked."
    )
    return challengers, [told]


def _majority(_: int) -> MajorityBaseline:
    return MajorityBaseline()


def _linear(_: int) -> LinearModel:
    return LinearModel()


def _boosted(seed: int) -> BoostedTrees:
    return BoostedTrees(random_state=seed)


def _try(trial: Trial, challenger: Challenger) -> tuple[HeldOut, tuple[str, ...]]:
    """Cross-validate a model, and tell where its fit was cut short."""
    made: list[Any] = []

    def make_model(seed: int) -> Any:  # noqa: ANN401
        model = challenger.make_model(seed)
        if isinstance(model, LinearModel):
            made.append(model)
        return model

    held_out = refit(trial, make_model=make_model, purpose=_PURPOSE)
    n_cut = sum(not model.has_converged_ for model in made)
    if not n_cut:
        return held_out, ()
    told = (
        f"Its fit was stopped after {made[0].max_iter} steps, before it came to rest, "
        f"in {n_cut} of {len(made)} folds."
    )
    return held_out, (told,)


def _judge(
    scored: ScoredTogether, names: Sequence[tuple[str, str]]
) -> tuple[Judgement, ...]:
    return judge(
        [
            (key, title, scored.difference(metric, position, 0))
            for position, (key, title) in enumerate(names)
            if position > 0
            for metric in scored.defined
        ]
    )


def _summary(judgements: Sequence[Judgement], chosen: str) -> str:
    """Say which models are better; else which tie, or that none is."""
    clear = _named(judgements, "better")
    if clear:
        return f"Better than {chosen}: {'; '.join(clear)}."
    equal = _named(judgements, "practically equal")
    first = f"No other model is clearly better than {chosen}."
    if equal:
        return f"{first} Practically equal to it: {'; '.join(equal)}."
    return first


def _named(judgements: Sequence[Judgement], verdict: str) -> list[str]:
    return [
        f"{one.title} by {NAMES[one.difference.metric]}, "
        f"{say_difference(one.difference)}"
        for one in judgements
        if one.verdict == verdict
    ]


def _rules(trial: Trial, n_judged: int) -> list[str]:
    rules = [
        (
            "All models were trained and tested on the same tracks in the same folds. "
            "Intervals of differences draw whole groups, and are stretched because the "
            "folds' training sets overlap (Nadeau and Bengio)."
        ),
        (
            f"Two models are practically equal where the whole interval lies within "
            f"{100 * BANDS['accuracy']:g} point of accuracy, or within "
            f"{BANDS['macro_auc_ovr']:g} of macro AUC. Better or worse is claimed at "
            f"p of at most 0.05 after Holm's correction for {n_judged} differences."
        ),
    ]
    if len(trial.division.repeats) > 1:
        rules.append("Models are compared in the first repetition only.")
    return rules
