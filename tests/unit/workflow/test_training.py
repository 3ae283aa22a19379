from __future__ import annotations

import hashlib
import json
import re

import numpy as np
import pytest

from genrelens.bundle.loading import load_model
from genrelens.errors import InputError, OutputError
from genrelens.workflow.preparing import prepare
from genrelens.workflow.requests import TrainRequest
from genrelens.workflow.training import train_model

FILES = {
    "report": "report.html",
    "model": "model.genrelens",
    "metrics": "metrics.json",
    "findings": "findings.json",
    "predictions": "predictions.csv",
    "review": "review.csv",
    "tree": "family_tree.yaml",
}


def strict_json(path):
    def refuse(word: str) -> None:
        raise AssertionError(f"{word} is no JSON")

    return json.loads(path.read_text(encoding="utf-8"), parse_constant=refuse)


def test_seven_files_and_nothing_else_stand_in_the_folder(small_run) -> None:
    assert {k: v.name for k, v in small_run.result.files.items()} == FILES
    assert {p.name for p in small_run.output.iterdir()} == set(FILES.values())


def test_the_saved_model_answers_bit_for_bit_as_the_one_trained(small_run) -> None:
    inputs = prepare(small_run.request).inputs
    reopened = load_model(small_run.model)
    expected = small_run.result.model.model.predict_proba(inputs)
    assert np.array_equal(reopened.model.predict_proba(inputs), expected)
    assert reopened.features == small_run.result.model.features
    assert reopened.references == small_run.result.model.references


def test_the_model_carries_where_it_comes_from_and_how_good_it_was(small_run) -> None:
    reopened = load_model(small_run.model)
    sha256 = hashlib.sha256(small_run.table.read_bytes()).hexdigest()
    facts = small_run.result.facts
    assert reopened.training["table_sha256"] == sha256
    assert reopened.training["n_tracks"] == facts.n_tracks
    assert reopened.training["seed"] == 3
    assert reopened.headline == facts.evaluation.headline == "unseen_artists"
    assert reopened.scores["accuracy"] == (
        facts.evaluation.scenarios["unseen_artists"].metrics["accuracy"].to_dict()
    )


def test_the_findings_file_holds_findings_changes_and_rows_left_out(small_run) -> None:
    plain = strict_json(small_run.result.files["findings"])
    planted = small_run.sample.truth.planted
    left_out = {drop["code"]: drop["n_rows"] for drop in plain["left_out"]}
    assert left_out["blank-row"] == planted["blank-rows"]
    assert left_out["repeated-row"] == planted["repeated-rows"]
    proxies = [f["column"] for f in plain["findings"] if f["code"] == "proxy-column"]
    assert proxies == list(small_run.sample.truth.proxies)
    assert plain["changes"], "the sample is messy, so cleaning must have changed it"
    assert plain["source"]["sha256"] == small_run.result.facts.hashes["table"]


def test_the_report_tells_the_hashes_of_the_table_and_of_the_model(small_run) -> None:
    page = small_run.result.files["report"].read_text(encoding="utf-8")
    for path in (small_run.table, small_run.model):
        assert hashlib.sha256(path.read_bytes()).hexdigest() in page


def test_what_is_planted_beats_chance_and_noise_does_not_lead(small_run) -> None:
    facts = small_run.result.facts
    assert facts.evaluation.is_better_than_chance
    ranked = [entry.names[0] for entry in facts.importance.features]
    assert not set(ranked[:4]) & set(small_run.sample.truth.noise)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"group": "artst"}, "'artst'"),
        ({"target": "gnre"}, "'gnre'"),
        ({"drop": ("nothing",)}, "'nothing'"),
        ({"features": ("nothing",)}, "'nothing'"),
        ({"force": ("nothing",)}, "'nothing'"),
        ({"threads": 0}, "0"),
    ],
)
def test_a_wrong_wish_is_refused_and_nothing_is_written(
    write_tracks, tmp_path, options, message
) -> None:
    with pytest.raises(InputError, match=message):
        train_model(
            TrainRequest(table=write_tracks(), output=tmp_path / "out", **options)
        )
    assert not (tmp_path / "out").exists()


def test_a_file_in_the_way_is_told_before_the_work_begins(
    write_tracks, tmp_path
) -> None:
    (tmp_path / "out").write_text("kept")
    stages = []
    with pytest.raises(OutputError, match="'out' is a file"):
        train_model(
            TrainRequest(table=write_tracks(), output=tmp_path / "out"),
            listener=lambda *told: stages.append(told),
        )
    assert stages == []
    assert (tmp_path / "out").read_text() == "kept"


