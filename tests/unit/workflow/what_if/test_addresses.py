"""A shared address gives back its values, and tells what it cannot use."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from genrelens.schema.columns import Kind
from genrelens.schema.features import Feature
from genrelens.workflow.what_if.addresses import parameter_of, values_from_address

FEATURES = (
    Feature("tempo", "tempo", Kind.NUMBER, "BPM", "", "tempo", True),
    Feature("row", "row", Kind.CATEGORY, "", "", "row", False),
    Feature("live", "live", Kind.FLAG, "", "", "live", True),
    Feature("duration_ms", "duration", Kind.NUMBER, "ms", "", "duration", True),
)


def test_values_and_missing_ones_are_read() -> None:
    values, problems = values_from_address(
        FEATURES,
        [
            ("tempo", "126.5"),
            ("row", "17"),
            ("value:row", "front"),
            ("live", ""),
            ("duration_ms", "3:42"),
        ],
    )
    assert values == {
        "tempo": 126.5,
        "row": "front",
        "live": None,
        "duration_ms": 222_000.0,
    }
    assert problems == ()


def test_what_cannot_be_used_is_told_and_left_out() -> None:
    values, problems = values_from_address(
        FEATURES, [("tempo", "fast"), ("live", "3"), ("<script>", "1")]
    )
    assert values == {}
    assert len(problems) == 3
    assert "none of the model's attributes" in problems[2]


@given(
    texts=st.lists(
        st.tuples(st.sampled_from(["tempo", "live", "row", "x"]), st.text(max_size=12)),
        max_size=6,
    )
)
def test_no_address_brings_it_down(texts) -> None:
    values, problems = values_from_address(FEATURES, texts)
    assert len(values) + len(problems) <= len(texts)


@given(name=st.text(min_size=1, max_size=12))
def test_no_two_attributes_share_a_parameter(name: str) -> None:
    assert parameter_of(name) not in {"row", "typical", "random"}
    assert parameter_of(f"value:{name}") != parameter_of(name)
