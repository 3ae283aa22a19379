import pytest
from pydantic import ValidationError

from genrelens.errors import InputError
from genrelens.server.api.browsing.track_query import TrackQuery
from genrelens.workflow.browsing.filtering import TrackFilter, ValueRange


def test_an_empty_address_asks_for_everything():
    assert TrackQuery().filter() == TrackFilter()
    blank = {"genre": [""], "right": "", "part": "", "min_probability": "", "row": [""]}
    assert TrackQuery.model_validate(blank).filter() == TrackFilter()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tempo:120..140", ValueRange("tempo", 120, 140)),
        ("a:b:-1.5..", ValueRange("a:b", -1.5, None)),
        ("year:..1999", ValueRange("year", None, 1999)),
    ],
)
def test_ranges_are_read_with_either_end_open(text, expected):
    assert TrackQuery(range=[text]).filter().ranges == (expected,)


@pytest.mark.parametrize("text", ["tempo", "tempo:1", ":1..2", "t:x..2", "t:inf.."])
def test_what_is_no_range_is_refused_with_examples(text):
    with pytest.raises(InputError, match=r"tempo:120\.\.140"):
        TrackQuery(range=[text]).filter()


@pytest.mark.parametrize(
    "wrong", [{"min_probability": 1.5}, {"right": "perhaps"}, {"decision": ["shrug"]}]
)
def test_other_values_are_refused(wrong):
    with pytest.raises(ValidationError):
        TrackQuery.model_validate(wrong)
