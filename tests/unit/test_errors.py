from __future__ import annotations

import pickle
import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.exceptions import NotFittedError

from genrelens import errors
from genrelens.errors import GenrelensError, NotTrainedError, printable


@given(st.text(), st.integers(1, 100))
def test_what_is_shown_is_one_short_line_without_control_characters(
    text: str, limit: int
) -> None:
    shown = printable(text, limit=limit)
    assert len(shown) <= limit
    unseen = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
    assert not unseen & {unicodedata.category(character) for character in shown}
    assert len(shown.splitlines()) <= 1


@pytest.mark.parametrize("name", [n for n in errors.__all__ if n.endswith("Error")])
def test_every_error_stands_in_the_tree_and_can_be_caught_as_ours(name) -> None:
    kind = getattr(errors, name)
    assert kind.__name__ == name
    assert issubclass(kind, GenrelensError)
    assert name in errors.__doc__


def test_an_untrained_model_is_scikit_learns_error_as_well() -> None:
    assert issubclass(NotTrainedError, NotFittedError)
    assert errors.NotTrainedError is NotTrainedError
    assert NotTrainedError.__module__ == "genrelens.errors"
    copied = pickle.loads(pickle.dumps(NotTrainedError("Call fit first.")))  # noqa: S301
    assert type(copied) is NotTrainedError
    assert str(copied) == "Call fit first."


def test_a_name_that_does_not_exist_is_told_as_of_any_module() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'OtherError'"):
        _ = errors.OtherError


def test_the_errors_alone_import_no_scikit_learn() -> None:
    code = (
        "import sys, genrelens.errors as e\n"
        "assert 'sklearn' not in sys.modules\n"
        "e.NotTrainedError('x')\n"
        "assert 'sklearn' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
