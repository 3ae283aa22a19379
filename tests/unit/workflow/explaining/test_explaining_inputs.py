import pytest

from genrelens.errors import InputError
from genrelens.workflow.explaining.explaining_inputs import explain_inputs


@pytest.fixture
def one(small_run):
    return small_run.result.prepared.inputs.iloc[[4]]


def test_base_and_contributions_add_up_to_the_forests_own_probability(small_run, one):
    trained = small_run.result.model

    made = explain_inputs(trained, one, name="a track")

    told = made.explanation
    total = told.base + sum(reason.contribution for reason in told.reasons)
    assert total == pytest.approx(told.probability, abs=1e-9)
    own = trained.model.predict_proba(one)[0][trained.genres.index(told.genre)]
    assert told.probability == pytest.approx(own)


def test_probabilities_are_calibrated_and_the_likeliest_is_explained(small_run, one):
    trained = small_run.result.model
    sure = trained.trust.calibrator.apply(trained.model.predict_proba(one))[0]

    made = explain_inputs(trained, one, name="a track")

    assert made.probabilities == {
        trained.genres[g]: sure[g] for g in (-sure).argsort(kind="stable")
    }
    assert made.explanation.genre == next(iter(made.probabilities))
    assert "calibrated" in made.calibration


def test_an_unknown_genre_is_refused(small_run, one):
    with pytest.raises(InputError, match="'polka' is not one of"):
        explain_inputs(small_run.result.model, one, name="a track", against="polka")
