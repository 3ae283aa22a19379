"""Say why a track that is given by its values gets its genre, and why not another."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from genrelens.errors import InputError
from genrelens.workflow.explaining.explaining_inputs import (
    ExplainResult,
    explain_inputs,
)
from genrelens.workflow.new_table import fit_new_table
from genrelens.workflow.scoring.many_tracks import tracks_as_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from genrelens.bundle.trained_model import TrainedModel

__all__ = ["explain_given"]

_NAME = "this track"


def explain_given(
    trained: TrainedModel,
    track: Mapping[str, Any],
    *,
    genre: str | None = None,
    against: str | None = None,
) -> ExplainResult:
    """Explain one track given as a mapping, as ``genrelens explain`` explains a row.

    Parameters
    ----------
    trained : TrainedModel
        The model.
    track : mapping
        From headers, as in training's table or spelt like them, or names of
        attributes, to numbers, text, yes or no, or None where nothing is known.
    genre, against : str, optional
        The genre to explain, and the one to set it against; the most probable and
        the runner-up where they are not given.

    Raises
    ------
    InputError
        If no attribute has a value, a value cannot be read, or a genre is not known.
    """
    new = fit_new_table(trained, tracks_as_table([track]))
    if new.is_blank[0]:
        raise InputError(
            "No attribute of this track has a value, so there is nothing to explain. "
            f"Give some of: {', '.join(each.origin for each in trained.features)}."
        )
    made = explain_inputs(trained, new.inputs, name=_NAME, genre=genre, against=against)
    told = "; ".join(filter(None, (new.warnings[0], *new.notices)))
    return replace(made, warnings=told)
