from __future__ import annotations

from genrelens.workflow.scoring.row_words import attribute_words, say_unusual


def test_every_attribute_has_its_columns_of_the_encoder(odd) -> None:
    words = attribute_words(odd.trained)
    assert sum(each.n_columns for each in words) == odd.trained.model.forest_.n_features


def test_what_is_lacking_is_named_absent_columns_first(odd) -> None:
    n_features = len(odd.attributes)
    is_given = [place != n_features - 1 for place in range(n_features)]
    told = say_unusual(odd.attributes, [None] * n_features, is_given)
    labels = [each.label for each in odd.attributes]
    first = f"without {labels[-1]}, {labels[0]} and {n_features - 2} more"
    assert told.warnings == first
    assert len(told.notices) == 2


def test_usual_values_are_nothing_to_tell(odd) -> None:
    values = [each.low if each.places is None else "dark" for each in odd.attributes]
    told = say_unusual(odd.attributes, values, [True] * len(values))
    assert told == type(told)("", ())


def test_a_level_too_rare_to_be_told_apart_is_told(odd) -> None:
    place = next(at for at, each in enumerate(odd.attributes) if each.places)
    values = [each.low for each in odd.attributes]
    values[place] = "lonely, once"
    told = say_unusual(odd.attributes, values, [True] * len(values))
    assert told.warnings == "mood 'lonely, once' was too rare to be told apart"
