from __future__ import annotations

import pytest

from genrelens.audio.faults import PASSING, REMEDIES, SoundError, remedy


@pytest.mark.parametrize("code", sorted(REMEDIES))
def test_every_fault_says_what_to_do_in_whole_sentences(code: str) -> None:
    assert remedy(code)[0].isupper()
    assert remedy(code).endswith(".")


def test_what_may_pass_by_is_a_known_fault() -> None:
    assert set(REMEDIES) >= PASSING


def test_an_error_tells_what_was_found_and_what_to_do() -> None:
    error = SoundError("empty", "It holds no bytes.")
    assert str(error) == f"It holds no bytes. {REMEDIES['empty']}"
    assert isinstance(error, ValueError)
