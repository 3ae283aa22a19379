"""Give a model's answers for the rows of a new table that have any attribute."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from genrelens.evaluation.grouping import find_groups
from genrelens.evaluation.novelty.scoring import score_novelty
from genrelens.schema.columns import Role

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.bundle.model_trust import ModelTrust
    from genrelens.bundle.trained_model import TrainedModel
    from genrelens.evaluation.novelty.results import NoveltyScores
    from genrelens.workflow.new_table import NewTable
    from genrelens.workflow.progress import Listener

__all__ = ["Answers"]

_BLOCK_ROWS = 20_000
_MOST_KEPT = 50_000
_N_EXAMPLES = 5


class Answers:
    """The model's answers for the rows of a table that have any attribute."""

    def __init__(
        self,
        trained: TrainedModel,
        trust: ModelTrust,
        new: NewTable,
        rows: NDArray[np.int64],
        seed: int,
        listen: Listener,
    ) -> None:
        self.new, self.rows, self.trust = new, rows, trust
        self.inputs = new.inputs.iloc[rows].reset_index(drop=True)
        self._find_groups()
        order = np.random.default_rng(seed).permutation(len(rows))
        self.kept = np.sort(order[:_MOST_KEPT])
        self.proba = np.zeros((len(self.kept), len(trained.genres)))
        self.named = np.zeros(len(rows), dtype=np.int64)
        for start in range(0, len(rows), _BLOCK_ROWS):
            stop = min(start + _BLOCK_ROWS, len(rows))
            proba = trained.model.predict_proba(self.inputs.iloc[start:stop])
            if trust.calibrator is not None:
                proba = trust.calibrator.apply(proba)
            self.named[start:stop] = proba.argmax(axis=1)
            first, last = np.searchsorted(self.kept, [start, stop])
            self.proba[first:last] = proba[self.kept[first:last] - start]
            listen("predicting", stop, len(rows))
        self.novelty: NoveltyScores | None = None
        if trust.novelty is not None:
            listen("looking for unlike tracks", 0, 1)
            self.novelty = score_novelty(
                trust.novelty, self.inputs, trained.features, most_reasons=_N_EXAMPLES
            )
            listen("looking for unlike tracks", 1, 1)

    def _find_groups(self) -> None:
        """Group rows by artist and track where the table tells them."""
        table = self.new.table
        self.is_grouped = bool(table.with_role(Role.ARTIST))
        if not self.is_grouped:
            self.units = np.arange(len(self.rows))
            self.group_words = (
                "rows; the table names no artists, so groups as large as in training "
                "were allowed for"
            )
        else:
            groups = find_groups(table, self.rows)
            self.units = groups.ids
            self.group_words = (
                "groups of artists" if groups.kind == "artists" else "distinct tracks"
            )
        self.n_groups = len(np.unique(self.units))

    @property
    def is_novel(self) -> NDArray[np.bool_]:
        """Whether each row is unlike anything trained on."""
        if self.novelty is None:
            return np.zeros(len(self.rows), dtype=bool)
        return self.novelty.is_novel
