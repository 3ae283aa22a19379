from __future__ import annotations

import pytest
from pydantic import ValidationError

from genrelens.server.open_inference.shapes import InferenceRequest

TENSOR = {"name": "x", "shape": [1], "datatype": "FP64", "data": [1.0]}


def test_what_other_servers_know_besides_is_passed_over() -> None:
    InferenceRequest(inputs=[{**TENSOR, "colour": "red"}], model_name="m")


@pytest.mark.parametrize(
    "change", [{"shape": []}, {"shape": [1, 1, 1]}, {"datatype": "FP8"}, {"name": ""}]
)
def test_tensors_of_another_form_are_refused(change) -> None:
    with pytest.raises(ValidationError):
        InferenceRequest(inputs=[{**TENSOR, **change}])
