from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from genrelens.cleaning.track_table import RowDrop
from genrelens.errors import InputError
from genrelens.evaluation.labels.examining import examine_labels
from genrelens.evaluation.labels.results import SPELLING, LabelAudit

if TYPE_CHECKING:
    from conftest import MakeWorld, World


def examine(world: World) -> LabelAudit:
    return examine_labels(
        world.held_out,
        world.table,
        world.rows,
        world.genres,
        target="genre",
        scenario="unseen artists",
        seed=0,
    )


def test_the_audit_names_its_scenario_and_sizes_and_is_json(planted: World) -> None:
    audit = examine(planted)
    assert (audit.scenario, audit.n_tracks) == ("unseen artists", 1200)
    assert audit.n_groups == 200
    told = json.loads(json.dumps(audit.to_dict()))
    assert told["n_listed"] == len(audit.doubted) == sum(told["n_by_kind"].values())


def test_the_same_input_gives_the_same_audit(planted: World) -> None:
    one, other = examine(planted), examine(planted)
    assert one.to_dict() == other.to_dict()
    assert one.doubted == other.doubted


def test_genres_that_overlap_do_not_flood_the_list(make_world: MakeWorld) -> None:
    """No label is wrong here, and genres a and b sound exactly alike."""
    audit = examine(make_world(n_tracks=2000))
    assert len(audit.doubted) <= 20
    assert audit.n_overlapping > 200


def test_without_artists_it_says_that_it_judged_by_sound_alone(
    make_world: MakeWorld,
) -> None:
    audit = examine(make_world(n_per_artist=None, share_wrong=0.08))
    assert audit.artist_weight == 0
    assert "by sound alone" in audit.notes[0]


def test_rows_left_out_for_a_misspelt_genre_stand_at_the_end(planted: World) -> None:
    labels = planted.table.frame["genre"].copy()
    labels.iloc[:2] = "gnere c"
    table = replace(
        planted.table,
        frame=planted.table.frame.assign(genre=labels),
        drops=(RowDrop("genre-too-rare", np.array([0, 1]), "2 rows"),),
    )
    world = replace(
        planted,
        table=table,
        rows=planted.rows[2:],
        held_out=type(planted.held_out).of(
            planted.held_out.codes[2:],
            planted.held_out.proba[2:],
            units=planted.held_out.units[2:],
        ),
    )
    audit = examine(world)
    last = audit.doubted[-2:]
    assert [each.kind for each in last] == [SPELLING, SPELLING]
    assert {each.suggestion for each in last} <= set(planted.genres)
    assert last[0].confidence is None
    assert "left out of training" in last[0].reason
    assert any("slip of the pen" in note for note in audit.notes)


def test_genres_that_do_not_fit_are_refused(planted: World) -> None:
    with pytest.raises(InputError, match="2 genres and 5 columns"):
        examine(replace(planted, genres=("a", "b")))
