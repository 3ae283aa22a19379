from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from genrelens.bundle.loading import model_from_bytes
from genrelens.bundle.model_trust import ModelTrust, check_trust
from genrelens.bundle.saving import model_to_bytes
from genrelens.bundle.strict_json import json_to_bytes
from genrelens.errors import BundleError
from genrelens.evaluation.calibration.calibrator import Calibrator
from genrelens.schema.genre_tree import GenreTree


@pytest.fixture(scope="module")
def content(trusted) -> bytes:
    return trusted.path.read_bytes()


def test_a_reopened_model_carries_the_same_trust(trusted, content) -> None:
    opened = model_from_bytes(content)
    assert opened.trust is not None
    assert opened.trust.to_dict() == trusted.trust.to_dict()


def test_a_model_without_trust_is_reopened_without(trusted) -> None:
    assert model_from_bytes(trusted.bare.read_bytes()).trust is None


def test_an_empty_trust_survives_with_its_reasons(trusted) -> None:
    missing = {"calibrator": "Too few tracks.", "set_rule": "Too few tracks."}
    content = model_to_bytes(
        replace(trusted.trained, trust=ModelTrust(missing=missing))
    )
    opened = model_from_bytes(content)
    assert opened.trust is not None
    assert opened.trust.missing == missing
    assert opened.trust.why_undecided == "Too few tracks."


def test_a_model_with_all_rules_can_decide(trusted) -> None:
    assert trusted.trust.why_undecided == ""
    assert "carries no rules" in ModelTrust().why_undecided


def test_trust_adds_little_to_the_file(trusted) -> None:
    added = trusted.path.stat().st_size - trusted.bare.stat().st_size
    assert added < 150_000


def change(path: str, value: object):
    """Give a function that sets one place of the trust."""

    def changed(trust: dict[str, Any]) -> None:
        *steps, last = path.split(".")
        inner: Any = trust
        for step in steps:
            inner = inner[int(step)] if step.isdigit() else inner[step]
        if value is DELETE:
            del inner[last]
        else:
            inner[int(last) if last.isdigit() else last] = value

    return changed


DELETE = object()
ATTACKS = {
    "calibration of another model": ("calibrator.n_genres", 3),
    "temperature of zero": ("calibrator.temperature", 0.0),
    "calibration without a method": ("calibrator.method", DELETE),
    "sets with one threshold row too many levels": ("set_rule.levels", [0.1]),
    "decisions at a falling level": ("decision_rule.levels", [0.5, 0.1]),
    "novelty by an unknown attribute": ("novelty.features.0", "no such"),
    "novelty in a spread of zero": ("novelty.scales.0", 0.0),
    "novelty of unequal columns": ("novelty.values.0", [1, 2]),
    "novelty beyond all steps": ("novelty.values.0.0", 10**9),
    "novelty of words": ("novelty.values.0.0", "1"),
    "neighbours that are not there": ("novelty.n_neighbours", 10**6),
    "shares that fall": ("shift.columns.0.shares.0", 1.0),
    "a column of another model": ("shift.columns.0.name", "no such"),
    "counts of fewer genres": ("shift.counts", [1]),
    "counts of no track": ("shift.counts", [0, 0, 0]),
    "a confusion that is not square": ("shift.confusion.0", [1]),
    "a negative confusion": ("shift.confusion.0.0", -1),
    "groups of nothing": ("shift.group_size", 0.0),
    "a tree in a circle": ("tree.parents", {"a": ["b"], "b": ["a"]}),
    "a certainty above 1": ("certainty", 1.5),
    "a promise of no error": ("promises.0.max_error", 0.0),
    "a promise without a scenario": ("promises.0.scenario", DELETE),
    "an unknown part": ("bonus", 1),
    "a part that is gone": ("novelty", DELETE),
    "reasons that are no texts": ("missing", {"novelty": 3}),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_strangers_trust_is_refused(content, take_apart, attack) -> None:
    path, value = ATTACKS[attack]
    pieces = take_apart(content)
    trust = json.loads(json_to_bytes(pieces.manifest["trust"]))
    change(path, value)(trust)
    pieces.manifest["trust"] = trust
    with pytest.raises(BundleError):
        model_from_bytes(pieces.join())


def test_what_does_not_fit_the_model_is_named(trusted) -> None:
    wrong = replace(trusted.trust, calibrator=Calibrator("none", 2))
    with pytest.raises(BundleError, match="carries a calibration of 2 genres"):
        check_trust(wrong, trusted.trained.features, trusted.trained.genres)
    check_trust(None, (), ())


@pytest.mark.parametrize(
    ("parents", "aliases", "words"),
    [
        ({}, {0: "some"}, "other names in the genre tree"),
        ({0: "n0"} | {f"n{n}": f"n{n + 1}" for n in range(1_000)}, {}, "More than"),
    ],
)
def test_a_tree_that_cannot_hold_the_genres_is_refused(
    trusted, parents, aliases, words
) -> None:
    """The number 0 stands for the model's first genre."""
    genres = trusted.trained.genres
    tree = GenreTree.of(
        {genres[0] if one == 0 else one: above for one, above in parents.items()},
        {genres[0] if one == 0 else one: meant for one, meant in aliases.items()},
    )
    with pytest.raises(BundleError, match=f"cannot be used: .*{words}"):
        check_trust(replace(trusted.trust, tree=tree), trusted.trained.features, genres)


def test_a_tangled_tree_is_opened_at_once(trusted) -> None:
    parents = {
        f"{level} {name}": tuple(f"{level + 1} {above}" for above in range(20))
        for level in range(40)
        for name in range(20)
    }
    tree = GenreTree.of({trusted.trained.genres[0]: "0 0", **parents})
    check_trust(
        replace(trusted.trust, tree=tree),
        trusted.trained.features,
        trusted.trained.genres,
    )
