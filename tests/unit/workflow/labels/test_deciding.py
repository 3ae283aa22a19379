"""A decision is checked when it is made, by the rules of training."""

from __future__ import annotations

import pytest

from genrelens.errors import InputError
from genrelens.workflow.labels.deciding import settle_decision

KNOWN = ("house", "drum and bass", "Rock | Pop", "rock")


@pytest.mark.parametrize(
    ("decision", "kept"),
    [
        ("KEEP", "keep"),
        (" House ", "house"),
        ("house | rock | house", "house | rock"),
        ("rock | pop", "Rock | Pop"),
        ("Drum And Bass", "drum and bass"),
        ("new: gqom", "new: gqom"),
        ("NEW:  House", "house"),
        ("house | new: gqom", "house | new: gqom"),
    ],
)
def test_a_decision_is_kept_as_the_collection_spells_it(
    decision: str, kept: str
) -> None:
    assert settle_decision(decision, KNOWN) == kept
    assert settle_decision(kept, KNOWN) == kept


@pytest.mark.parametrize(
    ("decision", "found"),
    [
        ("", "Nothing is decided"),
        ("  ", "Nothing is decided"),
        ("house | ", "in which a genre is empty"),
        ("house | keep", "both keeps and changes"),
        ("new:", "followed by no name"),
        ("hosue", r"none of the 4 genres.*Nearest: house.*'new: hosue'"),
        ("x" * 300, "300 characters"),
        (" | ".join("abcdefghijklmnopqrstuvw"), "23 genres"),
    ],
)
def test_what_training_would_refuse_is_refused_at_once(
    decision: str, found: str
) -> None:
    with pytest.raises(InputError, match=found):
        settle_decision(decision, KNOWN)
