"""Put the reasons for a genre into words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from genrelens.errors import InputError, printable
from genrelens.explanation.phrases import (
    contrast_words,
    extreme_words,
    name_value,
    plain_value,
    typical_clause,
)
from genrelens.explanation.results import Reason, TrackExplanation
from genrelens.explanation.speaking import is_heard, speak_for
from genrelens.features.value_words import describe_value

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from genrelens.features.reference import FeatureReference
    from genrelens.schema.features import Feature

__all__ = [
    "describe_value",
    "explain_track",
    "reasons_for",
    "strongest_reasons",
]

NO_REASON = "no single attribute speaks for it"
"""What is said of a row where nothing contributes."""

_N_IN_SENTENCE = 3
_LEAST_SHARE = 0.1  # a reason weaker than this share of the strongest is not told


def reasons_for(
    features: Sequence[Feature],
    references: Sequence[FeatureReference],
    row: Mapping[str, object] | pd.Series[Any],
    contributions: NDArray[np.float64],
    genre: str,
    *,
    rival: str | None = None,
) -> tuple[Reason, ...]:
    """Give every feature's part in one track's genre, strongest first.

    Parameters
    ----------
    features : sequence of Feature, length n_features
    references : sequence of FeatureReference
        What is typical, found by name.
    row : mapping of str to value, or Series
        The track's feature values, by `Feature.name`.
    contributions : ndarray of float64, shape (n_features,)
        Shapley values for `genre`.
    genre : str
    rival : str, optional
        Another genre, whose typical value is told as well.

    Returns
    -------
    tuple of Reason
        Largest absolute contribution first; equal ones in feature order.
    """
    seen = {reference.name: reference for reference in references}
    order = np.argsort(-np.abs(contributions), kind="stable")
    return tuple(
        Reason(
            feature=features[place].name,
            label=features[place].label,
            unit=features[place].unit,
            value=plain_value(row.get(features[place].name)),
            contribution=float(contributions[place]),
            words=name_value(
                features[place], plain_value(row.get(features[place].name))
            )
            + typical_clause(
                features[place],
                seen.get(features[place].name),
                [genre] if rival is None else [genre, rival],
            ),
        )
        for place in order
    )


def explain_track(
    name: str,
    *,
    genre: str,
    rival: str,
    genres: Sequence[str],
    proba: NDArray[np.float64],
    values: NDArray[np.float64],
    base: NDArray[np.float64],
    features: Sequence[Feature],
    references: Sequence[FeatureReference],
    row: Mapping[str, object] | pd.Series[Any],
) -> TrackExplanation:
    """Tell why one track has one genre rather than another.

    Parameters
    ----------
    name : str
        What the track is called.
    genre, rival : str
        The genre to be explained, and the one it is set against.
    genres : sequence of str
        Order of the genre axes.
    proba : ndarray of float64, shape (n_genres,)
    values : ndarray of float64, shape (n_features, n_genres)
        Shapley values.
    base : ndarray of float64, shape (n_genres,)
    features : sequence of Feature
    references : sequence of FeatureReference
    row : mapping of str to value, or Series
        The track's feature values, by `Feature.name`.

    Returns
    -------
    TrackExplanation
        Its sentence names the features whose Shapley value for the genre
        exceeds that for the rival the most; where the rival is likelier, those
        that speak the most for the rival, and so against the genre.

    Raises
    ------
    InputError
        If either genre is not among `genres`.
    """
    own, other = _place_of(genre, genres), _place_of(rival, genres)
    shares = (float(proba[own]), float(proba[other]))
    contrasts = _contrasts(
        features,
        references,
        row,
        values[:, own] - values[:, other],
        pair=(genre, rival),
        is_likelier=shares[0] >= shares[1],
    )
    bases = (float(base[own]), float(base[other]))
    return TrackExplanation(
        name=name,
        genre=genre,
        rival=rival,
        probability=shares[0],
        rival_probability=shares[1],
        base=bases[0],
        rival_base=bases[1],
        reasons=reasons_for(
            features, references, row, values[:, own], genre, rival=rival
        ),
        rival_reasons=reasons_for(
            features, references, row, values[:, other], rival, rival=genre
        ),
        sentence=_sentence(genre, rival, contrasts, shares=shares, bases=bases),
    )


def _place_of(genre: str, genres: Sequence[str]) -> int:
    names = [str(name) for name in genres]
    if genre not in names:
        sample = ", ".join(printable(name, limit=40) for name in names[:8])
        message = (
            f"Genre '{printable(genre)}' is none of the {len(names)} genres of this "
            f"model ({sample}). Give one of them, as it is written there."
        )
        raise InputError(message)
    return names.index(genre)


def strongest_reasons(
    features: Sequence[Feature],
    references: Sequence[FeatureReference],
    frame: pd.DataFrame,
    contributions: NDArray[np.float64],
    genres: Sequence[str] | NDArray[Any],
    *,
    n_reasons: int = 3,
) -> list[str]:
    """Put the strongest reasons for each row's genre into words.

    Parameters
    ----------
    features : sequence of Feature, length n_features
    references : sequence of FeatureReference
    frame : pandas.DataFrame, n_rows x n_features
        Feature values.
    contributions : ndarray of float64, shape (n_rows, n_features)
        Shapley values for each row's own genre (or their excess over the
        runner-up's); only positive ones are reasons.
    genres : sequence of str, length n_rows
        The genre of each row.
    n_reasons : int, default 3
        Most reasons told of one row; one with less than a tenth of the
        strongest's weight is not told.

    Returns
    -------
    list of str, length n_rows
        E.g. ``"tempo 138 BPM (typical techno 135); speechiness low (0.04)"``; of a
        model of sound ``"techno tag 0.81 and tempo 138 BPM speak for techno"``.
    """
    n_rows, n_features = contributions.shape
    n_shown = min(n_reasons, n_features)
    texts = np.full((n_rows, n_shown), "", dtype=object)
    order = np.argsort(-contributions, axis=1, kind="stable")[:, :n_shown]
    weights = np.take_along_axis(contributions, order, axis=1)
    floor = np.maximum(weights[:, :1] * _LEAST_SHARE, np.finfo(np.float64).tiny)
    is_told = weights >= floor
    seen = {reference.name: reference for reference in references}
    codes, names = pd.factorize(np.asarray(genres, dtype=object))
    for place, feature in enumerate(features):
        rows, ranks = np.nonzero((order == place) & is_told)
        if len(rows):
            texts[rows, ranks] = _short_words(
                feature,
                seen.get(feature.name),
                frame[feature.name].to_numpy()[rows],
                codes[rows],
                [str(name) for name in names],
            )
    if is_heard(features):
        pairs = zip(texts.tolist(), genres, strict=True)
        return [
            speak_for(list(filter(None, row)), str(genre)) or NO_REASON
            for row, genre in pairs
        ]
    return ["; ".join(filter(None, row)) or NO_REASON for row in texts.tolist()]


def _short_words(
    feature: Feature,
    reference: FeatureReference | None,
    values: NDArray[Any],
    codes: NDArray[np.int64],
    names: Sequence[str],
) -> NDArray[np.object_]:
    """Give one feature's words for many rows; equal values are worded once."""
    places, unique = pd.factorize(values, use_na_sentinel=False)
    settings = [
        plain_value(value) for value in np.asarray(unique, dtype=object).tolist()
    ]
    extremes = [extreme_words(feature, reference, value) for value in settings]
    words = np.array(
        [
            extreme or name_value(feature, value)
            for value, extreme in zip(settings, extremes, strict=True)
        ],
        dtype=object,
    )
    has_typical = np.array(
        [
            not extreme and value is not None
            for value, extreme in zip(settings, extremes, strict=True)
        ]
    )
    typical = np.array(
        [typical_clause(feature, reference, [name]) for name in names], dtype=object
    )
    texts: NDArray[np.object_] = words[places] + np.where(
        has_typical[places], typical[codes], ""
    ).astype(object)
    return texts


