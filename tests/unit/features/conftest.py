"""Small tables and features, made by code."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from genrelens.cleaning.ledger import Ledger
from genrelens.cleaning.track_table import Column, TrackTable
from genrelens.ingest.raw_table import Source
from genrelens.schema.columns import Kind, KnownColumn, Role
from genrelens.schema.features import Feature


@pytest.fixture
def make_feature():
    def make(name, kind=Kind.NUMBER, unit="", **more):
        return Feature(
            name=name,
            label=more.get("label", name),
            kind=kind,
            unit=unit,
            group=more.get("group", "sound"),
            origin=more.get("origin", name),
            is_audio=more.get("is_audio", True),
        )

    return make


@pytest.fixture
def make_table():
    """Build a table from {name: (role, kind, values)} or (..., KnownColumn)."""

    def make(columns, headers=None):
        headers = headers or {}
        frame, described = {}, []
        for name, (role, kind, values, *known) in columns.items():
            is_text = kind in (Kind.CATEGORY, Kind.TEXT)
            frame[name] = pd.Series(values, dtype="str" if is_text else "float64")
            attribute = known[0] if known else None
            described.append(
                Column(
                    name=name,
                    header=headers.get(name, name),
                    role=role,
                    kind=kind,
                    unit=attribute.unit if attribute else "",
                    why="made by hand",
                    known=attribute,
                )
            )
        data = pd.DataFrame(frame)
        return TrackTable(
            frame=data,
            columns=tuple(described),
            line_numbers=np.arange(2, len(data) + 2, dtype=np.int64),
            source=Source(name="t.csv", sha256="", n_bytes=0, format="memory"),
            ledger=Ledger(),
        )

    return make


@pytest.fixture
def tempo_column():
    return KnownColumn(
        name="tempo",
        label="tempo",
        role=Role.FEATURE,
        kind=Kind.NUMBER,
        unit="BPM",
        group="rhythm",
        is_audio=True,
    )


class TableModel:
    """A model whose probabilities are a softmax of chosen columns."""

    def __init__(self, classes, columns):
        self.classes_ = np.array(classes)
        self.columns = columns

    def predict_proba(self, X):
        scores = np.column_stack([X[name].to_numpy(float) for name in self.columns])
        scores = np.exp(np.nan_to_num(scores))
        return scores / scores.sum(axis=1, keepdims=True)


@pytest.fixture
def table_model():
    return TableModel
