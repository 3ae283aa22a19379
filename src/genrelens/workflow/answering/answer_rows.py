"""Answer some rows of a new table, beside what tells them apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from genrelens.workflow.answering.answer_block import UNLIKE, answer_block
from genrelens.workflow.answering.decision_columns import (
    BLANK_REASON,
    DECISION_COLUMNS,
)
from genrelens.workflow.answering.notices import NOT_PREDICTED
from genrelens.workflow.documents.carried_columns import carry_columns

if TYPE_CHECKING:
    from genrelens.bundle.trained_model import TrainedModel
    from genrelens.workflow.documents.carried_columns import CarriedColumns
    from genrelens.workflow.new_table import NewTable

__all__ = ["AnswerOptions", "RowAnswers"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerOptions:
    """What is asked of a model, beside the tracks.

    Parameters
    ----------
    max_error : float
        Largest share of wrong genres among those written, from 0.005 to 0.5.
    uncalibrated : bool
        Whether probabilities are told as the model gives them.
    reasons : bool
        Whether the strongest reasons are given in words.
    """

    max_error: float = 0.05
    uncalibrated: bool = False
    reasons: bool = False


class RowAnswers:
    """The answers to a table, made for whichever rows are asked for.

    A row's answer is the same whichever rows it is asked for with.

    Parameters
    ----------
    trained : TrainedModel
        Who answers.
    new : NewTable
        The table, in the form that the model asks for.
    options : AnswerOptions
        What is asked.
    """

    def __init__(
        self, trained: TrainedModel, new: NewTable, options: AnswerOptions
    ) -> None:
        self._trained = trained
        self._new = new
        self._options = options
        names = self._answer(slice(0, 1)).keys()
        self._answers = [name for name in names if name != UNLIKE]
        self.carried: CarriedColumns = carry_columns(
            new.table, answers=[*self._answers, UNLIKE, "warnings"]
        )

    @property
    def is_decided(self) -> bool:
        """Whether the model can decide to write, ask or leave."""
        return "decision" in self._answers

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns of `frame`, in their order."""
        return (*self.carried.columns, *self._answers, "warnings")

    def frame(self, rows: slice) -> pd.DataFrame:
        """Answer some rows; columns are those of `PredictResult.frame`."""
        answers = self._answer(rows)
        unlike = answers.pop(UNLIKE, None)
        warnings = list(self._new.warnings[rows])
        if unlike is not None:
            pairs = zip(unlike, warnings, strict=True)
            warnings = ["; ".join(filter(None, pair)) for pair in pairs]
        carried = {name: cells[rows] for name, cells in self.carried.columns.items()}
        frame = pd.DataFrame({**carried, **answers, "warnings": warnings})
        is_blank = self._new.is_blank[rows]
        if is_blank.any():
            frame.loc[is_blank, self._answers] = np.nan
            frame.loc[is_blank, "warnings"] = NOT_PREDICTED
            if self.is_decided:
                blank = ("leave", "", BLANK_REASON)
                frame.loc[is_blank, list(DECISION_COLUMNS)] = blank
        return frame

    def _answer(self, rows: slice) -> dict[str, Any]:
        answers, _ = answer_block(
            self._trained,
            self._new.inputs.iloc[rows],
            max_error=self._options.max_error,
            uncalibrated=self._options.uncalibrated,
            reasons=self._options.reasons,
        )
        return answers
