from __future__ import annotations

from genrelens.workflow.scoring.unused_keys import unused_notice


def test_nothing_is_said_where_every_key_was_used() -> None:
    assert unused_notice([]) == ()


def test_unused_keys_are_counted_and_named_safely() -> None:
    (told,) = unused_notice(["mood", "a\nb"])
    assert told.startswith("2 keys are no attributes of the model and were not used:")
    assert "\n" not in told
