from __future__ import annotations

import copy
import json
import runpy
from pathlib import Path

import jsonschema
import pytest
from pydantic import ValidationError

from genrelens.evaluation.results import METRICS
from genrelens.workflow.documents.metrics import MetricsDocument, metrics_document

ROOT = Path(__file__).parents[4]
SCHEMA = ROOT / "docs" / "reference" / "metrics.schema.json"


@pytest.fixture(scope="module")
def document(small_run) -> dict:
    return json.loads(small_run.result.files["metrics"].read_text(encoding="utf-8"))


def test_the_schema_in_the_docs_is_the_one_that_the_code_gives() -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "write_schema.py"))
    assert SCHEMA.read_text(encoding="utf-8") == script["schema_text"](), (
        "run scripts/write_schema.py"
    )


def test_the_schema_is_a_schema_and_the_document_satisfies_it(document) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(document, schema, jsonschema.Draft202012Validator)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda d: d.pop("headline"),
        lambda d: d.update(more=1),
        lambda d: d["scores"][d["headline"]]["accuracy"].pop("low"),
        lambda d: d["scores"][d["headline"]].update(n_tracks=-1),
        lambda d: d.update(format="something-else"),
    ],
    ids=["missing", "unknown", "no interval", "negative count", "other format"],
)
def test_the_schema_and_the_model_refuse_the_same_documents(document, spoil) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    spoilt = copy.deepcopy(document)
    spoil(spoilt)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(spoilt, schema, jsonschema.Draft202012Validator)
    with pytest.raises(ValidationError):
        MetricsDocument.model_validate(spoilt)


def test_every_score_has_its_value_within_its_interval(document) -> None:
    seen = set()
    for scenario, scores in document["scores"].items():
        assert scores["n_tracks"] > 0, scenario
        assert 0 < scores["n_groups"] <= scores["n_tracks"], scenario
        for metric in set(METRICS) & set(scores):
            estimate = scores[metric]
            assert set(estimate) == {"value", "low", "high"}
            assert estimate["low"] <= estimate["value"] <= estimate["high"]
            seen.add(metric)
    assert seen == set(METRICS)


def test_baselines_and_the_random_split_stand_beside_the_headline(document) -> None:
    expected = {"random_rows", "majority_baseline", "shuffled_labels"}
    assert expected < set(document["scores"])
    assert document["headline"] == "unseen_artists"
    assert document["headline"] in document["scores"]


def test_the_document_tells_what_the_results_say(small_run, document) -> None:
    facts = small_run.result.facts
    headline = facts.evaluation.scenarios[facts.evaluation.headline]
    accuracy = document["scores"][document["headline"]]["accuracy"]
    assert accuracy == headline.metrics["accuracy"].to_dict()
    assert document["table"]["n_tracks"] == sum(facts.genre_counts.values())
    assert document["table"]["sha256"] == facts.hashes["table"]
    assert document["confusion"]["counts"] == facts.evaluation.confusion.counts.tolist()
    assert document["not_made"]["selection"].startswith("The smallest sufficient set")
    assert document["importance"]["n_tracks"] > 0
    assert {entry["n_groups"] > 0 for entry in document["stress"]} == {True}


def test_a_score_that_can_not_be_had_is_absent_and_not_null(small_run) -> None:
    from dataclasses import replace

    facts = small_run.result.facts
    evaluation = facts.evaluation
    headline = evaluation.scenarios[evaluation.headline]
    fewer = {k: v for k, v in headline.metrics.items() if k != "macro_auc_ovo"}
    scenarios = dict(evaluation.scenarios)
    scenarios[evaluation.headline] = replace(headline, metrics=fewer)
    changed = replace(
        facts,
        evaluation=replace(evaluation, scenarios=scenarios),
        importance=None,
    )
    plain = metrics_document(changed)
    assert "macro_auc_ovo" not in plain["scores"][evaluation.headline]
    assert "macro_auc_ovr" in plain["scores"][evaluation.headline]
    assert plain["importance"] is None
    MetricsDocument.model_validate(plain)
