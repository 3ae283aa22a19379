from __future__ import annotations

from pathlib import Path

import pytest

from genrelens.errors import InputError
from genrelens.workflow.extracting.requests import ExtractRequest


@pytest.mark.parametrize("wrong", [{"seconds": 2.9}, {"seconds": 601}, {"workers": 0}])
def test_what_cannot_be_is_refused_with_what_can(wrong) -> None:
    with pytest.raises(InputError, match="Give"):
        ExtractRequest(Path(), **wrong)
