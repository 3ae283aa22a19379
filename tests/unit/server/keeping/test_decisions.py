from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from genrelens.server.keeping.store import NotHere, new_id

if TYPE_CHECKING:
    from genrelens.server.keeping.store import Store

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)


@settings(
    max_examples=40,
    deadline=None,  # every decision waits for the disk
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.dictionaries(st.text(max_size=20), PLAIN, max_size=5))
def test_any_plain_decision_comes_back_as_it_was(
    store: Store, add_model, decisions: dict[str, object]
) -> None:
    model = add_model()
    for key, decision in decisions.items():
        store.decisions.put(model, key, "an earlier one")
        store.decisions.put(model, key, decision)
    assert store.decisions.all(model) == decisions
    for key in decisions:
        assert store.decisions.clear(model, key)
        assert not store.decisions.clear(model, key)
    assert store.decisions.all(model) == {}


def test_decisions_of_a_model_that_is_not_here_are_refused(store: Store) -> None:
    asked = new_id("model")
    with pytest.raises(NotHere):
        store.decisions.put(asked, "k", "d")
    with pytest.raises(NotHere):
        store.decisions.clear(asked, "k")
    with pytest.raises(NotHere):
        store.decisions.all(asked)
