"""Tests of genrelens.cleaning.ledger."""

from __future__ import annotations

import json

from genrelens.cleaning.ledger import Change, Ledger

ONE = Change("flags", "Explicit", 60, "words were read", (("TRUE", "1"),), (2,))
TWO = Change("missing", None, 3, "blanks were read")


def test_joined_ledgers_keep_their_order_and_add_up() -> None:
    joined = Ledger((ONE,)) + Ledger((TWO,))

    assert list(joined) == [ONE, TWO]
    assert (len(joined), joined.n_cells) == (2, 63)


def test_a_change_is_plain_enough_for_json() -> None:
    assert json.loads(json.dumps(ONE.to_dict()))["examples"] == [["TRUE", "1"]]
