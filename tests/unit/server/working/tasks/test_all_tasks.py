from __future__ import annotations

from typing import get_args

import pytest

from genrelens.server.keeping.jobs import JobKind
from genrelens.server.working.tasks.all_tasks import find_task


@pytest.mark.parametrize("kind", get_args(JobKind))
def test_every_kind_of_job_has_something_that_does_it(kind) -> None:
    assert callable(find_task(kind))
