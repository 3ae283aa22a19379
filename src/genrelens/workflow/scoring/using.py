"""Say what a model needs of new tracks, and what each largest error promises."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from genrelens.cleaning.durations import MILLISECONDS
from genrelens.evaluation.prediction_sets.set_rule import LEVELS
from genrelens.features.value_words import describe_value
from genrelens.schema.columns import Kind
from genrelens.schema.known_columns import registered
from genrelens.workflow.answering.decision_columns import percent
from genrelens.workflow.answering.decision_summary import tell_promise

if TYPE_CHECKING:
    from genrelens.features.reference import FeatureReference
    from genrelens.schema.features import Feature
    from genrelens.workflow.scoring.open_model import OpenModel

__all__ = ["AttributeNeed", "ErrorPromise", "UseFacts", "describe_use"]

_MEDIAN: Final = 2
_MOST_LEVELS: Final = 200
_UNITS: Final = {"ms": "milliseconds", "s": "seconds", "min": "minutes"}
_ALSO: Final = {
    "duration": "or m:ss",
    "key": "0 for C to 11 for B, or a name such as F#",
    "time_signature": "or 3/4",
    "year": "or a date",
}


@dataclass(frozen=True, slots=True)
class AttributeNeed:
    """One column that a model asks for, as its training's table had it.

    Parameters
    ----------
    header, label : str
        The column's header in training, and the attribute's name for people.
    kind : str
        ``number``, ``flag`` or ``category``.
    unit : str
        In which unit or way the cells are written; empty where it goes without
        saying.
    low, typical, high : str
        Smallest, middle and largest value of training in words; empty where there
        is none.
    example : float, str, bool or None
        A cell such as training's table had: the middle value, or the commonest
        level.
    levels : tuple of str
        Levels of a category that training saw, most frequent first.
    missing : float
        Share of training's tracks without a value.
    yes, no : str
        What the two values of a flag mean: ``major`` and ``minor``, for instance.
    """

    header: str
    label: str
    kind: str
    unit: str
    low: str
    typical: str
    high: str
    example: float | str | bool | None
    levels: tuple[str, ...]
    missing: float
    yes: str
    no: str


@dataclass(frozen=True, slots=True)
class ErrorPromise:
    """What one largest error asks for, and what it achieved in training.

    Parameters
    ----------
    max_error : float
        Largest share of wrong genres among those written.
    words : str
        The same as a percentage.
    least : str
        The least probability that a written genre has; empty where none is enough.
    promise : str
        What deciding so achieved on tracks held out in training.
    """

    max_error: float
    words: str
    least: str
    promise: str


@dataclass(frozen=True, slots=True)
class UseFacts:
    """Everything that a page about using a model shows.

    Parameters
    ----------
    attributes : tuple of AttributeNeed
        In the model's order.
    genres : tuple of str
        In the model's order.
    promises : tuple of ErrorPromise
        By rising error; empty where the model cannot decide.
    why_undecided : str
        Why it cannot, as a sentence; empty where it can.
    """

    attributes: tuple[AttributeNeed, ...]
    genres: tuple[str, ...]
    promises: tuple[ErrorPromise, ...]
    why_undecided: str


def describe_use(model: OpenModel) -> UseFacts:
    """Describe what a model needs and promises.

    Parameters
    ----------
    model : OpenModel

    Returns
    -------
    UseFacts
    """
    seen = {each.name: each for each in model.trained.references}
    why = model.trust.why_undecided
    return UseFacts(
        attributes=tuple(
            _describe(feature, seen.get(feature.name))
            for feature in model.trained.features
        ),
        genres=model.trained.genres,
        promises=() if why else tuple(_promise(model, level) for level in LEVELS),
        why_undecided=why,
    )


def _promise(model: OpenModel, max_error: float) -> ErrorPromise:
    rule = model.trust.decision_rule
    least = float("inf") if rule is None else rule.threshold(max_error)
    return ErrorPromise(
        max_error,
        percent(max_error),
        percent(least) if least <= 1 else "",
        tell_promise(model.trust, max_error),
    )


def _describe(feature: Feature, seen: FeatureReference | None) -> AttributeNeed:
    quantiles = () if seen is None else seen.quantiles
    middle = quantiles[_MEDIAN] if quantiles else None
    bounds = (None, None) if seen is None else (seen.low, seen.high)
    low, typical, high = (
        "" if value is None else describe_value(feature, value)
        for value in (bounds[0], middle, bounds[1])
    )
    levels = () if seen is None else seen.levels
    n_tracks = 0 if seen is None else seen.n_tracks
    return AttributeNeed(
        header=feature.origin,
        label=feature.label,
        kind=str(feature.kind),
        unit=_unit(feature),
        low=low,
        typical=typical,
        high=high,
        example=_example(feature, middle, levels),
        levels=levels[:_MOST_LEVELS],
        missing=seen.n_missing / n_tracks if seen is not None and n_tracks else 0.0,
        yes=describe_value(feature, 1.0),
        no=describe_value(feature, 0.0),
    )


def _unit(feature: Feature) -> str:
    """Say how the cells of training's table were written."""
    recipe = feature.recipe
    if recipe is None or feature.kind is not Kind.NUMBER:
        return feature.unit
    if recipe.is_scaled:
        return "scaled as in training"
    if recipe.reader == "share" and recipe.unit == "%":
        return "from 0 to 100"
    if recipe.reader == "share" and registered(recipe.attribute) is not None:
        return "from 0 to 1"
    own = _UNITS.get(recipe.unit, feature.unit)
    parts = (own, _ALSO.get(recipe.reader, ""))
    return ", ".join(filter(None, parts))


def _example(
    feature: Feature, middle: float | None, levels: tuple[str, ...]
) -> float | str | bool | None:
    """Give a value as a cell of training's table would hold it."""
    if feature.kind is Kind.CATEGORY:
        return levels[0] if levels else None
    if middle is None:
        return None
    if feature.kind is Kind.FLAG:
        return bool(middle)
    recipe = feature.recipe
    if recipe is not None and not recipe.is_scaled:
        if recipe.reader == "duration":
            middle /= MILLISECONDS[recipe.unit]
        elif (recipe.reader, recipe.unit) == ("share", "%"):
            middle *= 100.0
        elif recipe.reader in {"key", "time_signature", "year"}:
            middle = float(round(middle))
    plain = float(f"{middle:.4g}") if abs(middle) < 1e4 else round(middle)  # noqa: PLR2004
    return int(plain) if float(plain).is_integer() else plain
