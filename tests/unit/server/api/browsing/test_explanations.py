from dataclasses import asdict

from genrelens.server.api.browsing.explanations import explained
from genrelens.workflow.explaining.explaining_inputs import explain_inputs


def test_every_number_and_word_of_an_explanation_is_told(small_run):
    one = small_run.result.prepared.inputs.iloc[[0]]
    made = explain_inputs(small_run.result.model, one, name="a track")

    told = explained(made)

    own = made.explanation
    for name in ("genre", "rival", "probability", "base", "rival_base", "sentence"):
        assert getattr(told, name) == getattr(own, name)
    assert [r.model_dump() for r in told.contributions] == [
        asdict(reason) for reason in own.reasons
    ]
    assert told.probabilities == made.probabilities
    assert told.calibration == made.calibration
