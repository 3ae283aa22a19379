from __future__ import annotations

import pytest

from genrelens.errors import InputError
from genrelens.workflow.answering.largest_error import check_max_error


@pytest.mark.parametrize("wrong", [0.0, 0.0049, 0.51, 1.0, float("nan")])
def test_an_error_out_of_range_is_refused(wrong) -> None:
    with pytest.raises(InputError, match=r"from 0\.005 to 0\.5"):
        check_max_error(wrong)


@pytest.mark.parametrize("right", [0.005, 0.05, 0.5])
def test_an_error_in_range_passes(right) -> None:
    check_max_error(right)
