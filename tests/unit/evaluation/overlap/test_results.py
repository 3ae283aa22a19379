from __future__ import annotations

import dataclasses

from genrelens.evaluation.overlap.studying import study_overlap


def test_every_field_is_written_under_its_name(plant) -> None:
    found = study_overlap(
        plant([0, 0, 4]), list("abc"), None, scenario="x", seed=0, n_replicates=50
    )
    parts = (found, found.pairs[0], found.merges[0], found.family_tree)
    for part in (*parts, found.family_tree.families[0]):
        names = [field.name for field in dataclasses.fields(part)]
        assert list(part.to_dict()) == names
