"""Model files of every released format version: they open for ever."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from genrelens.bundle.loading import load_model
from genrelens.bundle.manifest import FORMAT_VERSION
from genrelens.bundle.probing import TOLERANCE
from genrelens.models.linear import LinearModel

FOLDER = Path(__file__).parents[2] / "golden"
MODELS = sorted(FOLDER.glob("model-*.genrelens"))


def test_the_present_version_has_a_golden_model() -> None:
    names = [path.name for path in MODELS]
    assert f"model-{FORMAT_VERSION}.genrelens" in names
    assert f"model-{FORMAT_VERSION}-linear.genrelens" in names


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_a_golden_model_answers_as_on_the_day_it_was_made(path: Path) -> None:
    told = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    opened = load_model(path, expect_sha256=told["sha256"])
    columns = {
        name: pd.Series(
            [row[position] for row in told["rows"]],
            dtype="str" if kind == "category" else "float64",
        )
        for position, (name, kind) in enumerate(told["columns"].items())
    }
    found = opened.model.predict_proba(pd.DataFrame(columns))
    assert opened.genres == tuple(told["genres"])
    # A forest counts, bit for bit; exp() of a linear model is another processor's.
    allowed = TOLERANCE if isinstance(opened.model, LinearModel) else 0.0
    assert np.abs(found - np.array(told["probabilities"])).max() <= allowed
    assert [feature.name for feature in opened.features] == list(told["columns"])
    assert {each.name: str(each.kind) for each in opened.features} == told["columns"]


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_a_golden_model_carries_the_trust_of_its_day(path: Path) -> None:
    told = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    trust = load_model(path).trust
    assert (None if trust is None else trust.to_dict()) == told.get("trust")


def test_a_model_of_format_1_0_carries_no_trust() -> None:
    assert load_model(FOLDER / "model-1.0.genrelens").trust is None
