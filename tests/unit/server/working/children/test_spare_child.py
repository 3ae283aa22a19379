from __future__ import annotations

from genrelens.server.working.children.child_process import ChildProcess
from genrelens.server.working.children.spare_child import SpareChild


def patient() -> ChildProcess:
    return ChildProcess(("-c", "import sys; sys.stdin.read()"))


def end(child: ChildProcess) -> None:
    child.kill()
    child.leave()


def test_the_child_that_waits_is_given_and_one_is_made_where_none_waits() -> None:
    made: list[ChildProcess] = []
    spare = SpareChild(lambda: made.append(patient()) or made[-1])
    spare.prepare()
    spare.prepare()
    assert len(made) == 1
    assert spare.take() is made[0]
    other = spare.take()
    assert other is made[1]
    for child in made:
        end(child)
    spare.close()


def test_a_spare_child_that_died_is_not_given_to_a_job() -> None:
    spare = SpareChild(patient)
    spare.prepare()
    dead = spare._child
    dead.kill()
    dead._process.wait()
    taken = spare.take()
    assert taken is not dead
    assert taken.is_alive
    end(taken)


def test_closing_ends_the_spare_child_and_makes_no_other() -> None:
    spare = SpareChild(patient)
    spare.prepare()
    waiting = spare._child
    spare.close()
    assert not waiting.is_alive
    spare.prepare()
    assert spare._child is None
