from __future__ import annotations

import json

import pandas as pd
import pytest

from genrelens.datasets.sample import draw_sample
from genrelens.errors import InputError, OutputError
from genrelens.workflow import demonstrating
from genrelens.workflow.demonstrating import DemoRequest, run_demo


def test_the_demo_trains_on_a_sample_and_says_that_it_is_made_up(
    tmp_path, monkeypatch
) -> None:
    asked = []

    def train(request, *, listener):
        asked.append(request)
        small = demonstrating.TrainRequest(
            table=request.table,
            output=request.output,
            seed=request.seed,
            is_made_up=request.is_made_up,
            trees=3,
            explain_tracks=20,
            min_tracks=20,
            features=("tempo", "energy", "speechiness"),
        )
        return train_model(small, listener=listener)

    train_model = demonstrating.train_model
    monkeypatch.setattr(demonstrating, "train_model", train)
    result = run_demo(DemoRequest(output=tmp_path / "demo", n_tracks=300, seed=4))

    assert asked[0].trees == 400, "the demo itself uses the ordinary settings"
    table = tmp_path / "demo" / "made_up_tracks.csv"
    written = pd.read_csv(table, dtype="str", keep_default_na=False)
    assert written.equals(draw_sample(300, random_state=4).frame)
    assert result.facts.is_made_up
    assert "Made-up data" in result.files["report"].read_text(encoding="utf-8")
    assert json.loads(result.files["metrics"].read_text())["settings"]["seed"] == "4"


@pytest.mark.parametrize("options", [{"n_tracks": 5}, {"seed": -1}])
def test_a_sample_that_can_not_be_drawn_is_refused_and_nothing_written(
    tmp_path, options
) -> None:
    with pytest.raises(InputError, match=r"Ask for|Give a whole number"):
        run_demo(DemoRequest(output=tmp_path / "demo", **options))
    assert not (tmp_path / "demo").exists()


def test_a_file_in_the_way_is_refused(tmp_path) -> None:
    (tmp_path / "demo").write_text("kept")
    with pytest.raises(OutputError, match="'demo' is a file"):
        run_demo(DemoRequest(output=tmp_path / "demo"))
