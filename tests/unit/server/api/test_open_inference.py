from __future__ import annotations

import pytest

from genrelens.workflow.scoring.open_model import open_model
from genrelens.workflow.scoring.using import describe_use


@pytest.fixture(scope="module")
def attributes(small_run):
    return describe_use(open_model(small_run.model)).attributes


@pytest.fixture
def by_name(attributes) -> dict:
    """Ask as a client of a model server would: an input for each attribute."""
    types = {"number": "FP64", "flag": "BOOL", "category": "BYTES"}
    return {
        "id": "request 7",
        "inputs": [
            {
                "name": each.header,
                "shape": [1, 1],
                "datatype": types[each.kind],
                "data": [[each.example]],
            }
            for each in attributes
        ],
    }


def outputs(answer) -> dict:
    assert answer.status_code == 200, answer.text
    return {each["name"]: each for each in answer.json()["outputs"]}


def test_the_server_says_who_it_is_and_that_it_is_ready(client) -> None:
    assert client.get("/v2").json()["name"] == "genrelens"
    assert client.get("/v2/health/live").json() == {"live": True}
    assert client.get("/v2/health/ready").json() == {"ready": True}


def test_a_closing_server_is_not_ready(client, app) -> None:
    app.state.studio, kept = None, app.state.studio
    try:
        answer = client.get("/v2/health/ready")
        assert (answer.status_code, answer.json()) == (503, {"ready": False})
    finally:
        app.state.studio = kept


def test_metadata_names_every_attribute_and_output(
    client, model_id, attributes
) -> None:
    told = client.get(f"/v2/models/{model_id}").json()
    assert [one["parameters"]["header"] for one in told["inputs"]] == [
        each.header for each in attributes
    ]
    probabilities = next(o for o in told["outputs"] if o["name"] == "probabilities")
    assert len(probabilities["parameters"]["genres"]) == probabilities["shape"][1]
    assert client.get(f"/v2/models/{model_id}/versions/1").json() == told
    assert client.get(f"/v2/models/{model_id}/ready").json()["ready"] is True


def test_its_answer_is_that_of_the_api(client, model_id, by_name, attributes) -> None:
    found = outputs(client.post(f"/v2/models/{model_id}/infer", json=by_name))
    track = {each.header: each.example for each in attributes}
    answer = client.post(f"/api/v1/models/{model_id}/predict", json={"tracks": [track]})
    (told,) = answer.json()["predictions"]
    assert found["genre"]["data"] == [told["genre"]]
    assert found["decision"]["data"] == [told["decision"] or ""]
    assert found["probabilities"]["data"] == list(told["probabilities"].values())
    assert found["probabilities"]["datatype"] == "FP64"


def test_names_of_the_metadata_and_one_matrix_are_inputs_too(
    client, model_id, by_name, attributes
) -> None:
    expected = outputs(client.post(f"/v2/models/{model_id}/infer", json=by_name))
    row = [float(each.example) for each in attributes]
    matrix = {
        "name": "predict",
        "shape": [2, len(row)],
        "datatype": "FP32",
        "data": [*row, *row],
    }
    found = outputs(
        client.post(f"/v2/models/{model_id}/infer", json={"inputs": [matrix]})
    )
    both = [*expected["probabilities"]["data"], *expected["probabilities"]["data"]]
    assert found["probabilities"]["data"] == both
    assert found["probabilities"]["shape"][0] == 2


def test_other_outputs_are_given_where_they_are_asked_for(
    client, model_id, by_name
) -> None:
    by_name["outputs"] = [{"name": "warnings"}, {"name": "decision_reason"}]
    by_name["parameters"] = {"max_error": 0.2, "content_type": "np"}
    answer = client.post(f"/v2/models/{model_id}/infer", json=by_name)
    assert list(outputs(answer)) == ["warnings", "decision_reason"]
    assert answer.json()["id"] == "request 7"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"inputs": []}, "inputs"),
        ({"outputs": [{"name": "loss"}]}, "Output 'loss' is not known"),
        ({"parameters": {"max_error": "high"}}, "max_error"),
        ({"parameters": {"max_error": 0.9}}, "from 0.005 to 0.5"),
    ],
)
def test_errors_have_the_form_of_the_protocol(
    client, model_id, by_name, change, words
) -> None:
    answer = client.post(f"/v2/models/{model_id}/infer", json={**by_name, **change})
    assert answer.status_code == 422
    assert list(answer.json()) == ["error"]
    assert words in answer.json()["error"]


@pytest.mark.parametrize("path", ["mod-aaaaaaaaaaaa", "mod-aaaaaaaaaaaa/ready"])
def test_a_model_that_is_not_here_is_not_found(client, path) -> None:
    answer = client.get(f"/v2/models/{path}")
    assert (answer.status_code, list(answer.json())) == (404, ["error"])


def test_there_is_one_version_only(client, model_id) -> None:
    assert client.get(f"/v2/models/{model_id}/versions/2").status_code == 404
