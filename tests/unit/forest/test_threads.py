"""Tests of genrelens.forest.threads."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genrelens.errors import InputError
from genrelens.forest.threads import count_threads, in_order


@given(n_pieces=st.integers(0, 40), n_threads=st.integers(1, 5))
def test_results_come_in_the_order_of_their_pieces(n_pieces, n_threads) -> None:
    assert list(in_order(str, n_pieces, n_threads=n_threads)) == [
        str(piece) for piece in range(n_pieces)
    ]


def test_a_later_piece_waits_for_a_slow_first_one() -> None:
    second_done = threading.Event()

    def work(piece):
        if piece == 0:
            assert second_done.wait(timeout=20)
        else:
            second_done.set()
        return piece

    assert list(in_order(work, 2, n_threads=2)) == [0, 1]


def test_no_more_pieces_are_begun_than_are_taken() -> None:
    begun = []
    results = in_order(begun.append, 100, n_threads=2)

    next(results)

    assert len(begun) <= 4
    results.close()
    assert len(begun) <= 4


def test_the_error_of_a_piece_reaches_the_caller() -> None:
    def work(piece):
        if piece == 3:
            raise KeyError(piece)
        return piece

    with pytest.raises(KeyError, match="3"):
        list(in_order(work, 50, n_threads=2))


def test_one_thread_works_in_the_caller() -> None:
    names = list(
        in_order(lambda _: threading.current_thread().name, 3, n_threads=1),
    )

    assert names == [threading.current_thread().name] * 3


def test_no_number_and_minus_one_mean_every_processor() -> None:
    assert count_threads(None) == count_threads(-1) >= 1
    assert count_threads(-1000) == 1
    assert count_threads(7) == 7


def test_zero_threads_are_refused() -> None:
    with pytest.raises(InputError, match=r"^threads \(n_jobs\) is 0"):
        count_threads(0)


@pytest.mark.parametrize("n_jobs", ["2", 2.0, [1]])
def test_threads_that_are_no_whole_number_are_refused(n_jobs) -> None:
    with pytest.raises(InputError, match=r"^threads \(n_jobs\) is .* no whole number"):
        count_threads(n_jobs)


def test_a_number_of_numpy_counts_as_a_whole_number() -> None:
    assert type(count_threads(np.int64(3))) is int
    assert count_threads(np.int64(-1)) == count_threads(-1)
