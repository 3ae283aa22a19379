"""The ways in which an input can be wrong, in music units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from genrelens.errors import printable
from genrelens.schema.columns import Kind
from genrelens.schema.known_attributes import SHARES
from genrelens.schema.known_columns import registered

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from genrelens.schema.features import Feature

__all__ = [
    "MAX_SINGLE_FEATURES",
    "Perturbation",
    "perturbations_for",
    "why_not_musical",
]

MAX_SINGLE_FEATURES = 60
"""With more features, whole groups are made unknown instead of single ones."""

_TEMPO_FACTOR = 2.0
_LOUDNESS_STEP_DB = 6.0
_MS_A_SECOND = 1000.0
_SHARE_STEP = 0.1


@dataclass(frozen=True, slots=True)
class Perturbation:
    """One way of being wrong.

    Parameters
    ----------
    name : str
        Kebab-case, e.g. ``"tempo-halved"``.
    title : str
        For people, e.g. ``"tempo halved (half-time detection)"``.
    columns : tuple of str
        Features that it changes.
    change : callable
        From a column of values and a random generator to the wrong values.
    """

    name: str
    title: str
    columns: tuple[str, ...]
    change: Callable[[pd.Series[Any], np.random.Generator], pd.Series[Any]]

    def apply(self, X: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
        """Give the table as it would be with this error.

        Parameters
        ----------
        X : pandas.DataFrame, n_tracks x n_features
            Left as it is.
        rng : numpy Generator

        Returns
        -------
        pandas.DataFrame
            Same rows, columns and types.
        """
        changed = {name: self.change(X[name], rng) for name in self.columns}
        return X.assign(**changed)


def perturbations_for(features: Sequence[Feature]) -> tuple[Perturbation, ...]:
    """Give the errors that these features can suffer.

    Tempo halved and doubled, loudness 6 dB off either way, duration in
    seconds where milliseconds are meant, all 0-1 judgements off by 0.1 at
    random, and every feature unknown, one at a time (one group at a time
    where there are more than `MAX_SINGLE_FEATURES`).

    Parameters
    ----------
    features : sequence of Feature

    Returns
    -------
    tuple of Perturbation
        Those which apply, musical errors first; these only where the values
        stand in the attribute's own unit.
    """
    present = {feature.name for feature in features if _is_in_own_unit(feature)}
    shares = tuple(sorted(SHARES & present))
    found = [p for p in _musical_errors() if set(p.columns) <= present]
    if shares:
        title = "every 0–1 judgement off by 0.1, up or down"
        found.append(Perturbation("judgements-noisy", title, shares, _blur_share))
    return tuple(found) + _unknowns(features)


def why_not_musical(features: Sequence[Feature]) -> str:
    """Say which features cannot be wrong in music units; empty where all can.

    Parameters
    ----------
    features : sequence of Feature

    Returns
    -------
    str
        A sentence for people.
    """
    tested = SHARES | {name for error in _musical_errors() for name in error.columns}
    labels = [
        printable(feature.label, limit=40)
        for feature in features
        if feature.name in tested
        and feature.kind is Kind.NUMBER
        and not _is_in_own_unit(feature)
    ]
    if not labels:
        return ""
    return (
        f"No error in music units was tried on {', '.join(labels)}: the values were "
        "scaled before, or stand in another unit, so that a change in BPM, decibels, "
        "seconds or shares cannot be made."
    )


def _is_in_own_unit(feature: Feature) -> bool:
    known = registered(feature.name)
    is_number = feature.kind is Kind.NUMBER and not feature.is_scaled
    return is_number and known is not None and feature.unit == known.unit


def _musical_errors() -> list[Perturbation]:
    return [
        Perturbation(
            "tempo-halved",
            "tempo halved (half-time detection)",
            ("tempo",),
            lambda values, _: values / _TEMPO_FACTOR,
        ),
        Perturbation(
            "tempo-doubled",
            "tempo doubled (double-time detection)",
            ("tempo",),
            lambda values, _: values * _TEMPO_FACTOR,
        ),
        Perturbation(
            "loudness-6-db-lower",
            "loudness −6 dB (another master)",
            ("loudness",),
            lambda values, _: values - _LOUDNESS_STEP_DB,
        ),
        Perturbation(
            "loudness-6-db-higher",
            "loudness +6 dB (another master)",
            ("loudness",),
            lambda values, _: values + _LOUDNESS_STEP_DB,
        ),
        Perturbation(
            "duration-in-seconds",
            "duration in seconds, read as milliseconds",
            ("duration_ms",),
            lambda values, _: values / _MS_A_SECOND,
        ),
    ]


def _unknowns(features: Sequence[Feature]) -> tuple[Perturbation, ...]:
    if len(features) <= MAX_SINGLE_FEATURES:
        blocks: dict[str, tuple[str, tuple[str, ...]]] = {
            feature.name: (feature.label, (feature.name,)) for feature in features
        }
    else:
        members: dict[str, list[str]] = {}
        for feature in features:
            members.setdefault(feature.group or "other", []).append(feature.name)
        blocks = {
            f"{group}-features": (
                f"all {len(names)} features of the group {group}",
                tuple(names),
            )
            for group, names in members.items()
        }
    return tuple(
        Perturbation(
            f"{name.replace('_', '-')}-unknown", f"{label} unknown", columns, _forget
        )
        for name, (label, columns) in blocks.items()
    )


def _forget(values: pd.Series[Any], _: np.random.Generator) -> pd.Series[Any]:
    return values.mask(np.ones(len(values), dtype=bool))


def _blur_share(values: pd.Series[Any], rng: np.random.Generator) -> pd.Series[Any]:
    signs: NDArray[np.float64] = rng.choice([-1.0, 1.0], size=len(values))
    return (values + _SHARE_STEP * signs).clip(0.0, 1.0)
