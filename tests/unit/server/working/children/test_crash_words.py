from __future__ import annotations

import pytest

from genrelens.server.working.children.crash_words import crash_words


def test_an_end_by_force_names_memory_stage_and_remedy() -> None:
    told = crash_words(-9, "scoring")
    assert "at 'scoring'" in told
    assert "memory ran out" in told
    assert "fewer trees" in told


@pytest.mark.parametrize(
    ("code", "word"), [(-11, "SIGSEGV"), (-6, "SIGABRT"), (-99, "signal 99"), (3, "3")]
)
def test_every_end_is_named_and_harms_nothing_else(code, word) -> None:
    told = crash_words(code, "")
    assert word in told
    assert "other jobs go on" in told
    assert " at '" not in told
