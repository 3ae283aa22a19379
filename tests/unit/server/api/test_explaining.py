from __future__ import annotations

import csv

import pytest

from genrelens.workflow.explaining.one_track import ExplainRequest, explain_one


@pytest.fixture
def ask(client, model_id):
    def asked(**body):
        return client.post(f"/api/v1/models/{model_id}/explain", json=body)

    return asked


@pytest.fixture
def first_row(small_run):
    with small_run.table.open(encoding="utf-8-sig", newline="") as file:
        return next(csv.DictReader(file))


def test_the_numbers_are_those_of_genrelens_explain(ask, first_row, small_run):
    told = explain_one(
        ExplainRequest(
            model=small_run.model,
            table=small_run.table,
            track="row:1",
            genre="house",
            against="rock",
        )
    )

    found = ask(track=first_row, genre="House", against="rock").json()

    own = told.explanation
    assert (found["genre"], found["rival"]) == ("house", "rock")
    assert found["probabilities"] == told.probabilities
    assert found["base"] == own.base
    assert [each["contribution"] for each in found["contributions"]] == [
        reason.contribution for reason in own.reasons
    ]
    assert found["sentence"] == own.sentence
    assert found["calibration"] == told.calibration


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({"track": {"tempo": None}}, "nothing to explain"),
        ({"track": {"tempo": 120}, "genre": "polka"}, "polka"),
        ({"track": {"tempo": 120}, "genre": "house", "against": "house"}, "itself"),
        ({"track": {"tempo": [1]}}, "a number, a text"),
        ({"track": {}, "more": 1}, "more"),
    ],
)
def test_what_cannot_be_explained_is_a_problem_with_a_sentence(ask, body, told):
    refused = ask(**body)

    assert refused.status_code == 422
    assert told in refused.json()["detail"]