def test_every_option_reaches_the_training(write_tracks, tmp_path) -> None:
    rng = np.random.default_rng(1)
    label = [f"Label {i // 6}" for i in range(60)]
    table = write_tracks(label_house=label, key=rng.integers(0, 12, 60))
    result = train_model(
        TrainRequest(
            table=table,
            output=tmp_path / "out",
            trees=4,
            balanced=True,
            select=True,
            group="label_house",
            drop=("energy",),
            explain_tracks=10,
            seed=9,
            threads=1,
        )
    )
    settings = result.facts.settings
    assert settings["trees"] == "4"
    assert settings["genres weighted equally"] == "yes"
    assert settings["groups"] == "label_house"
    assert settings["left out by request"] == "energy"
    assert settings["seed"] == "9"
    assert result.model.model.n_trees == 4
    assert result.model.model.class_weight == "balanced"
    considered = [feature.name for feature in result.facts.features]
    assert "energy" not in considered
    assert result.facts.selection is not None
    assert "selection" not in result.facts.missing
    chosen = [feature.name for feature in result.model.features]
    assert list(result.facts.selection.chosen) == chosen
    assert 0 < len(chosen) < len(considered)
    assert [each.name for each in result.model.references] == chosen
    assert [curve.feature for curve in result.facts.responses] == chosen
    assert result.facts.shapley.features == tuple(considered)
    assert any("chosen anew inside" in note for note in result.facts.evaluation.notes)
    page = result.files["report"].read_text(encoding="utf-8")
    assert f"{len(chosen)} of {len(considered)}" in page
    assert result.facts.selection.note in page
    headline = result.facts.evaluation.scenarios[result.facts.evaluation.headline]
    assert headline.n_groups == 10
    assert len(result.facts.shapley.rows) <= 10


def test_one_artist_a_genre_is_refused_and_nothing_is_written(
    write_tracks, tmp_path
) -> None:
    """No score can be had there; it once was 0, called no better than chance."""
    artists = np.resize(["House Hero", "Dub Duo"], 60)
    request = TrainRequest(
        table=write_tracks(artist=artists), output=tmp_path / "out", trees=2
    )
    with pytest.raises(InputError, match="Each genre is in one group of artists"):
        train_model(request)
    assert not (tmp_path / "out").exists()


def test_explaining_no_track_is_told_in_the_report_and_not_left_out_in_silence(
    write_tracks, tmp_path
) -> None:
    result = train_model(
        TrainRequest(
            table=write_tracks(), output=tmp_path / "out", trees=2, explain_tracks=0
        )
    )
    assert result.facts.shapley is None
    assert result.facts.missing["shapley"]
    assert result.facts.missing["tracks"]
    page = result.files["report"].read_text(encoding="utf-8")
    assert result.facts.missing["shapley"].split(".")[0] in page
    assert strict_json(result.files["metrics"])["not_made"]["shapley"]


@pytest.mark.parametrize("name", FILES.values())
def test_if_one_file_can_not_be_written_none_is(write_tracks, tmp_path, name) -> None:
    (tmp_path / "out" / name).mkdir(parents=True)
    with pytest.raises(OutputError, match=re.escape(name)):
        train_model(
            TrainRequest(table=write_tracks(), output=tmp_path / "out", trees=2)
        )
    assert [path.name for path in (tmp_path / "out").iterdir()] == [name]


def test_a_persons_decisions_are_not_overwritten_and_training_does_not_begin(
    write_tracks, tmp_path
) -> None:
    review = tmp_path / "out" / "review.csv"
    review.parent.mkdir()
    review.write_text("label,decision,key\nhouse,dub,t0002\n")
    before, stages = review.read_bytes(), []
    request = TrainRequest(table=write_tracks(), output=review.parent, trees=2)
    with pytest.raises(OutputError, match=r"'review.csv' in 'out' holds 1 decision"):
        train_model(request, listener=lambda *told: stages.append(told))
    assert stages == []
    assert review.read_bytes() == before
    assert list(review.parent.iterdir()) == [review]


@pytest.mark.parametrize("name", ["predictions.csv", "metrics.json"])
def test_results_never_take_the_place_of_the_table(
    write_tracks, tmp_path, name
) -> None:
    (tmp_path / "out").mkdir()
    table = tmp_path / "out" / name
    write_tracks().rename(table)
    before = table.read_bytes()
    with pytest.raises(OutputError, match=f"'{name}' is the table itself"):
        train_model(TrainRequest(table=table, output=tmp_path / "out", trees=2))
    assert table.read_bytes() == before
    assert list((tmp_path / "out").iterdir()) == [table]


def test_where_attributes_can_not_be_chosen_the_training_goes_on_and_says_why(
    write_tracks, tmp_path
) -> None:
    """Two groups make two folds; ``--select auto`` once ended in an error there."""
    side = np.where(np.arange(60) < 30, "left", "right")
    result = train_model(
        TrainRequest(
            table=write_tracks(side=side),
            output=tmp_path / "out",
            group="side",
            select=True,
            trees=2,
        )
    )
    assert result.facts.selection is None
    assert "3 are needed" in result.facts.missing["selection"]
    assert any("no choice could be made" in n for n in result.facts.evaluation.notes)
    assert result.model.features == result.facts.features
    assert strict_json(result.files["metrics"])["not_made"]["selection"]
