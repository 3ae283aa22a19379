"""The compiler is ready before a model is open."""

from __future__ import annotations

from genrelens.workflow.answering.readying import ready_kernels


def test_a_compiled_function_answers_without_a_model() -> None:
    assert ready_kernels() == 2
