"""Every command and every route that asks a model works on a linear one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

import genrelens
from genrelens.bundle.loading import load_model
from genrelens.cli.app import main
from genrelens.datasets.sample import write_sample
from genrelens.models.linear import LinearModel
from genrelens.workflow.requests import TrainRequest
from genrelens.workflow.scoring.one_track import answer_track
from genrelens.workflow.scoring.open_model import open_model
from genrelens.workflow.training import TrainResult, train_model

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("linear") / "tracks.csv"
    write_sample(path, 500, random_state=4)
    return path


@pytest.fixture(scope="module")
def run(table: Path) -> TrainResult:
    """Train with everything a report can hold."""
    return train_model(
        TrainRequest(
            table=table,
            output=table.parent / "out",
            model="linear",
            trees=15,
            explain_tracks=60,
            seed=4,
            has_contenders=True,
        )
    )


@pytest.fixture
def ask(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., str]:
    monkeypatch.setenv("COLUMNS", "200")

    def call(*arguments: object) -> str:
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        assert left.value.code == 0, err
        assert "Traceback" not in out + err
        return out

    return call


def test_train_writes_all_results_and_says_which_model_it_was(
    run: TrainResult,
) -> None:
    told = json.loads(run.files["metrics"].read_text(encoding="utf-8"))
    assert told["model"] == "linear"
    assert told["settings"]["model"] == "linear"
    assert "trees" not in told["settings"]
    assert set(told["not_made"]) <= {"selection"}
    assert told["trust"]["not_made"] == {}
    kept = load_model(run.files["model"])
    assert isinstance(kept.model, LinearModel)
    assert kept.trust is not None
    assert kept.trust.why_undecided == ""


def test_the_report_sets_the_other_models_beside_and_tells_how_it_explains(
    run: TrainResult,
) -> None:
    page = run.files["report"].read_text(encoding="utf-8")
    assert "Aumann and Shapley" in page
    assert "Against the linear model" in page
    assert "minus that of the linear model" in page
    assert "random forest" in page
    assert "the forest&#39;s" not in page
    comparison = run.trust.facts.comparison
    assert comparison is not None
    keys = [one.key for one in comparison.contenders]
    assert keys == ["linear", "majority", "forest", "boosted"]


def test_values_of_the_report_sum_to_the_probability(run: TrainResult) -> None:
    shapley = run.facts.shapley
    assert shapley is not None
    total = shapley.base + shapley.values.sum(axis=1)  # noqa: PD011 (not pandas)
    assert ((total > -1e-9) & (total < 1 + 1e-9)).all()
    np.testing.assert_allclose(total.sum(axis=1), 1.0, atol=1e-9)


def test_predict_decides_and_gives_reasons(
    run: TrainResult, table: Path, tmp_path: Path, ask: Callable[..., str]
) -> None:
    output = tmp_path / "answers.csv"
    ask("predict", run.files["model"], table, "--output", output, "--max-error", "0.2")
    answers = pd.read_csv(output)
    assert set(answers["decision"].dropna()) <= {"write", "ask", "leave"}
    assert answers["reasons"].notna().sum() > 400


def test_explain_tells_why_and_what_would_flip_it(
    run: TrainResult, table: Path, ask: Callable[..., str]
) -> None:
    told = ask(
        "explain", run.files["model"], table, "--track", "line:4", "--flip", "any"
    )
    assert "the model's probability" in told
    assert "would be" in told or "would make" in told or "No " in told


def test_explain_writes_the_values_of_every_track(
    run: TrainResult, table: Path, tmp_path: Path
) -> None:
    output = tmp_path / "values.parquet"
    genrelens.explain_all(run.files["model"], table, output)
    lines = pd.read_parquet(output)
    values = lines[[name for name in lines if name.startswith("shap_")]]
    total = lines["base"] + values.sum(axis=1)
    np.testing.assert_allclose(total, lines["probability"], rtol=0, atol=1e-6)


def test_check_judges_a_library(
    run: TrainResult, table: Path, ask: Callable[..., str]
) -> None:
    assert ask("check", run.files["model"], table).strip()


def test_one_track_is_answered_as_a_file_that_holds_it(
    run: TrainResult, table: Path
) -> None:
    model = open_model(run.files["model"])
    given = {"tempo": 124.0, "energy": 0.8, "danceability": 0.7}
    (found,) = answer_track(model, given, reasons=True).tracks
    assert found.genre in model.trained.genres
    assert found.reasons
    assert sum(found.probabilities.values()) == pytest.approx(1.0)


def test_python_opens_it_as_what_it_is(run: TrainResult, tmp_path: Path) -> None:
    path = run.files["model"]
    opened = genrelens.load(path)
    assert isinstance(opened, genrelens.LinearGenreClassifier)
    assert opened.save(tmp_path / "again.genrelens")
    assert (tmp_path / "again.genrelens").read_bytes() == path.read_bytes()
    with pytest.raises(ValueError, match="holds a linear model"):
        genrelens.GenreClassifier.load(path)
