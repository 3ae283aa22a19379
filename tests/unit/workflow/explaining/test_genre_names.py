from __future__ import annotations

from dataclasses import dataclass

import pytest

from genrelens.errors import InputError
from genrelens.workflow.explaining.genre_names import known_genre


@dataclass(frozen=True)
class Model:
    genres: tuple[str, ...]


def test_a_genre_is_found_in_any_case_and_given_as_the_model_spells_it() -> None:
    model = Model(("Hip Hop", "R&B"))
    assert known_genre(model, "hip hop") == "Hip Hop"
    assert known_genre(model, "R&B") == "R&B"


@pytest.mark.parametrize(("n_genres", "ending"), [(12, "g11."), (13, "g11 ….")])
def test_an_unknown_genre_is_refused_with_the_first_of_those_known(
    n_genres, ending
) -> None:
    model = Model(tuple(f"g{at}" for at in range(n_genres)))
    with pytest.raises(InputError) as refusal:
        known_genre(model, "polka\x1b[31m")
    assert str(refusal.value).startswith("Genre 'polka\\x1b[31m' is not one of the ")
    assert f"{ending} Choose from these." in str(refusal.value)