def _contrasts(
    features: Sequence[Feature],
    references: Sequence[FeatureReference],
    row: Mapping[str, object] | pd.Series[Any],
    contrast: NDArray[np.float64],
    *,
    pair: tuple[str, str],
    is_likelier: bool,
) -> list[str]:
    """Word the features that speak most for the likelier one of the two genres."""
    genre, rival = pair if is_likelier else pair[::-1]
    contrast = contrast if is_likelier else -contrast
    seen = {reference.name: reference for reference in references}
    order = np.argsort(-contrast, kind="stable")[:_N_IN_SENTENCE]
    strongest = float(contrast[order[0]]) if len(order) else 0.0
    return [
        contrast_words(
            features[place],
            seen.get(features[place].name),
            plain_value(row.get(features[place].name)),
            genre,
            rival,
        )
        for place in order
        if contrast[place] > 0 and contrast[place] >= _LEAST_SHARE * strongest
    ]


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %" if share >= 0.01 or share == 0 else "under 1 %"  # noqa: PLR2004


def _sentence(
    genre: str,
    rival: str,
    contrasts: Sequence[str],
    *,
    shares: tuple[float, float],
    bases: tuple[float, float],
) -> str:
    own, other = printable(genre, limit=60), printable(rival, limit=60)
    told = "; ".join(contrasts)
    if shares[0] < shares[1]:
        less = (
            f"{own} is less likely than {other} "
            f"({_percent(shares[0])} against {_percent(shares[1])})"
        )
        if told:
            return f"{less}; against {own}: {told}"
        return (
            f"{less}: only because it is less likely on average "
            f"({_percent(bases[0])} against {_percent(bases[1])})"
        )
    if told:
        return f"{own} rather than {other}: {told}"
    if bases[0] > bases[1]:
        return (
            f"{own} rather than {other}: only because it is likelier on average "
            f"({_percent(bases[0])} against {_percent(bases[1])})"
        )
    return f"{own} rather than {other}: {NO_REASON}"
